using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Usersig;

namespace UsersigTests
{
    /// <summary>The process does not grow with the number of calls, neither in the library's memory nor in the runtime's.</summary>
    internal static class Memory
    {
        // 60000 rounds that lose a small handle or a ticket's fields each would need 4 MiB and more.
        private const int Rounds = 60000;
        private const long AllowedKiB = 3 * 1024;

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
                Check.Throws<Failure>(() => Measure(Rounds, () => kept.Add(Lost(64))), "the measure");
                kept.ForEach(Marshal.FreeHGlobal);
            });
            signer.Dispose();
            verifier.Dispose();
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
            // The heaps may still settle during the first measured part: one steady part of three shows that nothing is lost.
            string seen = "";
            for (int part = 0; part < 4; part++)
            {
                for (int i = 0; i < rounds / (part == 0 ? 3 : 1); i++)
                {
                    call();
                }
                long now = Resident();
                if (part > 0)
                {
                    seen += " " + (now - before);
                    if (now - before < AllowedKiB)
                    {
                        return;
                    }
                }
                before = now;
            }
            throw new Failure("the process grew by KiB:" + seen);
        }

        private static long Resident()
        {
            for (int i = 0; i < 2; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }
}
