using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Usersig;

namespace UsersigTests
{
    /// <summary>Values that several tests use.</summary>
    internal static class Samples
    {
        internal const long Sdkappid = 1400000000;
        internal const string Secret = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
        internal const string User = "xiaojun";

        internal static Room Room(Case room) => room.Has("number") ? Usersig.Room.FromNumber(room.Number("number").Value) : Usersig.Room.FromName(room.Text("name"));

        internal static ExpectedUserbuf Expected(Case userbuf)
        {
            switch (userbuf.Text("expect"))
            {
                case "absent":
                    return ExpectedUserbuf.Absent;
                case "present":
                    return ExpectedUserbuf.Present;
                case "any":
                    return ExpectedUserbuf.Any;
                case "exactly":
                    return ExpectedUserbuf.Exactly(userbuf.Bytes("value"));
                default:
                    throw new Failure("unknown expectation");
            }
        }

        /// <summary>An exception of each code, made as the library makes it; not every cause can be provoked from outside.</summary>
        internal static UsersigException Exception(ErrorCode code) => (UsersigException)typeof(UsersigException)
            .GetMethod("FromStatus", BindingFlags.Static | BindingFlags.NonPublic)
            .Invoke(null, new object[] { (int)code, null });

        /// <summary>A row of this process's status, such as VmRSS.</summary>
        internal static long Kib(string row)
        {
            string line = File.ReadLines("/proc/self/status").First(one => one.StartsWith(row + ":", StringComparison.Ordinal));
            return long.Parse(new string(line.Where(char.IsDigit).ToArray()));
        }

        internal static Signer SecretSigner()
        {
            using (var key = new SecretKey(Secret))
            {
                return new Signer(Sdkappid, key);
            }
        }

        internal static Verifier SecretVerifier()
        {
            using (var key = new SecretKey(Secret))
            {
                return new Verifier(Sdkappid, key);
            }
        }
    }
}
