using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Usersig;

namespace UsersigTests
{
    /// <summary>The declarations in the assembly are those of usersig.h.</summary>
    internal static class Abi
    {
        private static readonly Assembly Usersig = typeof(Signer).Assembly;

        /// <param name="header">usersig.h.</param>
        /// <param name="layout">What a C program printed: per line a struct's name, its size and the offsets of its fields.</param>
        internal static void Run(string header, string layout)
        {
            string text = File.ReadAllText(header);
            foreach (string line in File.ReadAllLines(layout))
            {
                string[] words = line.Split(' ');
                Check.Test("abi: struct " + words[0], () =>
                {
                    string name = "Native" + string.Concat(words[0].Replace("usersig_", "").Split('_').Select(w => char.ToUpperInvariant(w[0]) + w.Substring(1)));
                    Type type = Usersig.GetType("Usersig.Interop." + name, true);
                    var offsets = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Select(f => Marshal.OffsetOf(type, f.Name).ToString());
                    Check.Equal(string.Join(" ", words.Skip(1)), Marshal.SizeOf(type) + " " + string.Join(" ", offsets), "size and offsets");
                });
            }
            foreach (MethodInfo method in Usersig.GetType("Usersig.Interop.NativeMethods", true).GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            {
                Check.Test("abi: " + method.Name, () =>
                {
                    Match declared = Regex.Match(text, @"\b" + method.Name + @"\(([^)]*)\);");
                    Check.True(declared.Success, "the header lacks it");
                    string expected = string.Join(" ", declared.Groups[1].Value.Split(',').Select(OfC));
                    Check.Equal(expected == "void" ? "" : expected, string.Join(" ", method.GetParameters().Select(p => OfClr(p.ParameterType))), "parameters");
                    Marshal.Prelink(method);
                });
            }
            var defines = Regex.Matches(text, @"^#define (USERSIG_\w+) (\d+)$", RegexOptions.Multiline).Cast<Match>()
                .ToDictionary(m => m.Groups[1].Value, m => long.Parse(m.Groups[2].Value));
            var constants = new Dictionary<string, long>
            {
                { "USERSIG_TICKET_MAX", Limits.MaxTicketBytes }, { "USERSIG_IDENTIFIER_MAX", Limits.MaxIdentifierBytes },
                { "USERSIG_USERBUF_MAX", Limits.MaxUserbufBytes }, { "USERSIG_PEM_MAX", Limits.MaxPemBytes },
                { "USERSIG_SECRET_MAX", Limits.MaxSecretBytes }, { "USERSIG_DEFAULT_EXPIRE", (long)Limits.DefaultExpire.TotalSeconds },
                { "USERSIG_LEEWAY_MAX", (long)Limits.MaxLeeway.TotalSeconds }, { "USERSIG_UNIX_TIME_MAX", DateTimeOffset.MaxValue.ToUnixTimeSeconds() },
                { "USERSIG_PEM_BUFFER", Constant("PemBuffer") },
                { "USERSIG_GEN_EXPIRE", Constant("GenExpire") }, { "USERSIG_GEN_ISSUED_AT", Constant("GenIssuedAt") },
                { "USERSIG_GEN_USERBUF", Constant("GenUserbuf") }, { "USERSIG_GEN_ACCOUNT_TYPE", Constant("GenAccountType") },
                { "USERSIG_GEN_APPID_AT_3RD", Constant("GenAppidAt3rd") }, { "USERSIG_GEN_STRICT_IDENTIFIER", Constant("GenStrictIdentifier") },
                { "USERSIG_COMPRESSION_DEFAULT", (long)Compression.Default }, { "USERSIG_COMPRESSION_FAST", (long)Compression.Fast },
                { "USERSIG_COMPRESSION_NONE", (long)Compression.None },
                { "USERSIG_VERIFIER_LEEWAY", Constant("VerifierLeeway") },
                { "USERSIG_VERIFIER_FUTURE_TOLERANCE", Constant("VerifierFutureTolerance") }, { "USERSIG_VERIFY_NOW", Constant("VerifyNow") },
                { "USERSIG_USERBUF_ABSENT", Kind(ExpectedUserbuf.Absent) }, { "USERSIG_USERBUF_PRESENT", Kind(ExpectedUserbuf.Present) },
                { "USERSIG_USERBUF_EXACTLY", Kind(ExpectedUserbuf.Exactly(new byte[0])) }, { "USERSIG_USERBUF_ANY", Kind(ExpectedUserbuf.Any) },
                { "USERSIG_PRIVILEGE_CREATE_ROOM", (long)Privileges.CreateRoom }, { "USERSIG_PRIVILEGE_ENTER_ROOM", (long)Privileges.EnterRoom },
                { "USERSIG_PRIVILEGE_SEND_AUDIO", (long)Privileges.SendAudio }, { "USERSIG_PRIVILEGE_RECEIVE_AUDIO", (long)Privileges.ReceiveAudio },
                { "USERSIG_PRIVILEGE_SEND_VIDEO", (long)Privileges.SendVideo }, { "USERSIG_PRIVILEGE_RECEIVE_VIDEO", (long)Privileges.ReceiveVideo },
                { "USERSIG_PRIVILEGE_SEND_SCREEN", (long)Privileges.SendScreen }, { "USERSIG_PRIVILEGE_RECEIVE_SCREEN", (long)Privileges.ReceiveScreen },
                { "USERSIG_PRIVILEGE_ALL", (long)Privileges.All },
            };
            Check.Test("abi: constants", () =>
            {
                foreach (KeyValuePair<string, long> define in defines.Where(d => !d.Key.StartsWith("USERSIG_VERSION", StringComparison.Ordinal)))
                {
                    Check.True(constants.ContainsKey(define.Key), define.Key + " is new in the header");
                    Check.Equal(define.Value, constants[define.Key], define.Key);
                }
                Check.Equal(constants.Count, defines.Keys.Count(constants.ContainsKey), "constants in the header");
                Check.True(Regex.IsMatch(text, @"\bUSERSIG_OK = " + Constant("Ok") + ","), "OK");
                Check.True(Regex.IsMatch(text, @"\bUSERSIG_CURVE_P256 = " + (int)Curve.P256 + ","), "P-256");
                Check.True(Regex.IsMatch(text, @"\bUSERSIG_CURVE_SECP256K1 = " + (int)Curve.Secp256k1 + ","), "secp256k1");
            });
        }

        private static long Constant(string name) => Convert.ToInt64(Usersig.GetType("Usersig.Interop.NativeConstants", true)
            .GetField(name, BindingFlags.Static | BindingFlags.NonPublic).GetRawConstantValue());

        private static long Kind(ExpectedUserbuf expected) =>
            (uint)typeof(ExpectedUserbuf).GetProperty("Kind", BindingFlags.Instance | BindingFlags.NonPublic).GetValue(expected);

        private static string OfC(string parameter)
        {
            string type = parameter.Trim();
            return type.Contains("*") ? "pointer" : Regex.Replace(type, @"\s+\w+$", "");
        }

        private static string OfClr(Type type)
        {
            if (type.IsPointer || type.IsByRef || type == typeof(IntPtr) || typeof(SafeHandle).IsAssignableFrom(type))
            {
                return "pointer";
            }
            return type == typeof(int) ? "int32_t" : type == typeof(uint) ? "uint32_t" : type == typeof(long) ? "int64_t"
                : type == typeof(UIntPtr) ? "size_t" : type.Name;
        }
    }
}
