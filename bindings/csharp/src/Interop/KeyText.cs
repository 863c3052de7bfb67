using System;

namespace Usersig.Interop
{
    /// <summary>One of the library's functions that read a key from text.</summary>
    internal unsafe delegate int KeyReader<T>(byte* text, UIntPtr length, out T key, NativeError* error);

    /// <summary>Hands key texts over and leaves no copy of its own in memory.</summary>
    internal static unsafe class KeyText
    {
        internal static readonly KeyReader<PrivateKeyHandle> PrivateKey = NativeMethods.usersig_private_key_from_pem;
        internal static readonly KeyReader<PublicKeyHandle> PublicKey = NativeMethods.usersig_public_key_from_pem;
        internal static readonly KeyReader<SecretKeyHandle> SecretKey = NativeMethods.usersig_secret_key_new;

        internal static T Read<T>(KeyReader<T> reader, string text, string name)
        {
            if (text == null)
            {
                throw new ArgumentNullException(name);
            }
            byte[] copy = Text.Utf8(text, Limits.MaxPemBytes, ErrorCode.InvalidKey);
            try
            {
                return Read(reader, copy, name);
            }
            finally
            {
                Array.Clear(copy, 0, copy.Length);
            }
        }

        internal static T Read<T>(KeyReader<T> reader, byte[] text, string name)
        {
            if (text == null)
            {
                throw new ArgumentNullException(name);
            }
            NativeLibraryCheck.Run();
            NativeError error;
            T key;
            fixed (byte* bytes = text)
            {
                if (reader(bytes, Text.Length(text), out key, &error) != NativeConstants.Ok)
                {
                    throw UsersigException.FromNative(&error);
                }
            }
            return key;
        }
    }
}
