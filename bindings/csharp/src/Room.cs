using System.Globalization;

namespace UserSig;

/// <summary>A TRTC room, which has either a number or a name. Two rooms with the same are equal.</summary>
public sealed record Room
{
    internal Room(long number, string? name)
    {
        Number = number;
        Name = name;
    }

    /// <summary>The number of a numeric room; 0 for one with a name.</summary>
    public long Number { get; }

    /// <summary>The name of a string room; null for a numeric one.</summary>
    public string? Name { get; }

    /// <summary>The room with this number, 1 to 4294967294.</summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidRoom"/>.</exception>
    public static Room FromNumber(long number) =>
        number is > 0 and < uint.MaxValue ? new(number, null) : throw new UserSigException(ErrorCode.InvalidRoom, "the room number must be 1 to 4294967294");

    /// <summary>
    /// The room with this name: 1 to 64 bytes of letters, digits, space and !#$%&amp;()+-:;&lt;=.&gt;?@[]^_{}|~, which is checked where
    /// it is used.
    /// </summary>
    public static Room FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(0, name);
    }

    /// <summary>The number or the name.</summary>
    public override string ToString() => Name ?? Number.ToString(CultureInfo.InvariantCulture);
}
