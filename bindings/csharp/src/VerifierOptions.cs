using UserSig.Interop;

namespace UserSig;

/// <summary>How a verifier looks at the clock. Every property may be left out.</summary>
public sealed class VerifierOptions
{
    /// <summary>How long after its expiry a ticket is still accepted: a whole number of seconds, up to one day; 0 by default.</summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidArgument"/>: the value is not a whole number of seconds.</exception>
    public TimeSpan? Leeway
    {
        get;
        set => field = Time.Whole(value, "the leeway");
    }

    /// <summary>
    /// How far in the future a ticket may have been issued: a whole number of seconds, up to one day; 300 seconds by default.
    /// </summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidArgument"/>: the value is not a whole number of seconds.</exception>
    public TimeSpan? FutureTolerance
    {
        get;
        set => field = Time.Whole(value, "the tolerance for the future");
    }

    /// <summary>The clock that tickets are checked by; the system's by default. For tests.</summary>
    public TimeProvider? TimeProvider { get; set; }
}
