using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Usersig;

namespace UsersigTests
{
    /// <summary>The process does not grow with the number of calls, neither in the library's memory nor in the runtime's.</summary>
    internal static class Memory
    {
        // Where each round lost as little as 16 bytes, 60000 rounds would need 960 KB.
        private const int Rounds = 60000;
        private const long AllowedBytes = 500000;

        internal static void Run()
        {
            Signer signer = Samples.SecretSigner();
            Verifier verifier = Samples.SecretVerifier();
            string ticket = signer.GenSig(Samples.User);
            string mapKey = signer.GenPrivateMapKey(Samples.User, Room.FromName("abc"), Privileges.All);
            var any = new VerifyOptions { Userbuf = ExpectedUserbuf.Any };
            string privatePem, publicPem;
            using (PrivateKey key = PrivateKey.Generate())
            using (PublicKey pub = key.GetPublicKey())
            {
                privatePem = key.ToPem();
                publicPem = pub.ToPem();
            }
            Ticket verified;
            UsersigException error;
            Steady("gen", Rounds, () => signer.GenSig(Samples.User));
            Steady("gen with a userbuf", Rounds / 4, () => signer.GenSig(Samples.User, new GenOptions { Userbuf = new byte[500] }));
            Steady("PrivateMapKey", Rounds, () => signer.GenPrivateMapKey(Samples.User, Room.FromName("abc"), Privileges.All));
            Steady("verify", Rounds, () => verifier.Verify(mapKey, Samples.User, any));
            Steady("verify, not valid", Rounds, () => verifier.TryVerify(ticket, "somebody", null, out verified, out error));
            Steady("inspect", Rounds, () => UntrustedTicket.Inspect(mapKey));
            Steady("batch", Rounds / 30, () => signer.GenSigBatch(Enumerable.Repeat(Samples.User, 30).Concat(new[] { "" }), threads: 1));
            Steady("secret keys, signers and verifiers", Rounds, () =>
            {
                using (var key = new SecretKey(Samples.Secret))
                {
                    new Signer(Samples.Sdkappid, key).Dispose();
                    new Verifier(Samples.Sdkappid, key).Dispose();
                }
            });
            Steady("private keys", Rounds, () => PrivateKey.FromPem(privatePem).Dispose());
            Steady("public keys", Rounds, () => PublicKey.FromPem(publicPem).Dispose());
            Steady("keys that are not disposed of", Rounds, () => new SecretKey(Samples.Secret));
            Steady("refused keys", Rounds, () =>
            {
                try
                {
                    new SecretKey("");
                }
                catch (UsersigException)
                {
                }
            });
            Check.Test("memory: the measure sees a leak", () =>
            {
                var kept = new List<IntPtr>();
                Check.Throws<Failure>(() => Measure(Rounds, () => kept.Add(Lost(16))), "the measure");
                kept.ForEach(Marshal.FreeHGlobal);
            });
            Check.Test("memory: what a thread keeps", () => Kept(signer, verifier));
            Check.Test("memory: a batch", () => Batch(signer));
            signer.Dispose();
            verifier.Dispose();
        }

        // The README's figures: a buffer for tickets alone, and working memory after large tickets.
        private static void Kept(Signer signer, Verifier verifier)
        {
            long usual = 0, most = 0;
            var userbuf = new byte[Limits.MaxUserbufBytes];
            new Random(7).NextBytes(userbuf);
            string user = new string('\u4e00', Limits.MaxIdentifierBytes / 3);
            var exactly = new VerifyOptions { Userbuf = ExpectedUserbuf.Exactly(userbuf) };
            var type = new string(Enumerable.Range(0, 1000).Select(i => (char)('!' + i * 7919 % 90)).ToArray());
            using (PrivateKey key = PrivateKey.Generate())
            using (var v1 = new Signer(Samples.Sdkappid, key))
            {
                var thread = new System.Threading.Thread(() =>
                {
                    long before = InUse();
                    verifier.Verify(signer.GenSig(Samples.User), Samples.User);
                    usual = InUse() - before;
                    foreach (Compression compression in new[] { Compression.Default, Compression.Fast, Compression.None })
                    {
                        verifier.Verify(signer.GenSig(user, new GenOptions { Userbuf = userbuf, Compression = compression }), user, exactly);
                        UntrustedTicket.Inspect(v1.GenSig(user, new GenOptions { AccountType = type, AppidAt3rd = type, Compression = compression }));
                    }
                    most = InUse() - before;
                });
                thread.Start();
                thread.Join();
            }
            Console.WriteLine("a thread keeps " + usual / 1024 + " KiB, at most " + most / 1024 + " KiB");
            Check.True(usual < 32 * 1024, usual + " bytes after a usual ticket");
            Check.True(most < 1024 * 1024, most + " bytes after the largest tickets");
        }

        private static void Batch(Signer signer)
        {
            const int Count = 100000;
            string[] users = Enumerable.Range(0, Count).Select(i => "user" + i).ToArray();
            GC.Collect();
            File.WriteAllText("/proc/self/clear_refs", "5");
            long before = Samples.Kib("VmRSS");
            IReadOnlyList<BatchResult> results = signer.GenSigBatch(users);
            long each = (Samples.Kib("VmHWM") - before) * 1024 / Count;
            Console.WriteLine("a batch takes " + each + " bytes for each of " + results.Count);
            Check.True(each < 1024, each + " bytes for each user");
        }

        private static void Steady(string name, int rounds, Action call) => Check.Test("memory: " + name, () => Measure(rounds, call));

        private static IntPtr Lost(int size)
        {
            IntPtr memory = Marshal.AllocHGlobal(size);
            Marshal.Copy(new byte[size], 0, memory, size);
            return memory;
        }

        private static void Measure(int rounds, Action call)
        {
            long before = 0;
            // The runtime may still settle during the first measured part: one steady part of three shows that nothing is lost.
            string seen = "";
            for (int part = 0; part < 4; part++)
            {
                for (int i = 0; i < rounds / (part == 0 ? 3 : 1); i++)
                {
                    call();
                }
                long now = InUse();
                if (part > 0)
                {
                    seen += " " + (now - before);
                    if (now - before < AllowedBytes)
                    {
                        return;
                    }
                }
                before = now;
            }
            throw new Failure("bytes in use grew by" + seen);
        }

        // What the runtime's objects need and what was allocated from the C library's heap, by the native library and others.
        private static long InUse()
        {
            for (int i = 0; i < 2; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            MallInfo heap = mallinfo2();
            return GC.GetTotalMemory(true) + (long)heap.InUse + (long)heap.Mapped;
        }

        [DllImport("libc.so.6")]
        private static extern MallInfo mallinfo2();

        [StructLayout(LayoutKind.Sequential)]
        private struct MallInfo
        {
            internal UIntPtr Arena, FreeChunks, FastChunks, MappedRegions, Mapped, Highest, FastFree, InUse, Free, Top;
        }
    }
}
