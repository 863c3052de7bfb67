#nullable disable
using System.Diagnostics;
using System.Text;
using tencentyun;
using static UserSig.Tests.Samples;

namespace UserSig.Tests;

/// <summary>Inputs from somebody who means harm, and uses that are mistakes: each has a defined answer.</summary>
public static class HostileTests
{
    private static readonly Signer signer = SecretSigner();
    private static readonly Verifier verifier = SecretVerifier();
    private static readonly string ticket = signer.GenSig(User);

    [Fact]
    public static void LoneSurrogates()
    {
        foreach (string lone in new[] { "\ud800", "\udc00", "a\ud83d", "\ude00a", "\ud83d\ud83d\ude00" })
        {
            Fails(ErrorCode.InvalidIdentifier, () => signer.GenSig(lone));
            Fails(ErrorCode.InvalidIdentifier, () => verifier.Verify(ticket, lone));
            Fails(ErrorCode.MalformedBase64, () => verifier.Verify(lone, User));
            Fails(ErrorCode.MalformedBase64, () => verifier.Verify(ticket + lone, User));
            Fails(ErrorCode.MalformedBase64, () => UntrustedTicket.Inspect(lone));
            Fails(ErrorCode.InvalidRoom, () => signer.GenPrivateMapKey(User, Room.FromName(lone), Privileges.All));
            Fails(ErrorCode.InvalidArgument, () => signer.GenSig(User, new GenOptions { AccountType = lone }));
            Fails(ErrorCode.InvalidKey, () => new SecretKey(lone));
            Fails(ErrorCode.InvalidKey, () => PrivateKey.FromPem(lone));
            IReadOnlyList<BatchResult> batch = signer.GenSigBatch(new[] { "a", lone, "b" });
            Assert.Equal("True False True", string.Join(" ", batch.Select(one => one.Ticket != null)));
            Assert.Equal(ErrorCode.InvalidIdentifier, batch[1].Error.Code);
        }
    }

    [Fact]
    public static void EveryPlaneOfUnicodeComesBack()
    {
        foreach (string user in new[] { "用户", "\ud83d\ude00", "é", "e\u0301", "\uffff", "\ufeffbom", "a\u2028b", "\u0085" })
        {
            Assert.Equal(user, verifier.Verify(signer.GenSig(user), user).Identifier);
            Assert.Equal(user, verifier.Verify(signer.GenSigBatch(new[] { user }).Single().Ticket, user).Identifier);
        }
        Fails(ErrorCode.IdentifierMismatch, () => verifier.Verify(signer.GenSig("é"), "e\u0301"));
    }

    [Fact]
    public static void NULAndOtherControls()
    {
        foreach (string user in new[] { "xiaojun\0zzz", "\0", "a\nb", "a\r", "\u007f", "" })
        {
            Fails(ErrorCode.InvalidIdentifier, () => signer.GenSig(user));
            Fails(ErrorCode.InvalidIdentifier, () => verifier.Verify(ticket, user));
            Assert.Equal(ErrorCode.InvalidIdentifier, signer.GenSigBatch(new[] { user }).Single().Error.Code);
        }
        foreach (string tail in new[] { "\0", "\n", " ", "_", "=" })
        {
            Fails(ErrorCode.MalformedBase64, () => verifier.Verify(ticket + tail, User));
            Fails(ErrorCode.MalformedBase64, () => verifier.Verify(tail + ticket, User));
        }
        Fails(ErrorCode.InvalidKey, () => new SecretKey("abc\0def"));
    }

