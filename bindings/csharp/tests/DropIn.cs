namespace UserSig.Tests;

/// <summary>The cases of ci/conformance that the official interface can express; it has no clock, so the time of issue is left out.</summary>
internal static class DropIn
{
    private static readonly string[] Known = ["name", "sdkappid", "key", "identifier", "expire", "issued_at", "userbuf", "room", "privileges", "strict_identifier", "ok", "error"];

    internal static bool Possible(Case row)
    {
        // These errors come from a time of issue.
        bool fromTime = row.Number("issued_at") + (row.Number("expire") ?? 15552000) > uint.MaxValue;
        return Call(row) is not null && (row.Has("ok") || !fromTime);
    }

    internal static void Generate(Case row)
    {
        Conformance.Answers(row, Call(row)!, (_, made) =>
        {
            UntrustedTicket ticket = UntrustedTicket.Inspect(made);
            Assert.Equal(row.Text("identifier"), ticket.Identifier);
            Assert.Equal(row.Number("sdkappid"), ticket.SdkAppId);
            Assert.Equal(row.Number("expire") ?? 15552000, ticket.Expire.Ticks / TimeSpan.TicksPerSecond);
            if (row.Part("room") is { } room)
            {
                Assert.Equal(Cases.Room(room), ticket.PrivateMapKey!.Room);
                Assert.Equal(row.Number("privileges"), (uint)ticket.PrivateMapKey.Privileges);
            }
            else
            {
                Assert.Equal(row.Text("userbuf"), ticket.GetUserbuf() is { } userbuf ? Convert.ToBase64String(userbuf) : null);
            }
        });
    }

    private static Func<string>? Call(Case row)
    {
        long sdkAppId = row.Number("sdkappid")!.Value, expire = row.Number("expire") ?? 15552000, privileges = row.Number("privileges") ?? 0;
        string user = row.Text("identifier")!, key = Cases.KeyText(row.Text("key")!);
        Case? room = row.Part("room");
        if (expire != (int)expire || row.Flag("strict_identifier") || row.Given.Except(Known).Any())
        {
            return null;
        }
        if (Cases.KeyKind(row.Text("key")!) != "secret")
        {
            if (room is not null || row.Bytes("userbuf") is not null)
            {
                return null;
            }
            return () => row.Number("expire") is null
                ? new tencentyun.TLSSigAPI(sdkAppId, key).genSig(user)
                : new tencentyun.TLSSigAPI(sdkAppId, key).genSig(user, (int)expire);
        }
        if (room is null)
        {
            if (row.Bytes("userbuf") is { } userbuf)
            {
                return () => new tencentyun.TLSSigAPIv2(sdkAppId, key).GenSigWithUserBuf(user, (int)expire, userbuf);
            }
            return () => row.Number("expire") is null
                ? new tencentyun.TLSSigAPIv2(sdkAppId, key).genUserSig(user)
                : new tencentyun.TLSSigAPIv2(sdkAppId, key).genUserSig(user, (int)expire);
        }
        long number = room.Number("number") ?? 0;
        if (privileges != (uint)privileges || number != (uint)number || row.Bytes("userbuf") is not null)
        {
            return null;
        }
        return () => room.Has("number")
            ? new tencentyun.TLSSigAPIv2(sdkAppId, key).genPrivateMapKey(user, (int)expire, (uint)number, (uint)privileges)
            : new tencentyun.TLSSigAPIv2(sdkAppId, key).genPrivateMapKeyWithStringRoomID(user, (int)expire, room.Text("name")!, (uint)privileges);
    }
}
