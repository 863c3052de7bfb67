using UserSig.Interop;

namespace UserSig;

/// <summary>
/// What both kinds of ticket say. Code that grants something takes a <see cref="Ticket"/>, which alone is proven.
/// </summary>
public abstract unsafe class TicketContent
{
    private readonly byte[]? userbuf;

    private protected TicketContent(NativeTicketFields* fields)
    {
        Version = (TicketVersion)fields->Version;
        SdkAppId = fields->Sdkappid;
        Identifier = Text.FromUtf8(fields->Identifier, fields->IdentifierLength) ?? "";
        IssuedAt = DateTimeOffset.FromUnixTimeSeconds(fields->IssuedAt);
        Expire = TimeSpan.FromSeconds(fields->Expire);
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(fields->ExpiresAt);
        userbuf = fields->HasUserbuf == 0 ? null : new ReadOnlySpan<byte>(fields->Userbuf, (int)fields->UserbufLength).ToArray();
        AccountType = Text.FromUtf8(fields->AccountType, fields->AccountTypeLength);
        AppIdAt3rd = Text.FromUtf8(fields->AppidAt3rd, fields->AppidAt3rdLength);
        PrivateMapKey = fields->PrivateMapKey == null ? null : new(fields->PrivateMapKey);
    }

    /// <summary>The version of the ticket.</summary>
    public TicketVersion Version { get; }

    /// <summary>The application that the ticket is for.</summary>
    public long SdkAppId { get; }

    /// <summary>The user that the ticket logs in.</summary>
    public string Identifier { get; }

    /// <summary>When the ticket was made.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>How long the ticket is valid from <see cref="IssuedAt"/>.</summary>
    public TimeSpan Expire { get; }

    /// <summary>The last second in which the ticket is valid.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>TLS.account_type of a v1 ticket, usually "0"; null for v2.</summary>
    public string? AccountType { get; }

    /// <summary>TLS.appid_at_3rd of a v1 ticket, usually "0"; null for v2 and for very old tickets.</summary>
    public string? AppIdAt3rd { get; }

    /// <summary>The userbuf read as a room permission made for this ticket's identifier and SDKAppID; null if it is none.</summary>
    public PrivateMapKey? PrivateMapKey { get; }

    /// <summary>A copy of the bytes that the ticket carries; null if it carries none.</summary>
    public byte[]? GetUserbuf() => (byte[]?)userbuf?.Clone();

    /// <summary>Shows no identifier and no userbuf, so that it can be logged.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{GetType().Name}(v{(int)Version}, SDKAppID {SdkAppId}, issued at {IssuedAt:u}, expires at {ExpiresAt:u})");
}
