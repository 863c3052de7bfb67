using System;
using System.IO;
using Usersig;

namespace UsersigTests
{
    internal static class Program
    {
        /// <summary>
        /// tests.exe ROOT LAYOUT COUNTS [RUNTIME SERVER]: the repository, what layout.c printed, the file for the numbers; and the
        /// command that runs the example, and the example.
        /// </summary>
        private static int Main(string[] args)
        {
            string root = args[0];
            Console.WriteLine("usersig " + Limits.LibraryVersion + " on CLR " + Environment.Version + ", " + typeof(object).Assembly.GetName().Name);
            var cases = new Cases(Path.Combine(root, "ci", "conformance"));
            Check.Suite("declarations", () => Abi.Run(Path.Combine(root, "bindings", "c", "include", "usersig.h"), args[1]));
            Check.Suite("conformance: errors", () => Conformance.Errors(cases));
            Check.Suite("conformance: keys", () => Conformance.Keys(cases));
            Check.Suite("conformance: gen", () => Conformance.Generate(cases));
            Check.Suite("conformance: verify", () => Conformance.Verify(cases, "verify"));
            Check.Suite("conformance: attacks", () => Conformance.Verify(cases, "attack"));
            Check.Suite("conformance: official tickets", () => Conformance.Verify(cases, "official"));
            Check.Suite("conformance: inspect", () => Conformance.Inspect(cases));
            Check.Suite("drop-in", () => DropIn.Names(Path.Combine(root, "examples", "keys")));
            Check.Suite("drop-in: conformance", () => DropIn.Generate(cases));
            Check.Suite("hostile input and mistakes", Hostile.Run);
            Check.Suite("threads", Threads.Run);
            Check.Suite("memory", Memory.Run);
            if (args.Length > 3)
            {
                Check.Suite("example", () => Example.Run(args[3], args[4], Path.Combine(root, "examples", "keys", "secret.txt")));
            }
            File.WriteAllText(args[2], Check.Passed + " " + Check.Failed + "\n");
            Console.WriteLine(Check.Passed + " passed, " + Check.Failed + " failed");
            return Check.Failed == 0 ? 0 : 1;
        }
    }
}
