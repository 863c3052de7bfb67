using System;

namespace Usersig
{
    /// <summary>What a ticket must say about its userbuf to be accepted.</summary>
    public sealed class ExpectedUserbuf
    {
        private ExpectedUserbuf(uint kind, byte[] value)
        {
            Kind = kind;
            Value = value;
        }

        /// <summary>The ticket must carry no userbuf.</summary>
        public static ExpectedUserbuf Absent { get; } = new ExpectedUserbuf(0, null);

        /// <summary>The ticket must carry a userbuf, of any content.</summary>
        public static ExpectedUserbuf Present { get; } = new ExpectedUserbuf(1, null);

        /// <summary>A userbuf may be there or not; read it from the verified ticket.</summary>
        public static ExpectedUserbuf Any { get; } = new ExpectedUserbuf(3, null);

        internal uint Kind { get; }

        internal byte[] Value { get; }

        /// <summary>The ticket must carry exactly these bytes, which are copied.</summary>
        public static ExpectedUserbuf Exactly(byte[] userbuf)
        {
            if (userbuf == null)
            {
                throw new ArgumentNullException(nameof(userbuf));
            }
            // Of more than a ticket can carry, only so much as shows that.
            var copy = new byte[Math.Min(userbuf.Length, Limits.MaxUserbufBytes + 1)];
            Buffer.BlockCopy(userbuf, 0, copy, 0, copy.Length);
            return new ExpectedUserbuf(2, copy);
        }
    }
}
