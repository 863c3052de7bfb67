using System;
using System.IO;
using System.Linq;
using System.Reflection;
using tencentyun;
using Usersig;

namespace UsersigTests
{
    /// <summary>The official names: code written for them runs, makes valid tickets, and fails by cause.</summary>
    internal static class DropIn
    {
        internal static void Names(string keys)
        {
            string pem = File.ReadAllText(Path.Combine(keys, "p256", "private_key.txt"));
            string pub = File.ReadAllText(Path.Combine(keys, "p256", "public_key.txt"));
            Check.Test("drop-in: signatures", () =>
            {
                Signature<TLSSigAPI>(".ctor(Int32 sdkappid, String priKeyContent, String pubKeyContent=)");
                Signature<TLSSigAPI>("String genSig(String identifier, Int32 expireTime=15552000)");
                Signature<TLSSigAPI>("String GenSig(String identifier, Int32 expireTime=15552000)");
                Signature<TLSSigAPIv2>(".ctor(Int32 sdkappid, String key)");
                Signature<TLSSigAPIv2>("String genUserSig(String userid, Int32 expire=15552000)");
                Signature<TLSSigAPIv2>("String genPrivateMapKey(String userid, Int32 expire, UInt32 roomid, UInt32 privilegeMap)");
                Signature<TLSSigAPIv2>("String genPrivateMapKeyWithStringRoomID(String userid, Int32 expire, String roomstr, UInt32 privilegeMap)");
                Signature<TLSSigAPIv2>("Byte[] genUserBuf(String account, UInt32 dwAuthID, Int32 dwExpTime, UInt32 dwPrivilegeMap, UInt32 dwAccountType, String roomStr)");
                Signature<TLSSigAPIv2>("String GenSig(String identifier, Int32 expire=15552000)");
                Signature<TLSSigAPIv2>("String GenSigWithUserBuf(String identifier, Int32 expire, Byte[] userbuf)");
            });
            Check.Test("drop-in: v1 as its README calls it", () =>
            {
                TLSSigAPI api = new TLSSigAPI(1400000000, pem, pub);
                using (PublicKey key = PublicKey.FromPem(pub))
                using (var verifier = new Verifier(1400000000, key))
                {
                    Check.Equal(Limits.DefaultExpire, verifier.Verify(api.genSig("xiaojun"), "xiaojun").Expire, "expire");
                    Check.Equal(TimeSpan.FromDays(30), verifier.Verify(api.genSig("xiaojun", 3600 * 24 * 30), "xiaojun").Expire, "expire");
                    Check.Equal(TimeSpan.FromDays(30), verifier.Verify(api.GenSig("xiaojun", 3600 * 24 * 30), "xiaojun").Expire, "expire");
                    Check.Equal(TimeSpan.Zero, UntrustedTicket.Inspect(api.genSig("xiaojun", expireTime: 0)).Expire, "expire");
                    string body = string.Concat(pem.Split('\n').Where(line => !line.StartsWith("-----")));
                    verifier.Verify(new TLSSigAPI(1400000000, body).genSig("xiaojun"), "xiaojun");
                }
                using (PublicKey key = PublicKey.FromPem(pub))
                using (var verifier = new Verifier(4294967295, key))
                {
                    verifier.Verify(new TLSSigAPI(4294967295, pem).genSig("xiaojun"), "xiaojun");
                }
            });
            Check.Test("drop-in: v2 as its README calls it", () =>
            {
                TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, Samples.Secret);
                using (Verifier verifier = Samples.SecretVerifier())
                {
                    var any = new VerifyOptions { Userbuf = ExpectedUserbuf.Any };
                    Check.Equal(Limits.DefaultExpire, verifier.Verify(api.genUserSig("xiaojun"), "xiaojun").Expire, "expire");
                    Check.Equal(TimeSpan.FromDays(1), verifier.Verify(api.genUserSig("xiaojun", 86400), "xiaojun").Expire, "expire");
                    Check.Equal(Limits.DefaultExpire, verifier.Verify(api.GenSig("xiaojun"), "xiaojun").Expire, "expire");
                    Ticket withBuf = verifier.Verify(api.GenSigWithUserBuf("xiaojun", 86400, new byte[] { 1, 0, 255 }), "xiaojun", any);
                    Check.Equal("AQD/", Convert.ToBase64String(withBuf.GetUserbuf()), "userbuf");

                    Ticket number = verifier.Verify(api.genPrivateMapKey("xiaojun", 86400, 10000, 255), "xiaojun", any);
                    Check.Equal(10000L, number.PrivateMapKey.Room.Number, "room");
                    Check.Equal(Privileges.All, number.PrivateMapKey.Privileges, "privileges");
                    Check.Equal(number.ExpiresAt, number.PrivateMapKey.ExpiresAt, "end of the permission");
                    Ticket name = verifier.Verify(api.genPrivateMapKeyWithStringRoomID("xiaojun", 86400, "abc", 42), "xiaojun", any);
                    Check.Equal("abc", name.PrivateMapKey.Room.Name, "room");
                    Check.Equal(42U, (uint)name.PrivateMapKey.Privileges, "privileges");

                    foreach (string room in new[] { "", null, "abc" })
                    {
                        byte[] userbuf = api.genUserBuf("xiaojun", room == "abc" ? 0U : 10000U, 86400, 255, 0, room);
                        Ticket own = verifier.Verify(api.GenSigWithUserBuf("xiaojun", 86400, userbuf), "xiaojun", any);
                        Check.Equal(room == "abc" ? room : null, own.PrivateMapKey.Room.Name, "room");
                        Check.True(Math.Abs((own.PrivateMapKey.ExpiresAt - own.ExpiresAt).TotalSeconds) <= 1, "end of the permission");
                    }
                }
            });
            Check.Test("drop-in: errors", () =>
            {
                Check.Throws<ArgumentNullException>(() => new TLSSigAPI(1400000000, null));
                Check.Fails(ErrorCode.InvalidKey, () => new TLSSigAPI(1400000000, ""));
                Check.Fails(ErrorCode.InvalidKey, () => new TLSSigAPI(1400000000, "MIGHAgEAMBMG"));
                Check.Fails(ErrorCode.WrongKeyKind, () => new TLSSigAPI(1400000000, pub));
                Check.Fails(ErrorCode.InvalidSdkappid, () => new TLSSigAPI(0, pem));
                Check.Fails(ErrorCode.InvalidSdkappid, () => new TLSSigAPI(-1, pem));
                Check.Fails(ErrorCode.InvalidExpire, () => new TLSSigAPI(1400000000, pem).genSig("xiaojun", -1));
                Check.Fails(ErrorCode.InvalidIdentifier, () => new TLSSigAPI(1400000000, pem).genSig(""));
                Check.Throws<ArgumentNullException>(() => new TLSSigAPI(1400000000, pem).genSig(null));

                Check.Throws<ArgumentNullException>(() => new TLSSigAPIv2(1400000000, null).genUserSig("xiaojun"));
                TLSSigAPIv2 wrong = new TLSSigAPIv2(1400000000, pem);
                Check.Fails(ErrorCode.WrongKeyKind, () => wrong.genUserSig("xiaojun"));
                Check.Fails(ErrorCode.WrongKeyKind, () => wrong.genUserSig("xiaojun"), "the second call");
                Check.Fails(ErrorCode.InvalidSdkappid, () => new TLSSigAPIv2(0, Samples.Secret).genUserSig("xiaojun"));
                TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, Samples.Secret);
                Check.Fails(ErrorCode.InvalidExpire, () => api.genUserSig("xiaojun", -1));
                Check.Throws<ArgumentNullException>(() => api.GenSigWithUserBuf("xiaojun", 1, null));
                Check.Fails(ErrorCode.InvalidUserbuf, () => api.GenSigWithUserBuf("xiaojun", 1, new byte[8193]));
                Check.Fails(ErrorCode.InvalidRoom, () => api.genPrivateMapKey("xiaojun", 1, 0, 255));
                Check.Fails(ErrorCode.InvalidRoom, () => api.genPrivateMapKeyWithStringRoomID("xiaojun", 1, "", 255));
                Check.Fails(ErrorCode.InvalidRoom, () => api.genUserBuf("xiaojun", 0, 1, 255, 0, ""));
                Check.Fails(ErrorCode.InvalidExpire, () => api.genUserBuf("xiaojun", 1, -1, 255, 0, ""));
                Check.Fails(ErrorCode.InvalidArgument, () => api.genUserBuf("xiaojun", 1, 1, 255, 1, ""));
                Check.Fails(ErrorCode.InvalidSdkappid, () => new TLSSigAPIv2(0, Samples.Secret).genUserBuf("xiaojun", 1, 1, 255, 0, ""));
            });
        }

        /// <summary>Every case that the official interface can express; it has no clock, so the time of issue is left out.</summary>
        internal static void Generate(Cases cases)
        {
            int impossible = 0;
            foreach (Case row in cases.Read("gen"))
            {
                Func<string> call = Call(cases, row);
                // These errors come from a time of issue.
                bool fromTime = row.Number("issued_at") + (row.Number("expire") ?? 15552000) > uint.MaxValue;
                if (call == null || (fromTime && !row.Has("ok")))
                {
                    impossible++;
                    continue;
                }
                Check.Test("drop-in gen: " + row.Text("name"), () =>
                {
                    Cases.Ran("csharp drop-in", row);
                    if (!row.Has("ok"))
                    {
                        Check.Fails(cases.Code(row.Text("error")), () => call());
                        return;
                    }
                    UntrustedTicket ticket = UntrustedTicket.Inspect(call());
                    Check.Equal(row.Text("identifier"), ticket.Identifier, "identifier");
                    Check.Equal(row.Number("sdkappid"), (long?)ticket.Sdkappid, "sdkappid");
                    Check.Equal(row.Number("expire") ?? 15552000, ticket.Expire.Ticks / TimeSpan.TicksPerSecond, "expire");
                    if (row.Part("room") != null)
                    {
                        Check.Equal(Samples.Room(row.Part("room")).ToString(), ticket.PrivateMapKey.Room.ToString(), "room");
                        Check.Equal(row.Number("privileges"), (long?)(uint)ticket.PrivateMapKey.Privileges, "privileges");
                    }
                    else
                    {
                        byte[] userbuf = ticket.GetUserbuf();
                        Check.Equal(row.Text("userbuf"), userbuf == null ? null : Convert.ToBase64String(userbuf), "userbuf");
                    }
                });
            }
            Check.Test("drop-in gen: cases that it cannot express", () => Check.Equal(38, impossible, "their number"));
        }

        private static Func<string> Call(Cases cases, Case row)
        {
            long sdkappid = row.Number("sdkappid").Value, expire = row.Number("expire") ?? 15552000, privileges = row.Number("privileges") ?? 0;
            string user = row.Text("identifier"), key = cases.KeyText(row.Text("key"));
            Case room = row.Part("room");
            if (expire != (int)expire || row.Flag("strict_identifier") || row.Text("account_type") != null || row.Text("appid_at_3rd") != null)
            {
                return null;
            }
            if (cases.KeyKind(row.Text("key")) != "secret")
            {
                if (room != null || row.Bytes("userbuf") != null)
                {
                    return null;
                }
                return () => row.Number("expire") == null
                    ? new TLSSigAPI(sdkappid, key).genSig(user)
                    : new TLSSigAPI(sdkappid, key).genSig(user, (int)expire);
            }
            if (room == null)
            {
                if (row.Bytes("userbuf") != null)
                {
                    return () => new TLSSigAPIv2(sdkappid, key).GenSigWithUserBuf(user, (int)expire, row.Bytes("userbuf"));
                }
                return () => row.Number("expire") == null
                    ? new TLSSigAPIv2(sdkappid, key).genUserSig(user)
                    : new TLSSigAPIv2(sdkappid, key).genUserSig(user, (int)expire);
            }
            long number = room.Number("number") ?? 0;
            if (privileges != (uint)privileges || number != (uint)number || row.Bytes("userbuf") != null)
            {
                return null;
            }
            return () => room.Has("number")
                ? new TLSSigAPIv2(sdkappid, key).genPrivateMapKey(user, (int)expire, (uint)number, (uint)privileges)
                : new TLSSigAPIv2(sdkappid, key).genPrivateMapKeyWithStringRoomID(user, (int)expire, room.Text("name"), (uint)privileges);
        }

        private static void Signature<T>(string expected)
        {
            var found = typeof(T).GetConstructors().Cast<MethodBase>().Concat(typeof(T).GetMethods()).Select(method =>
                (method is MethodInfo ? ((MethodInfo)method).ReturnType.Name + " " : "") + method.Name + "(" + string.Join(", ", method.GetParameters()
                    .Select(p => p.ParameterType.Name + " " + p.Name + (p.HasDefaultValue ? "=" + p.DefaultValue : ""))) + ")");
            Check.True(found.Contains(expected), typeof(T).Name + " lacks " + expected);
        }
    }
}
