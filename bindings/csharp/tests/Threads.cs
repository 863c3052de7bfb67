using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Usersig;

namespace UsersigTests
{
    /// <summary>Eight threads on the same objects, and a ninth that disposes of them.</summary>
    internal static class Threads
    {
        private const int Count = 8;
        private const int Rounds = 30;

        internal static void Run()
        {
            Check.Test("threads: one signer and one verifier for all", () =>
            {
                using (PrivateKey key = PrivateKey.Generate())
                using (PublicKey pub = key.GetPublicKey())
                using (var secret = new SecretKey(Samples.Secret))
                using (var v1 = new Signer(Samples.Sdkappid, key))
                using (var v2 = new Signer(Samples.Sdkappid, secret))
                using (var verifier = new Verifier(Samples.Sdkappid, new[] { pub }, new[] { secret }))
                {
                    Start(thread =>
                    {
                        for (int i = 0; i < 200; i++)
                        {
                            string user = "user" + thread + "-" + i;
                            foreach (Signer signer in new[] { v1, v2 })
                            {
                                string ticket = signer.GenSig(user);
                                Check.Equal(user, verifier.Verify(ticket, user).Identifier, "identifier");
                                Check.Fails(ErrorCode.IdentifierMismatch, () => verifier.Verify(ticket, "somebody else"));
                            }
                        }
                    });
                }
            });
            Check.Test("threads: disposed of while others use it", () =>
            {
                long made = 0, refused = 0;
                for (int round = 0; round < Rounds; round++)
                {
                    using (var secret = new SecretKey(Samples.Secret))
                    {
                        var signer = new Signer(Samples.Sdkappid, secret);
                        var verifier = new Verifier(Samples.Sdkappid, secret);
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
                            Until(() => Check.Equal(Samples.User, UntrustedTicket.Inspect(signer.GenSig(Samples.User)).Identifier, "identifier"), ref made);
                            Until(() => Check.Equal(Samples.User, verifier.Verify(known, Samples.User).Identifier, "identifier"), ref made);
                            Until(() => new Verifier(Samples.Sdkappid, secret).Dispose(), ref made);
                            Until(() => Check.Equal(2, signer.GenSigBatch(new[] { "a", "b" }, threads: 1).Count, "tickets"), ref made);
                            Interlocked.Add(ref refused, 4);
                        });
                        disposer.Join();
                        signer.Dispose();
                    }
                }
                Check.Equal((long)Rounds * Count * 4, refused, "calls that met a disposed object");
                Check.True(made > 0, "no call came before a disposal");
            });
            Check.Test("threads: objects that nobody disposes of", () =>
            {
                Start(thread =>
                {
                    for (int i = 0; i < 2000; i++)
                    {
                        new Signer(Samples.Sdkappid, new SecretKey(Samples.Secret)).GenSig(Samples.User);
                    }
                });
                GC.Collect();
                GC.WaitForPendingFinalizers();
            });
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

        private static void Start(Action<int> body)
        {
            var errors = new ConcurrentQueue<Exception>();
            Thread[] threads = Enumerable.Range(0, Count).Select(number => new Thread(() =>
            {
                try
                {
                    body(number);
                }
                catch (Exception e)
                {
                    errors.Enqueue(e);
                }
            })).ToArray();
            foreach (Thread thread in threads)
            {
                thread.Start();
            }
            foreach (Thread thread in threads)
            {
                thread.Join();
            }
            Exception first;
            if (errors.TryDequeue(out first))
            {
                throw new Failure(errors.Count + 1 + " threads failed, one with " + first);
            }
        }
    }
}
