using System.Diagnostics.CodeAnalysis;

namespace UserSig;

/// <summary>One ticket of a batch, or what was wrong with its identifier.</summary>
public readonly struct BatchResult : IEquatable<BatchResult>
{
    internal BatchResult(string? identifier, string? ticket, UserSigException? error)
    {
        Identifier = identifier;
        Ticket = ticket;
        Error = error;
    }

    /// <summary>The identifier, as it was given.</summary>
    public string? Identifier { get; }

    /// <summary>The ticket; null if there is an <see cref="Error"/>.</summary>
    public string? Ticket { get; }

    /// <summary>What was wrong; null if there is a <see cref="Ticket"/>.</summary>
    public UserSigException? Error { get; }

    /// <summary>Whether there is a ticket.</summary>
    [MemberNotNullWhen(true, nameof(Ticket), nameof(Identifier))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Ticket is not null;

    /// <summary>Whether both are the same result.</summary>
    public bool Equals(BatchResult other) => Identifier == other.Identifier && Ticket == other.Ticket && Error == other.Error;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BatchResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Ticket?.GetHashCode() ?? 0;

    /// <summary>Whether both are the same result.</summary>
    public static bool operator ==(BatchResult left, BatchResult right) => left.Equals(right);

    /// <summary>Whether they are different results.</summary>
    public static bool operator !=(BatchResult left, BatchResult right) => !left.Equals(right);

    /// <summary>Shows no identifier and no ticket, so that it can be logged.</summary>
    public override string ToString() => Error is null ? "BatchResult(a ticket)" : $"BatchResult({Error.Word})";
}
