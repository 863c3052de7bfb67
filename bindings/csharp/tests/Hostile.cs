using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Usersig;

namespace UsersigTests
{
    /// <summary>Inputs from somebody who means harm, and uses that are mistakes: each has a defined answer.</summary>
    internal static class Hostile
    {
        internal static void Run()
        {
            Signer signer = Samples.SecretSigner();
            Verifier verifier = Samples.SecretVerifier();
            string ticket = signer.GenSig(Samples.User);

            Check.Test("hostile: lone surrogates", () =>
            {
                foreach (string lone in new[] { "\ud800", "\udc00", "a\ud83d", "\ude00a", "\ud83d\ud83d\ude00" })
                {
                    Check.Fails(ErrorCode.InvalidIdentifier, () => signer.GenSig(lone));
                    Check.Fails(ErrorCode.InvalidIdentifier, () => verifier.Verify(ticket, lone));
                    Check.Fails(ErrorCode.MalformedBase64, () => verifier.Verify(lone, Samples.User));
                    Check.Fails(ErrorCode.MalformedBase64, () => verifier.Verify(ticket + lone, Samples.User));
                    Check.Fails(ErrorCode.MalformedBase64, () => UntrustedTicket.Inspect(lone));
                    Check.Fails(ErrorCode.InvalidRoom, () => signer.GenPrivateMapKey(Samples.User, Room.FromName(lone), Privileges.All));
                    Check.Fails(ErrorCode.InvalidArgument, () => signer.GenSig(Samples.User, new GenOptions { AccountType = lone }));
                    Check.Fails(ErrorCode.InvalidKey, () => new SecretKey(lone));
                    Check.Fails(ErrorCode.InvalidKey, () => PrivateKey.FromPem(lone));
                    IReadOnlyList<BatchResult> batch = signer.GenSigBatch(new[] { "a", lone, "b" });
                    Check.Equal("True False True", string.Join(" ", batch.Select(one => one.Ticket != null)), "batch");
                    Check.Equal(ErrorCode.InvalidIdentifier, batch[1].Error.Code, "batch");
                }
            });
            Check.Test("hostile: every plane of Unicode comes back", () =>
            {
                foreach (string user in new[] { "用户", "\ud83d\ude00", "é", "e\u0301", "\uffff", "\ufeffbom", "a\u2028b", "\u0085" })
                {
                    Check.Equal(user, verifier.Verify(signer.GenSig(user), user).Identifier, "identifier");
                    Check.Equal(user, verifier.Verify(signer.GenSigBatch(new[] { user }).Single().Ticket, user).Identifier, "identifier");
                }
                Check.Fails(ErrorCode.IdentifierMismatch, () => verifier.Verify(signer.GenSig("é"), "e\u0301"), "another form of the same letter");
            });
            Check.Test("hostile: NUL and other controls", () =>
            {
                foreach (string user in new[] { "xiaojun\0zzz", "\0", "a\nb", "a\r", "\u007f", "" })
                {
                    Check.Fails(ErrorCode.InvalidIdentifier, () => signer.GenSig(user));
                    Check.Fails(ErrorCode.InvalidIdentifier, () => verifier.Verify(ticket, user));
                    Check.Equal(ErrorCode.InvalidIdentifier, signer.GenSigBatch(new[] { user }).Single().Error.Code, "batch");
                }
                foreach (string tail in new[] { "\0", "\n", " ", "_", "=" })
                {
                    Check.Fails(ErrorCode.MalformedBase64, () => verifier.Verify(ticket + tail, Samples.User));
                    Check.Fails(ErrorCode.MalformedBase64, () => verifier.Verify(tail + ticket, Samples.User));
                }
                Check.Fails(ErrorCode.InvalidKey, () => new SecretKey("abc\0def"));
            });
            Check.Test("hostile: sizes", () =>
            {
                Check.Fails(ErrorCode.TooLong, () => UntrustedTicket.Inspect(new string('A', Limits.MaxTicketBytes + 1)));
                Check.Fails(ErrorCode.InvalidIdentifier, () => signer.GenSig(new string('a', Limits.MaxIdentifierBytes + 1)));
                Check.Fails(ErrorCode.InvalidKey, () => new SecretKey(new string('a', Limits.MaxSecretBytes + 1)));
                Check.Fails(ErrorCode.InvalidKey, () => PublicKey.FromPem(new byte[Limits.MaxPemBytes + 1]));
                Check.Fails(ErrorCode.InvalidUserbuf, () => signer.GenSig(Samples.User, new GenOptions { Userbuf = new byte[Limits.MaxUserbufBytes + 1] }));
                // The largest that fits, in every way.
                string longest = new string('\u4e00', Limits.MaxIdentifierBytes / 3) + "a";
                var bytes = new byte[Limits.MaxUserbufBytes];
                new Random(7).NextBytes(bytes);
                var full = new GenOptions { Userbuf = bytes, Compression = Compression.None };
                string large = signer.GenSig(longest, full);
                Check.True(large.Length > 14000, "a large ticket");
                var exactly = new VerifyOptions { Userbuf = ExpectedUserbuf.Exactly(full.Userbuf) };
                Check.Equal(longest, verifier.Verify(large, longest, exactly).Identifier, "identifier");
                // After it a shorter one, in the same buffer.
                var type = new GenOptions { AccountType = new string(Enumerable.Range(0, 1000).Select(i => (char)('!' + i * 7919 % 90)).ToArray()), Compression = Compression.None };
                using (PrivateKey key = PrivateKey.Generate())
                using (var v1 = new Signer(Samples.Sdkappid, key))
                {
                    string made = v1.GenSig("a", type);
                    Check.True(made.Length > 1024, "a ticket of more than 1024 characters");
                    Check.Equal(type.AccountType, UntrustedTicket.Inspect(made).AccountType, "account type");
                }
            });
            HugeInputs(signer, verifier, ticket);
            Check.Test("hostile: every change of a ticket", () =>
            {
                var random = new Random(1);
                const string Alphabet = "ABCabc019*-_+/= \0\n\u00e9";
                for (int i = 0; i < 20000; i++)
                {
                    var changed = new StringBuilder(ticket);
                    for (int changes = random.Next(1, 4); changes > 0; changes--)
                    {
                        int at = random.Next(changed.Length);
                        switch (random.Next(3))
                        {
                            case 0:
                                changed.Remove(at, 1);
                                break;
                            case 1:
                                changed.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                                break;
                            default:
                                changed[at] = Alphabet[random.Next(Alphabet.Length)];
                                break;
                        }
                    }
                    Ticket verified;
                    UsersigException error;
                    string text = changed.ToString();
                    if (text != ticket && verifier.TryVerify(text, Samples.User, null, out verified, out error))
                    {
                        throw new Failure("a changed ticket is accepted");
                    }
                }
            });
            Check.Test("hostile: random keys", () =>
            {
                var random = new Random(2);
                for (int i = 0; i < 2000; i++)
                {
                    var bytes = new byte[random.Next(400)];
                    random.NextBytes(bytes);
                    Check.Throws<UsersigException>(() => PrivateKey.FromPem(bytes));
                    Check.Throws<UsersigException>(() => PublicKey.FromPem(bytes));
                }
                Check.Fails(ErrorCode.InvalidArgument, () => new SecretKey(new byte[] { 0xff, 0xfe }), "bytes that are not UTF-8");
            });
            Check.Test("mistakes: null", () =>
            {
                Check.Throws<ArgumentNullException>(() => PrivateKey.FromPem((string)null));
                Check.Throws<ArgumentNullException>(() => PrivateKey.FromPem((byte[])null));
                Check.Throws<ArgumentNullException>(() => PublicKey.FromPem((string)null));
                Check.Throws<ArgumentNullException>(() => new SecretKey((string)null));
                Check.Throws<ArgumentNullException>(() => new Signer(1, (PrivateKey)null));
                Check.Throws<ArgumentNullException>(() => new Signer(1, (SecretKey)null));
                Check.Throws<ArgumentNullException>(() => new Verifier(1, (PublicKey)null));
                Check.Throws<ArgumentNullException>(() => new Verifier(1, (SecretKey)null));
                Check.Throws<ArgumentNullException>(() => new Verifier(1, null, new SecretKey[] { null }));
                Check.Fails(ErrorCode.InvalidArgument, () => new Verifier(1, null, (IEnumerable<SecretKey>)null));
                Check.Throws<ArgumentNullException>(() => signer.GenSig(null));
                Check.Throws<ArgumentNullException>(() => signer.GenPrivateMapKey(Samples.User, null, Privileges.All));
                Check.Throws<ArgumentNullException>(() => signer.GenPrivateMapKey(null, Room.FromNumber(1), Privileges.All));
                Check.Throws<ArgumentNullException>(() => signer.GenSigBatch(null));
                Check.Throws<ArgumentException>(() => signer.GenSigBatch(new string[] { null }));
                Check.Throws<ArgumentOutOfRangeException>(() => signer.GenSigBatch(new string[0], null, -1));
                Check.Throws<ArgumentNullException>(() => Room.FromName(null));
                Check.Throws<ArgumentNullException>(() => ExpectedUserbuf.Exactly(null));
                Check.Throws<ArgumentNullException>(() => verifier.Verify(null, Samples.User));
                Check.Throws<ArgumentNullException>(() => verifier.Verify(ticket, null));
                Check.Throws<ArgumentNullException>(() => UntrustedTicket.Inspect(null));
                Check.Throws<ArgumentNullException>(() => PrivateMapKey.GenUserbuf(1, null, Room.FromNumber(1), Privileges.All, DateTimeOffset.UtcNow));
                Check.Throws<ArgumentNullException>(() => PrivateMapKey.GenUserbuf(1, "a", null, Privileges.All, DateTimeOffset.UtcNow));
                Ticket verified;
                UsersigException error;
                Check.True(!verifier.TryVerify(null, Samples.User, null, out verified, out error), "null is no ticket");
                Check.Equal(ErrorCode.Empty, error.Code, "null counts as empty");
                Check.Equal(Samples.User, UntrustedTicket.Inspect(signer.GenSig(Samples.User, null)).Identifier, "no options are the defaults");
                Check.Equal(0, signer.GenSigBatch(new string[0]).Count, "an empty batch");
            });
            Check.Test("mistakes: values out of range", () =>
            {
                Check.Fails(ErrorCode.InvalidArgument, () => PrivateKey.Generate((Curve)3));
                Check.Fails(ErrorCode.InvalidArgument, () => signer.GenSig(Samples.User, new GenOptions { Compression = (Compression)9 }));
                Check.Fails(ErrorCode.InvalidExpire, () => signer.GenSig(Samples.User, TimeSpan.FromSeconds(-1)));
                Check.Fails(ErrorCode.InvalidExpire, () => signer.GenSig(Samples.User, TimeSpan.FromMilliseconds(-1)), "rounded down, not to 0");
                Check.Fails(ErrorCode.InvalidExpire, () => signer.GenSig(Samples.User, TimeSpan.FromSeconds(4294967296)));
                Check.Fails(ErrorCode.InvalidExpire, () => signer.GenSig(Samples.User, TimeSpan.MaxValue));
                Check.Fails(ErrorCode.InvalidExpire, () => signer.GenSig(Samples.User, TimeSpan.MinValue));
                Check.Equal(TimeSpan.FromSeconds(1), UntrustedTicket.Inspect(signer.GenSig(Samples.User, TimeSpan.FromSeconds(1.999))).Expire, "rounded down");
                Check.Fails(ErrorCode.InvalidArgument, () => signer.GenSig(Samples.User, new GenOptions { IssuedAt = DateTimeOffset.MinValue }));
                Check.Fails(ErrorCode.InvalidArgument, () => signer.GenSig(Samples.User, new GenOptions { IssuedAt = new DateTimeOffset(1969, 12, 31, 23, 59, 59, 999, TimeSpan.Zero) }));
                Check.Fails(ErrorCode.InvalidExpire, () => signer.GenSig(Samples.User, new GenOptions { IssuedAt = DateTimeOffset.MaxValue }));
                Check.Fails(ErrorCode.InvalidArgument, () => verifier.Verify(ticket, Samples.User, new VerifyOptions { Now = DateTimeOffset.MinValue }));
                Check.Fails(ErrorCode.Expired, () => verifier.Verify(ticket, Samples.User, new VerifyOptions { Now = DateTimeOffset.MaxValue }));
                foreach (TimeSpan leeway in new[] { TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1), TimeSpan.FromTicks(-1), TimeSpan.MaxValue })
                {
                    using (var key = new SecretKey(Samples.Secret))
                    {
                        Check.Fails(ErrorCode.InvalidArgument, () => new Verifier(1, key, new VerifierOptions { Leeway = leeway }));
                        Check.Fails(ErrorCode.InvalidArgument, () => new Verifier(1, key, new VerifierOptions { FutureTolerance = leeway }));
                    }
                }
                Check.Fails(ErrorCode.InvalidRoom, () => signer.GenPrivateMapKey(Samples.User, Room.FromNumber(long.MaxValue), Privileges.All));
                UsersigException noName = Check.Fails(ErrorCode.InvalidRoom, () => signer.GenPrivateMapKey(Samples.User, Room.FromName(""), Privileges.All));
                UsersigException noNumber = Check.Fails(ErrorCode.InvalidRoom, () => signer.GenPrivateMapKey(Samples.User, Room.FromNumber(0), Privileges.All));
                Check.True(noName.Message != noNumber.Message, "an empty name is told as a wrong number");
                using (PrivateKey key = PrivateKey.Generate())
                using (var v1 = new Signer(1, key))
                {
                    Check.Fails(ErrorCode.WrongKeyKind, () => v1.GenPrivateMapKey(Samples.User, Room.FromNumber(1), Privileges.All));
                }
            });
            Check.Test("mistakes: arrays that are changed after they were given", () =>
            {
                byte[] given = { 1, 2, 3 };
                var options = new GenOptions { Userbuf = given };
                ExpectedUserbuf expected = ExpectedUserbuf.Exactly(given);
                given[0] = 9;
                options.Userbuf[1] = 9;
                string made = signer.GenSig(Samples.User, options);
                Ticket verified = verifier.Verify(made, Samples.User, new VerifyOptions { Userbuf = expected });
                verified.GetUserbuf()[2] = 9;
                Check.Equal("AQID", Convert.ToBase64String(verified.GetUserbuf()), "userbuf");
                options.Userbuf = null;
                Check.Equal(null, UntrustedTicket.Inspect(signer.GenSig(Samples.User, options)).GetUserbuf(), "no userbuf");
            });
            Check.Test("mistakes: used after disposal", () =>
            {
                PrivateKey key = PrivateKey.Generate(Curve.Secp256k1);
                PublicKey pub = key.GetPublicKey();
                var secret = new SecretKey(Samples.Secret);
                Signer one = new Signer(1, key);
                Verifier both = new Verifier(1, new[] { pub }, new[] { secret });
                key.Dispose();
                pub.Dispose();
                secret.Dispose();
                Check.Equal(TicketVersion.V1, both.Verify(one.GenSig("a"), "a").Version, "made before the keys were disposed of");
                one.Dispose();
                one.Dispose();
                both.Dispose();
                Check.Throws<ObjectDisposedException>(() => key.ToPem());
                Check.Throws<ObjectDisposedException>(() => key.GetPublicKey());
                Check.Throws<ObjectDisposedException>(() => { Curve c = key.Curve; });
                Check.Throws<ObjectDisposedException>(() => pub.ToPem());
                Check.Throws<ObjectDisposedException>(() => { Curve c = pub.Curve; });
                Check.Throws<ObjectDisposedException>(() => new Signer(1, key));
                Check.Throws<ObjectDisposedException>(() => new Signer(1, secret));
                Check.Throws<ObjectDisposedException>(() => new Verifier(1, pub));
                Check.Throws<ObjectDisposedException>(() => new Verifier(1, secret));
                Check.Throws<ObjectDisposedException>(() => one.GenSig("a"));
                Check.Throws<ObjectDisposedException>(() => one.GenSigBatch(new[] { "a" }));
                Check.Throws<ObjectDisposedException>(() => both.Verify(ticket, "a"));
            });
            Check.Test("secrets: nothing shows them", () =>
            {
                using (PrivateKey key = PrivateKey.Generate())
                using (PublicKey pub = key.GetPublicKey())
                using (var secret = new SecretKey(Samples.Secret))
                {
                    string pem = key.ToPem();
                    Check.Equal(pem, RoundTrip(pem), "PEM that is read again");
                    Check.Equal("PrivateKey(...) SecretKey(...) PublicKey(...)", key + " " + secret + " " + pub, "texts");
                    foreach (Action call in new Action[]
                    {
                        () => verifier.Verify(ticket, "somebody"), () => verifier.Verify(ticket + "A", Samples.User),
                        () => new SecretKey("-----BEGIN " + Samples.Secret), () => signer.GenSig("xiaojun\n"),
                        () => PrivateKey.FromPem(pem.Substring(0, 100)), () => PrivateKey.FromPem(Samples.Secret),
                    })
                    {
                        string text = Check.Throws<UsersigException>(call).ToString();
                        foreach (string hidden in new[] { Samples.Secret, ticket, Samples.User, "somebody", pem.Substring(40, 20) })
                        {
                            Check.True(!text.Contains(hidden), "an input in an error's text: " + text);
                        }
                    }
                }
            });
            ToStrings(signer, verifier);
            signer.Dispose();
            verifier.Dispose();
        }

