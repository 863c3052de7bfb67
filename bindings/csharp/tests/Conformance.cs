using System.Globalization;
using System.Text;

namespace UserSig.Tests;

/// <summary>The cases of ci/conformance through the public interface; run by xunit, and by the program for .NET Framework.</summary>
internal static class Conformance
{
    /// <summary>Each file, the cases of it that C# can express, and what one of them must do.</summary>
    internal static readonly Dictionary<string, (Func<Case, bool> Possible, Action<Case> Run)> Files = new()
    {
        ["errors"] = (_ => true, Errors),
        ["key_cases"] = (_ => true, Key),
        ["gen_cases"] = (row => HasTimes(row) && (row.Number("privileges") ?? 0) is >= 0 and <= uint.MaxValue, Generate),
        ["verify_cases"] = (HasTimes, Verify),
        ["authenticate_cases"] = (HasTimes, Verify),
        ["attack_cases"] = (HasTimes, Verify),
        ["official_cases"] = (HasTimes, Verify),
        ["inspect_cases"] = (_ => true, Inspect),
        ["contract_cases"] = (Contract.Possible, Contract.Run),
        ["source_cases"] = (_ => true, Source),
    };

    internal static bool HasTimes(Case row) => Cases.HasDate(row.Number("now")) && Cases.HasDate(row.Number("issued_at"));

    private static void Errors(Case row)
    {
        var e = new UserSigException((ErrorCode)row.Number("number")!);
        Assert.True(Enum.IsDefined(typeof(ErrorCode), e.Code));
        Assert.Equal(row.Number("number"), e.Number);
        Assert.Equal(row.Text("word"), e.Word);
        Assert.Equal(row.Text("word")!.Replace("_", ""), e.Code.ToString().ToLowerInvariant());
        Assert.Equal(row.Texts("service").Select(int.Parse), e.ServiceCodes);
        Assert.Equal(e.ServiceCodes.Count == 0 ? null : e.ServiceCodes[0], e.ServiceCode);
        Assert.Equal(e.Number < 10 ? ErrorKind.Argument : e.Number < 20 ? ErrorKind.Key : e.Number < 40 ? ErrorKind.Ticket : ErrorKind.Internal, e.Kind);
        Assert.True(e.Message.Length > 10, "a message");
    }

    private static void Key(Case row)
    {
        string text = row.Text("text")!;
        byte[] utf8 = new UTF8Encoding(false, true).GetBytes(text);
        foreach (Func<string?> load in row.Text("load") switch
        {
            "private" => new Func<string?>[] { () => Name(PrivateKey.FromPem(text)), () => Name(PrivateKey.FromPem(text.AsSpan())), () => Name(PrivateKey.FromPem(utf8)) },
            "public" => [() => Name(PublicKey.FromPem(text)), () => Name(PublicKey.FromPem(text.AsSpan())), () => Name(PublicKey.FromPem(utf8))],
            _ => [() => Name(new SecretKey(text)), () => Name(new SecretKey(text.AsSpan())), () => Name(new SecretKey(utf8))],
        })
        {
            Answers(row, load, (expected, curve) => Assert.Equal(expected.Text("curve"), curve));
        }
    }

    private static void Generate(Case row)
    {
        Case? room = row.Part("room");
        string user = row.Text("identifier")!;
        GenOptions Options(Compression compression)
        {
            GenOptions options = Cases.Options(row);
            options.Compression = compression;
            return options;
        }

        foreach (Compression compression in new[] { Compression.Default, Compression.Fast, Compression.None })
        {
            Answers(
                row,
                () =>
                {
                    using Signer signer = Cases.Signer(row.Number("sdkappid")!.Value, row.Text("key")!);
                    return room is null
                        ? signer.GenSig(user, Options(compression))
                        : signer.GenPrivateMapKey(user, Cases.Room(room), (Privileges)(row.Number("privileges") ?? 0), Options(compression));
                },
                (expected, ticket) => Assert.Equal(expected.Text("json"), Cases.Inside(ticket)));
        }
        if (room is null && row.Part("ok") is { } ok)
        {
            using Signer signer = Cases.Signer(row.Number("sdkappid")!.Value, row.Text("key")!);
            BatchResult one = signer.GenSigBatch([user], Options(Compression.Default)).Single();
            Assert.Equal(ok.Text("json"), Cases.Inside(one.Ticket!));
            Assert.Equal(user, one.Identifier);
        }
    }

    private static void Verify(Case row)
    {
        VerifyOne(row, Cases.Time(row.Number("now")!.Value));
        if (row.Flag("any_time"))
        {
            VerifyOne(row, null);
        }
    }

