using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace UserSig.Interop;

// Texts go over the border as UTF-8 bytes with their length, never through a code page.
internal static unsafe class Text
{
    // The longest room name that is handed over; the library's own bound is smaller.
    private const int MaxRoomBytes = 256;

    internal const int IdentifierBuffer = 3 * Limits.MaxIdentifierBytes;
    internal const int RoomBuffer = 3 * MaxRoomBytes;

    private static readonly UTF8Encoding Strict = new(false, true);

    // Every ticket fits with its NUL, and no call of a thread's comes during another of its calls.
    [ThreadStatic]
    private static byte[]? ticketBuffer;

    internal static byte[] TicketBuffer => ticketBuffer ??= new byte[Limits.MaxTicketBytes + 1];

    // The size of a buffer that Utf8 needs for so many characters.
    internal static int BufferFor(int characters) => 3 * characters;

    // The UTF-8 bytes of a text; for one that is too long, as many bytes as show that.
    // text: The text.
    // most: The most bytes that the library takes.
    // code: The cause if the text is none.
    // buffer: At least three bytes for each character of the longest text.
    // UserSigException: A lone surrogate: the text has no UTF-8 form, and must not be signed as another text.
    internal static ReadOnlySpan<byte> Utf8(ReadOnlySpan<char> text, int most, ErrorCode code, Span<byte> buffer)
    {
        if (text.Length > most)
        {
            Span<byte> tooLong = buffer.Slice(0, most + 1);
            tooLong.Fill((byte)'x');
            return tooLong;
        }
        try
        {
            fixed (char* characters = text)
            fixed (byte* bytes = buffer)
            {
                return buffer.Slice(0, text.IsEmpty ? 0 : Strict.GetBytes(characters, text.Length, bytes, buffer.Length));
            }
        }
        catch (EncoderFallbackException)
        {
            throw new UserSigException(code, "the text holds half a surrogate pair, which no Unicode text does");
        }
    }

    internal static ReadOnlySpan<byte> Identifier(string text, Span<byte> buffer) =>
        Utf8(text.AsSpan(), Limits.MaxIdentifierBytes, ErrorCode.InvalidIdentifier, buffer);

    // A room's name; a reference to nothing for a numeric room, which differs from the empty name.
    internal static ReadOnlySpan<byte> RoomName(string? name, Span<byte> buffer) =>
        name is null ? default : Utf8(name.AsSpan(), MaxRoomBytes, ErrorCode.InvalidRoom, buffer);

    // The bytes of a ticket, in this thread's buffer; null counts as empty. What is not ASCII becomes a question mark, which no
    // ticket may hold either, so that the answer is about the ticket; what is no text has a byte that is in no UTF-8.
    internal static ReadOnlySpan<byte> Ticket(string? text)
    {
        byte[] buffer = TicketBuffer;
        if (string.IsNullOrEmpty(text))
        {
            return default;
        }
        // The bound is one of bytes, and comes before anything else.
        if (text!.Length > Limits.MaxTicketBytes || (text.Length > Limits.MaxTicketBytes / 3 && Bytes(text) > Limits.MaxTicketBytes))
        {
            return buffer;
        }
        Span<byte> bytes = buffer.AsSpan(0, Encoding.ASCII.GetBytes(text, 0, text.Length, buffer, 0));
        if (bytes.IndexOf((byte)'?') >= 0 && HasHalfPair(text))
        {
            bytes[0] = 0xff;
        }
        return bytes;
    }

    private static bool HasHalfPair(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }
        return false;
    }

    // As the other languages count what is no text: U+DC80 to U+DCFF stand for a byte each, other halves of a pair are three.
    private static int Bytes(string text) =>
        Encoding.UTF8.GetByteCount(text) - 2 * Enumerable.Range(0, text.Length).Count(i => text[i] is >= '\udc80' and <= '\udcff' && (i == 0 || !char.IsHighSurrogate(text[i - 1])));

    // A text of the library's; null for NULL.
    internal static string? FromUtf8(byte* text, nuint length) => text == null ? null : Strict.GetString(text, checked((int)length));

    // A text of the library's that ends with a NUL.
    internal static string FromUtf8(byte* text)
    {
        int length = 0;
        while (text[length] != 0)
        {
            length++;
        }
        return Strict.GetString(text, length);
    }

    // A ticket or key of the library's.
    internal static string FromAscii(byte* text, nuint length) => Encoding.ASCII.GetString(text, checked((int)length));
}
