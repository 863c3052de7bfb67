using UserSig.Interop;

namespace UserSig;

/// <summary>
/// Why a ticket or an input was refused. <see cref="Code"/> tells the causes apart, <see cref="Kind"/> what it is about; the
/// message says what was wrong, what was expected and what to do. It holds no key, no ticket and no identifier, so that it can
/// be logged.
/// </summary>
public sealed class UserSigException : Exception
{
    /// <summary>As the library makes it, for tests of a program's own: with the code's usual message.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is none of <see cref="ErrorCode"/>.</exception>
    public unsafe UserSigException(ErrorCode code)
        : this(code, Text.FromUtf8(Lookup(code)->Message))
    {
    }

    /// <summary>As the library makes it, for tests of a program's own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is none of <see cref="ErrorCode"/>.</exception>
    public UserSigException(ErrorCode code, string message)
        : this(code, message, null)
    {
    }

    /// <summary>As the library makes it, for tests of a program's own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The code is none of <see cref="ErrorCode"/>.</exception>
    public unsafe UserSigException(ErrorCode code, string message, string? field)
        : base(message)
    {
        Lookup(code);
        Code = code;
        Field = field;
    }

    /// <summary>The cause.</summary>
    public ErrorCode Code { get; }

    /// <summary>What it is about: an argument, a key, a ticket, or the library itself.</summary>
    public ErrorKind Kind => Code switch
    {
        // vocabulary: kinds
        ErrorCode.InvalidArgument or
        ErrorCode.InvalidSdkAppId or
        ErrorCode.InvalidIdentifier or
        ErrorCode.InvalidExpire or
        ErrorCode.InvalidUserbuf or
        ErrorCode.InvalidRoom => ErrorKind.Argument,
        ErrorCode.InvalidKey or
        ErrorCode.UnsupportedCurve or
        ErrorCode.WrongKeyKind => ErrorKind.Key,
        ErrorCode.Empty or
        ErrorCode.TooLong or
        ErrorCode.MalformedBase64 or
        ErrorCode.MalformedZlib or
        ErrorCode.MalformedJson or
        ErrorCode.MalformedField or
        ErrorCode.UnsupportedVersion or
        ErrorCode.NoKeyForVersion or
        ErrorCode.BadSignature or
        ErrorCode.SdkAppIdMismatch or
        ErrorCode.IdentifierMismatch or
        ErrorCode.UserbufMismatch or
        ErrorCode.Expired or
        ErrorCode.NotYetValid => ErrorKind.Ticket,
        // vocabulary: end
        _ => ErrorKind.Internal,
    };

    /// <summary>The number of the cause, 1 to 99, the same in every language.</summary>
    public int Number => (int)Code;

    /// <summary>The word of the cause, the same in every language, for example "expired".</summary>
    public unsafe string Word => Text.FromUtf8(Lookup(Code)->Word);

    /// <summary>With <see cref="ErrorCode.MalformedField"/> the JSON key of the field at fault, for example "TLS.sig"; otherwise null.</summary>
    public string? Field { get; }

    /// <summary>What Tencent's service most commonly reports for the same cause; null if it has no code for it.</summary>
    public int? ServiceCode => ServiceCodes is { Count: > 0 } codes ? codes[0] : null;

    /// <summary>
    /// All that Tencent's servers and clients report for the same cause, the most common first: positive numbers are Chat codes,
    /// negative ones TRTC codes.
    /// </summary>
    public unsafe IReadOnlyList<int> ServiceCodes
    {
        get
        {
            NativeStatusRow* row = Lookup(Code);
            return new ReadOnlySpan<int>(row->ServiceCodes, (int)row->ServiceCodeCount).ToArray();
        }
    }

    // Throws what a call wrote about its failure, if it failed.
    internal static unsafe void Check(int status, NativeError* error)
    {
        if (status != NativeConstants.Ok)
        {
            throw FromNative(error);
        }
    }

    internal static unsafe UserSigException FromNative(NativeError* error)
    {
        string field = Text.FromUtf8(error->Field);
        return new((ErrorCode)error->Code, Text.FromUtf8(error->Message), field.Length == 0 ? null : field);
    }

    // The exception of a status, which may be one that only C has.
    internal static unsafe UserSigException FromStatus(int status, string message) =>
        new((ErrorCode)NativeMethods.usersig_status_lookup(status)->Code, message);

    private static unsafe NativeStatusRow* Lookup(ErrorCode code)
    {
        NativeLibraryCheck.Run();
        NativeStatusRow* row = NativeMethods.usersig_status_lookup((int)code);
        return row->Code == (int)code && row->Status == (int)code ? row : throw new ArgumentOutOfRangeException(nameof(code));
    }
}
