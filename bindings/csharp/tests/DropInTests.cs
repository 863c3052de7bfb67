#nullable disable
using System.Reflection;
using tencentyun;
using static UserSig.Tests.Samples;

namespace UserSig.Tests;

/// <summary>The official names: code written for them runs, makes valid tickets, and fails by cause.</summary>
public static class DropInTests
{
    private static readonly string Pem = File.ReadAllText(Path.Combine(Cases.Repository, "examples", "keys", "p256", "private_key.txt"));
    private static readonly string Pub = File.ReadAllText(Path.Combine(Cases.Repository, "examples", "keys", "p256", "public_key.txt"));

    [Fact]
    public static void Signatures()
    {
        Signature<TLSSigAPI>(".ctor(Int32 sdkappid, String priKeyContent, String pubKeyContent=)");
        Signature<TLSSigAPI>("String genSig(String identifier, Int32 expireTime=15552000)");
        Signature<TLSSigAPI>("String GenSig(String identifier, Int32 expireTime=15552000)");
        Signature<TLSSigAPIv2>(".ctor(Int32 sdkappid, String key)");
        Signature<TLSSigAPIv2>("String genUserSig(String userid, Int32 expire=15552000)");
        Signature<TLSSigAPIv2>("String genPrivateMapKey(String userid, Int32 expire, UInt32 roomid, UInt32 privilegeMap)");
        Signature<TLSSigAPIv2>("String genPrivateMapKeyWithStringRoomID(String userid, Int32 expire, String roomstr, UInt32 privilegeMap)");
        Signature<TLSSigAPIv2>("Byte[] genUserBuf(String account, UInt32 dwAuthID, Int32 dwExpTime, UInt32 dwPrivilegeMap, UInt32 dwAccountType, String roomStr)");
        Signature<TLSSigAPIv2>("Byte[] genUserBuf(String account, UInt32 dwAuthID, Int32 dwExpTime, UInt32 dwPrivilegeMap, UInt32 dwAccountType)");
        Signature<TLSSigAPIv2>("Byte[] GetUserBuf(String account, UInt32 dwAuthID, Int32 dwExpTime, UInt32 dwPrivilegeMap, UInt32 dwAccountType)");
        Signature<tencentcloud.TLSSigAPIv2>(".ctor(Int32 sdkappid, String key)");
        Signature<TLSSigAPIv2>("String GenSig(String identifier, Int32 expire=15552000)");
        Signature<TLSSigAPIv2>("String GenSigWithUserBuf(String identifier, Int32 expire, Byte[] userbuf)");
    }

    [Fact]
    public static void V1AsItsReadmeCallsIt()
    {
        var api = new TLSSigAPI(1400000000, Pem, Pub);
        using PublicKey key = PublicKey.FromPem(Pub);
        using var verifier = new Verifier(1400000000, key);
        Assert.Equal(Limits.DefaultExpire, verifier.Verify(api.genSig("xiaojun"), "xiaojun").Expire);
        Assert.Equal(TimeSpan.FromDays(30), verifier.Verify(api.genSig("xiaojun", 3600 * 24 * 30), "xiaojun").Expire);
        Assert.Equal(TimeSpan.FromDays(30), verifier.Verify(api.GenSig("xiaojun", 3600 * 24 * 30), "xiaojun").Expire);
        Assert.Equal(TimeSpan.Zero, UntrustedTicket.Inspect(api.genSig("xiaojun", expireTime: 0)).Expire);
        string body = string.Concat(Pem.Split('\n').Where(line => !line.StartsWith("-----")));
        verifier.Verify(new TLSSigAPI(1400000000, body).genSig("xiaojun"), "xiaojun");
        using var large = new Verifier(4294967295, key);
        large.Verify(new TLSSigAPI(4294967295, Pem).genSig("xiaojun"), "xiaojun");
    }

