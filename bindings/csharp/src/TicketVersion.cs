namespace UserSig;

/// <summary>The version of a ticket, which decides how it is signed.</summary>
public enum TicketVersion
{
    /// <summary>"1.0": ECDSA over P-256 or secp256k1.</summary>
    V1 = 1,

    /// <summary>"2.0": HMAC-SHA256.</summary>
    V2 = 2,
}
