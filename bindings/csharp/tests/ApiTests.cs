using Microsoft.Extensions.Time.Testing;
using static UserSig.Tests.Samples;

namespace UserSig.Tests;

/// <summary>What only this language's interface has: batches, clocks, equality, what a user's own tests make.</summary>
public static class ApiTests
{
    private static readonly Signer signer = SecretSigner();

    [Fact]
    public static void ABatchKeepsItsOrder()
    {
        string?[] users = [.. Enumerable.Range(0, 5000).Select(i => i % 7 == 0 ? null : i % 11 == 0 ? "" : i % 13 == 0 ? "\ud800" : i % 17 == 0 ? new string('x', 2000) : "用户" + i)];
        using Verifier verifier = SecretVerifier();
        foreach (int threads in new[] { 0, 1, 3 })
        {
            BatchResult[] results = [.. signer.GenSigBatch(users, threads: threads)];
            Assert.Equal(users, results.Select(result => result.Identifier));
            Assert.All(results, result =>
            {
                if (result.Identifier?.StartsWith("用户", StringComparison.Ordinal) == true)
                {
                    Assert.True(result.Succeeded);
                    Assert.Equal(result.Identifier, verifier.Authenticate(result.Ticket).Identifier);
                    Assert.Null(result.Error);
                }
                else
                {
                    Assert.False(result.Succeeded);
                    Assert.Equal(ErrorCode.InvalidIdentifier, result.Error.Code);
                    Assert.Null(result.Ticket);
                }
            });
        }
    }

    [Fact]
    public static void ABatchHasOneTimeOfIssue()
    {
        IEnumerable<DateTimeOffset> issued = signer.GenSigBatch(Enumerable.Repeat("a", 2000)).Concat(signer.GenSigStream(Enumerable.Repeat("a", 20000)))
            .Select(result => UntrustedTicket.Inspect(result.Ticket!).IssuedAt);
        Assert.InRange(issued.Distinct().Count(), 1, 2);
    }

    // A million users in bounded memory: what is read ahead and what is kept are a few thousand.
    [Fact]
    public static void AStreamReadsAsItsResultsAreTaken()
    {
        int read = 0, taken = 0;
        IEnumerable<string> Users()
        {
            for (int i = 0; i < 100000; i++)
            {
                Assert.InRange(++read - taken, 0, 10000);
                yield return "user" + i;
            }
        }
        IEnumerable<BatchResult> stream = signer.GenSigStream(Users());
        Assert.Equal(0, read);
        foreach (BatchResult result in stream)
        {
            Assert.Equal("user" + taken++, result.Identifier);
        }
        Assert.Equal(100000, taken);
    }

