using System;

namespace Usersig.Interop
{
    /// <summary>Makes a missing or foreign native library a clear error instead of a wrong reading of its memory.</summary>
    internal static unsafe class NativeLibraryCheck
    {
        private static volatile string version;

        /// <summary>The version of the native library. Loads it at the first call.</summary>
        internal static string Version => version ?? Load();

        /// <summary>Called before the first handle can exist.</summary>
        internal static void Run()
        {
            if (version == null)
            {
                Load();
            }
        }

        private static string Load()
        {
            string found;
            try
            {
                found = Text.FromUtf8(NativeMethods.usersig_version());
            }
            catch (DllNotFoundException e)
            {
                throw new DllNotFoundException(
                    "the native library of usersig (libusersig.so, usersig.dll or libusersig.dylib) was not found; it belongs beside "
                    + "Usersig.dll, where the NuGet package's runtimes/<rid>/native puts it", e);
            }
            Version own = typeof(NativeLibraryCheck).Assembly.GetName().Version;
            string expected = own.ToString(3);
            if (found != expected)
            {
                throw new DllNotFoundException("the native library of usersig that was found is version " + found
                    + ", and Usersig.dll needs " + expected + ": remove the older one");
            }
            version = found;
            return found;
        }
    }
}
