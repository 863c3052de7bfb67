using System.Diagnostics;
using UserSig.Interop;

namespace UserSig;

/// <summary>
/// Has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface asks for. Use it
/// from any number of threads at once.
/// </summary>
/// <remarks>
/// A ticket is made when one is asked for and the last one has too little of its life left, or was issued in the future, because the
/// clock was set back. One thread makes it; meanwhile the others get the last one, and wait where that is no longer valid. The time is
/// that of the signer's clock.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class UserSigSource : IDisposable
{
    private readonly SourceHandle handle;
    private readonly Signer signer;

    /// <summary>A source of tickets for a user.</summary>
    /// <param name="signer">Makes them, and tells the time; the source works on after it is disposed of.</param>
    /// <param name="identifier">As in <see cref="Signer.GenSig(string)"/>.</param>
    /// <param name="options">As in <see cref="Signer.GenSig(string, GenOptions)"/>, but without a time of issue.</param>
    /// <param name="minShare">Which share of its life a ticket must have left: from 0 (any valid one will do) to 1 (made in this
    /// second).</param>
    /// <exception cref="UserSigException">As <see cref="Signer.GenSig(string, GenOptions)"/>, and
    /// <see cref="ErrorCode.InvalidArgument"/> for a time of issue and a share out of range.</exception>
    public UserSigSource(Signer signer, string identifier, GenOptions? options = null, double minShare = 0.5)
    {
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(identifier);
        handle = signer.Source(identifier, options, minShare);
        this.signer = signer;
    }

    /// <summary>How many tickets were made so far.</summary>
    public long Renewals
    {
        get
        {
            using Handle.Lease source = handle.Borrow();
            return (long)NativeMethods.usersig_source_renewals(source.Pointer);
        }
    }

    /// <summary>A ticket with that share of its life left, or one that another thread is just replacing and that is still valid.</summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidExpire"/> if the ticket would outlast the year 9999;
    /// <see cref="ErrorCode.InvalidArgument"/> for what the clock says, if that is not a valid time of issue.</exception>
    public string GetTicket()
    {
        byte[] buffer = Text.TicketBuffer;
        using Handle.Lease source = handle.Borrow();
        NativeError error;
        nuint length = 0;
        fixed (byte* ticket = buffer)
        {
            // Empty where another thread made one since the clock was read.
            while (length == 0)
            {
                ulong renewals = NativeMethods.usersig_source_renewals(source.Pointer);
                UserSigException.Check(
                    NativeMethods.usersig_source_ticket_at(
                        source.Pointer, signer.Now, renewals, ticket, (nuint)buffer.Length, &length, &error), &error);
            }
            return Text.FromAscii(ticket, length);
        }
    }

    /// <summary>Wipes and frees the source's copy of the key.</summary>
    public void Dispose() => handle.Dispose();

    /// <summary>Shows neither the user nor the ticket.</summary>
    public override string ToString() => "UserSigSource";
}