    [Fact]
    public static void Sizes()
    {
        Fails(ErrorCode.TooLong, () => UntrustedTicket.Inspect(new string('A', Limits.MaxTicketBytes + 1)));
        Fails(ErrorCode.InvalidIdentifier, () => signer.GenSig(new string('a', Limits.MaxIdentifierBytes + 1)));
        Fails(ErrorCode.InvalidKey, () => new SecretKey(new string('a', Limits.MaxSecretBytes + 1)));
        Fails(ErrorCode.InvalidKey, () => PublicKey.FromPem(new byte[Limits.MaxPemBytes + 1]));
        Fails(ErrorCode.InvalidUserbuf, () => signer.GenSig(User, new GenOptions { Userbuf = new byte[Limits.MaxUserbufBytes + 1] }));
        // The largest that fits, in every way.
        string longest = new string('\u4e00', Limits.MaxIdentifierBytes / 3) + "a";
        var bytes = new byte[Limits.MaxUserbufBytes];
        new Random(7).NextBytes(bytes);
        var full = new GenOptions { Userbuf = bytes, Compression = Compression.None };
        string large = signer.GenSig(longest, full);
        Assert.True(large.Length > 14000, "a large ticket");
        var exactly = new VerifyOptions { Userbuf = ExpectedUserbuf.Exactly(full.Userbuf) };
        Assert.Equal(longest, verifier.Verify(large, longest, exactly).Identifier);
        // After it a shorter one, in the same buffer.
        var type = new GenOptions { AccountType = new string(Enumerable.Range(0, 1000).Select(i => (char)('!' + i * 7919 % 90)).ToArray()), Compression = Compression.None };
        using PrivateKey key = PrivateKey.Generate();
        using var v1 = new Signer(SdkAppId, key);
        string made = v1.GenSig("a", type);
        Assert.True(made.Length > 1024, "a ticket of more than 1024 characters");
        Assert.Equal(type.AccountType, UntrustedTicket.Inspect(made).AccountType);
    }

