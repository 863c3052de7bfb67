namespace UserSig.Interop;

internal static class Time
{
    // Nothing is rounded: whoever gives half a second meant something else.
    internal static TimeSpan? Whole(TimeSpan? span, string what, ErrorCode code = ErrorCode.InvalidArgument) =>
        span is { Ticks: var ticks } && ticks % TimeSpan.TicksPerSecond != 0
            ? throw new UserSigException(code, what + " must be a whole number of seconds")
            : span;

    internal static long ExpireSeconds(TimeSpan span)
    {
        Whole(span, "the expiry", ErrorCode.InvalidExpire);
        long seconds = span.Ticks / TimeSpan.TicksPerSecond;
        return seconds is >= 0 and <= uint.MaxValue
            ? seconds
            : throw new UserSigException(ErrorCode.InvalidExpire, "the expiry must be 0 to 4294967295 seconds");
    }
}
