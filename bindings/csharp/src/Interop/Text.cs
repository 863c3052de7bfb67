using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Usersig.Interop
{
    /// <summary>Texts go over the border as UTF-8 bytes with their length, never through a code page.</summary>
    internal static unsafe class Text
    {
        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, true);
        private static readonly UTF8Encoding Lossy = new UTF8Encoding(false, false);

        /// <summary>The UTF-8 bytes of a text; of one that is too long, only as much as shows that.</summary>
        /// <param name="text">The text.</param>
        /// <param name="most">The most bytes that the library takes.</param>
        /// <param name="code">The cause where the text is none.</param>
        /// <exception cref="UsersigException">A lone surrogate: the text has no UTF-8 form, and must not be signed as another text.</exception>
        internal static byte[] Utf8(string text, int most, ErrorCode code)
        {
            if (text.Length > most)
            {
                return Lossy.GetBytes(text.Substring(0, most + 1));
            }
            try
            {
                return Strict.GetBytes(text);
            }
            catch (EncoderFallbackException)
            {
                throw UsersigException.FromStatus((int)code, "the text holds half a surrogate pair, which no Unicode text does");
            }
        }

        internal static byte[] Identifier(string text) => Utf8(text, Limits.MaxIdentifierBytes, ErrorCode.InvalidIdentifier);

        /// <summary>
        /// As <see cref="Utf8"/> for a ticket. A lone surrogate becomes U+FFFD, which no ticket may hold either, so that the
        /// answer is about the ticket.
        /// </summary>
        internal static byte[] Ticket(string text) =>
            Lossy.GetBytes(text.Length > Limits.MaxTicketBytes ? text.Substring(0, Limits.MaxTicketBytes + 1) : text);

        /// <summary>The length of an array as the library's size_t; 0 for null.</summary>
        internal static UIntPtr Length(byte[] bytes) => bytes == null ? UIntPtr.Zero : (UIntPtr)(uint)bytes.Length;

        /// <summary>A text of the library's; null for NULL.</summary>
        internal static string FromUtf8(byte* text, UIntPtr length) =>
            text == null ? null : Lossy.GetString(text, checked((int)length));

        /// <summary>A text of the library's that ends with a NUL.</summary>
        internal static string FromUtf8(byte* text)
        {
            int length = 0;
            while (text[length] != 0)
            {
                length++;
            }
            return Lossy.GetString(text, length);
        }

        /// <summary>A copy of the library's bytes.</summary>
        internal static byte[] Bytes(byte* bytes, UIntPtr length)
        {
            var copy = new byte[checked((int)length)];
            if (copy.Length > 0)
            {
                Marshal.Copy((IntPtr)bytes, copy, 0, copy.Length);
            }
            return copy;
        }
    }
}
