namespace UserSig;

/// <summary>The curve of an EC key.</summary>
public enum Curve
{
    /// <summary>P-256, also called prime256v1 and secp256r1.</summary>
    P256 = 1,

    /// <summary>secp256k1.</summary>
    Secp256k1 = 2,
}
