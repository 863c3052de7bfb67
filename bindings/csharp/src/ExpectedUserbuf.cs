namespace UserSig;

/// <summary>What a ticket must say about its userbuf to be accepted.</summary>
public sealed class ExpectedUserbuf
{
    private ExpectedUserbuf(uint kind, byte[]? value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>The ticket must carry no userbuf.</summary>
    public static ExpectedUserbuf Absent { get; } = new(0, null);

    /// <summary>The ticket must carry a userbuf, of any content.</summary>
    public static ExpectedUserbuf Present { get; } = new(1, null);

    /// <summary>A userbuf may be there or not; read it from the verified ticket.</summary>
    public static ExpectedUserbuf Any { get; } = new(3, null);

    internal uint Kind { get; }

    internal byte[]? Value { get; }

    /// <summary>The ticket must carry exactly these bytes, which are copied.</summary>
    public static ExpectedUserbuf Exactly(byte[] userbuf)
    {
        ArgumentNullException.ThrowIfNull(userbuf);
        // Of more than a ticket can carry, only so much as shows that.
        return new(2, userbuf.AsSpan(0, Math.Min(userbuf.Length, Limits.MaxUserbufBytes + 1)).ToArray());
    }

    /// <summary>The kind alone.</summary>
    public override string ToString() => Kind switch { 0 => "absent", 1 => "present", 2 => "exactly …", _ => "any" };
}
