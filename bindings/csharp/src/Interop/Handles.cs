using System.Runtime.InteropServices;

namespace UserSig.Interop;

// A handle of the library's, which the garbage collector frees where nobody does.
internal abstract unsafe class Handle(string owner, delegate* managed<IntPtr, void> free) : SafeHandle(IntPtr.Zero, true)
{
    public override bool IsInvalid => handle == IntPtr.Zero;

    // The handle for the duration of a call, even if another thread disposes of it meanwhile.
    // ObjectDisposedException: The handle was disposed of; named after the public type.
    internal Lease Borrow() => new(this);

    internal readonly struct Lease : IDisposable
    {
        private readonly Handle handle;

        internal Lease(Handle handle)
        {
            this.handle = handle;
            bool added = false;
            try
            {
                handle.DangerousAddRef(ref added);
            }
            catch (ObjectDisposedException)
            {
                throw new ObjectDisposedException(handle.Owner);
            }
        }

        internal IntPtr Pointer => handle.DangerousGetHandle();

        public void Dispose() => handle.DangerousRelease();
    }

    protected override bool ReleaseHandle()
    {
        free(handle);
        return true;
    }

    private string Owner => owner;
}

internal sealed unsafe class PrivateKeyHandle() : Handle("UserSig.PrivateKey", &NativeMethods.usersig_private_key_free);

internal sealed unsafe class PublicKeyHandle() : Handle("UserSig.PublicKey", &NativeMethods.usersig_public_key_free);

internal sealed unsafe class SecretKeyHandle() : Handle("UserSig.SecretKey", &NativeMethods.usersig_secret_key_free);

internal sealed unsafe class SignerHandle() : Handle("UserSig.Signer", &NativeMethods.usersig_signer_free);

internal sealed unsafe class SourceHandle() : Handle("UserSig.UserSigSource", &NativeMethods.usersig_source_free);

internal sealed unsafe class VerifierHandle() : Handle("UserSig.Verifier", &NativeMethods.usersig_verifier_free);
