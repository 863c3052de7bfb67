// The name of the class in the newest official family, which has the members of the older one.
// It is named like theirs so that programs written for it need no other edit; none of Tencent's code is in it.
namespace tencentcloud;

/// <summary>Makes v2 tickets, with the interface of the newest official package; <see cref="UserSig.Signer"/> offers more.</summary>
public class TLSSigAPIv2 : tencentyun.TLSSigAPIv2
{
    /// <inheritdoc cref="tencentyun.TLSSigAPIv2.TLSSigAPIv2(int, string)"/>
    public TLSSigAPIv2(int sdkappid, string key) : base(sdkappid, key)
    {
    }

    /// <inheritdoc cref="tencentyun.TLSSigAPIv2.TLSSigAPIv2(long, string)"/>
    public TLSSigAPIv2(long sdkappid, string key) : base(sdkappid, key)
    {
    }
}
