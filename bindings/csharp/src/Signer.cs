using System;
using System.Collections.Generic;
using Usersig.Interop;

namespace Usersig
{
    /// <summary>
    /// Makes tickets for one application. The key decides their version: a <see cref="PrivateKey"/> makes v1 tickets (ECDSA), a
    /// <see cref="SecretKey"/> v2 tickets (HMAC). Keep one signer and use it from any number of threads at once.
    /// </summary>
    /// <remarks>
    /// All methods throw <see cref="ArgumentNullException"/> for null where it is not allowed and, after <see cref="Dispose"/>,
    /// <see cref="ObjectDisposedException"/>; a call that runs while another thread disposes of the signer ends as usual.
    /// </remarks>
    public sealed unsafe class Signer : IDisposable
    {
        // Every ticket fits, and no call of a thread's comes during another of its calls.
        [ThreadStatic]
        private static byte[] place;

        private readonly SignerHandle handle;

        /// <summary>A signer of v1 tickets for the application <paramref name="sdkappid"/>, 1 to 4294967295.</summary>
        /// <exception cref="UsersigException"><see cref="ErrorCode.InvalidSdkappid"/>.</exception>
        public Signer(long sdkappid, PrivateKey key)
        {
            if (key == null)
            {
                throw new ArgumentNullException(nameof(key));
            }
            NativeError error;
            if (NativeMethods.usersig_signer_new_v1(sdkappid, key.Handle, out handle, &error) != NativeConstants.Ok)
            {
                throw UsersigException.FromNative(&error);
            }
        }

        /// <summary>A signer of v2 tickets for the application <paramref name="sdkappid"/>, 1 to 4294967295.</summary>
        /// <exception cref="UsersigException"><see cref="ErrorCode.InvalidSdkappid"/>.</exception>
        public Signer(long sdkappid, SecretKey key)
        {
            if (key == null)
            {
                throw new ArgumentNullException(nameof(key));
            }
            NativeError error;
            if (NativeMethods.usersig_signer_new_v2(sdkappid, key.Handle, out handle, &error) != NativeConstants.Ok)
            {
                throw UsersigException.FromNative(&error);
            }
        }

        /// <summary>Makes a ticket for a user, valid for 180 days from now.</summary>
        /// <param name="identifier">The user: 1 to 1024 bytes of UTF-8 without control characters; the service takes at most 32.</param>
        /// <exception cref="UsersigException"><see cref="ErrorCode.InvalidIdentifier"/>.</exception>
        public string GenSig(string identifier) => Generate(identifier, null, 0, null, null);

        /// <summary>Makes a ticket for a user, valid for <paramref name="expire"/> from now.</summary>
        /// <param name="identifier">As in <see cref="GenSig(string)"/>.</param>
        /// <param name="expire">As <see cref="GenOptions.Expire"/>.</param>
        /// <exception cref="UsersigException">As <see cref="GenSig(string)"/>, and <see cref="ErrorCode.InvalidExpire"/>.</exception>
        public string GenSig(string identifier, TimeSpan expire) => Generate(identifier, null, 0, expire, null);

        /// <summary>Makes a ticket for a user.</summary>
        /// <param name="identifier">As in <see cref="GenSig(string)"/>.</param>
        /// <param name="options">What else the ticket says; null for the defaults.</param>
        /// <exception cref="UsersigException">As <see cref="GenSig(string)"/>, and <see cref="ErrorCode.InvalidExpire"/>,
        /// <see cref="ErrorCode.InvalidUserbuf"/> or <see cref="ErrorCode.InvalidArgument"/>.</exception>
        public string GenSig(string identifier, GenOptions options) =>
            Generate(identifier, null, 0, null, options);

        /// <summary>Makes a TRTC PrivateMapKey: a v2 ticket that lets the user into one room.</summary>
        /// <param name="identifier">As in <see cref="GenSig(string)"/>.</param>
        /// <param name="room">The room.</param>
        /// <param name="privileges">What the user may do there.</param>
        /// <param name="options">As in <see cref="GenSig(string, GenOptions)"/>, but without a userbuf; may be null.</param>
        /// <exception cref="UsersigException">As <see cref="GenSig(string, GenOptions)"/>, and <see cref="ErrorCode.InvalidRoom"/>;
        /// <see cref="ErrorCode.WrongKeyKind"/> for a v1 signer; <see cref="ErrorCode.InvalidExpire"/> where the permission would
        /// end after 2106-02-07, the last moment that its 32 bits can name.</exception>
        public string GenPrivateMapKey(string identifier, Room room, Privileges privileges, GenOptions options = null) =>
            Generate(identifier, room ?? throw new ArgumentNullException(nameof(room)), privileges, null, options);

