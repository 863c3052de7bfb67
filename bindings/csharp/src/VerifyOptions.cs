namespace UserSig;

/// <summary>How one ticket is checked. Every property may be left out.</summary>
public sealed class VerifyOptions
{
    /// <summary>What the ticket must say about its userbuf; <see cref="ExpectedUserbuf.Absent"/> by default.</summary>
    public ExpectedUserbuf? Userbuf { get; set; }

    /// <summary>The time to check for, from 1970 on: the second that it lies in. The present by default.</summary>
    public DateTimeOffset? Now { get; set; }
}
