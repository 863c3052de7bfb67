namespace UserSig.Interop;

// The options of one call, with their texts as bytes, so that they can be pinned.
internal unsafe struct GenArguments
{
    internal readonly byte[]? Userbuf;
    internal readonly byte[]? AccountType;
    internal readonly byte[]? AppIdAt3rd;
    private NativeGenOptions native;

    internal GenArguments(GenOptions? options, TimeSpan? expire, TimeProvider? clock)
    {
        native.Size = (nuint)sizeof(NativeGenOptions);
        if ((expire ?? options?.Expire) is { } span)
        {
            native.Flags |= NativeConstants.GenExpire;
            native.Expire = Time.ExpireSeconds(span);
        }
        if (options?.IssuedAt is { } moment)
        {
            IssuedAt(moment);
        }
        else if (clock is not null)
        {
            IssuedAt(clock.GetUtcNow());
        }
        if (options is null)
        {
            return;
        }
        native.Compression = (uint)options.Compression;
        native.Flags |= options.StrictIdentifier ? NativeConstants.GenStrictIdentifier : 0;
        Userbuf = Given(options.OwnUserbuf, NativeConstants.GenUserbuf);
        AccountType = Given(Bytes(options.AccountType), NativeConstants.GenAccountType);
        AppIdAt3rd = Given(Bytes(options.AppIdAt3rd), NativeConstants.GenAppidAt3rd);
    }

    internal void IssuedAt(DateTimeOffset moment)
    {
        native.Flags |= NativeConstants.GenIssuedAt;
        native.IssuedAt = moment.ToUnixTimeSeconds();
    }

    internal readonly bool HasIssuedAt => (native.Flags & NativeConstants.GenIssuedAt) != 0;

    // The struct that the library reads; the pointers are those of the pinned arrays.
    internal readonly NativeGenOptions ToNative(byte* userbuf, byte* accountType, byte* appIdAt3rd) => native with
    {
        Userbuf = userbuf,
        UserbufLength = Length(Userbuf),
        AccountType = accountType,
        AccountTypeLength = Length(AccountType),
        AppidAt3rd = appIdAt3rd,
        AppidAt3rdLength = Length(AppIdAt3rd),
    };

    private byte[]? Given(byte[]? value, uint flag)
    {
        native.Flags |= value is null ? 0 : flag;
        return value;
    }

    private static nuint Length(byte[]? bytes) => (nuint)(bytes?.Length ?? 0);

    private static byte[]? Bytes(string? text) =>
        text is null ? null : Text.Utf8(text.AsSpan(), Limits.MaxIdentifierBytes, ErrorCode.InvalidArgument, stackalloc byte[Text.IdentifierBuffer]).ToArray();
}
