using System;

namespace Usersig.Interop
{
    /// <summary>
    /// A room's name in bytes. NULL stands for a numeric room, so that the empty name needs an array to point into: its one byte
    /// is not counted.
    /// </summary>
    internal struct RoomName
    {
        /// <summary>The longest name that is handed over; the library's own bound is smaller.</summary>
        private const int Most = 256;

        internal readonly byte[] Bytes;
        internal readonly UIntPtr Length;

        internal RoomName(string name)
        {
            byte[] bytes = name == null ? null : Text.Utf8(name, Most, ErrorCode.InvalidRoom);
            Length = Text.Length(bytes);
            Bytes = name == "" ? new byte[1] : bytes;
        }
    }
}
