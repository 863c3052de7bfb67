namespace UserSig;

/// <summary>How a signer works. Every property may be left out.</summary>
public sealed class SignerOptions
{
    /// <summary>The clock that tells a ticket's time of issue; the system's by default. For tests.</summary>
    public TimeProvider? TimeProvider { get; set; }
}
