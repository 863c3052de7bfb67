using Usersig.Interop;

namespace Usersig
{
    /// <summary>
    /// A ticket whose signature, SDKAppID, identifier, userbuf and time were checked. Made by <see cref="Verifier.Verify"/> and
    /// <see cref="Verifier.TryVerify(string, string, out Ticket)"/> alone.
    /// </summary>
    public sealed unsafe class Ticket : TicketContent
    {
        internal Ticket(NativeTicketFields* fields) : base(fields)
        {
        }
    }
}
