using System;

namespace Usersig
{
    /// <summary>
    /// What a ticket says beside the identifier. Every property may be left out. The values are read during the call that the options
    /// are given to.
    /// </summary>
    public sealed class GenOptions
    {
        /// <summary>
        /// How long the ticket is valid from its issue: 0 to 4294967295 seconds, rounded down to whole seconds; null for 180 days.
        /// With 0 it expires as soon as the clock moves on. The service itself takes at most ten years.
        /// </summary>
        public TimeSpan? Expire { get; set; }

        /// <summary>The time of issue, from 1970 on, rounded down to whole seconds; null for the present.</summary>
        public DateTimeOffset? IssuedAt { get; set; }

        /// <summary>
        /// Bytes that the ticket carries and its signature covers, at most 8192; null for none, which differs from an empty array.
        /// Copied when they are set and when they are read.
        /// </summary>
        /// <exception cref="UsersigException"><see cref="ErrorCode.InvalidUserbuf"/>: the value is longer.</exception>
        public byte[] Userbuf
        {
            get
            {
                return (byte[])OwnUserbuf?.Clone();
            }

            set
            {
                if (value?.Length > Limits.MaxUserbufBytes)
                {
                    throw UsersigException.FromStatus((int)ErrorCode.InvalidUserbuf);
                }
                OwnUserbuf = (byte[])value?.Clone();
            }
        }

        /// <summary>How the ticket is compressed.</summary>
        public Compression Compression { get; set; }

        /// <summary>
        /// Whether identifiers are refused that the service itself documents as invalid: longer than 32 bytes, or with anything but
        /// A-Z a-z 0-9 _ -.
        /// </summary>
        public bool StrictIdentifier { get; set; }

        /// <summary>TLS.account_type of a v1 ticket, "0" where null. For applications from before 2016 only.</summary>
        public string AccountType { get; set; }

        /// <summary>TLS.appid_at_3rd of a v1 ticket, "0" where null. For applications from before 2016 only.</summary>
        public string AppidAt3rd { get; set; }

        internal byte[] OwnUserbuf { get; private set; }
    }
}
