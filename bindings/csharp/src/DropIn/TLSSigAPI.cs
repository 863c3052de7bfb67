// The names, parameters and defaults of the official NuGet package tls-sig-api.
// The class is named like theirs so that programs written for it need no other edit; none of Tencent's code is in it.
using UserSig;

namespace tencentyun;

/// <summary>Makes v1 tickets, with the interface of the official package; <see cref="Signer"/> offers more.</summary>
public class TLSSigAPI
{
    private readonly Signer signer;

    /// <summary>For the application <paramref name="sdkappid"/> with the console's private key.</summary>
    /// <param name="sdkappid">The SDKAppID.</param>
    /// <param name="priKeyContent">The content of private_key.txt; its base64 without the BEGIN and END lines will do, too.</param>
    /// <param name="pubKeyContent">Not used, as in the official package.</param>
    /// <exception cref="UserSigException">The key or the SDKAppID is not usable.</exception>
    public TLSSigAPI(int sdkappid, string priKeyContent, string pubKeyContent = "")
        : this((long)sdkappid, priKeyContent, pubKeyContent)
    {
    }

    /// <summary>As <see cref="TLSSigAPI(int, string, string)"/>, for SDKAppIDs that no int holds.</summary>
    public TLSSigAPI(long sdkappid, string priKeyContent, string pubKeyContent = "")
    {
        using PrivateKey key = PrivateKey.FromPem(WithFrame(priKeyContent));
        signer = new Signer(sdkappid, key);
    }

    /// <summary>Makes a ticket.</summary>
    /// <param name="identifier">The user.</param>
    /// <param name="expireTime">Seconds from now, 180 days by default; not negative.</param>
    /// <exception cref="UserSigException">As <see cref="Signer.GenSig(string, TimeSpan)"/>.</exception>
    public string genSig(string identifier, int expireTime = 15552000) => signer.GenSig(identifier, TimeSpan.FromSeconds(expireTime));

    /// <summary>As <see cref="genSig"/>: older versions of the official package spell it so.</summary>
    public string GenSig(string identifier, int expireTime = 15552000) => genSig(identifier, expireTime);

    // The older official README says to cut the BEGIN and END lines off. Base64 of a PKCS#8 key starts with "MI".
    private static string WithFrame(string? key) =>
        key is null || key.Length > Limits.MaxPemBytes || !key.TrimStart().StartsWith("MI", StringComparison.Ordinal)
            ? key!
            : "-----BEGIN PRIVATE KEY-----\n" + key.Trim() + "\n-----END PRIVATE KEY-----\n";
}
