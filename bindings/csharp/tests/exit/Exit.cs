using System;
using System.Threading;
using Usersig;

/// <summary>A program that ends while background threads are in the middle of calls and nothing is disposed of.</summary>
internal static class Exit
{
    private const string Secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    private static readonly SecretKey Key = new SecretKey(Secret);
    private static readonly Signer Signer = new Signer(1, Key);
    private static readonly Verifier Verifier = new Verifier(1, Key);

    private static int Main(string[] args)
    {
        for (int i = 0; i < 4; i++)
        {
            new Thread(() =>
            {
                while (true)
                {
                    Verifier.Verify(Signer.GenSig("xiaojun"), "xiaojun");
                    new SecretKey(Secret);
                }
            }) { IsBackground = true }.Start();
        }
        Thread.Sleep(200);
        Console.WriteLine("ended with " + Verifier.Verify(Signer.GenSig("last"), "last").Identifier);
        if (args.Length > 0)
        {
            Environment.Exit(0);
        }
        return 0;
    }
}
