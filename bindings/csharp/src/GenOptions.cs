using UserSig.Interop;

namespace UserSig;

/// <summary>
/// What a ticket says besides the identifier. Every property may be left out. The values are read during the call that the options
/// are given to.
/// </summary>
public sealed class GenOptions
{
    // vocabulary: gen_options
    /// <summary>
    /// How long the ticket is valid from its issue; 180 days by default.
    /// A whole number, 0 to 4294967295 seconds.
    /// With 0 it expires as soon as the clock moves on.
    /// </summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidExpire"/>: the value is out of this range.</exception>
    public TimeSpan? Expire
    {
        get;
        set => field = Time.Seconds(value, "expire", ErrorCode.InvalidExpire);
    }

    /// <summary>
    /// Bytes that the ticket carries and its signature covers.
    /// At most 8192 bytes; null for none, which differs from an empty array. Copied when they are set and when they are read.
    /// </summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidUserbuf"/>: the value is longer.</exception>
    public byte[]? Userbuf
    {
        get => (byte[]?)field?.Clone();
        set => field = value?.Length > Limits.MaxUserbufBytes ? throw new UserSigException(ErrorCode.InvalidUserbuf) : (byte[]?)value?.Clone();
    }

    /// <summary>
    /// When the ticket is issued; the present by default.
    /// From 1970 on: the second that it lies in.
    /// </summary>
    public DateTimeOffset? IssuedAt { get; set; }

    /// <summary>
    /// Also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but A-Z, a-z, 0-9, _ and -.
    /// </summary>
    public bool StrictIdentifier { get; set; }

    /// <summary>
    /// TLS.account_type of a v1 ticket, "0" by default.
    /// At most 1024 bytes without control characters.
    /// Only for old applications that have one.
    /// </summary>
    public string? AccountType { get; set; }

    /// <summary>
    /// TLS.appid_at_3rd of a v1 ticket, "0" by default.
    /// At most 1024 bytes without control characters.
    /// Only for old applications that have one.
    /// </summary>
    public string? AppIdAt3rd { get; set; }

    /// <summary>
    /// How hard to compress.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of <see cref="UserSig.Compression"/>.</exception>
    public Compression Compression
    {
        get;
        set => field = value is >= Compression.Default and <= Compression.None ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }
    // vocabulary: end
}