    private static void VerifyOne(Case row, DateTimeOffset? now)
    {
        var options = new VerifyOptions { Now = now, Userbuf = Cases.Expected(row.Part("userbuf")!) };
        Answers(
            row,
            () =>
            {
                using Verifier verifier = Cases.Verifier(row.Number("sdkappid")!.Value, row.Texts("keys"), new()
                {
                    Leeway = Cases.Span(row, "leeway"),
                    FutureTolerance = Cases.Span(row, "future_tolerance"),
                });
                string ticket = row.Text("ticket")!;
                // Only the cases of `authenticate` name no user.
                bool valid = row.Text("identifier") is { } user
                    ? verifier.TryVerify(ticket, user, options, out Ticket? verified, out UserSigException? error)
                    : verifier.TryAuthenticate(ticket, options, out verified, out error);
                Assert.Equal(valid, verified is not null);
                Assert.Equal(!valid, error is not null);
                try
                {
                    Ticket thrown = row.Text("identifier") is { } who ? verifier.Verify(ticket, who, options) : verifier.Authenticate(ticket, options);
                    Assert.True(valid, "accepts what the call without exceptions refuses");
                    return thrown;
                }
                catch (UserSigException e)
                {
                    Assert.Equal(e.Message, error?.Message);
                    throw;
                }
            },
            Same);
    }

    private static void Source(Case row)
    {
        var clock = new SetClock();
        Answers(
            row,
            () =>
            {
                var options = new GenOptions { Expire = Cases.Span(row, "expire") };
                using var key = new SecretKey(Cases.KeyText(row.Text("key")!));
                using var signer = new Signer(row.Number("sdkappid")!.Value, key, new SignerOptions { TimeProvider = clock });
                double share = row.Text("min_share") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : 0.5;
                using var source = new UserSigSource(signer, row.Text("identifier")!, options, share);
                string[] issuedAt = [.. row.Texts("times").Select(time =>
                {
                    clock.Seconds = long.Parse(time);
                    return UntrustedTicket.Inspect(source.GetTicket()).IssuedAt.ToUnixTimeSeconds().ToString();
                })];
                return (issuedAt, source.Renewals);
            },
            (expected, made) =>
            {
                Assert.Equal(expected.Texts("issued_at"), made.issuedAt);
                Assert.Equal(expected.Number("renewals"), made.Renewals);
            });
    }

    private static void Inspect(Case row)
    {
        Answers(row, () => UntrustedTicket.Inspect(row.Text("ticket")!), Same);
        Assert.Equal(row.Has("ok"), UntrustedTicket.TryInspect(row.Text("ticket"), out UntrustedTicket? looked));
        Assert.Equal(row.Has("ok"), looked is not null);
    }

    /// <summary>The call gives what the case says, or fails with its error.</summary>
    internal static void Answers<T>(Case row, Func<T> call, Action<Case, T> same)
    {
        T result;
        try
        {
            result = call();
        }
        catch (UserSigException e)
        {
            Assert.Equal(row.Text("error"), e.Word);
            Assert.Equal(row.Text("field"), e.Field);
            return;
        }
        Assert.Null(row.Text("error"));
        same(row.Part("ok")!, result);
    }

    /// <summary>The ticket says what the case says.</summary>
    internal static void Same(Case expected, TicketContent actual)
    {
        Assert.Equal(expected.Text("version"), actual.Version == TicketVersion.V1 ? "1.0" : "2.0");
        Assert.Equal(expected.Number("sdkappid"), actual.SdkAppId);
        Assert.Equal(expected.Text("identifier"), actual.Identifier);
        Assert.Equal(expected.Number("issued_at"), actual.IssuedAt.ToUnixTimeSeconds());
        Assert.Equal(expected.Number("expire"), actual.Expire.Ticks / TimeSpan.TicksPerSecond);
        Assert.Equal(expected.Number("expires_at"), actual.ExpiresAt.ToUnixTimeSeconds());
        Assert.Equal(expected.Text("userbuf"), actual.GetUserbuf() is { } userbuf ? Convert.ToBase64String(userbuf) : null);
        Assert.Equal(actual.Version == TicketVersion.V1, actual.AccountType is not null);
        Case? permission = expected.Part("private_map_key");
        Assert.Equal(permission is null, actual.PrivateMapKey is null);
        if (permission is not null)
        {
            Case room = permission.Part("room")!;
            Assert.Equal((room.Number("number") ?? 0, room.Text("name")), (actual.PrivateMapKey!.Room.Number, actual.PrivateMapKey.Room.Name));
            Assert.Equal(permission.Number("privileges"), (uint)actual.PrivateMapKey.Privileges);
            Assert.Equal(permission.Number("expires_at"), actual.PrivateMapKey.ExpiresAt.ToUnixTimeSeconds());
        }
    }

    private static string? Name(IDisposable key)
    {
        using (key)
        {
            return ((key as PrivateKey)?.Curve ?? (key as PublicKey)?.Curve) switch { Curve.P256 => "P-256", Curve.Secp256k1 => "secp256k1", _ => null };
        }
    }
}
