using System;

namespace Usersig
{
    /// <summary>How one ticket is checked. Every property may be left out.</summary>
    public sealed class VerifyOptions
    {
        /// <summary>What the ticket must say about its userbuf; null for <see cref="ExpectedUserbuf.Absent"/>.</summary>
        public ExpectedUserbuf Userbuf { get; set; }

        /// <summary>The time to check for, from 1970 on, rounded down to whole seconds; null for the present.</summary>
        public DateTimeOffset? Now { get; set; }
    }
}
