using System;
using System.Collections.Generic;
using System.Linq;
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
                    Check.Fails(ErrorCode.InvalidArgument, () => signer.GenSig(lone));
                    Check.Fails(ErrorCode.InvalidArgument, () => verifier.Verify(ticket, lone));
                    Check.Fails(ErrorCode.MalformedBase64, () => verifier.Verify(lone, Samples.User));
                    Check.Fails(ErrorCode.MalformedBase64, () => verifier.Verify(ticket + lone, Samples.User));
                    Check.Fails(ErrorCode.MalformedBase64, () => UntrustedTicket.Inspect(lone));
                    Check.Fails(ErrorCode.InvalidArgument, () => signer.GenPrivateMapKey(Samples.User, Room.FromName(lone), Privileges.All));
                    Check.Fails(ErrorCode.InvalidArgument, () => signer.GenSig(Samples.User, new GenOptions { AccountType = lone }));
                    Check.Fails(ErrorCode.InvalidArgument, () => new SecretKey(lone));
                    Check.Fails(ErrorCode.InvalidArgument, () => PrivateKey.FromPem(lone));
                    IReadOnlyList<BatchResult> batch = signer.GenSigBatch(new[] { "a", lone, "b" });
                    Check.Equal("True False True", string.Join(" ", batch.Select(one => one.Ticket != null)), "batch");
                    Check.Equal(ErrorCode.InvalidArgument, batch[1].Error.Code, "batch");
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
                Check.Fails(ErrorCode.TooLong, () => UntrustedTicket.Inspect(new string('A', 50000000)));
                Check.Fails(ErrorCode.TooLong, () => verifier.Verify(new string('\u4e00', 5000000), Samples.User));
                Check.Fails(ErrorCode.TooLong, () => verifier.Verify(new string('\ud800', 5000000), Samples.User));
                Check.Fails(ErrorCode.InvalidIdentifier, () => signer.GenSig(new string('a', Limits.MaxIdentifierBytes + 1)));
                Check.Fails(ErrorCode.InvalidIdentifier, () => signer.GenSig(new string('a', 20000000)));
                Check.Fails(ErrorCode.InvalidKey, () => new SecretKey(new string('a', Limits.MaxSecretBytes + 1)));
                Check.Fails(ErrorCode.InvalidKey, () => PrivateKey.FromPem(new string('a', 20000000)));
                Check.Fails(ErrorCode.InvalidKey, () => PublicKey.FromPem(new byte[Limits.MaxPemBytes + 1]));
                Check.Fails(ErrorCode.InvalidUserbuf, () => signer.GenSig(Samples.User, new GenOptions { Userbuf = new byte[Limits.MaxUserbufBytes + 1] }));
                // The largest that fits, in every way.
                string longest = new string('\u4e00', Limits.MaxIdentifierBytes / 3) + "a";
                var full = new GenOptions { Userbuf = new byte[Limits.MaxUserbufBytes], Compression = Compression.None };
                new Random(7).NextBytes(full.Userbuf);
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
                    foreach (object value in new object[] { verifier.Verify(ticket, Samples.User), UntrustedTicket.Inspect(ticket), signer, verifier })
                    {
                        Check.True(!value.ToString().Contains(Samples.User), "an identifier in a text");
                    }
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
            signer.Dispose();
            verifier.Dispose();
        }

        private static string RoundTrip(string pem)
        {
            using (PrivateKey key = PrivateKey.FromPem(pem))
            {
                return key.ToPem();
            }
        }
    }
}
