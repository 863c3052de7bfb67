using System;
using System.Collections.Generic;
using System.Linq;
using Usersig;

namespace UsersigTests
{
    /// <summary>Every case of ci/conformance through the public interface.</summary>
    internal static class Conformance
    {
        internal static void Errors(Cases cases)
        {
            Check.Test("errors: all codes", () => Check.Equal(
                string.Join(" ", Enum.GetValues(typeof(ErrorCode)).Cast<int>()),
                string.Join(" ", cases.Read("errors").Select(row => row.Number("number"))), "numbers"));
            foreach (Case row in cases.Read("errors"))
            {
                Check.Test("errors: " + row.Text("word"), () =>
                {
                    UsersigException e = Samples.Exception((ErrorCode)row.Number("number"));
                    Check.Equal(row.Number("number"), (long?)e.Number, "number");
                    Check.Equal(row.Text("word"), e.Word, "word");
                    Check.Equal(row.Text("word").Replace("_", ""), e.Code.ToString().ToLowerInvariant(), "name");
                    int[] service = row.Numbers("service");
                    Check.Equal(string.Join(" ", service), string.Join(" ", e.ServiceCodes), "service codes");
                    Check.Equal(service.Length == 0 ? (int?)null : service[0], e.ServiceCode, "service code");
                    Check.True(e.Message.Length > 10, "a message");
                });
            }
        }

        internal static void Keys(Cases cases)
        {
            foreach (Case row in cases.Read("key"))
            {
                Check.Test("key: " + row.Text("name"), () =>
                {
                    Case expected = row.Part("ok");
                    if (expected != null)
                    {
                        Check.Equal(expected.Text("curve"), Load(row.Text("load"), row.Text("text"), null), "curve");
                        Check.Equal(expected.Text("curve"), Load(row.Text("load"), null, Utf8(row.Text("text"))), "curve from bytes");
                    }
                    else
                    {
                        ErrorCode code = cases.Code(row.Text("error"));
                        Check.Fails(code, () => Load(row.Text("load"), row.Text("text"), null));
                        Check.Fails(code, () => Load(row.Text("load"), null, Utf8(row.Text("text"))));
                    }
                });
            }
        }

        internal static void Generate(Cases cases)
        {
            var impossible = new List<string>();
            foreach (Case row in cases.Read("gen"))
            {
                long privileges = row.Number("privileges") ?? 0;
                if (!Cases.HasDate(row.Number("issued_at") ?? 0) || privileges != (uint)privileges)
                {
                    impossible.Add(row.Text("name"));
                    continue;
                }
                Check.Test("gen: " + row.Text("name"), () =>
                {
                    Cases.Ran("csharp", row);
                    var options = new GenOptions
                    {
                        Expire = Cases.Seconds(row.Number("expire")),
                        StrictIdentifier = row.Flag("strict_identifier"),
                        AccountType = row.Text("account_type"),
                        AppidAt3rd = row.Text("appid_at_3rd"),
                    };
                    if (row.Number("issued_at") != null)
                    {
                        options.IssuedAt = Cases.Time(row.Number("issued_at").Value);
                    }
                    Case room = row.Part("room");
                    Func<string> call = () =>
                    {
                        options.Userbuf = row.Bytes("userbuf");
                        using (Signer signer = cases.Signer(row.Number("sdkappid").Value, row.Text("key")))
                        {
                            return room == null
                                ? signer.GenSig(row.Text("identifier"), options)
                                : signer.GenPrivateMapKey(row.Text("identifier"), Samples.Room(room), (Privileges)privileges, options);
                        }
                    };
                    if (!row.Has("ok"))
                    {
                        Check.Fails(cases.Code(row.Text("error")), () => call());
                        return;
                    }
                    Check.Equal(row.Part("ok").Text("json"), Cases.Inside(call()), "inside");
                    foreach (Compression compression in Enum.GetValues(typeof(Compression)))
                    {
                        options.Compression = compression;
                        Check.Equal(row.Part("ok").Text("json"), Cases.Inside(call()), "inside, " + compression);
                    }
                    using (Signer signer = cases.Signer(row.Number("sdkappid").Value, row.Text("key")))
                    {
                        if (room == null)
                        {
                            BatchResult one = signer.GenSigBatch(new[] { row.Text("identifier") }, options).Single();
                            Check.Equal(row.Part("ok").Text("json"), Cases.Inside(one.Ticket), "inside, batch");
                        }
                    }
                });
            }
            // An issue after the year 9999 is no DateTimeOffset, and privileges outside 32 bits are no Privileges.
            Check.Test("gen: cases that C# cannot express", () => Check.Equal(
                "p256_private: issued after the end of time, secret: issued after the end of time, room: privileges -1, room: privileges 4294967296", string.Join(", ", impossible), "their names"));
        }

