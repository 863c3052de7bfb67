namespace UserSig;

/// <summary>What a <see cref="UserSigException"/> is about.</summary>
public enum ErrorKind
{
    /// <summary>An argument, codes 1 to 6: a mistake of the program that calls, or of what it was given.</summary>
    Argument,

    /// <summary>A key, codes 10 to 12: a mistake in the program's configuration.</summary>
    Key,

    /// <summary>A ticket, codes 20 to 36: no ticket at all (20 to 26), or one that is not valid (30 to 36).</summary>
    Ticket,

    /// <summary>The library itself, code 99.</summary>
    Internal,
}
