using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using UserSig.Interop;

namespace UserSig;

/// <summary>
/// Makes tickets for one application. The key decides their version: a <see cref="PrivateKey"/> makes v1 tickets (ECDSA), a
/// <see cref="SecretKey"/> v2 tickets (HMAC). Keep one signer and use it from any number of threads at once.
/// </summary>
/// <remarks>
/// All methods throw <see cref="ArgumentNullException"/> for null where it is not allowed and, after <see cref="Dispose"/>,
/// <see cref="ObjectDisposedException"/>; a call that runs while another thread disposes of the signer ends as usual. A signer that
/// is not disposed of is wiped and freed when it is collected: to change keys while others use it, let the reference go.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class Signer : IDisposable
{
    // A streaming batch holds so many tickets. Each native call of a batch makes so many: fewer are not worth a thread.
    private const int StreamChunk = 8192;
    private const int MinCall = 64;
    private const int MaxCall = 256;

    private readonly SignerHandle handle;
    private readonly TimeProvider? clock;
    private readonly string text;

    /// <inheritdoc cref="Signer(long, PrivateKey, SignerOptions)"/>
    public Signer(long sdkAppId, PrivateKey key)
        : this(sdkAppId, key, null)
    {
    }

    /// <summary>A signer of v1 tickets for the application <paramref name="sdkAppId"/>, 1 to 4294967295.</summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidSdkAppId"/>.</exception>
    public Signer(long sdkAppId, PrivateKey key, SignerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(key);
        using Handle.Lease borrowed = key.Handle.Borrow();
        NativeError error;
        UserSigException.Check(NativeMethods.usersig_signer_with_private_key(sdkAppId, borrowed.Pointer, out handle, &error), &error);
        clock = options?.TimeProvider;
        text = $"Signer(v1, SDKAppID {sdkAppId})";
    }

    /// <inheritdoc cref="Signer(long, SecretKey, SignerOptions)"/>
    public Signer(long sdkAppId, SecretKey key)
        : this(sdkAppId, key, null)
    {
    }

    /// <summary>A signer of v2 tickets for the application <paramref name="sdkAppId"/>, 1 to 4294967295.</summary>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidSdkAppId"/>.</exception>
    public Signer(long sdkAppId, SecretKey key, SignerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(key);
        using Handle.Lease borrowed = key.Handle.Borrow();
        NativeError error;
        UserSigException.Check(NativeMethods.usersig_signer_with_secret_key(sdkAppId, borrowed.Pointer, out handle, &error), &error);
        clock = options?.TimeProvider;
        text = $"Signer(v2, SDKAppID {sdkAppId})";
    }

    /// <summary>Makes a ticket for a user, valid for 180 days from now.</summary>
    /// <param name="identifier">The user: 1 to 1024 bytes of UTF-8 without control characters; the service takes at most 32.</param>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidIdentifier"/>.</exception>
    public string GenSig(string identifier) => Generate(identifier, null, 0, null, null);

    /// <summary>Makes a ticket for a user, valid for <paramref name="expire"/> from now.</summary>
    /// <param name="identifier">As in <see cref="GenSig(string)"/>.</param>
    /// <param name="expire">As <see cref="GenOptions.Expire"/>.</param>
    /// <exception cref="UserSigException">As <see cref="GenSig(string)"/>, and <see cref="ErrorCode.InvalidExpire"/>.</exception>
    public string GenSig(string identifier, TimeSpan expire) => Generate(identifier, null, 0, expire, null);

    /// <summary>Makes a ticket for a user.</summary>
    /// <param name="identifier">As in <see cref="GenSig(string)"/>.</param>
    /// <param name="options">What else the ticket says; null for the defaults.</param>
    /// <exception cref="UserSigException">As <see cref="GenSig(string)"/>, and <see cref="ErrorCode.InvalidExpire"/>,
    /// <see cref="ErrorCode.InvalidUserbuf"/> or <see cref="ErrorCode.InvalidArgument"/>.</exception>
    public string GenSig(string identifier, GenOptions? options) => Generate(identifier, null, 0, null, options);

    /// <summary>Makes a TRTC PrivateMapKey, a ticket that lets the user into one room, valid for 180 days from now.</summary>
    /// <param name="identifier">As in <see cref="GenSig(string)"/>.</param>
    /// <param name="room">The room.</param>
    /// <param name="privileges">What the user may do there.</param>
    /// <exception cref="UserSigException">As <see cref="GenPrivateMapKey(string, Room, Privileges, GenOptions)"/>.</exception>
    public string GenPrivateMapKey(string identifier, Room room, Privileges privileges) => GenPrivateMapKey(identifier, room, privileges, null);

    /// <summary>As <see cref="GenPrivateMapKey(string, Room, Privileges)"/>, valid for <paramref name="expire"/> from now.</summary>
    /// <exception cref="UserSigException">As <see cref="GenPrivateMapKey(string, Room, Privileges, GenOptions)"/>.</exception>
    public string GenPrivateMapKey(string identifier, Room room, Privileges privileges, TimeSpan expire)
    {
        ArgumentNullException.ThrowIfNull(room);
        return Generate(identifier, room, privileges, expire, null);
    }

    /// <summary>As <see cref="GenPrivateMapKey(string, Room, Privileges)"/>, with more about the ticket.</summary>
    /// <param name="identifier">As in <see cref="GenSig(string)"/>.</param>
    /// <param name="room">The room.</param>
    /// <param name="privileges">What the user may do there.</param>
    /// <param name="options">As in <see cref="GenSig(string, GenOptions)"/>, but without a userbuf.</param>
    /// <exception cref="UserSigException">As <see cref="GenSig(string, GenOptions)"/>, and <see cref="ErrorCode.InvalidRoom"/>;
    /// <see cref="ErrorCode.InvalidExpire"/> if the permission would end after 2106-02-07, the last moment that its 32 bits can
    /// name.</exception>
    public string GenPrivateMapKey(string identifier, Room room, Privileges privileges, GenOptions? options)
    {
        ArgumentNullException.ThrowIfNull(room);
        return Generate(identifier, room, privileges, null, options);
    }

    /// <summary>
    /// Makes one ticket per identifier, in their order and with one time of issue for all, over several threads. What is wrong
    /// with one identifier is in its result and does not stop the others.
    /// </summary>
    /// <param name="identifiers">The users, each as in <see cref="GenSig(string)"/>; one that is null is an invalid identifier.</param>
    /// <param name="options">What else the tickets say.</param>
    /// <param name="threads">The largest number of threads; 0 for one per core.</param>
    /// <exception cref="UserSigException">The options are invalid.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative.</exception>
    public IReadOnlyList<BatchResult> GenSigBatch(IEnumerable<string?> identifiers, GenOptions? options = null, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        using Handle.Lease signer = handle.Borrow();
        GenArguments given = BatchArguments(options);
        BatchResult[] results = identifiers.Select(identifier => new BatchResult(identifier)).ToArray();
        BatchOver(signer.Pointer, threads, results, results.Length, given);
        return results;
    }

    /// <summary>
    /// As <see cref="GenSigBatch"/> for any number of identifiers: reads some thousand of them at a time and gives their results in
    /// order, before it reads more.
    /// </summary>
    /// <param name="identifiers">As in <see cref="GenSigBatch"/>.</param>
    /// <param name="options">As in <see cref="GenSigBatch"/>.</param>
    /// <param name="threads">As in <see cref="GenSigBatch"/>.</param>
    /// <param name="cancellationToken">Ends it before the next thousands.</param>
    /// <exception cref="UserSigException">The options are invalid.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; thrown while the results are read.</exception>
    public IEnumerable<BatchResult> GenSigStream(
        IEnumerable<string?> identifiers, GenOptions? options = null, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return Stream(identifiers, BatchArguments(options), threads, cancellationToken);
    }

    // What the clock says, in unix seconds.
    internal long Now => (clock ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds();

    internal SourceHandle Source(string identifier, GenOptions? options, double minShare)
    {
        ReadOnlySpan<byte> user = Text.Identifier(identifier, stackalloc byte[Text.IdentifierBuffer]);
        // Without the clock, which would give the time of issue.
        var given = new GenArguments(options, null, null);
        using Handle.Lease signer = handle.Borrow();
        NativeError error;
        fixed (byte* first = user, texts = given.Texts)
        {
            NativeGenOptions native = given.ToNative(texts);
            UserSigException.Check(
                NativeMethods.usersig_source_new(
                    signer.Pointer, first, (nuint)user.Length, &native, minShare, out SourceHandle source, &error), &error);
            return source;
        }
    }

    /// <summary>Wipes and frees the signer's copy of the key.</summary>
    public void Dispose() => handle.Dispose();

    /// <summary>The version and the application.</summary>
    public override string ToString() => text;

    private string Generate(string identifier, Room? room, Privileges privileges, TimeSpan? expire, GenOptions? options)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        ReadOnlySpan<byte> user = Text.Identifier(identifier, stackalloc byte[Text.IdentifierBuffer]);
        ReadOnlySpan<byte> name = room is null ? default : Text.RoomName(room.Name, stackalloc byte[Text.RoomBuffer]);
        var given = new GenArguments(options, Time.Seconds(expire, "expire", ErrorCode.InvalidExpire), clock);
        byte[] buffer = Text.TicketBuffer;
        using Handle.Lease signer = handle.Borrow();
        NativeError error;
        nuint length;
        fixed (byte* ticket = buffer, first = user, roomName = &MemoryMarshal.GetReference(name), texts = given.Texts)
        {
            NativeGenOptions native = given.ToNative(texts);
            UserSigException.Check(
                room is null
                    ? NativeMethods.usersig_signer_gen_sig(
                        signer.Pointer, first, (nuint)user.Length, &native, ticket, (nuint)buffer.Length, &length, &error)
                    : NativeMethods.usersig_signer_gen_private_map_key(
                        signer.Pointer, first, (nuint)user.Length, room.Number, roomName, (nuint)name.Length, (uint)privileges, &native, ticket,
                        (nuint)buffer.Length, &length, &error),
                &error);
            return Text.FromAscii(ticket, length);
        }
    }

    // The options as they are now, and one time of issue for all chunks.
    private GenArguments BatchArguments(GenOptions? options)
    {
        var given = new GenArguments(options, null, clock ?? TimeProvider.System);
        // Of no identifier at all: what is wrong with the options is told before the first.
        using Handle.Lease signer = handle.Borrow();
        Batch(signer.Pointer, [], given);
        return given;
    }

    private IEnumerable<BatchResult> Stream(IEnumerable<string?> identifiers, GenArguments given, int threads, CancellationToken cancellationToken)
    {
        var results = new BatchResult[StreamChunk];
        using IEnumerator<string?> source = identifiers.GetEnumerator();
        int count;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (count = 0; count < StreamChunk && source.MoveNext(); count++)
            {
                results[count] = new(source.Current);
            }
            using (Handle.Lease signer = handle.Borrow())
            {
                BatchOver(signer.Pointer, threads, results, count, given);
            }
            for (int i = 0; i < count; i++)
            {
                yield return results[i];
            }
        }
        while (count == StreamChunk);
    }

    // Over several threads, each with calls of its own: so the texts of the results are made by all of them, too.
    private static void BatchOver(IntPtr signer, int threads, BatchResult[] results, int count, GenArguments given)
    {
        int most = threads == 0 ? Environment.ProcessorCount : threads;
        int each = Math.Min(MaxCall, Math.Max(MinCall, count / (4 * most)));
        if (count <= each)
        {
            Batch(signer, results.AsSpan(0, count), given);
            return;
        }
        Parallel.ForEach(
            Partitioner.Create(0, count, each), new ParallelOptions { MaxDegreeOfParallelism = most },
            range => Batch(signer, results.AsSpan(range.Item1, range.Item2 - range.Item1), given));
    }

    private static void Batch(IntPtr signer, Span<BatchResult> part, GenArguments given)
    {
        int size = 0;
        foreach (ref readonly BatchResult one in part)
        {
            size += Text.BufferFor(Math.Min(one.Identifier?.Length ?? 0, Limits.MaxIdentifierBytes));
        }
        byte[] users = ArrayPool<byte>.Shared.Rent(size);
        nuint[] lengths = ArrayPool<nuint>.Shared.Rent(part.Length);
        NativeBatch* batch = null;
        try
        {
            int total = 0;
            for (int i = 0; i < part.Length; i++)
            {
                // One that is no text is an empty one to the library, and its error stays.
                int length = 0;
                try
                {
                    length = Text.Identifier(part[i].Identifier ?? "", users.AsSpan(total)).Length;
                }
                catch (UserSigException e)
                {
                    part[i] = new(part[i].Identifier, null, e);
                }
                lengths[i] = (nuint)length;
                total += length;
            }
            NativeError error;
            fixed (byte* bytes = users, texts = given.Texts)
            fixed (nuint* each = lengths)
            {
                NativeGenOptions native = given.ToNative(texts);
                UserSigException.Check(
                    NativeMethods.usersig_signer_gen_sig_batch(
                        signer, bytes, (nuint)total, each, (nuint)part.Length, &native, 1, &batch, &error), &error);
            }
            for (int i = 0; i < part.Length; i++)
            {
                NativeBatchItem* item = &batch->Items[i];
                if (item->Status == NativeConstants.Ok)
                {
                    part[i] = new(part[i].Identifier, Text.FromAscii(item->Ticket, item->TicketLength));
                }
                else if (part[i].Error is null)
                {
                    part[i] = new(part[i].Identifier, null, UserSigException.FromStatus(item->Status, Text.FromUtf8(item->Message)));
                }
            }
        }
        finally
        {
            NativeMethods.usersig_batch_free(batch);
            ArrayPool<byte>.Shared.Return(users);
            ArrayPool<nuint>.Shared.Return(lengths);
        }
    }
}
