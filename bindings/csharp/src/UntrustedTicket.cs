using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using UserSig.Interop;

namespace UserSig;

/// <summary>
/// A ticket that was decoded and not verified: anybody may have made it. For looking at; nothing turns it into a
/// <see cref="Ticket"/>.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class UntrustedTicket : TicketContent
{
    private UntrustedTicket(NativeTicketFields* fields)
        : base(fields)
    {
    }

    /// <summary>Decodes a ticket without verifying it.</summary>
    /// <exception cref="UserSigException">The codes 20 to 26 of <see cref="ErrorCode"/>: the ticket is empty, too long, malformed
    /// or of an unknown version.</exception>
    public static UntrustedTicket Inspect(string ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return TryInspect(ticket, out UntrustedTicket? untrusted, out UserSigException? error) ? untrusted : throw error;
    }

    /// <inheritdoc cref="TryInspect(string, out UntrustedTicket, out UserSigException)"/>
    public static bool TryInspect(string? ticket, [NotNullWhen(true)] out UntrustedTicket? untrusted) => TryInspect(ticket, out untrusted, out _);

    /// <summary>As <see cref="Inspect"/> without an exception.</summary>
    /// <param name="ticket">The ticket; null counts as empty.</param>
    /// <param name="untrusted">What the ticket says; null if it is none.</param>
    /// <param name="error">Why it is none; null if it is one.</param>
    public static bool TryInspect(
        string? ticket, [NotNullWhen(true)] out UntrustedTicket? untrusted, [NotNullWhen(false)] out UserSigException? error)
    {
        NativeLibraryCheck.Run();
        ReadOnlySpan<byte> text = Text.Ticket(ticket);
        NativeError failure;
        NativeTicketFields* fields = null;
        untrusted = null;
        error = null;
        try
        {
            fixed (byte* bytes = text)
            {
                if (NativeMethods.usersig_inspect(bytes, (nuint)text.Length, &fields, &failure) != NativeConstants.Ok)
                {
                    error = UserSigException.FromNative(&failure);
                    return false;
                }
            }
            untrusted = new(fields);
            return true;
        }
        finally
        {
            NativeMethods.usersig_untrusted_ticket_free(fields);
        }
    }
}
