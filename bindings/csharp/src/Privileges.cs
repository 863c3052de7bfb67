namespace UserSig;

/// <summary>What a PrivateMapKey allows in its room.</summary>
[Flags]
public enum Privileges : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    // vocabulary: privileges
    /// <summary>Create the room.</summary>
    CreateRoom = 1,

    /// <summary>Enter the room.</summary>
    EnterRoom = 2,

    /// <summary>Send audio.</summary>
    SendAudio = 4,

    /// <summary>Receive audio.</summary>
    ReceiveAudio = 8,

    /// <summary>Send video.</summary>
    SendVideo = 16,

    /// <summary>Receive video.</summary>
    ReceiveVideo = 32,

    /// <summary>Send the screen (substream).</summary>
    SendScreen = 64,

    /// <summary>Receive the screen (substream).</summary>
    ReceiveScreen = 128,

    /// <summary>All of them.</summary>
    All = 255,
    // vocabulary: end
}
