using System;
using System.Runtime.InteropServices;

namespace Usersig.Interop
{
    internal abstract class Handle : SafeHandle
    {
        protected Handle() : base(IntPtr.Zero, true)
        {
        }

        public override bool IsInvalid => handle == IntPtr.Zero;
    }

    internal sealed class PrivateKeyHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.usersig_private_key_free(handle);
            return true;
        }
    }

    internal sealed class PublicKeyHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.usersig_public_key_free(handle);
            return true;
        }
    }

    internal sealed class SecretKeyHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.usersig_secret_key_free(handle);
            return true;
        }
    }

    internal sealed class SignerHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.usersig_signer_free(handle);
            return true;
        }
    }

    internal sealed class VerifierHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            NativeMethods.usersig_verifier_free(handle);
            return true;
        }
    }
}