        internal static void Verify(Cases cases, string file)
        {
            var impossible = new List<string>();
            foreach (Case row in cases.Read(file))
            {
                if (!Cases.HasDate(row.Number("now").Value))
                {
                    impossible.Add(row.Text("name"));
                    continue;
                }
                Cases.Ran("csharp", row);
                Check.Test(file + ": " + row.Text("name"), () => VerifyOne(cases, row, Cases.Time(row.Number("now").Value)));
                if (row.Flag("any_time"))
                {
                    Check.Test(file + ", now: " + row.Text("name"), () => VerifyOne(cases, row, null));
                }
            }
            // A present after the year 9999 is no DateTimeOffset.
            Check.Test(file + ": cases that C# cannot express", () => Check.Equal(
                file == "verify" ? "1.0 now beyond the end of time, 2.0 now beyond the end of time" : "", string.Join(", ", impossible), "their names"));
        }

        internal static void Inspect(Cases cases)
        {
            foreach (Case row in cases.Read("inspect"))
            {
                Check.Test("inspect: " + row.Text("name"), () =>
                {
                    Cases.Ran("csharp", row);
                    if (row.Has("ok"))
                    {
                        Cases.Same(row.Part("ok"), UntrustedTicket.Inspect(row.Text("ticket")));
                        return;
                    }
                    UsersigException e = Check.Fails(cases.Code(row.Text("error")), () => UntrustedTicket.Inspect(row.Text("ticket")));
                    Check.Equal(row.Text("field"), e.Field, "field");
                });
            }
        }

        private static void VerifyOne(Cases cases, Case row, DateTimeOffset? now)
        {
            var verifierOptions = new VerifierOptions
            {
                Leeway = Cases.Seconds(row.Number("leeway")),
                FutureTolerance = Cases.Seconds(row.Number("future_tolerance")),
            };
            var options = new VerifyOptions { Now = now, Userbuf = Samples.Expected(row.Part("userbuf")) };
            UsersigException error = null;
            Ticket verified = null;
            try
            {
                using (Verifier verifier = cases.Verifier(row.Number("sdkappid").Value, row.Texts("keys"), verifierOptions))
                {
                    bool valid = verifier.TryVerify(row.Text("ticket"), row.Text("identifier"), options, out verified, out error);
                    Check.Equal(valid, verified != null, "a ticket where it is valid");
                    Check.Equal(!valid, error != null, "a reason where it is not");
                    try
                    {
                        Cases.Same(row.Part("ok"), verifier.Verify(row.Text("ticket"), row.Text("identifier"), options));
                        Check.True(valid, "Verify accepts what TryVerify refuses");
                    }
                    catch (UsersigException e)
                    {
                        Check.Equal(e.Message, error?.Message, "the reason that Verify and TryVerify give");
                    }
                }
            }
            catch (UsersigException e)
            {
                error = e;
            }
            Check.Equal(row.Has("error") ? cases.Code(row.Text("error")) : (ErrorCode?)null, error?.Code, "result");
            Check.Equal(row.Text("field"), error?.Field, "field");
            if (error == null)
            {
                Cases.Same(row.Part("ok"), verified);
            }
        }

        private static byte[] Utf8(string text) => new System.Text.UTF8Encoding(false, true).GetBytes(text);

        private static string Load(string kind, string text, byte[] bytes)
        {
            switch (kind)
            {
                case "private":
                    using (PrivateKey key = text == null ? PrivateKey.FromPem(bytes) : PrivateKey.FromPem(text))
                    {
                        return Name(key.Curve);
                    }
                case "public":
                    using (PublicKey key = text == null ? PublicKey.FromPem(bytes) : PublicKey.FromPem(text))
                    {
                        return Name(key.Curve);
                    }
                default:
                    using (text == null ? new SecretKey(bytes) : new SecretKey(text))
                    {
                        return null;
                    }
            }
        }

        private static string Name(Curve curve) => curve == Curve.P256 ? "P-256" : curve == Curve.Secp256k1 ? "secp256k1" : "?";
    }
}
