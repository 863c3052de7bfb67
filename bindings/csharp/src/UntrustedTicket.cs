using System;
using Usersig.Interop;

namespace Usersig
{
    /// <summary>
    /// A ticket that was decoded and not verified: anybody may have made it. For looking at; nothing turns it into a
    /// <see cref="Ticket"/>.
    /// </summary>
    public sealed unsafe class UntrustedTicket : TicketContent
    {
        private UntrustedTicket(NativeTicketFields* fields) : base(fields)
        {
        }

        /// <summary>Decodes a ticket without verifying it.</summary>
        /// <exception cref="UsersigException">The codes 20 to 26 of <see cref="ErrorCode"/>: the ticket is empty, too long, malformed
        /// or of an unknown version.</exception>
        public static UntrustedTicket Inspect(string ticket)
        {
            NativeLibraryCheck.Run();
            byte[] text = Text.Ticket(ticket ?? throw new ArgumentNullException(nameof(ticket)));
            NativeError error;
            NativeTicketFields* fields = null;
            try
            {
                fixed (byte* bytes = text)
                {
                    if (NativeMethods.usersig_inspect(bytes, Text.Length(text), &fields, &error) != NativeConstants.Ok)
                    {
                        throw UsersigException.FromNative(&error);
                    }
                }
                return new UntrustedTicket(fields);
            }
            finally
            {
                if (fields != null)
                {
                    NativeMethods.usersig_untrusted_ticket_free(fields);
                }
            }
        }
    }
}