    [Fact]
    public static void V2AsItsReadmeCallsIt()
    {
        var api = new TLSSigAPIv2(1400000000, Samples.Secret);
        using Verifier verifier = SecretVerifier();
        var any = new VerifyOptions { Userbuf = ExpectedUserbuf.Any };
        Assert.Equal(Limits.DefaultExpire, verifier.Verify(api.genUserSig("xiaojun"), "xiaojun").Expire);
        Assert.Equal(TimeSpan.FromDays(1), verifier.Verify(api.genUserSig("xiaojun", 86400), "xiaojun").Expire);
        Assert.Equal(Limits.DefaultExpire, verifier.Verify(api.GenSig("xiaojun"), "xiaojun").Expire);
        Ticket withBuf = verifier.Verify(api.GenSigWithUserBuf("xiaojun", 86400, new byte[] { 1, 0, 255 }), "xiaojun", any);
        Assert.Equal("AQD/", Convert.ToBase64String(withBuf.GetUserbuf()));

        Ticket number = verifier.Verify(api.genPrivateMapKey("xiaojun", 86400, 10000, 255), "xiaojun", any);
        Assert.Equal(10000L, number.PrivateMapKey.Room.Number);
        Assert.Equal((Privileges)255, number.PrivateMapKey.Privileges);
        Assert.Equal(number.ExpiresAt, number.PrivateMapKey.ExpiresAt);
        Ticket name = verifier.Verify(api.genPrivateMapKeyWithStringRoomID("xiaojun", 86400, "abc", 42), "xiaojun", any);
        Assert.Equal("abc", name.PrivateMapKey.Room.Name);
        Assert.Equal(42U, (uint)name.PrivateMapKey.Privileges);

        foreach (string room in new[] { "", null, "abc" })
        {
            byte[] userbuf = api.genUserBuf("xiaojun", room == "abc" ? 0U : 10000U, 86400, 255, 0, room);
            Ticket own = verifier.Verify(api.GenSigWithUserBuf("xiaojun", 86400, userbuf), "xiaojun", any);
            Assert.Equal(room == "abc" ? room : null, own.PrivateMapKey.Room.Name);
            Assert.True(Math.Abs((own.PrivateMapKey.ExpiresAt - own.ExpiresAt).TotalSeconds) <= 1, "end of the permission");
        }
        foreach (byte[] userbuf in new[] { api.genUserBuf("xiaojun", 7, 86400, 255, 0), api.GetUserBuf("xiaojun", 7, 86400, 255, 0) })
        {
            Ticket own = verifier.Verify(api.GenSigWithUserBuf("xiaojun", 86400, userbuf), "xiaojun", any);
            Assert.Equal(7L, own.PrivateMapKey.Room.Number);
        }
        var newest = new tencentcloud.TLSSigAPIv2(1400000000, Samples.Secret);
        Assert.Equal(Limits.DefaultExpire, verifier.Verify(newest.genUserSig("xiaojun"), "xiaojun").Expire);
        Assert.Equal(10000L, verifier.Verify(newest.genPrivateMapKey("xiaojun", 60, 10000, 255), "xiaojun", any).PrivateMapKey.Room.Number);
    }

    [Fact]
    public static void Errors()
    {
        Assert.Throws<ArgumentNullException>(() => new TLSSigAPI(1400000000, null));
        Fails(ErrorCode.InvalidKey, () => new TLSSigAPI(1400000000, ""));
        Fails(ErrorCode.InvalidKey, () => new TLSSigAPI(1400000000, "MIGHAgEAMBMG"));
        Fails(ErrorCode.WrongKeyKind, () => new TLSSigAPI(1400000000, Pub));
        Fails(ErrorCode.InvalidSdkAppId, () => new TLSSigAPI(0, Pem));
        Fails(ErrorCode.InvalidSdkAppId, () => new TLSSigAPI(-1, Pem));
        Fails(ErrorCode.InvalidExpire, () => new TLSSigAPI(1400000000, Pem).genSig("xiaojun", -1));
        Fails(ErrorCode.InvalidIdentifier, () => new TLSSigAPI(1400000000, Pem).genSig(""));
        Assert.Throws<ArgumentNullException>(() => new TLSSigAPI(1400000000, Pem).genSig(null));

        Assert.Throws<ArgumentNullException>(() => new TLSSigAPIv2(1400000000, null).genUserSig("xiaojun"));
        TLSSigAPIv2 wrong = new TLSSigAPIv2(1400000000, Pem);
        Fails(ErrorCode.WrongKeyKind, () => wrong.genUserSig("xiaojun"));
        Fails(ErrorCode.WrongKeyKind, () => wrong.genUserSig("xiaojun"));
        Fails(ErrorCode.InvalidSdkAppId, () => new TLSSigAPIv2(0, Samples.Secret).genUserSig("xiaojun"));
        var api = new TLSSigAPIv2(1400000000, Samples.Secret);
        Fails(ErrorCode.InvalidExpire, () => api.genUserSig("xiaojun", -1));
        Assert.Throws<ArgumentNullException>(() => api.GenSigWithUserBuf("xiaojun", 1, null));
        Fails(ErrorCode.InvalidUserbuf, () => api.GenSigWithUserBuf("xiaojun", 1, new byte[8193]));
        Fails(ErrorCode.InvalidRoom, () => api.genPrivateMapKey("xiaojun", 1, 0, 255));
        Fails(ErrorCode.InvalidRoom, () => api.genPrivateMapKeyWithStringRoomID("xiaojun", 1, "", 255));
        Fails(ErrorCode.InvalidRoom, () => api.genUserBuf("xiaojun", 0, 1, 255, 0, ""));
        Fails(ErrorCode.InvalidExpire, () => api.genUserBuf("xiaojun", 1, -1, 255, 0, ""));
        Fails(ErrorCode.InvalidArgument, () => api.genUserBuf("xiaojun", 1, 1, 255, 1, ""));
        Fails(ErrorCode.InvalidSdkAppId, () => new TLSSigAPIv2(0, Samples.Secret).genUserBuf("xiaojun", 1, 1, 255, 0, ""));
    }

    private static void Signature<T>(string expected)
    {
        var found = typeof(T).GetConstructors().Cast<MethodBase>().Concat(typeof(T).GetMethods()).Select(method =>
            (method is MethodInfo ? ((MethodInfo)method).ReturnType.Name + " " : "") + method.Name + "(" + string.Join(", ", method.GetParameters()
                .Select(p => p.ParameterType.Name + " " + p.Name + (p.HasDefaultValue ? "=" + p.DefaultValue : ""))) + ")");
        Assert.True(found.Contains(expected), typeof(T).Name + " lacks " + expected);
    }
}
