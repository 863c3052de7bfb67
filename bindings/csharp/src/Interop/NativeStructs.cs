// The structs and constants of usersig.h, field by field in its order.
using System.Runtime.InteropServices;

namespace UserSig.Interop;

internal static class NativeConstants
{
    internal const int Ok = 0;

    // vocabulary: gen_flags
    internal const uint GenExpire = 1;
    internal const uint GenUserbuf = 4;
    internal const uint GenIssuedAt = 2;
    internal const uint GenStrictIdentifier = 32;
    internal const uint GenAccountType = 8;
    internal const uint GenAppidAt3rd = 16;
    // vocabulary: end

    internal const uint VerifierLeeway = 1;
    internal const uint VerifierFutureTolerance = 2;

    internal const uint VerifyNow = 1;

    // Holds every PEM text that the library writes, with its NUL.
    internal const int PemBuffer = 512;

    // Holds every userbuf that usersig_private_map_key_userbuf writes.
    internal const int MapKeyUserbuf = 1200;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeError
{
    internal int Status;
    internal int Code;
    internal int CheckErr;
    internal int ServiceCode;
    internal fixed byte Field[32];
    internal fixed byte Message[256];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeStatusRow
{
    internal int Status;
    internal int Code;
    internal int CheckErr;
    internal uint ServiceCodeCount;
    internal int* ServiceCodes;
    internal byte* Word;
    internal byte* Message;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeGenOptions
{
    internal nuint Size;
    internal uint Flags;
    internal uint Compression;
    // vocabulary: gen_fields
    internal long Expire;
    internal byte* Userbuf;
    internal nuint UserbufLength;
    internal long IssuedAt;
    internal byte* AccountType;
    internal nuint AccountTypeLength;
    internal byte* AppidAt3rd;
    internal nuint AppidAt3rdLength;
    // vocabulary: end
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeVerifierOptions
{
    internal nuint Size;
    internal uint Flags;
    internal uint Reserved;
    internal long Leeway;
    internal long FutureTolerance;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeVerifyOptions
{
    internal nuint Size;
    internal uint Flags;
    internal uint UserbufExpected;
    internal long Now;
    internal byte* Userbuf;
    internal nuint UserbufLength;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBatchItem
{
    internal byte* Ticket;
    internal nuint TicketLength;
    internal byte* Message;
    internal int Status;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBatch
{
    internal NativeBatchItem* Items;
    internal nuint Count;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePrivateMapKey
{
    internal byte* RoomName;
    internal nuint RoomNameLength;
    internal long ExpiresAt;
    internal uint RoomNumber;
    internal uint Privileges;
}

// Both usersig_ticket and usersig_untrusted_ticket hold exactly these fields.
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTicketFields
{
    internal uint Version;
    internal uint Sdkappid;
    internal uint Expire;
    internal uint HasUserbuf;
    internal long IssuedAt;
    internal long ExpiresAt;
    internal byte* Identifier;
    internal nuint IdentifierLength;
    internal byte* Userbuf;
    internal nuint UserbufLength;
    internal byte* AccountType;
    internal nuint AccountTypeLength;
    internal byte* AppidAt3rd;
    internal nuint AppidAt3rdLength;
    internal NativePrivateMapKey* PrivateMapKey;
}
