using System.Diagnostics.CodeAnalysis;

namespace UserSig.Interop;

// One of the library's functions that read a key from text.
internal unsafe delegate int KeyReader<T>(byte* text, nuint length, out T key, NativeError* error);

// One of the library's functions that write a key as text.
internal unsafe delegate int KeyWriter(IntPtr key, byte* pem, nuint capacity, nuint* length, NativeError* error);

// Hands key texts over and leaves no copy of its own in memory.
internal static unsafe class KeyText
{
    internal static string NotNull([NotNull] string? text, string name) =>
        text ?? throw new ArgumentNullException(name, $"The {name} must not be null: is the environment variable or setting that it comes from set?");

    internal static T Read<T>(KeyReader<T> reader, ReadOnlySpan<char> text)
    {
        byte[] copy = new byte[Text.BufferFor(Math.Min(text.Length, Limits.MaxPemBytes + 1))];
        try
        {
            return Read(reader, Text.Utf8(text, Limits.MaxPemBytes, ErrorCode.InvalidKey, copy));
        }
        finally
        {
            Array.Clear(copy, 0, copy.Length);
        }
    }

    internal static T Read<T>(KeyReader<T> reader, ReadOnlySpan<byte> text)
    {
        NativeLibraryCheck.Run();
        NativeError error;
        fixed (byte* bytes = text)
        {
            UserSigException.Check(reader(bytes, (nuint)text.Length, out T key, &error), &error);
            return key;
        }
    }

    internal static string Write(KeyWriter writer, IntPtr key)
    {
        byte* buffer = stackalloc byte[NativeConstants.PemBuffer];
        NativeError error;
        nuint length;
        try
        {
            UserSigException.Check(writer(key, buffer, NativeConstants.PemBuffer, &length, &error), &error);
            return Text.FromAscii(buffer, length);
        }
        finally
        {
            NativeMethods.usersig_wipe(buffer, NativeConstants.PemBuffer);
        }
    }
}
