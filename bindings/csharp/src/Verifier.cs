using System;
using System.Collections.Generic;
using Usersig.Interop;

namespace Usersig
{
    /// <summary>
    /// Checks tickets of one application: v1 tickets with its public keys, v2 tickets with its secret keys. Keep one verifier and use
    /// it from any number of threads at once.
    /// </summary>
    /// <remarks>
    /// After <see cref="Dispose"/> all methods throw <see cref="ObjectDisposedException"/>; a call that runs while another thread
    /// disposes of the verifier ends as usual.
    /// </remarks>
    public sealed unsafe class Verifier : IDisposable
    {
        private readonly VerifierHandle handle;

        /// <summary>A verifier of v1 tickets for the application <paramref name="sdkappid"/>, 1 to 4294967295.</summary>
        /// <exception cref="UsersigException">As <see cref="Verifier(long, IEnumerable{PublicKey}, IEnumerable{SecretKey}, VerifierOptions)"/>.</exception>
        public Verifier(long sdkappid, PublicKey key, VerifierOptions options = null)
            : this(sdkappid, new[] { key }, null, options)
        {
        }

        /// <summary>A verifier of v2 tickets for the application <paramref name="sdkappid"/>, 1 to 4294967295.</summary>
        /// <exception cref="UsersigException">As <see cref="Verifier(long, IEnumerable{PublicKey}, IEnumerable{SecretKey}, VerifierOptions)"/>.</exception>
        public Verifier(long sdkappid, SecretKey key, VerifierOptions options = null)
            : this(sdkappid, null, new[] { key }, options)
        {
        }

        /// <summary>
        /// A verifier that accepts tickets of any of the given keys, of both versions: for an application that changes its keys or
        /// moves from v1 to v2.
        /// </summary>
        /// <param name="sdkappid">The application, 1 to 4294967295.</param>
        /// <param name="publicKeys">Keys for v1 tickets; may be null for none. None of them may be null.</param>
        /// <param name="secretKeys">Keys for v2 tickets; may be null for none. None of them may be null.</param>
        /// <param name="options">May be null.</param>
        /// <exception cref="UsersigException"><see cref="ErrorCode.InvalidSdkappid"/>; <see cref="ErrorCode.InvalidArgument"/>
        /// without any key or for a leeway out of range.</exception>
        public Verifier(
            long sdkappid, IEnumerable<PublicKey> publicKeys, IEnumerable<SecretKey> secretKeys, VerifierOptions options = null)
        {
            NativeLibraryCheck.Run();
            using (var borrowedPublic = new BorrowedHandles())
            using (var borrowedSecret = new BorrowedHandles())
            {
                foreach (PublicKey key in publicKeys ?? new PublicKey[0])
                {
                    borrowedPublic.Add(key?.Handle ?? throw new ArgumentNullException(nameof(publicKeys), "a key is null"));
                }
                foreach (SecretKey key in secretKeys ?? new SecretKey[0])
                {
                    borrowedSecret.Add(key?.Handle ?? throw new ArgumentNullException(nameof(secretKeys), "a key is null"));
                }
                var native = new NativeVerifierOptions { Size = (UIntPtr)(uint)sizeof(NativeVerifierOptions) };
                if (options?.Leeway != null)
                {
                    native.Flags |= NativeConstants.VerifierLeeway;
                    native.Leeway = Time.WholeSeconds(options.Leeway.Value);
                }
                if (options?.FutureTolerance != null)
                {
                    native.Flags |= NativeConstants.VerifierFutureTolerance;
                    native.FutureTolerance = Time.WholeSeconds(options.FutureTolerance.Value);
                }
                NativeError error;
                IntPtr[] v1 = borrowedPublic.ToArray(), v2 = borrowedSecret.ToArray();
                fixed (IntPtr* first = v1, second = v2)
                {
                    if (NativeMethods.usersig_verifier_new(
                        sdkappid, first, (UIntPtr)(uint)v1.Length, second, (UIntPtr)(uint)v2.Length, &native, out handle,
                        &error) != NativeConstants.Ok)
                    {
                        throw UsersigException.FromNative(&error);
                    }
                }
            }
        }

