using UserSig.Interop;

namespace UserSig;

/// <summary>
/// The console's secret, which signs and verifies v2 tickets. Any number of threads may use it at once. Disposing of it wipes
/// it; signers and verifiers made from it go on working. One that is not disposed of is wiped when it is collected.
/// </summary>
public sealed unsafe class SecretKey : IDisposable
{
    /// <summary>Takes the secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded.</summary>
    /// <exception cref="UserSigException">
    /// <see cref="ErrorCode.InvalidKey"/>; <see cref="ErrorCode.WrongKeyKind"/> if the text looks like a PEM or DER key.
    /// </exception>
    public SecretKey(string secret)
        : this(KeyText.NotNull(secret, nameof(secret)).AsSpan())
    {
    }

    /// <summary>As <see cref="SecretKey(string)"/> from characters, which the caller can wipe afterwards, as a string cannot be.</summary>
    /// <exception cref="UserSigException">As <see cref="SecretKey(string)"/>.</exception>
    public SecretKey(ReadOnlySpan<char> secret) => Handle = KeyText.Read<SecretKeyHandle>(NativeMethods.usersig_secret_key_new, secret);

    /// <summary>As <see cref="SecretKey(ReadOnlySpan{char})"/> from UTF-8.</summary>
    /// <exception cref="UserSigException">As <see cref="SecretKey(string)"/>.</exception>
    public SecretKey(ReadOnlySpan<byte> secret) => Handle = KeyText.Read<SecretKeyHandle>(NativeMethods.usersig_secret_key_new, secret);

    internal SecretKeyHandle Handle { get; }

    /// <summary>Wipes and frees the key.</summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>Shows no part of the key.</summary>
    public override string ToString() => "SecretKey(...)";
}
