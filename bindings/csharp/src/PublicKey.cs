using System;
using Usersig.Interop;

namespace Usersig
{
    /// <summary>
    /// An EC public key (P-256 or secp256k1), which verifies v1 tickets. Any number of threads may use it at once; verifiers made
    /// from it go on working when it is disposed of.
    /// </summary>
    public sealed class PublicKey : IDisposable
    {
        internal PublicKey(PublicKeyHandle handle)
        {
            Handle = handle;
        }

        internal PublicKeyHandle Handle { get; }

        /// <summary>The curve of the key.</summary>
        public Curve Curve => (Curve)NativeMethods.usersig_public_key_curve(Handle);

        /// <summary>Reads the console's public_key.txt (SPKI, "PUBLIC KEY"): PEM text of at most 16384 bytes.</summary>
        /// <exception cref="UsersigException">
        /// <see cref="ErrorCode.InvalidKey"/>, <see cref="ErrorCode.UnsupportedCurve"/> or <see cref="ErrorCode.WrongKeyKind"/>.
        /// </exception>
        public static PublicKey FromPem(string pem) =>
            new PublicKey(KeyText.Read(KeyText.PublicKey, pem, nameof(pem)));

        /// <summary>As <see cref="FromPem(string)"/> from UTF-8 bytes.</summary>
        /// <exception cref="UsersigException">As <see cref="FromPem(string)"/>.</exception>
        public static PublicKey FromPem(byte[] pem) =>
            new PublicKey(KeyText.Read(KeyText.PublicKey, pem, nameof(pem)));

        /// <summary>The key as SPKI PEM text, the form of the console's public_key.txt.</summary>
        public unsafe string ToPem()
        {
            byte* buffer = stackalloc byte[NativeConstants.PemBuffer];
            NativeError error;
            UIntPtr length;
            if (NativeMethods.usersig_public_key_to_pem(Handle, buffer, (UIntPtr)NativeConstants.PemBuffer, &length, &error) != NativeConstants.Ok)
            {
                throw UsersigException.FromNative(&error);
            }
            return Text.FromUtf8(buffer, length);
        }

        /// <summary>Frees the key.</summary>
        public void Dispose() => Handle.Dispose();

        /// <summary>The kind alone.</summary>
        public override string ToString() => "PublicKey(...)";
    }
}
