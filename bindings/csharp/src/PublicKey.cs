using UserSig.Interop;

namespace UserSig;

/// <summary>
/// An EC public key (P-256 or secp256k1), which verifies v1 tickets. Any number of threads may use it at once; verifiers made
/// from it go on working when it is disposed of.
/// </summary>
public sealed class PublicKey : IDisposable
{
    internal PublicKey(PublicKeyHandle handle) => Handle = handle;

    internal PublicKeyHandle Handle { get; }

    /// <summary>The curve of the key.</summary>
    public Curve Curve
    {
        get
        {
            using Handle.Lease key = Handle.Borrow();
            return (Curve)NativeMethods.usersig_public_key_curve(key.Pointer);
        }
    }

    /// <summary>Reads the console's public_key.txt (SPKI, "PUBLIC KEY"): PEM text of at most 16384 bytes.</summary>
    /// <exception cref="UserSigException">
    /// <see cref="ErrorCode.InvalidKey"/>, <see cref="ErrorCode.UnsupportedCurve"/> or <see cref="ErrorCode.WrongKeyKind"/>.
    /// </exception>
    public static PublicKey FromPem(string pem) => FromPem(KeyText.NotNull(pem, nameof(pem)).AsSpan());

    /// <summary>As <see cref="FromPem(string)"/>.</summary>
    /// <exception cref="UserSigException">As <see cref="FromPem(string)"/>.</exception>
    public static unsafe PublicKey FromPem(ReadOnlySpan<char> pem) => new(KeyText.Read<PublicKeyHandle>(NativeMethods.usersig_public_key_from_pem, pem));

    /// <summary>As <see cref="FromPem(string)"/> from UTF-8.</summary>
    /// <exception cref="UserSigException">As <see cref="FromPem(string)"/>.</exception>
    public static unsafe PublicKey FromPem(ReadOnlySpan<byte> pem) => new(KeyText.Read<PublicKeyHandle>(NativeMethods.usersig_public_key_from_pem, pem));

    /// <summary>The key as SPKI PEM text, the form of the console's public_key.txt.</summary>
    public unsafe string ToPem()
    {
        using Handle.Lease key = Handle.Borrow();
        return KeyText.Write(NativeMethods.usersig_public_key_to_pem, key.Pointer);
    }

    /// <summary>Frees the key.</summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>The kind alone.</summary>
    public override string ToString() => "PublicKey(...)";
}
