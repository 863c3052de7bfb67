// The names, parameters and defaults of the official NuGet package tls-sig-api-v2, of its newest version and of older ones.
// The class is named like theirs so that programs written for it need no other edit; none of Tencent's code is in it.
using UserSig;

namespace tencentyun;

/// <summary>Makes v2 tickets, with the interface of the official package; <see cref="Signer"/> offers more.</summary>
public class TLSSigAPIv2
{
    private readonly long sdkappid;
    private readonly Lazy<Signer> signer;

    /// <summary>For the application <paramref name="sdkappid"/> with the console's secret.</summary>
    /// <remarks>As in the official package, what is wrong with them is told by the first call that makes a ticket.</remarks>
    public TLSSigAPIv2(int sdkappid, string key) : this((long)sdkappid, key)
    {
    }

    /// <summary>As <see cref="TLSSigAPIv2(int, string)"/>, for SDKAppIDs that no int holds.</summary>
    public TLSSigAPIv2(long sdkappid, string key)
    {
        this.sdkappid = sdkappid;
        signer = new Lazy<Signer>(
            () =>
            {
                using var secret = new SecretKey(key);
                return new Signer(sdkappid, secret);
            },
            LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Makes a ticket.</summary>
    /// <param name="userid">The user.</param>
    /// <param name="expire">Seconds from now, 180 days by default; not negative.</param>
    /// <exception cref="UserSigException">As <see cref="Signer.GenSig(string, TimeSpan)"/>, and for an unusable secret or SDKAppID.</exception>
    public string genUserSig(string userid, int expire = 15552000) => signer.Value.GenSig(userid, TimeSpan.FromSeconds(expire));

    /// <summary>As <see cref="genUserSig"/>, the name in version 1.</summary>
    public string GenSig(string identifier, int expire = 15552000) => genUserSig(identifier, expire);

    /// <summary>Makes a ticket that carries a userbuf.</summary>
    /// <exception cref="UserSigException">As <see cref="genUserSig"/>, and <see cref="ErrorCode.InvalidUserbuf"/>.</exception>
    /// <exception cref="ArgumentNullException">The userbuf is null.</exception>
    public string GenSigWithUserBuf(string identifier, int expire, byte[] userbuf) => signer.Value.GenSig(identifier, new GenOptions
    {
        Expire = TimeSpan.FromSeconds(expire),
        Userbuf = userbuf ?? throw new ArgumentNullException(nameof(userbuf)),
    });

    /// <summary>Makes a PrivateMapKey for a numeric room.</summary>
    /// <param name="userid">The user.</param>
    /// <param name="expire">Seconds from now.</param>
    /// <param name="roomid">The room, 1 to 4294967294.</param>
    /// <param name="privilegeMap">A sum of the bits of <see cref="Privileges"/>; 255 for all.</param>
    /// <exception cref="UserSigException">As <see cref="Signer.GenPrivateMapKey(string, Room, Privileges, GenOptions)"/>.</exception>
    public string genPrivateMapKey(string userid, int expire, uint roomid, uint privilegeMap) =>
        MapKey(userid, expire, Room.FromNumber(roomid), privilegeMap);

    /// <summary>Makes a PrivateMapKey for a string room.</summary>
    /// <param name="userid">The user.</param>
    /// <param name="expire">Seconds from now.</param>
    /// <param name="roomstr">The room, as in <see cref="Room.FromName"/>.</param>
    /// <param name="privilegeMap">As in <see cref="genPrivateMapKey"/>.</param>
    /// <exception cref="UserSigException">As <see cref="genPrivateMapKey"/>.</exception>
    public string genPrivateMapKeyWithStringRoomID(string userid, int expire, string roomstr, uint privilegeMap) =>
        MapKey(userid, expire, Room.FromName(roomstr), privilegeMap);

    /// <summary>The userbuf of a PrivateMapKey, to be signed with <see cref="GenSigWithUserBuf"/>.</summary>
    /// <param name="account">The user.</param>
    /// <param name="dwAuthID">The number of the room; 0 where it has a name.</param>
    /// <param name="dwExpTime">Seconds from now.</param>
    /// <param name="dwPrivilegeMap">As in <see cref="genPrivateMapKey"/>.</param>
    /// <param name="dwAccountType">Always 0.</param>
    /// <param name="roomStr">The name of the room; empty where it has a number.</param>
    /// <exception cref="UserSigException">As <see cref="PrivateMapKey.GenUserbuf"/>; <see cref="ErrorCode.InvalidExpire"/> for a
    /// negative time; <see cref="ErrorCode.InvalidArgument"/> for an account type other than 0, the only one that there is.</exception>
    public byte[] genUserBuf(
        string account, uint dwAuthID, int dwExpTime, uint dwPrivilegeMap, uint dwAccountType, string roomStr)
    {
        if (dwAccountType != 0)
        {
            throw new UserSigException(ErrorCode.InvalidArgument, "the account type of a PrivateMapKey is always 0");
        }
        if (dwExpTime < 0)
        {
            throw new UserSigException(ErrorCode.InvalidExpire);
        }
        Room room = string.IsNullOrEmpty(roomStr) ? Room.FromNumber(dwAuthID) : Room.FromName(roomStr);
        DateTimeOffset expiresAt = DateTimeOffset.UtcNow.AddSeconds(dwExpTime);
        return PrivateMapKey.GenUserbuf(sdkappid, account, room, (Privileges)dwPrivilegeMap, expiresAt);
    }

    /// <summary>As <see cref="genUserBuf(string, uint, int, uint, uint, string)"/>, for a room with a number.</summary>
    public byte[] genUserBuf(string account, uint dwAuthID, int dwExpTime, uint dwPrivilegeMap, uint dwAccountType) =>
        genUserBuf(account, dwAuthID, dwExpTime, dwPrivilegeMap, dwAccountType, "");

    /// <summary>As <see cref="genUserBuf(string, uint, int, uint, uint)"/>, the name in version 1.</summary>
    public byte[] GetUserBuf(string account, uint dwAuthID, int dwExpTime, uint dwPrivilegeMap, uint dwAccountType) =>
        genUserBuf(account, dwAuthID, dwExpTime, dwPrivilegeMap, dwAccountType);

    private string MapKey(string userid, int expire, Room room, uint privilegeMap) =>
        signer.Value.GenPrivateMapKey(userid, room, (Privileges)privilegeMap, TimeSpan.FromSeconds(expire));
}
