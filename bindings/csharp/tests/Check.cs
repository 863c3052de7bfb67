using System;
using System.Collections.Generic;
using System.Diagnostics;
using Usersig;

namespace UsersigTests
{
    /// <summary>A test that failed, with what was seen.</summary>
    internal sealed class Failure : Exception
    {
        internal Failure(string message) : base(message)
        {
        }
    }

    /// <summary>Runs, counts and reports the tests; and what they assert with.</summary>
    internal static class Check
    {
        internal static int Passed { get; private set; }

        internal static int Failed { get; private set; }

        internal static void Test(string name, Action body)
        {
            try
            {
                body();
                Passed++;
            }
            catch (Exception e)
            {
                Failed++;
                Console.WriteLine("FAIL " + Shown(name) + ": " + (e is Failure ? e.Message : e.ToString()));
            }
        }

        /// <summary>A suite: its tests, how many there were and how long they took.</summary>
        internal static void Suite(string name, Action body)
        {
            int before = Passed + Failed;
            var watch = Stopwatch.StartNew();
            body();
            int count = Passed + Failed - before;
            Console.WriteLine((name + ":").PadRight(40) + count + " tests, " + watch.ElapsedMilliseconds + " ms");
            if (count == 0)
            {
                Test(name, () => throw new Failure("no test ran"));
            }
        }

        internal static void Equal(object expected, object actual, string what)
        {
            if (!Equals(expected, actual))
            {
                throw new Failure(what + ": expected " + Shown(expected) + ", got " + Shown(actual));
            }
        }

        internal static void True(bool condition, string what)
        {
            if (!condition)
            {
                throw new Failure(what);
            }
        }

        internal static T Throws<T>(Action body, string what = "the call") where T : Exception
        {
            try
            {
                body();
            }
            catch (T e)
            {
                return e;
            }
            throw new Failure(what + " did not throw " + typeof(T).Name);
        }

        /// <summary>The call fails with this cause.</summary>
        internal static UsersigException Fails(ErrorCode code, Action body, string what = "the call")
        {
            UsersigException e = Throws<UsersigException>(body, what);
            Equal(code, e.Code, what);
            return e;
        }

        private static string Shown(object value)
        {
            string text = value == null ? "null" : value.ToString();
            return text.Length > 300 ? text.Substring(0, 300) + "..." : text;
        }
    }
}
