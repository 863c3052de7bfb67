using System.Runtime.InteropServices;
using UserSig.Interop;

namespace UserSig;

/// <summary>A TRTC room permission, as the userbuf of a ticket: made by <see cref="Signer"/>, read from a ticket.</summary>
public sealed unsafe class PrivateMapKey
{
    internal PrivateMapKey(NativePrivateMapKey* native)
    {
        Room = new(native->RoomNumber, Text.FromUtf8(native->RoomName, native->RoomNameLength));
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
    /// <param name="sdkAppId">The application, 1 to 4294967295.</param>
    /// <param name="identifier">The user, as in <see cref="Signer.GenSig(string)"/>.</param>
    /// <param name="room">The room.</param>
    /// <param name="privileges">What the user may do there.</param>
    /// <param name="expiresAt">The last second of the permission, at most 2106-02-07 06:28:15 UTC.</param>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidSdkAppId"/>, <see cref="ErrorCode.InvalidIdentifier"/>,
    /// <see cref="ErrorCode.InvalidRoom"/> or <see cref="ErrorCode.InvalidExpire"/>.</exception>
    public static byte[] GenUserbuf(long sdkAppId, string identifier, Room room, Privileges privileges, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        ArgumentNullException.ThrowIfNull(room);
        NativeLibraryCheck.Run();
        ReadOnlySpan<byte> user = Text.Identifier(identifier, stackalloc byte[Text.IdentifierBuffer]);
        ReadOnlySpan<byte> name = Text.RoomName(room.Name, stackalloc byte[Text.RoomBuffer]);
        byte* place = stackalloc byte[NativeConstants.MapKeyUserbuf];
        NativeError error;
        nuint length;
        fixed (byte* first = user, second = &MemoryMarshal.GetReference(name))
        {
            UserSigException.Check(NativeMethods.usersig_private_map_key_userbuf(
                sdkAppId, first, (nuint)user.Length, room.Number, second, (nuint)name.Length, expiresAt.ToUnixTimeSeconds(), (uint)privileges,
                place, NativeConstants.MapKeyUserbuf, &length, &error), &error);
        }
        return new ReadOnlySpan<byte>(place, (int)length).ToArray();
    }

    /// <summary>The room and the privileges.</summary>
    public override string ToString() => $"PrivateMapKey(room {Room}, {Privileges}, until {ExpiresAt:u})";
}
