using UserSig.Interop;

namespace UserSig;

/// <summary>
/// An EC private key (P-256 or secp256k1), which signs v1 tickets. Any number of threads may use it at once. Disposing of it
/// wipes it; signers made from it go on working. One that is not disposed of is wiped when it is collected.
/// </summary>
public sealed unsafe class PrivateKey : IDisposable
{
    private PrivateKey(PrivateKeyHandle handle) => Handle = handle;

    internal PrivateKeyHandle Handle { get; }

    /// <summary>The curve of the key.</summary>
    public Curve Curve
    {
        get
        {
            using Handle.Lease key = Handle.Borrow();
            return (Curve)NativeMethods.usersig_private_key_curve(key.Pointer);
        }
    }

    /// <summary>Reads the console's private_key.txt (PKCS#8), or SEC1: PEM text of at most 16384 bytes.</summary>
    /// <exception cref="UserSigException">
    /// <see cref="ErrorCode.InvalidKey"/>, <see cref="ErrorCode.UnsupportedCurve"/> or <see cref="ErrorCode.WrongKeyKind"/>.
    /// </exception>
    public static PrivateKey FromPem(string pem) => FromPem(KeyText.NotNull(pem, nameof(pem)).AsSpan());

    /// <summary>As <see cref="FromPem(string)"/> from characters, which the caller can wipe afterwards, as a string cannot be.</summary>
    /// <exception cref="UserSigException">As <see cref="FromPem(string)"/>.</exception>
    public static PrivateKey FromPem(ReadOnlySpan<char> pem) => new(KeyText.Read<PrivateKeyHandle>(NativeMethods.usersig_private_key_from_pem, pem));

    /// <summary>As <see cref="FromPem(ReadOnlySpan{char})"/> from UTF-8.</summary>
    /// <exception cref="UserSigException">As <see cref="FromPem(string)"/>.</exception>
    public static PrivateKey FromPem(ReadOnlySpan<byte> pem) => new(KeyText.Read<PrivateKeyHandle>(NativeMethods.usersig_private_key_from_pem, pem));

    /// <summary>Makes a new key on P-256 from the system's randomness.</summary>
    public static PrivateKey Generate() => Generate(Curve.P256);

    /// <summary>Makes a new key from the system's randomness.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of <see cref="UserSig.Curve"/>.</exception>
    public static PrivateKey Generate(Curve curve)
    {
        if (curve is not (Curve.P256 or Curve.Secp256k1))
        {
            throw new ArgumentOutOfRangeException(nameof(curve));
        }
        NativeLibraryCheck.Run();
        NativeError error;
        UserSigException.Check(NativeMethods.usersig_private_key_generate((int)curve, out PrivateKeyHandle key, &error), &error);
        return new(key);
    }

    /// <summary>The public key that verifies what this key signs.</summary>
    public PublicKey GetPublicKey()
    {
        using Handle.Lease key = Handle.Borrow();
        NativeError error;
        UserSigException.Check(NativeMethods.usersig_private_key_public_key(key.Pointer, out PublicKeyHandle publicKey, &error), &error);
        return new(publicKey);
    }

    /// <summary>The key as PKCS#8 PEM text, the form of the console's private_key.txt. The text is as secret as the key.</summary>
    public string ToPem()
    {
        using Handle.Lease key = Handle.Borrow();
        return KeyText.Write(NativeMethods.usersig_private_key_to_pem, key.Pointer);
    }

    /// <summary>Wipes and frees the key.</summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>Shows no part of the key.</summary>
    public override string ToString() => "PrivateKey(...)";
}
