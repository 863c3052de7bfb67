using System;

namespace Usersig.Interop
{
    internal static class Time
    {
        /// <summary>Whole seconds, rounded down also below zero: a ticket is never valid for longer than asked, and -0.5 s is not 0.</summary>
        internal static long WholeSeconds(TimeSpan span)
        {
            long seconds = span.Ticks / TimeSpan.TicksPerSecond;
            return span.Ticks % TimeSpan.TicksPerSecond < 0 ? seconds - 1 : seconds;
        }

        internal static TimeSpan Span(uint seconds) => new TimeSpan(seconds * TimeSpan.TicksPerSecond);
    }
}
