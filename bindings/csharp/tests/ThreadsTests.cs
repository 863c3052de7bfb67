namespace UserSig.Tests;

/// <summary>Eight threads on the same objects, and a ninth that disposes of them.</summary>
public static class ThreadsTests
{
    private const int Count = 8;
    private const int Rounds = 30;

    [Fact]
    public static void OneSignerAndOneVerifierForAll()
    {
        using (PrivateKey key = PrivateKey.Generate())
        using (PublicKey pub = key.GetPublicKey())
        using (var secret = new SecretKey(Samples.Secret))
        using (var v1 = new Signer(Samples.SdkAppId, key))
        using (var v2 = new Signer(Samples.SdkAppId, secret))
        using (var verifier = new Verifier(Samples.SdkAppId, new[] { pub }, new[] { secret }))
        {
            Start(thread =>
            {
                for (int i = 0; i < 200; i++)
                {
                    string user = "user" + thread + "-" + i;
                    foreach (Signer signer in new[] { v1, v2 })
                    {
                        string ticket = signer.GenSig(user);
                        Assert.Equal(user, verifier.Verify(ticket, user).Identifier);
                        Samples.Fails(ErrorCode.IdentifierMismatch, () => verifier.Verify(ticket, "somebody else"));
                    }
                }
            });
        }
    }

    [Fact]
    public static void DisposedOfWhileOthersUseIt()
    {
        long made = 0, refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using (var secret = new SecretKey(Samples.Secret))
            {
                var signer = new Signer(Samples.SdkAppId, secret);
                var verifier = new Verifier(Samples.SdkAppId, secret);
                string known = signer.GenSig(Samples.User);
                int running = 0;
                var disposer = new Thread(() =>
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref running) == Count);
                    signer.Dispose();
                    secret.Dispose();
                    verifier.Dispose();
                });
                disposer.Start();
                Start(thread =>
                {
                    Interlocked.Increment(ref running);
                    // Each way until it is refused, so that every call meets the disposal at some time.
                    Until(() => Assert.Equal(Samples.User, UntrustedTicket.Inspect(signer.GenSig(Samples.User)).Identifier), ref made);
                    Until(() => Assert.Equal(Samples.User, verifier.Verify(known, Samples.User).Identifier), ref made);
                    Until(() => new Verifier(Samples.SdkAppId, secret).Dispose(), ref made);
                    Until(() => Assert.Equal(2, signer.GenSigBatch(new[] { "a", "b" }, threads: 1).Count), ref made);
                    Interlocked.Add(ref refused, 4);
                });
                disposer.Join();
                signer.Dispose();
            }
        }
        Assert.Equal((long)Rounds * Count * 4, refused);
        Assert.True(made > 0, "no call came before a disposal");
    }

    // As any call that runs while another thread disposes of the signer.
    [Fact]
    public static void ABatchUnderWayEndsAsUsual()
    {
        Signer signer = Samples.SecretSigner();
        IEnumerable<string> Users()
        {
            signer.Dispose();
            return Enumerable.Repeat("a", 1000);
        }
        IReadOnlyList<BatchResult> results = signer.GenSigBatch(Enumerable.Range(0, 1).SelectMany(_ => Users()));
        Assert.Equal(1000, results.Count(result => result.Succeeded));

        Signer other = Samples.SecretSigner();
        using IEnumerator<BatchResult> stream = other.GenSigStream(Enumerable.Repeat("a", 100000)).GetEnumerator();
        Assert.True(stream.MoveNext());
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(() =>
        {
            while (stream.MoveNext())
            {
            }
        });
    }

    [Fact]
    public static void ObjectsThatNobodyDisposesOf()
    {
        Start(thread =>
        {
            for (int i = 0; i < 2000; i++)
            {
                new Signer(Samples.SdkAppId, new SecretKey(Samples.Secret)).GenSig(Samples.User);
            }
        });
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static void Until(Action call, ref long made)
    {
        try
        {
            while (true)
            {
                call();
                Interlocked.Increment(ref made);
            }
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <summary>A clock that jumps while eight threads ask: each jump costs one signature.</summary>
    [Fact]
    public static void ASourceSignsOnceForEachRenewal()
    {
        const long start = 1_600_000_000;
        var clock = new SetClock { Seconds = start };
        using PrivateKey key = PrivateKey.Generate();
        using var signer = new Signer(Samples.SdkAppId, key, new SignerOptions { TimeProvider = clock });
        var options = new GenOptions { Expire = TimeSpan.FromSeconds(1000) };
        using var source = new UserSigSource(signer, "admin", options);
        string first = source.GetTicket();
        clock.Seconds = start + 500;
        Assert.Equal(first, source.GetTicket());
        long renewals = 1;
        foreach (long jump in new[] { start + 501, start + 90_000, start + 20, 5, start })
        {
            using var together = new Barrier(Count + 1);
            var jumper = new Thread(() =>
            {
                together.SignalAndWait();
                Volatile.Write(ref clock.Seconds, jump);
            });
            jumper.Start();
            Start(_ =>
            {
                together.SignalAndWait();
                for (int i = 0; i < 500; i++)
                {
                    source.GetTicket();
                }
            });
            jumper.Join();
            Assert.Equal(jump, UntrustedTicket.Inspect(source.GetTicket()).IssuedAt.ToUnixTimeSeconds());
            Assert.Equal(++renewals, source.Renewals);
        }
        Samples.Fails(ErrorCode.InvalidArgument, () => new UserSigSource(signer, "admin", options, 1.5));
        Samples.Fails(ErrorCode.InvalidIdentifier, () => new UserSigSource(signer, ""));
        options.IssuedAt = DateTimeOffset.UnixEpoch;
        Samples.Fails(ErrorCode.InvalidArgument, () => new UserSigSource(signer, "admin", options));
    }

    private static void Start(Action<int> body) => Task.WaitAll(
        [.. Enumerable.Range(0, Count).Select(number => Task.Factory.StartNew(() => body(number), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
}
