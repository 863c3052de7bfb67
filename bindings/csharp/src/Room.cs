using System;

namespace Usersig
{
    /// <summary>A TRTC room, which has either a number or a name. Its range is checked where it is used.</summary>
    public sealed class Room
    {
        private Room(long number, string name)
        {
            Number = number;
            Name = name;
        }

        /// <summary>The number of a numeric room; 0 for one with a name.</summary>
        public long Number { get; }

        /// <summary>The name of a string room; null for a numeric one.</summary>
        public string Name { get; }

        /// <summary>The room with this number, 1 to 4294967294.</summary>
        public static Room FromNumber(long number) => new Room(number, null);

        /// <summary>The room with this name: 1 to 64 bytes of letters, digits, space and !#$%&amp;()+-:;&lt;=.&gt;?@[]^_{}|~,</summary>
        public static Room FromName(string name) => new Room(0, name ?? throw new ArgumentNullException(nameof(name)));

        /// <summary>The number or the name.</summary>
        public override string ToString() => Name ?? Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
