using System;
using Usersig.Interop;

namespace Usersig
{
    /// <summary>
    /// An EC private key (P-256 or secp256k1), which signs v1 tickets. Any number of threads may use it at once. Disposing of it
    /// wipes it; signers made from it go on working. One that is not disposed of is wiped when it is collected.
    /// </summary>
    public sealed class PrivateKey : IDisposable
    {
        private PrivateKey(PrivateKeyHandle handle)
        {
            Handle = handle;
        }

        internal PrivateKeyHandle Handle { get; }

        /// <summary>The curve of the key.</summary>
        public Curve Curve => (Curve)NativeMethods.usersig_private_key_curve(Handle);

        /// <summary>Reads the console's private_key.txt (PKCS#8), or SEC1: PEM text of at most 16384 bytes.</summary>
        /// <exception cref="UsersigException">
        /// <see cref="ErrorCode.InvalidKey"/>, <see cref="ErrorCode.UnsupportedCurve"/> or <see cref="ErrorCode.WrongKeyKind"/>.
        /// </exception>
        public static PrivateKey FromPem(string pem) =>
            new PrivateKey(KeyText.Read(KeyText.PrivateKey, pem, nameof(pem)));

        /// <summary>As <see cref="FromPem(string)"/> from UTF-8 bytes, which the caller can wipe afterwards, as a string cannot be.</summary>
        /// <exception cref="UsersigException">As <see cref="FromPem(string)"/>.</exception>
        public static PrivateKey FromPem(byte[] pem) =>
            new PrivateKey(KeyText.Read(KeyText.PrivateKey, pem, nameof(pem)));

        /// <summary>Makes a new key from the system's randomness.</summary>
        /// <exception cref="UsersigException"><see cref="ErrorCode.InvalidArgument"/> for a value that is no curve.</exception>
        public static unsafe PrivateKey Generate(Curve curve = Curve.P256)
        {
            NativeLibraryCheck.Run();
            NativeError error;
            PrivateKeyHandle key;
            if (NativeMethods.usersig_private_key_generate((int)curve, out key, &error) != NativeConstants.Ok)
            {
                throw UsersigException.FromNative(&error);
            }
            return new PrivateKey(key);
        }

        /// <summary>The public key that verifies what this key signs.</summary>
        public unsafe PublicKey GetPublicKey()
        {
            NativeError error;
            PublicKeyHandle key;
            if (NativeMethods.usersig_private_key_public_key(Handle, out key, &error) != NativeConstants.Ok)
            {
                throw UsersigException.FromNative(&error);
            }
            return new PublicKey(key);
        }

        /// <summary>The key as PKCS#8 PEM text, the form of the console's private_key.txt. The text is as secret as the key.</summary>
        public unsafe string ToPem()
        {
            byte* buffer = stackalloc byte[NativeConstants.PemBuffer];
            NativeError error;
            UIntPtr length;
            try
            {
                if (NativeMethods.usersig_private_key_to_pem(Handle, buffer, (UIntPtr)NativeConstants.PemBuffer, &length, &error) != NativeConstants.Ok)
                {
                    throw UsersigException.FromNative(&error);
                }
                return Text.FromUtf8(buffer, length);
            }
            finally
            {
                NativeMethods.usersig_wipe(buffer, (UIntPtr)NativeConstants.PemBuffer);
            }
        }

        /// <summary>Wipes and frees the key.</summary>
        public void Dispose() => Handle.Dispose();

        /// <summary>Shows no part of the key.</summary>
        public override string ToString() => "PrivateKey(...)";
    }
}
