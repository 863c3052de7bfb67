using System;
using Usersig.Interop;

namespace Usersig
{
    /// <summary>A TRTC room permission, as the userbuf of a ticket: made by <see cref="Signer"/>, read from a ticket.</summary>
    public sealed unsafe class PrivateMapKey
    {
        internal PrivateMapKey(NativePrivateMapKey* native)
        {
            Room = native->RoomName == null
                ? Room.FromNumber(native->RoomNumber)
                : Room.FromName(Text.FromUtf8(native->RoomName, native->RoomNameLength));
            Privileges = (Privileges)native->Privileges;
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(native->ExpiresAt);
        }

        /// <summary>The room.</summary>
        public Room Room { get; }

        /// <summary>What the user may do there.</summary>
        public Privileges Privileges { get; }

        /// <summary>The last second of the permission.</summary>
        public DateTimeOffset ExpiresAt { get; }

        /// <summary>
        /// The userbuf of a PrivateMapKey, for programs that sign it themselves as the userbuf of a ticket;
        /// <see cref="Signer.GenPrivateMapKey(string, Room, Privileges, GenOptions)"/> does both.
        /// </summary>
        /// <param name="sdkappid">The application, 1 to 4294967295.</param>
        /// <param name="identifier">The user, as in <see cref="Signer.GenSig(string)"/>.</param>
        /// <param name="room">The room.</param>
        /// <param name="privileges">What the user may do there.</param>
        /// <param name="expiresAt">The last second of the permission, at most 2106-02-07 06:28:15 UTC.</param>
        /// <exception cref="UsersigException"><see cref="ErrorCode.InvalidSdkappid"/>, <see cref="ErrorCode.InvalidIdentifier"/>,
        /// <see cref="ErrorCode.InvalidRoom"/> or <see cref="ErrorCode.InvalidExpire"/>.</exception>
        public static byte[] GenUserbuf(long sdkappid, string identifier, Room room, Privileges privileges, DateTimeOffset expiresAt)
        {
            NativeLibraryCheck.Run();
            byte[] user = Text.Identifier(identifier ?? throw new ArgumentNullException(nameof(identifier)));
            var name = new RoomName((room ?? throw new ArgumentNullException(nameof(room))).Name);
            byte* place = stackalloc byte[NativeConstants.MapKeyUserbuf];
            NativeError error;
            UIntPtr length;
            fixed (byte* first = user, second = name.Bytes)
            {
                if (NativeMethods.usersig_private_map_key_userbuf(
                    sdkappid, first, Text.Length(user), room.Number, second, name.Length, expiresAt.ToUnixTimeSeconds(), (uint)privileges,
                    place, (UIntPtr)NativeConstants.MapKeyUserbuf, &length, &error) != NativeConstants.Ok)
                {
                    throw UsersigException.FromNative(&error);
                }
            }
            return Text.Bytes(place, length);
        }
    }
}
