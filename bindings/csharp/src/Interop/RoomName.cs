using System;

namespace Usersig.Interop
{
    /// <summary>
    /// A room's name in bytes. NULL stands for a numeric room, so that the empty name needs an array to point into: its one byte
    /// is not counted.
    /// </summary>
    internal struct RoomName
    {
        internal readonly byte[] Bytes;
        internal readonly UIntPtr Length;

        internal RoomName(string name)
        {
            byte[] bytes = name == null ? null : Text.Utf8(name);
            Length = Text.Length(bytes);
            Bytes = name == "" ? new byte[1] : bytes;
        }
    }
}
