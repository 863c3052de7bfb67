using UserSig.Interop;

namespace UserSig;

/// <summary>
/// What a ticket says besides the identifier. Every property may be left out. The values are read during the call that the options
/// are given to.
/// </summary>
public sealed class GenOptions
{
    /// <summary>
    /// How long the ticket is valid from its issue: a whole number of seconds, 0 to 4294967295; 180 days by default. With 0 it
    /// expires as soon as the clock moves on.
    /// </summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidExpire"/>: the value is negative, too large, or no whole
    /// number of seconds.</exception>
    public TimeSpan? Expire
    {
        get;
        set => field = value is { } span ? TimeSpan.FromSeconds(Time.ExpireSeconds(span)) : null;
    }

    /// <summary>The time of issue, from 1970 on: the second that it lies in. The present by default.</summary>
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>
    /// Bytes that the ticket carries and its signature covers, at most 8192; null for none, which differs from an empty array.
    /// Copied when they are set and when they are read.
    /// </summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidUserbuf"/>: the value is longer.</exception>
    public byte[]? Userbuf
    {
        get => (byte[]?)OwnUserbuf?.Clone();
        set
        {
            if (value?.Length > Limits.MaxUserbufBytes)
            {
                throw new UserSigException(ErrorCode.InvalidUserbuf);
            }
            OwnUserbuf = (byte[]?)value?.Clone();
        }
    }

    /// <summary>How the ticket is compressed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of <see cref="UserSig.Compression"/>.</exception>
    public Compression Compression
    {
        get;
        set => field = value is >= Compression.Default and <= Compression.None ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>
    /// Whether identifiers are refused that Tencent's packages rule out: longer than 32 bytes, or with anything but
    /// A-Z a-z 0-9 _ -.
    /// </summary>
    public bool StrictIdentifier { get; set; }

    /// <summary>TLS.account_type of a v1 ticket, "0" by default. Only for old applications that have one.</summary>
    public string? AccountType { get; set; }

    /// <summary>TLS.appid_at_3rd of a v1 ticket, "0" by default. Only for old applications that have one.</summary>
    public string? AppIdAt3rd { get; set; }

    internal byte[]? OwnUserbuf { get; private set; }
}