    [Fact]
    public static void AStreamEndsWhenItIsCancelled()
    {
        using var source = new CancellationTokenSource();
        int taken = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (BatchResult result in signer.GenSigStream(Enumerable.Repeat("a", 1000000), cancellationToken: source.Token))
            {
                if (++taken == 100)
                {
                    source.Cancel();
                }
            }
        });
        Assert.InRange(taken, 100, 10000);
    }

    // Of the options, and before anything is read.
    [Fact]
    public static void ABatchFailsAtOnceForItsOptions()
    {
        using PrivateKey key = PrivateKey.Generate();
        using var v1 = new Signer(1, key);
        var wrong = new GenOptions { AccountType = "\n" };
        Fails(ErrorCode.InvalidArgument, () => v1.GenSigBatch(["a"], wrong));
        Fails(ErrorCode.InvalidArgument, () => v1.GenSigStream(["a"], wrong));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => signer.GenSigStream([], threads: -1));
        Assert.Throws<ArgumentNullException>("identifiers", () => signer.GenSigStream(null!));
    }

    [Fact]
    public static void AClockTellsTheTime()
    {
        var clock = new FakeTimeProvider(new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
        using var key = new SecretKey(Secret);
        using var timed = new Signer(SdkAppId, key, new() { TimeProvider = clock });
        using var verifier = new Verifier(SdkAppId, key, new VerifierOptions { TimeProvider = clock });
        string ticket = timed.GenSig(User, TimeSpan.FromMinutes(1));
        foreach (string made in new[] { ticket, timed.GenSigBatch([User])[0].Ticket!, timed.GenPrivateMapKey(User, Room.FromNumber(1), Privileges.All) })
        {
            Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), UntrustedTicket.Inspect(made).IssuedAt);
        }
        Assert.True(verifier.TryVerify(ticket, User, out _));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(verifier.TryVerify(ticket, User, out Ticket? verified, out UserSigException? error));
        Assert.Null(verified);
        Assert.Equal(ErrorCode.Expired, error.Code);
        Assert.False(verifier.TryAuthenticate(ticket, out _, out error));
        Assert.Equal(ErrorCode.Expired, error.Code);
    }

    [Fact]
    public static void ARoomPermissionIsMadeWithAV1Key()
    {
        using PrivateKey key = PrivateKey.Generate();
        using PublicKey pub = key.GetPublicKey();
        using var v1 = new Signer(SdkAppId, key);
        using var verifier = new Verifier(SdkAppId, pub);
        string ticket = v1.GenPrivateMapKey(User, Room.FromName("lobby"), Privileges.EnterRoom);
        Assert.Equal(Room.FromName("lobby"), verifier.Authenticate(ticket, new() { Userbuf = ExpectedUserbuf.Any }).PrivateMapKey?.Room);
        Assert.Null(verifier.Authenticate(v1.GenSig(User)).PrivateMapKey);
    }

    [Fact]
    public static void RoomsAreEqualByValue()
    {
        Assert.Equal(Room.FromNumber(7), Room.FromNumber(7));
        Assert.Equal(Room.FromName("7").GetHashCode(), Room.FromName("7").GetHashCode());
        Assert.NotEqual(Room.FromNumber(7), Room.FromName("7"));
        Assert.True(Room.FromName("a") == Room.FromName("a"));
    }

    // What is logged or looked at in a debugger.
    [Fact]
    public static void ObjectsSayWhatTheyAre()
    {
        using var key = new SecretKey(Secret);
        using var verifier = new Verifier(SdkAppId, key);
        Assert.Equal("Signer(v2, SDKAppID 1400000000)", signer.ToString());
        Assert.Equal("Verifier(SDKAppID 1400000000, v1 keys: 0, v2 keys: 1)", verifier.ToString());
        string ticket = verifier.Authenticate(signer.GenSig(User, new GenOptions { IssuedAt = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero) })).ToString();
        Assert.Equal("Ticket(v2, SDKAppID 1400000000, issued at 2026-11-28 00:00:00Z, expires at 2027-05-27 00:00:00Z)", ticket);
    }

    [Fact]
    public static void AnExceptionCanBeMade()
    {
        var error = new UserSigException(ErrorCode.MalformedField, "TLS.sig is missing", "TLS.sig");
        Assert.Equal(("malformed_field", 25, "TLS.sig", ErrorKind.Ticket), (error.Word, error.Number, error.Field, error.Kind));
        Assert.Empty(typeof(Ticket).GetConstructors());
    }

    // Bytes that are no text: what they are, not where a text might have been cut.
    [Fact]
    public static void KeysThatAreBinaryAreNamed()
    {
        using PrivateKey key = PrivateKey.Generate();
        byte[] der = Convert.FromBase64String(string.Concat(key.ToPem().Split('\n').Where(line => !line.StartsWith('-'))));
        Assert.Contains("DER", Fails(ErrorCode.InvalidKey, () => PrivateKey.FromPem(der)).Message);
        Assert.Contains("DER", Fails(ErrorCode.InvalidKey, () => PublicKey.FromPem(der)).Message);
        Fails(ErrorCode.InvalidKey, () => new SecretKey(der));
        Fails(ErrorCode.InvalidKey, () => PrivateKey.FromPem([0xff, 0xfe, 0x41]));
    }
}
