using System;

namespace Usersig
{
    /// <summary>How a verifier looks at the clock. Every property may be left out. Spans are rounded down to whole seconds.</summary>
    public sealed class VerifierOptions
    {
        /// <summary>How long after its expiry a ticket is still accepted, up to one day; null for not at all.</summary>
        public TimeSpan? Leeway { get; set; }

        /// <summary>How far in the future a ticket may have been issued, up to one day; null for 300 seconds.</summary>
        public TimeSpan? FutureTolerance { get; set; }
    }
}