        // What a log, a debugger or an error report would print of every public class: the assembly says which there are.
        private static void ToStrings(Signer signer, Verifier verifier) => Check.Test("secrets: no public class shows them", () =>
        {
            byte[] userbuf = Encoding.ASCII.GetBytes("private bytes");
            var options = new GenOptions { Userbuf = userbuf, AccountType = "somebody" };
            var any = new VerifyOptions { Userbuf = ExpectedUserbuf.Any };
            string ticket = signer.GenSig("somebody", new GenOptions { Userbuf = userbuf });
            string mapKey = signer.GenPrivateMapKey("somebody", Room.FromNumber(7), Privileges.All);
            IReadOnlyList<BatchResult> batch = signer.GenSigBatch(new[] { "somebody", "somebody\n" });
            using (PrivateKey key = PrivateKey.Generate())
            using (PublicKey pub = key.GetPublicKey())
            using (var secret = new SecretKey(Samples.Secret))
            {
                var objects = new object[]
                {
                    key, pub, secret, signer, verifier, options, any, new VerifierOptions(), ExpectedUserbuf.Exactly(userbuf), batch[0], batch[1],
                    batch[1].Error, UntrustedTicket.Inspect(ticket), verifier.Verify(ticket, "somebody", any), verifier.Verify(mapKey, "somebody", any),
                    verifier.Verify(mapKey, "somebody", any).PrivateMapKey, Room.FromNumber(7),
                    new tencentyun.TLSSigAPI(1, key.ToPem()), new tencentyun.TLSSigAPIv2(1, Samples.Secret),
                };
                List<string> hidden = (key.ToPem() + pub.ToPem()).Split('\n').Where(line => line.Length > 0 && !line.StartsWith("-----", StringComparison.Ordinal)).ToList();
                hidden.AddRange(new[] { "somebody", Samples.Secret, ticket, mapKey, "private bytes", Convert.ToBase64String(userbuf), BitConverter.ToString(userbuf) });
                foreach (object value in objects)
                {
                    hidden.ForEach(part => Check.True(!value.ToString().Contains(part), value.GetType().Name + " shows what it holds"));
                }
                foreach (Type type in typeof(Signer).Assembly.GetExportedTypes())
                {
                    Check.True(!type.IsDefined(typeof(System.Diagnostics.DebuggerDisplayAttribute), true), type.Name + " has a text for debuggers");
                    Check.True(type.IsEnum || type.IsAbstract || objects.Any(value => value.GetType() == type), type.Name + " is not looked at");
                }
            }
        });

