namespace UserSig.Interop;

// The options of one call, with their texts and bytes one behind the other in an array that can be pinned.
internal unsafe struct GenArguments
{
    internal byte[]? Texts { get; private set; }

    private NativeGenOptions native;

    internal GenArguments(GenOptions? options, TimeSpan? expire, TimeProvider? clock)
    {
        native.Size = (nuint)sizeof(NativeGenOptions);
        Take(expire, NativeConstants.GenExpire, ref native.Expire);
        if (options is not null)
        {
            // vocabulary: gen_values
            Take(options.Expire, NativeConstants.GenExpire, ref native.Expire);
            Take(options.Userbuf, NativeConstants.GenUserbuf, ref native.UserbufLength);
            Take(options.IssuedAt, NativeConstants.GenIssuedAt, ref native.IssuedAt);
            native.Flags |= options.StrictIdentifier ? NativeConstants.GenStrictIdentifier : 0;
            Take(options.AccountType, NativeConstants.GenAccountType, ref native.AccountTypeLength, ErrorCode.InvalidArgument);
            Take(options.AppIdAt3rd, NativeConstants.GenAppidAt3rd, ref native.AppidAt3rdLength, ErrorCode.InvalidArgument);
            native.Compression = (uint)options.Compression;
            // vocabulary: end
        }
        if ((native.Flags & NativeConstants.GenIssuedAt) == 0)
        {
            Take(clock?.GetUtcNow(), NativeConstants.GenIssuedAt, ref native.IssuedAt);
        }
    }

    // The struct that the library reads, with the address of the pinned array.
    internal readonly NativeGenOptions ToNative(byte* texts)
    {
        NativeGenOptions given = native;
        // vocabulary: gen_pointers
        given.Userbuf = Place(NativeConstants.GenUserbuf, given.UserbufLength, ref texts);
        given.AccountType = Place(NativeConstants.GenAccountType, given.AccountTypeLength, ref texts);
        given.AppidAt3rd = Place(NativeConstants.GenAppidAt3rd, given.AppidAt3rdLength, ref texts);
        // vocabulary: end
        return given;
    }

    private void Take(TimeSpan? value, uint flag, ref long seconds)
    {
        if (value is { } span)
        {
            native.Flags |= flag;
            seconds = span.Ticks / TimeSpan.TicksPerSecond;
        }
    }

    private void Take(DateTimeOffset? value, uint flag, ref long seconds)
    {
        if (value is { } moment)
        {
            native.Flags |= flag;
            seconds = moment.ToUnixTimeSeconds();
        }
    }

    private void Take(byte[]? value, uint flag, ref nuint length)
    {
        if (value is not null)
        {
            native.Flags |= flag;
            length = (nuint)value.Length;
            Texts = Texts is null ? value : [.. Texts, .. value];
        }
    }

    private void Take(string? value, uint flag, ref nuint length, ErrorCode error)
    {
        if (value is not null)
        {
            Take(Text.Utf8(value.AsSpan(), Limits.MaxIdentifierBytes, error, stackalloc byte[Text.IdentifierBuffer]).ToArray(), flag, ref length);
        }
    }

    private readonly byte* Place(uint flag, nuint length, ref byte* texts)
    {
        byte* at = texts;
        texts += length;
        return (native.Flags & flag) == 0 ? null : at;
    }
}
