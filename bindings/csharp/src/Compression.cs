namespace UserSig;

/// <summary>How a ticket's content is compressed; every reader takes any.</summary>
public enum Compression
{
    /// <summary>About as short as zlib makes it.</summary>
    Default = 0,

    /// <summary>Least time.</summary>
    Fast = 1,

    /// <summary>Stored: the longest ticket.</summary>
    None = 2,
}
