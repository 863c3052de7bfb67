using System;
using Usersig.Interop;

namespace Usersig
{
    /// <summary>The bounds that the library keeps, the same in every language, and its version.</summary>
    public static class Limits
    {
        /// <summary>The longest ticket, in characters; checked before anything is decoded.</summary>
        public const int MaxTicketBytes = 16384;

        /// <summary>The longest identifier, in UTF-8 bytes. The service itself takes at most 32.</summary>
        public const int MaxIdentifierBytes = 1024;

        /// <summary>The longest userbuf, in bytes.</summary>
        public const int MaxUserbufBytes = 8192;

        /// <summary>The longest PEM text, in bytes.</summary>
        public const int MaxPemBytes = 16384;

        /// <summary>The longest secret, in UTF-8 bytes.</summary>
        public const int MaxSecretBytes = 1024;

        /// <summary>The validity of a ticket where none is given: 180 days.</summary>
        public static readonly TimeSpan DefaultExpire = TimeSpan.FromDays(180);

        /// <summary>The largest leeway and the largest tolerance for the future: one day.</summary>
        public static readonly TimeSpan MaxLeeway = TimeSpan.FromDays(1);

        /// <summary>The version of the native library, which is that of this assembly, for example "0.1.0".</summary>
        /// <exception cref="DllNotFoundException">The native library is not there, or is of another version.</exception>
        public static string LibraryVersion => NativeLibraryCheck.Version;
    }
}