    [Fact]
    public static void EveryChangeOfATicket()
    {
        var random = new Random(1);
        const string Alphabet = "ABCabc019*-_+/= \0\n\u00e9";
        for (int i = 0; i < 20000; i++)
        {
            string changed = ticket;
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(changed.Length);
                string letter = Alphabet.Substring(random.Next(Alphabet.Length), 1);
                changed = random.Next(3) switch
                {
                    0 => changed.Remove(at, 1),
                    1 => changed.Insert(at, letter),
                    _ => changed.Remove(at, 1).Insert(at, letter),
                };
            }
            Assert.True(changed == ticket || !verifier.TryVerify(changed, User, out _), "a changed ticket is accepted");
        }
    }

    [Fact]
    public static void RandomKeys()
    {
        var random = new Random(2);
        for (int i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            Assert.Throws<UserSigException>(() => PrivateKey.FromPem(bytes));
            Assert.Throws<UserSigException>(() => PublicKey.FromPem(bytes));
        }
        Fails(ErrorCode.InvalidKey, () => new SecretKey(new byte[] { 0xff, 0xfe }));
    }

    [Fact]
    public static void Null()
    {
        Assert.Throws<ArgumentNullException>(() => PrivateKey.FromPem((string)null));
        Assert.Throws<ArgumentNullException>(() => PublicKey.FromPem((string)null));
        Assert.Contains("environment variable", Assert.Throws<ArgumentNullException>("secret", () => new SecretKey((string)null)).Message);
        Assert.Throws<ArgumentNullException>(() => new Signer(1, (PrivateKey)null));
        Assert.Throws<ArgumentNullException>(() => new Signer(1, (SecretKey)null));
        Assert.Throws<ArgumentNullException>(() => new Verifier(1, (PublicKey)null));
        Assert.Throws<ArgumentNullException>(() => new Verifier(1, (SecretKey)null));
        Assert.Throws<ArgumentNullException>(() => new Verifier(1, null, new SecretKey[] { null }));
        Fails(ErrorCode.InvalidArgument, () => new Verifier(1, null, (IEnumerable<SecretKey>)null));
        Assert.Throws<ArgumentNullException>(() => signer.GenSig(null));
        Assert.Throws<ArgumentNullException>(() => signer.GenPrivateMapKey(User, null, Privileges.All));
        Assert.Throws<ArgumentNullException>(() => signer.GenPrivateMapKey(null, Room.FromNumber(1), Privileges.All));
        Assert.Throws<ArgumentNullException>(() => signer.GenSigBatch(null));
        BatchResult[] batch = [.. signer.GenSigBatch(["a", null, "b"])];
        Assert.Equal([true, false, true], batch.Select(one => one.Succeeded));
        Assert.Equal(ErrorCode.InvalidIdentifier, batch[1].Error.Code);
        Assert.Throws<ArgumentOutOfRangeException>(() => signer.GenSigBatch([], null, -1));
        Assert.Throws<ArgumentNullException>(() => Room.FromName(null));
        Assert.Throws<ArgumentNullException>(() => ExpectedUserbuf.Exactly(null));
        Assert.Throws<ArgumentNullException>(() => verifier.Verify(null, User));
        Assert.Throws<ArgumentNullException>(() => verifier.Verify(ticket, null));
        Assert.Throws<ArgumentNullException>(() => UntrustedTicket.Inspect(null));
        Assert.Throws<ArgumentNullException>(() => PrivateMapKey.GenUserbuf(1, null, Room.FromNumber(1), Privileges.All, DateTimeOffset.UtcNow));
        Assert.Throws<ArgumentNullException>(() => PrivateMapKey.GenUserbuf(1, "a", null, Privileges.All, DateTimeOffset.UtcNow));
        Assert.False(verifier.TryVerify(null, User, out _, out UserSigException error));
        Assert.Equal(ErrorCode.Empty, error.Code);
        Assert.Equal(User, UntrustedTicket.Inspect(signer.GenSig(User, (GenOptions)null)).Identifier);
        Assert.Empty(signer.GenSigBatch([]));
    }

    [Fact]
    public static void ValuesOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>("curve", () => PrivateKey.Generate((Curve)3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GenOptions { Compression = (Compression)9 });
        Assert.Throws<ArgumentOutOfRangeException>("code", () => new UserSigException((ErrorCode)1000));
        Fails(ErrorCode.InvalidExpire, () => signer.GenSig(User, TimeSpan.FromSeconds(-1)));
        Fails(ErrorCode.InvalidExpire, () => signer.GenSig(User, TimeSpan.FromMilliseconds(-1)));
        Fails(ErrorCode.InvalidExpire, () => signer.GenSig(User, TimeSpan.FromSeconds(4294967296)));
        Fails(ErrorCode.InvalidExpire, () => signer.GenSig(User, TimeSpan.MaxValue));
        Fails(ErrorCode.InvalidExpire, () => signer.GenSig(User, TimeSpan.MinValue));
        Assert.Contains("whole number", Fails(ErrorCode.InvalidExpire, () => signer.GenSig(User, TimeSpan.FromSeconds(1.999))).Message);
        Fails(ErrorCode.InvalidExpire, () => new GenOptions { Expire = TimeSpan.FromSeconds(-1) });
        Fails(ErrorCode.InvalidExpire, () => new GenOptions { Expire = TimeSpan.FromSeconds(0.5) });
        Fails(ErrorCode.InvalidArgument, () => new VerifierOptions { Leeway = TimeSpan.FromSeconds(0.5) });
        Fails(ErrorCode.InvalidRoom, () => Room.FromNumber(-1));
        Fails(ErrorCode.InvalidArgument, () => signer.GenSig(User, new GenOptions { IssuedAt = DateTimeOffset.MinValue }));
        Fails(ErrorCode.InvalidArgument, () => signer.GenSig(User, new GenOptions { IssuedAt = new DateTimeOffset(1969, 12, 31, 23, 59, 59, 999, TimeSpan.Zero) }));
        Fails(ErrorCode.InvalidExpire, () => signer.GenSig(User, new GenOptions { IssuedAt = DateTimeOffset.MaxValue }));
        Fails(ErrorCode.InvalidArgument, () => verifier.Verify(ticket, User, new VerifyOptions { Now = DateTimeOffset.MinValue }));
        Fails(ErrorCode.Expired, () => verifier.Verify(ticket, User, new VerifyOptions { Now = DateTimeOffset.MaxValue }));
        foreach (TimeSpan leeway in new[] { TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1), TimeSpan.FromTicks(-1), TimeSpan.MaxValue })
        {
            using var key = new SecretKey(Secret);
            Fails(ErrorCode.InvalidArgument, () => new Verifier(1, key, new VerifierOptions { Leeway = leeway }));
            Fails(ErrorCode.InvalidArgument, () => new Verifier(1, key, new VerifierOptions { FutureTolerance = leeway }));
        }
        Fails(ErrorCode.InvalidRoom, () => signer.GenPrivateMapKey(User, Room.FromNumber(long.MaxValue), Privileges.All));
        UserSigException noName = Fails(ErrorCode.InvalidRoom, () => signer.GenPrivateMapKey(User, Room.FromName(""), Privileges.All));
        UserSigException noNumber = Fails(ErrorCode.InvalidRoom, () => signer.GenPrivateMapKey(User, Room.FromNumber(0), Privileges.All));
        Assert.True(noName.Message != noNumber.Message, "an empty name is told as a wrong number");
    }

    [Fact]
    public static void ArraysThatAreChangedAfterTheyWereGiven()
    {
        byte[] given = { 1, 2, 3 };
        var options = new GenOptions { Userbuf = given };
        ExpectedUserbuf expected = ExpectedUserbuf.Exactly(given);
        given[0] = 9;
        options.Userbuf[1] = 9;
        string made = signer.GenSig(User, options);
        Ticket verified = verifier.Verify(made, User, new VerifyOptions { Userbuf = expected });
        verified.GetUserbuf()[2] = 9;
        Assert.Equal("AQID", Convert.ToBase64String(verified.GetUserbuf()));
        options.Userbuf = null;
        Assert.Null(UntrustedTicket.Inspect(signer.GenSig(User, options)).GetUserbuf());
    }

    [Fact]
    public static void UsedAfterDisposal()
    {
        PrivateKey key = PrivateKey.Generate(Curve.Secp256k1);
        PublicKey pub = key.GetPublicKey();
        var secret = new SecretKey(Secret);
        Signer one = new Signer(1, key);
        Verifier both = new Verifier(1, new[] { pub }, new[] { secret });
        key.Dispose();
        pub.Dispose();
        secret.Dispose();
        Assert.Equal(TicketVersion.V1, both.Verify(one.GenSig("a"), "a").Version);
        one.Dispose();
        one.Dispose();
        both.Dispose();
        foreach ((string name, Action call) in new (string, Action)[]
        {
            ("PrivateKey", () => key.ToPem()), ("PrivateKey", () => key.GetPublicKey()), ("PrivateKey", () => key.Curve.ToString()),
            ("PublicKey", () => pub.ToPem()), ("PublicKey", () => pub.Curve.ToString()), ("PrivateKey", () => new Signer(1, key)),
            ("SecretKey", () => new Signer(1, secret)), ("PublicKey", () => new Verifier(1, pub)), ("SecretKey", () => new Verifier(1, secret)),
            ("Signer", () => one.GenSig("a")), ("Signer", () => one.GenSigBatch(["a"])), ("Signer", () => one.GenSigStream(["a"])),
            ("Verifier", () => both.Verify(ticket, "a")), ("Verifier", () => both.Authenticate(ticket)),
        })
        {
            Assert.Equal("UserSig." + name, Assert.Throws<ObjectDisposedException>(call).ObjectName);
        }
    }

    [Fact]
    public static void NothingShowsThem()
    {
        using PrivateKey key = PrivateKey.Generate();
        using PublicKey pub = key.GetPublicKey();
        using var secret = new SecretKey(Secret);
        string pem = key.ToPem();
        Assert.Equal(pem, RoundTrip(pem));
        Assert.Equal("PrivateKey(...) SecretKey(...) PublicKey(...)", key + " " + secret + " " + pub);
        foreach (Action call in new Action[]
        {
            () => verifier.Verify(ticket, "somebody"), () => verifier.Verify(ticket + "A", User),
            () => new SecretKey("-----BEGIN " + Secret), () => signer.GenSig("xiaojun\n"),
            () => PrivateKey.FromPem(pem.Substring(0, 100)), () => PrivateKey.FromPem(Secret),
        })
        {
            string text = Assert.Throws<UserSigException>(call).ToString();
            foreach (string hidden in new[] { Secret, ticket, User, "somebody", pem.Substring(40, 20) })
            {
                Assert.True(!text.Contains(hidden), "an input in an error's text: " + text);
            }
        }
    }

    // What a log, a debugger or an error report would print of every public class: the assembly says which there are.
    [Fact]
    public static void NoPublicClassShowsWhatItHolds()
    {
        byte[] userbuf = Encoding.ASCII.GetBytes("private bytes");
        var options = new GenOptions { Userbuf = userbuf, AccountType = "somebody" };
        var any = new VerifyOptions { Userbuf = ExpectedUserbuf.Any };
        string ticket = signer.GenSig("somebody", new GenOptions { Userbuf = userbuf });
        string mapKey = signer.GenPrivateMapKey("somebody", Room.FromNumber(7), Privileges.All);
        IReadOnlyList<BatchResult> batch = signer.GenSigBatch(new[] { "somebody", "somebody\n" });
        using PrivateKey key = PrivateKey.Generate();
        using PublicKey pub = key.GetPublicKey();
        using var secret = new SecretKey(Secret);
        var objects = new object[]
        {
            key, pub, secret, signer, verifier, options, any, new VerifierOptions(), ExpectedUserbuf.Exactly(userbuf), batch[0], batch[1],
            new SignerOptions(), batch[1].Error, UntrustedTicket.Inspect(ticket), verifier.Verify(ticket, "somebody", any), verifier.Verify(mapKey, "somebody", any),
            verifier.Verify(mapKey, "somebody", any).PrivateMapKey, Room.FromNumber(7),
            new tencentyun.TLSSigAPI(1, key.ToPem()), new tencentyun.TLSSigAPIv2(1, Secret),
            new tencentcloud.TLSSigAPIv2(1, Secret), new UserSigSource(signer, "somebody"),
        };
        List<string> hidden = (key.ToPem() + pub.ToPem()).Split('\n').Where(line => line.Length > 0 && !line.StartsWith("-----", StringComparison.Ordinal)).ToList();
        hidden.AddRange(new[] { "somebody", Secret, ticket, mapKey, "private bytes", Convert.ToBase64String(userbuf), BitConverter.ToString(userbuf) });
        foreach (object value in objects)
        {
            hidden.ForEach(part => Assert.True(!value.ToString().Contains(part), value.GetType().Name + " shows what it holds"));
        }
        foreach (Type type in typeof(Signer).Assembly.GetExportedTypes())
        {
            Assert.All(type.GetCustomAttributes(typeof(DebuggerDisplayAttribute), true), shown => Assert.Equal("{ToString(),nq}", ((DebuggerDisplayAttribute)shown).Value));
            Assert.True(type.IsEnum || type.IsAbstract || objects.Any(value => value.GetType() == type), type.Name + " is not looked at");
        }
    }

    private const int HugeLength = 50000000;
    private static readonly Lazy<byte[]> HugeBytes = new(() => new byte[HugeLength]);
    private static readonly Lazy<string> HugeFrameless = new(() => "MI" + new string('A', HugeLength));
    private static readonly DateTimeOffset Later = DateTimeOffset.UtcNow.AddDays(1);
    private static readonly TLSSigAPI v1 = new(SdkAppId, Generated());
    private static readonly TLSSigAPIv2 v2 = new(SdkAppId, Secret);

    private static readonly (string What, ErrorCode Code, Action<string> Call)[] HugeTexts =
    [
        ("identifier", ErrorCode.InvalidIdentifier, text => signer.GenSig(text)),
        ("identifier, with options", ErrorCode.InvalidIdentifier, text => signer.GenSig(text, new GenOptions { StrictIdentifier = true })),
        ("identifier of a PrivateMapKey", ErrorCode.InvalidIdentifier, text => signer.GenPrivateMapKey(text, Room.FromNumber(1), Privileges.All)),
        ("identifiers of a batch", ErrorCode.InvalidIdentifier, text => { throw signer.GenSigBatch(new[] { text, "a", text })[2].Error; }),
        ("identifier of a userbuf", ErrorCode.InvalidIdentifier, text => PrivateMapKey.GenUserbuf(1, text, Room.FromNumber(1), Privileges.All, Later)),
        ("identifier to verify", ErrorCode.InvalidIdentifier, text => verifier.Verify(ticket, text)),
        ("room", ErrorCode.InvalidRoom, text => signer.GenPrivateMapKey("a", Room.FromName(text), Privileges.All)),
        ("room of a userbuf", ErrorCode.InvalidRoom, text => PrivateMapKey.GenUserbuf(1, "a", Room.FromName(text), Privileges.All, Later)),
        ("account type", ErrorCode.InvalidArgument, text => signer.GenSig("a", new GenOptions { AccountType = text })),
        ("appid_at_3rd", ErrorCode.InvalidArgument, text => signer.GenSig("a", new GenOptions { AppIdAt3rd = text })),
        ("ticket", ErrorCode.TooLong, text => verifier.Verify(text, User)),
        ("ticket to look at", ErrorCode.TooLong, text => UntrustedTicket.Inspect(text)),
        ("secret", ErrorCode.InvalidKey, text => new SecretKey(text)),
        ("private key", ErrorCode.InvalidKey, text => PrivateKey.FromPem(text)),
        ("public key", ErrorCode.InvalidKey, text => PublicKey.FromPem(text)),
        ("identifier, v1 drop-in", ErrorCode.InvalidIdentifier, text => v1.genSig(text)),
        ("key, v1 drop-in", ErrorCode.InvalidKey, text => new TLSSigAPI(1400000000, text)),
        ("identifier, v2 drop-in", ErrorCode.InvalidIdentifier, text => v2.genUserSig(text)),
        ("key, v2 drop-in", ErrorCode.InvalidKey, text => new TLSSigAPIv2(1400000000, text).genUserSig("a")),
        ("room, v2 drop-in", ErrorCode.InvalidRoom, text => v2.genPrivateMapKeyWithStringRoomID("a", 60, text, 255)),
        ("room of a userbuf, v2 drop-in", ErrorCode.InvalidRoom, text => v2.genUserBuf("a", 0, 60, 255, 0, text)),
    ];

    private static readonly (string What, ErrorCode Code, Action Call)[] HugeInputs =
    [
        ("userbuf", ErrorCode.InvalidUserbuf, () => signer.GenSig("a", new GenOptions { Userbuf = HugeBytes.Value })),
        ("userbuf of a batch", ErrorCode.InvalidUserbuf, () => signer.GenSigBatch(new[] { "a" }, new GenOptions { Userbuf = HugeBytes.Value })),
        ("userbuf, v2 drop-in", ErrorCode.InvalidUserbuf, () => v2.GenSigWithUserBuf("a", 60, HugeBytes.Value)),
        ("expected userbuf", ErrorCode.UserbufMismatch, () => verifier.Verify(signer.GenSig("a", new GenOptions { Userbuf = new byte[1] }), "a", new VerifyOptions { Userbuf = ExpectedUserbuf.Exactly(HugeBytes.Value) })),
        ("bytes of a private key", ErrorCode.InvalidKey, () => PrivateKey.FromPem(HugeBytes.Value)),
        ("bytes of a public key", ErrorCode.InvalidKey, () => PublicKey.FromPem(HugeBytes.Value)),
        ("bytes of a secret", ErrorCode.InvalidKey, () => new SecretKey(HugeBytes.Value)),
        ("key without its frame, v1 drop-in", ErrorCode.InvalidKey, () => new TLSSigAPI(1400000000, HugeFrameless.Value)),
        .. from letter in "a\u4e00\ud800"
           let text = new Lazy<string>(() => new string(letter, HugeLength))
           from input in HugeTexts
           select ($"{input.What} of U+{(int)letter:X4}", input.Code, (Action)(() => input.Call(text.Value))),
    ];

    public static IEnumerable<TheoryDataRow<int>> HugeRows() =>
        HugeInputs.Index().Select(row => new TheoryDataRow<int>(row.Index) { TestDisplayName = "huge: " + row.Item.What });

    // What is longer than its bound is refused by its length: nothing of its size is allocated, by the runtime or next to it.
    [Theory, MemberData(nameof(HugeRows))]
    public static void HugeInputsAreRefusedByTheirLength(int row)
    {
        // Once before: code that runs for the first time is compiled. From then on VmHWM is the most since the second write.
        for (int round = 0; round < 2; round++)
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            long resident = Kib("VmRSS"), allocated = GC.GetAllocatedBytesForCurrentThread();
            Fails(HugeInputs[row].Code, HugeInputs[row].Call);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            long peak = Kib("VmHWM") - resident;
            if (round > 0)
            {
                Assert.True(allocated < 1000000, allocated + " bytes allocated");
                Assert.True(peak < 16 * 1024, peak + " KiB at the peak");
            }
        }
    }

    private static string Generated()
    {
        using PrivateKey key = PrivateKey.Generate();
        return key.ToPem();
    }

    private static string RoundTrip(string pem)
    {
        using PrivateKey key = PrivateKey.FromPem(pem);
        return key.ToPem();
    }
}
