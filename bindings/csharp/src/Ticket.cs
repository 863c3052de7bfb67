using System.Diagnostics;
using UserSig.Interop;

namespace UserSig;

/// <summary>
/// A ticket whose signature, SDKAppID, userbuf and time were checked: what <see cref="Verifier"/> alone makes. Its identifier is
/// the one that was asked for, or, after <see cref="Verifier.Authenticate(string)"/>, who sent it.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class Ticket : TicketContent
{
    internal Ticket(NativeTicketFields* fields)
        : base(fields)
    {
    }
}
