using System.Runtime.InteropServices;

namespace UserSig.Interop;

/// <summary>A handle of the library's, which the garbage collector frees where nobody does.</summary>
internal abstract class Handle(string owner) : SafeHandle(IntPtr.Zero, true)
{
    public override bool IsInvalid => handle == IntPtr.Zero;

    /// <summary>The handle for the duration of a call, even if another thread disposes of it meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of; named after the public type.</exception>
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

    private string Owner => owner;
}

internal sealed class PrivateKeyHandle() : Handle("UserSig.PrivateKey")
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.usersig_private_key_free(handle);
        return true;
    }
}

internal sealed class PublicKeyHandle() : Handle("UserSig.PublicKey")
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.usersig_public_key_free(handle);
        return true;
    }
}

internal sealed class SecretKeyHandle() : Handle("UserSig.SecretKey")
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.usersig_secret_key_free(handle);
        return true;
    }
}

internal sealed class SignerHandle() : Handle("UserSig.Signer")
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.usersig_signer_free(handle);
        return true;
    }
}

internal sealed class VerifierHandle() : Handle("UserSig.Verifier")
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.usersig_verifier_free(handle);
        return true;
    }
}