        /// <summary>As <see cref="GenPrivateMapKey(string, Room, Privileges, GenOptions)"/>, valid for <paramref name="expire"/> from now.</summary>
        public string GenPrivateMapKey(string identifier, Room room, Privileges privileges, TimeSpan expire) =>
            Generate(identifier, room ?? throw new ArgumentNullException(nameof(room)), privileges, expire, null);

        /// <summary>
        /// Makes one ticket per identifier, in their order and with one time of issue for all, over several threads. What is wrong
        /// with one identifier stands in its result and does not stop the others.
        /// </summary>
        /// <param name="identifiers">The users, each as in <see cref="GenSig(string)"/>; none may be null.</param>
        /// <param name="options">What else the tickets say; may be null.</param>
        /// <param name="threads">The largest number of threads; 0 for one per core.</param>
        /// <exception cref="UsersigException">The options are invalid.</exception>
        /// <exception cref="ArgumentException">An identifier is null, or <paramref name="threads"/> is negative.</exception>
        public IReadOnlyList<BatchResult> GenSigBatch(IEnumerable<string> identifiers, GenOptions options = null, int threads = 0)
        {
            if (identifiers == null)
            {
                throw new ArgumentNullException(nameof(identifiers));
            }
            if (threads < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(threads));
            }
            var input = new BatchInput(identifiers);
            var given = new GenOptionsBytes(null, options);
            NativeError error;
            NativeBatch* batch = null;
            try
            {
                fixed (byte* bytes = input.Bytes, userbuf = given.Userbuf, accountType = given.AccountType, appidAt3rd = given.AppidAt3rd)
                fixed (UIntPtr* lengths = input.Lengths)
                {
                    NativeGenOptions native = given.ToNative(userbuf, accountType, appidAt3rd);
                    if (NativeMethods.usersig_signer_gen_sig_batch(
                        handle, bytes, Text.Length(input.Bytes), lengths, (UIntPtr)(uint)input.Lengths.Length, &native, (uint)threads,
                        &batch, &error) != NativeConstants.Ok)
                    {
                        throw UsersigException.FromNative(&error);
                    }
                }
                return input.Results(batch);
            }
            finally
            {
                if (batch != null)
                {
                    NativeMethods.usersig_batch_free(batch);
                }
            }
        }

        /// <summary>Wipes and frees the signer's copy of the key.</summary>
        public void Dispose() => handle.Dispose();

        private string Generate(string identifier, Room room, Privileges privileges, TimeSpan? expire, GenOptions options)
        {
            byte[] user = Text.Identifier(identifier ?? throw new ArgumentNullException(nameof(identifier)));
            var name = new RoomName(room?.Name);
            var given = new GenOptionsBytes(expire, options);
            byte[] buffer = place ?? (place = new byte[Limits.MaxTicketBytes + 1]);
            NativeError error;
            UIntPtr length;
            fixed (byte* ticket = buffer, first = user, roomName = name.Bytes)
            fixed (byte* userbuf = given.Userbuf, accountType = given.AccountType, appidAt3rd = given.AppidAt3rd)
            {
                NativeGenOptions native = given.ToNative(userbuf, accountType, appidAt3rd);
                int status = room == null
                    ? NativeMethods.usersig_signer_gen_sig(
                        handle, first, Text.Length(user), &native, ticket, Text.Length(buffer), &length, &error)
                    : NativeMethods.usersig_signer_gen_private_map_key(
                        handle, first, Text.Length(user), room.Number, roomName, name.Length, (uint)privileges, &native, ticket,
                        Text.Length(buffer), &length, &error);
                if (status != NativeConstants.Ok)
                {
                    throw UsersigException.FromNative(&error);
                }
                return Text.FromUtf8(ticket, length);
            }
        }
    }
}
