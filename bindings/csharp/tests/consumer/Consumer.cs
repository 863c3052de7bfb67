using System;
using tencentyun;
using Usersig;

// What a program of a user's may look like: code for the official package beside the new interface.
internal static class Consumer
{
    private static int Main()
    {
        const string Secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
        try
        {
            TLSSigAPIv2 api = new TLSSigAPIv2(1400000000, Secret);
            string sig = api.GenSig("xiaojun");
            using (var key = new SecretKey(Secret))
            using (var verifier = new Verifier(1400000000, key))
            {
                Console.WriteLine(verifier.Verify(sig, "xiaojun").Identifier);
            }
            return 0;
        }
        catch (DllNotFoundException e)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
    }
}
