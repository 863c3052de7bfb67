using System.Diagnostics.CodeAnalysis;

namespace UserSig;

/// <summary>One ticket of a batch, or what was wrong with its identifier.</summary>
public readonly record struct BatchResult
{
    internal BatchResult(string? identifier, string? ticket = null, UserSigException? error = null)
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

    /// <summary>Shows no identifier and no ticket, so that it can be logged.</summary>
    public override string ToString() => Error is null ? "BatchResult(a ticket)" : $"BatchResult({Error.Word})";
}
