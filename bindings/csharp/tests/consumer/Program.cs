using UserSig;

// What a user's program may look like: code for the official package beside the new interface. And what a test needs to see of one.
const string Secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
switch (args.FirstOrDefault())
{
    case null:
        try
        {
            var api = new tencentyun.TLSSigAPIv2(1400000000, Secret);
            using var key = new SecretKey(Secret);
            using var verifier = new Verifier(1400000000, key);
            Console.WriteLine(verifier.Verify(api.GenSig("xiaojun"), "xiaojun").Identifier);
            return 0;
        }
        catch (DllNotFoundException e)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
#if CONFORMANCE
    case "conformance":
        return UserSig.Tests.Program.Conformance();
#endif
    default:
        return EndUnderWay(args[0]);
}

// The program ends while background threads are in the middle of calls and nothing is disposed of.
static int EndUnderWay(string way)
{
    var key = new SecretKey(Secret);
    var signer = new Signer(1, key);
    var verifier = new Verifier(1, key);
    for (int i = 0; i < 4; i++)
    {
        new Thread(() =>
        {
            while (true)
            {
                verifier.Verify(signer.GenSig("xiaojun"), "xiaojun");
                _ = new SecretKey(Secret);
            }
        })
        { IsBackground = true }.Start();
    }
    Thread.Sleep(200);
    Console.WriteLine("ended with " + verifier.Verify(signer.GenSig("last"), "last").Identifier);
    if (way == "exit")
    {
        Environment.Exit(0);
    }
    return 0;
}

#if CONFORMANCE
namespace UserSig.Tests
{
    internal static class Program
    {
        /// <summary>Every conformance case, without a test runner: xunit under Mono is aborted at its exit every second time.</summary>
        internal static int Conformance()
        {
            int succeeded = 0, failed = 0;
            foreach (var file in Tests.Conformance.Files.Select(file => (file.Key, file.Value.Possible, file.Value.Run)).Append(("gen_cases", DropIn.Possible, DropIn.Generate)))
            {
                foreach (Case row in Cases.Read(file.Key).Where(file.Possible))
                {
                    try
                    {
                        file.Run(row);
                        succeeded++;
                    }
                    catch (Exception e)
                    {
                        failed++;
                        Console.WriteLine($"failed {file.Key}: {row.Text("name")}: {e}");
                    }
                }
            }
            Console.WriteLine($"  failed: {failed}\n  succeeded: {succeeded}");
            return failed == 0 ? 0 : 1;
        }
    }
}
#endif