        /// <summary>
        /// Checks that a ticket is valid for a user: its form, signature, SDKAppID, identifier, userbuf and time, in this order.
        /// </summary>
        /// <param name="ticket">The ticket, without white space around it.</param>
        /// <param name="identifier">The user that it must be for.</param>
        /// <param name="options">Null for the present, and no userbuf.</param>
        /// <exception cref="UsersigException">The ticket is not valid: the codes 20 to 36 of <see cref="ErrorCode"/>. Or an argument
        /// is not usable: <see cref="ErrorCode.InvalidIdentifier"/>, <see cref="ErrorCode.InvalidArgument"/>.</exception>
        /// <exception cref="ArgumentNullException">The ticket or the identifier is null.</exception>
        public Ticket Verify(string ticket, string identifier, VerifyOptions options = null)
        {
            Ticket verified;
            UsersigException error = Check(ticket ?? throw new ArgumentNullException(nameof(ticket)), identifier, options, out verified);
            if (error != null)
            {
                throw error;
            }
            return verified;
        }

        /// <summary>As <see cref="Verify"/> without an exception: false where it would throw a <see cref="UsersigException"/>.</summary>
        /// <param name="ticket">As in <see cref="Verify"/>; null counts as empty.</param>
        /// <param name="identifier">As in <see cref="Verify"/>.</param>
        /// <param name="verified">What the ticket says; null where it is not valid.</param>
        /// <exception cref="ArgumentNullException">The identifier is null.</exception>
        public bool TryVerify(string ticket, string identifier, out Ticket verified)
        {
            UsersigException error;
            return TryVerify(ticket, identifier, null, out verified, out error);
        }

        /// <summary>As <see cref="TryVerify(string, string, out Ticket)"/>, with options, and with the reason.</summary>
        /// <param name="ticket">As in <see cref="Verify"/>; null counts as empty.</param>
        /// <param name="identifier">As in <see cref="Verify"/>.</param>
        /// <param name="options">As in <see cref="Verify"/>.</param>
        /// <param name="verified">What the ticket says; null where it is not valid.</param>
        /// <param name="error">Why it is not valid; null where it is.</param>
        /// <exception cref="ArgumentNullException">The identifier is null.</exception>
        public bool TryVerify(string ticket, string identifier, VerifyOptions options, out Ticket verified, out UsersigException error)
        {
            error = Check(ticket ?? "", identifier, options, out verified);
            return error == null;
        }

        /// <summary>Wipes and frees the verifier's copies of its keys.</summary>
        public void Dispose() => handle.Dispose();

        private UsersigException Check(string ticket, string identifier, VerifyOptions options, out Ticket verified)
        {
            if (identifier == null)
            {
                throw new ArgumentNullException(nameof(identifier));
            }
            verified = null;
            byte[] user;
            try
            {
                user = Text.Identifier(identifier);
            }
            catch (UsersigException e)
            {
                return e;
            }
            byte[] text = Text.Ticket(ticket);
            byte[] expected = options?.Userbuf?.Value;
            var native = new NativeVerifyOptions { Size = (UIntPtr)(uint)sizeof(NativeVerifyOptions) };
            native.UserbufExpected = options?.Userbuf?.Kind ?? 0;
            native.UserbufLength = Text.Length(expected);
            if (options?.Now != null)
            {
                native.Flags = NativeConstants.VerifyNow;
                native.Now = options.Now.Value.ToUnixTimeSeconds();
            }
            NativeError error;
            NativeTicketFields* fields = null;
            try
            {
                fixed (byte* first = text, second = user, third = expected)
                {
                    native.Userbuf = third;
                    if (NativeMethods.usersig_verifier_verify(
                        handle, first, Text.Length(text), second, Text.Length(user), &native, &fields, &error) != NativeConstants.Ok)
                    {
                        return UsersigException.FromNative(&error);
                    }
                }
                verified = new Ticket(fields);
                return null;
            }
            finally
            {
                if (fields != null)
                {
                    NativeMethods.usersig_ticket_free(fields);
                }
            }
        }
    }
}
