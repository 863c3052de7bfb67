namespace UserSig;

/// <summary>The bounds that the library keeps, the same in every language.</summary>
public static class Limits
{
    /// <summary>The longest ticket, in characters; checked before anything is decoded.</summary>
    public const int MaxTicketBytes = 16384;

    /// <summary>The longest identifier, in UTF-8 bytes. The service itself takes at most 32.</summary>
    public const int MaxIdentifierBytes = 1024;

    /// <summary>The longest userbuf, in bytes.</summary>
    public const int MaxUserbufBytes = 8192;

    /// <summary>The longest PEM text, in bytes.</summary>
    public const int MaxPemBytes = 16384;

    /// <summary>The longest secret, in UTF-8 bytes.</summary>
    public const int MaxSecretBytes = 1024;

    /// <summary>The validity of a ticket by default: 180 days.</summary>
    public static readonly TimeSpan DefaultExpire = TimeSpan.FromDays(180);

    /// <summary>The largest leeway and the largest tolerance for the future: one day.</summary>
    public static readonly TimeSpan MaxLeeway = TimeSpan.FromDays(1);
}