        // What is longer than its bound is refused by its length: nothing of its size is allocated, by the runtime or beside it.
        private static void HugeInputs(Signer signer, Verifier verifier, string ticket)
        {
            const int Length = 50000000;
            var bytes = new byte[Length];
            string pem;
            using (PrivateKey key = PrivateKey.Generate())
            {
                pem = key.ToPem();
            }
            DateTimeOffset later = DateTimeOffset.UtcNow.AddDays(1);
            var v2 = new tencentyun.TLSSigAPIv2(1400000000, Samples.Secret);
            var v1 = new tencentyun.TLSSigAPI(1400000000, pem);
            Refused(ErrorCode.InvalidUserbuf, "userbuf", () => signer.GenSig("a", new GenOptions { Userbuf = bytes }));
            Refused(ErrorCode.InvalidUserbuf, "userbuf of a batch", () => signer.GenSigBatch(new[] { "a" }, new GenOptions { Userbuf = bytes }));
            Refused(ErrorCode.InvalidUserbuf, "userbuf, v2 drop-in", () => v2.GenSigWithUserBuf("a", 60, bytes));
            string withUserbuf = signer.GenSig("a", new GenOptions { Userbuf = new byte[1] });
            Refused(ErrorCode.UserbufMismatch, "expected userbuf", () => verifier.Verify(withUserbuf, "a", new VerifyOptions { Userbuf = ExpectedUserbuf.Exactly(bytes) }));
            Refused(ErrorCode.InvalidKey, "bytes of a private key", () => PrivateKey.FromPem(bytes));
            Refused(ErrorCode.InvalidKey, "bytes of a public key", () => PublicKey.FromPem(bytes));
            Refused(ErrorCode.InvalidKey, "bytes of a secret", () => new SecretKey(bytes));
            foreach (char letter in new[] { 'a', '\u4e00', '\ud800' })
            {
                string huge = new string(letter, Length);
                Refused(ErrorCode.InvalidIdentifier, "identifier", () => signer.GenSig(huge));
                Refused(ErrorCode.InvalidIdentifier, "identifier, with options", () => signer.GenSig(huge, new GenOptions { StrictIdentifier = true }));
                Refused(ErrorCode.InvalidIdentifier, "identifier of a PrivateMapKey", () => signer.GenPrivateMapKey(huge, Room.FromNumber(1), Privileges.All));
                Refused(ErrorCode.InvalidIdentifier, "identifiers of a batch", () => { throw signer.GenSigBatch(new[] { huge, "a", huge })[2].Error; });
                Refused(ErrorCode.InvalidIdentifier, "identifier of a userbuf", () => PrivateMapKey.GenUserbuf(1, huge, Room.FromNumber(1), Privileges.All, later));
                Refused(ErrorCode.InvalidIdentifier, "identifier to verify", () => verifier.Verify(ticket, huge));
                Refused(ErrorCode.InvalidRoom, "room", () => signer.GenPrivateMapKey("a", Room.FromName(huge), Privileges.All));
                Refused(ErrorCode.InvalidRoom, "room of a userbuf", () => PrivateMapKey.GenUserbuf(1, "a", Room.FromName(huge), Privileges.All, later));
                Refused(ErrorCode.InvalidArgument, "account type", () => signer.GenSig("a", new GenOptions { AccountType = huge }));
                Refused(ErrorCode.InvalidArgument, "appid_at_3rd", () => signer.GenSig("a", new GenOptions { AppidAt3rd = huge }));
                Refused(ErrorCode.TooLong, "ticket", () => verifier.Verify(huge, Samples.User));
                Refused(ErrorCode.TooLong, "ticket to look at", () => UntrustedTicket.Inspect(huge));
                Refused(ErrorCode.InvalidKey, "secret", () => new SecretKey(huge));
                Refused(ErrorCode.InvalidKey, "private key", () => PrivateKey.FromPem(huge));
                Refused(ErrorCode.InvalidKey, "public key", () => PublicKey.FromPem(huge));
                Refused(ErrorCode.InvalidIdentifier, "identifier, v1 drop-in", () => v1.genSig(huge));
                Refused(ErrorCode.InvalidKey, "key, v1 drop-in", () => new tencentyun.TLSSigAPI(1400000000, huge));
                Refused(ErrorCode.InvalidIdentifier, "identifier, v2 drop-in", () => v2.genUserSig(huge));
                Refused(ErrorCode.InvalidKey, "key, v2 drop-in", () => new tencentyun.TLSSigAPIv2(1400000000, huge).genUserSig("a"));
                Refused(ErrorCode.InvalidRoom, "room, v2 drop-in", () => v2.genPrivateMapKeyWithStringRoomID("a", 60, huge, 255));
                Refused(ErrorCode.InvalidRoom, "room of a userbuf, v2 drop-in", () => v2.genUserBuf("a", 0, 60, 255, 0, huge));
            }
            string base64 = "MI" + new string('A', Length);
            Refused(ErrorCode.InvalidKey, "key without its frame, v1 drop-in", () => new tencentyun.TLSSigAPI(1400000000, base64));
        }

        private static void Refused(ErrorCode code, string what, Action call) => Check.Test("hostile: huge " + what, () =>
        {
            // Once before: code that runs for the first time is compiled. From then on VmHWM is the most since the second write.
            for (int round = 0; round < 2; round++)
            {
                File.WriteAllText("/proc/self/clear_refs", "5");
                long resident = Samples.Kib("VmRSS"), allocated = Allocated();
                Check.Fails(code, call, what);
                allocated = Allocated() - allocated;
                long peak = Samples.Kib("VmHWM") - resident;
                if (round > 0)
                {
                    Check.True(allocated < 1000000, allocated + " bytes allocated");
                    Check.True(peak < 16 * 1024, peak + " KiB at the peak");
                }
            }
        });

        // No part of the interface that the tests are compiled against; both runtimes have it.
        private static long Allocated() => (long)typeof(GC).GetMethod("GetAllocatedBytesForCurrentThread").Invoke(null, null);

        private static string RoundTrip(string pem)
        {
            using (PrivateKey key = PrivateKey.FromPem(pem))
            {
                return key.ToPem();
            }
        }
    }
}
