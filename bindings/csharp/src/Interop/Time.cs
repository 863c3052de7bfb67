namespace UserSig.Interop;

internal static class Time
{
    // Nothing is rounded: whoever gives half a second meant something else.
    internal static TimeSpan? Whole(TimeSpan? span, string what, ErrorCode code = ErrorCode.InvalidArgument) =>
        span is { Ticks: var ticks } && ticks % TimeSpan.TicksPerSecond != 0
            ? throw new UserSigException(code, what + " must be a whole number of seconds")
            : span;

    internal static TimeSpan? Seconds(TimeSpan? span, string what, ErrorCode code) =>
        Whole(span, what, code) is { Ticks: < 0 or > uint.MaxValue * TimeSpan.TicksPerSecond }
            ? throw new UserSigException(code, what + " must be 0 to 4294967295 seconds")
            : span;
}
