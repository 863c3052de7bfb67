using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using UserSig.Interop;

namespace UserSig;

/// <summary>
/// Checks tickets of one application: v1 tickets with its public keys, v2 tickets with its secret keys. Keep one verifier and use
/// it from any number of threads at once.
/// </summary>
/// <remarks>
/// After <see cref="Dispose"/> all methods throw <see cref="ObjectDisposedException"/>; a call that runs while another thread
/// disposes of the verifier ends as usual. One that is not disposed of is freed when it is collected.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class Verifier : IDisposable
{
    private readonly VerifierHandle handle;
    private readonly TimeProvider? clock;
    private readonly string text;

    /// <inheritdoc cref="Verifier(long, PublicKey, VerifierOptions)"/>
    public Verifier(long sdkAppId, PublicKey key)
        : this(sdkAppId, key, null)
    {
    }

    /// <summary>A verifier of v1 tickets for the application <paramref name="sdkAppId"/>, 1 to 4294967295.</summary>
    /// <exception cref="UserSigException">As <see cref="Verifier(long, IEnumerable{PublicKey}, IEnumerable{SecretKey}, VerifierOptions)"/>.</exception>
    public Verifier(long sdkAppId, PublicKey key, VerifierOptions? options)
        : this(sdkAppId, [key], null, options)
    {
    }

    /// <inheritdoc cref="Verifier(long, SecretKey, VerifierOptions)"/>
    public Verifier(long sdkAppId, SecretKey key)
        : this(sdkAppId, key, null)
    {
    }

    /// <summary>A verifier of v2 tickets for the application <paramref name="sdkAppId"/>, 1 to 4294967295.</summary>
    /// <exception cref="UserSigException">As <see cref="Verifier(long, IEnumerable{PublicKey}, IEnumerable{SecretKey}, VerifierOptions)"/>.</exception>
    public Verifier(long sdkAppId, SecretKey key, VerifierOptions? options)
        : this(sdkAppId, null, [key], options)
    {
    }

    /// <inheritdoc cref="Verifier(long, IEnumerable{PublicKey}, IEnumerable{SecretKey}, VerifierOptions)"/>
    public Verifier(long sdkAppId, IEnumerable<PublicKey>? publicKeys, IEnumerable<SecretKey>? secretKeys)
        : this(sdkAppId, publicKeys, secretKeys, null)
    {
    }

    /// <summary>
    /// A verifier that accepts tickets of any of the given keys, of both versions: for an application that changes its keys or
    /// moves from v1 to v2.
    /// </summary>
    /// <param name="sdkAppId">The application, 1 to 4294967295.</param>
    /// <param name="publicKeys">Keys for v1 tickets; null for none. None of them may be null.</param>
    /// <param name="secretKeys">Keys for v2 tickets; null for none. None of them may be null.</param>
    /// <param name="options">How it looks at the clock; null for the defaults.</param>
    /// <exception cref="UserSigException"><see cref="ErrorCode.InvalidSdkAppId"/>; <see cref="ErrorCode.InvalidArgument"/>
    /// without any key or for a leeway out of range.</exception>
    public Verifier(long sdkAppId, IEnumerable<PublicKey>? publicKeys, IEnumerable<SecretKey>? secretKeys, VerifierOptions? options)
    {
        NativeLibraryCheck.Run();
        using var v1 = new BorrowedKeys(publicKeys?.Select(key => key?.Handle), nameof(publicKeys));
        using var v2 = new BorrowedKeys(secretKeys?.Select(key => key?.Handle), nameof(secretKeys));
        var native = new NativeVerifierOptions { Size = (nuint)sizeof(NativeVerifierOptions) };
        if (options?.Leeway is { } leeway)
        {
            native.Flags |= NativeConstants.VerifierLeeway;
            native.Leeway = (long)leeway.TotalSeconds;
        }
        if (options?.FutureTolerance is { } tolerance)
        {
            native.Flags |= NativeConstants.VerifierFutureTolerance;
            native.FutureTolerance = (long)tolerance.TotalSeconds;
        }
        NativeError error;
        fixed (IntPtr* first = v1.Pointers, second = v2.Pointers)
        {
            UserSigException.Check(
                NativeMethods.usersig_verifier_new(
                    sdkAppId, first, (nuint)v1.Pointers.Length, second, (nuint)v2.Pointers.Length, &native, out handle, &error), &error);
        }
        clock = options?.TimeProvider;
        text = $"Verifier(SDKAppID {sdkAppId}, v1 keys: {v1.Pointers.Length}, v2 keys: {v2.Pointers.Length})";
    }

    /// <summary>
    /// Checks that a ticket is valid for a user, who is known already: the call for a login. Checks its form, signature, SDKAppID,
    /// identifier, userbuf and time, in this order.
    /// </summary>
    /// <param name="ticket">The ticket, without white space around it.</param>
    /// <param name="identifier">The user that it must be for.</param>
    /// <exception cref="UserSigException">The ticket is not valid: the codes 20 to 36 of <see cref="ErrorCode"/>. Or an argument
    /// is not usable: <see cref="ErrorCode.InvalidIdentifier"/>, <see cref="ErrorCode.InvalidArgument"/>.</exception>
    public Ticket Verify(string ticket, string identifier) => Verify(ticket, identifier, null);

    /// <summary>As <see cref="Verify(string, string)"/>, for another time or with a userbuf.</summary>
    /// <exception cref="UserSigException">As <see cref="Verify(string, string)"/>.</exception>
    public Ticket Verify(string ticket, string identifier, VerifyOptions? options)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return TryVerify(ticket, identifier, options, out Ticket? verified, out UserSigException? error) ? verified : throw error;
    }

    /// <inheritdoc cref="TryVerify(string, string, VerifyOptions, out Ticket, out UserSigException)"/>
    public bool TryVerify(string? ticket, string identifier, [NotNullWhen(true)] out Ticket? verified) =>
        TryVerify(ticket, identifier, null, out verified, out _);

    /// <inheritdoc cref="TryVerify(string, string, VerifyOptions, out Ticket, out UserSigException)"/>
    public bool TryVerify(
        string? ticket, string identifier, [NotNullWhen(true)] out Ticket? verified, [NotNullWhen(false)] out UserSigException? error) =>
        TryVerify(ticket, identifier, null, out verified, out error);

    /// <summary>As <see cref="Verify(string, string)"/> without an exception: false if it would throw a <see cref="UserSigException"/>.</summary>
    /// <param name="ticket">The ticket; null counts as empty.</param>
    /// <param name="identifier">The user that it must be for.</param>
    /// <param name="options">Null for the present, and no userbuf.</param>
    /// <param name="verified">What the ticket says; null if it is not valid.</param>
    /// <param name="error">Why it is not valid; null if it is.</param>
    public bool TryVerify(
        string? ticket, string identifier, VerifyOptions? options,
        [NotNullWhen(true)] out Ticket? verified, [NotNullWhen(false)] out UserSigException? error)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return Try(ticket, identifier, options, out verified, out error);
    }

    /// <summary>
    /// Tells who sent a ticket, the only proof of who the caller is: all that <see cref="Verify(string, string)"/> checks but for
    /// whom the ticket was made, which <see cref="TicketContent.Identifier"/> then says. Where the user is known, as in a login,
    /// <see cref="Verify(string, string)"/> is the call: a valid ticket of another user passes here.
    /// </summary>
    /// <param name="ticket">The ticket, without white space around it.</param>
    /// <exception cref="UserSigException">The ticket is not valid: the codes 20 to 36 of <see cref="ErrorCode"/>.</exception>
    public Ticket Authenticate(string ticket) => Authenticate(ticket, null);

    /// <summary>As <see cref="Authenticate(string)"/>, for another time or with a userbuf.</summary>
    /// <exception cref="UserSigException">As <see cref="Authenticate(string)"/>; <see cref="ErrorCode.InvalidArgument"/>.</exception>
    public Ticket Authenticate(string ticket, VerifyOptions? options)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return TryAuthenticate(ticket, options, out Ticket? verified, out UserSigException? error) ? verified : throw error;
    }

    /// <inheritdoc cref="TryAuthenticate(string, VerifyOptions, out Ticket, out UserSigException)"/>
    public bool TryAuthenticate(string? ticket, [NotNullWhen(true)] out Ticket? verified) => TryAuthenticate(ticket, null, out verified, out _);

    /// <inheritdoc cref="TryAuthenticate(string, VerifyOptions, out Ticket, out UserSigException)"/>
    public bool TryAuthenticate(string? ticket, [NotNullWhen(true)] out Ticket? verified, [NotNullWhen(false)] out UserSigException? error) =>
        TryAuthenticate(ticket, null, out verified, out error);

    /// <summary>As <see cref="Authenticate(string)"/> without an exception: false if it would throw a <see cref="UserSigException"/>.</summary>
    /// <param name="ticket">The ticket; null counts as empty.</param>
    /// <param name="options">Null for the present, and no userbuf.</param>
    /// <param name="verified">What the ticket says; null if it is not valid.</param>
    /// <param name="error">Why it is not valid; null if it is.</param>
    public bool TryAuthenticate(
        string? ticket, VerifyOptions? options, [NotNullWhen(true)] out Ticket? verified, [NotNullWhen(false)] out UserSigException? error) =>
        Try(ticket, null, options, out verified, out error);

    /// <summary>Wipes and frees the verifier's copies of its keys.</summary>
    public void Dispose() => handle.Dispose();

    /// <summary>The application, and how many keys of each version.</summary>
    public override string ToString() => text;

    private bool Try(
        string? ticket, string? identifier, VerifyOptions? options,
        [NotNullWhen(true)] out Ticket? verified, [NotNullWhen(false)] out UserSigException? error)
    {
        verified = null;
        error = null;
        Span<byte> buffer = stackalloc byte[Text.IdentifierBuffer];
        scoped ReadOnlySpan<byte> user = default;
        UserSigException? noText = null;
        try
        {
            if (identifier is not null)
            {
                user = Text.Identifier(identifier, buffer);
            }
        }
        catch (UserSigException e)
        {
            // Unless the ticket is wrong in a way that counts first: the empty identifier in its place is refused, too.
            noText = e;
        }
        ReadOnlySpan<byte> sent = Text.Ticket(ticket);
        byte[]? expected = options?.Userbuf?.Value;
        var native = new NativeVerifyOptions
        {
            Size = (nuint)sizeof(NativeVerifyOptions),
            UserbufExpected = options?.Userbuf?.Kind ?? 0,
            UserbufLength = (nuint)(expected?.Length ?? 0),
        };
        if ((options?.Now ?? clock?.GetUtcNow()) is { } now)
        {
            native.Flags = NativeConstants.VerifyNow;
            native.Now = now.ToUnixTimeSeconds();
        }
        using Handle.Lease verifier = handle.Borrow();
        NativeError failure;
        NativeTicketFields* fields = null;
        try
        {
            fixed (byte* first = sent, second = user, third = expected)
            {
                native.Userbuf = third;
                int status = identifier is null
                    ? NativeMethods.usersig_verifier_authenticate(verifier.Pointer, first, (nuint)sent.Length, &native, &fields, &failure)
                    : NativeMethods.usersig_verifier_verify(
                        verifier.Pointer, first, (nuint)sent.Length, second, (nuint)user.Length, &native, &fields, &failure);
                if (status != NativeConstants.Ok)
                {
                    error = UserSigException.FromNative(&failure);
                    error = error.Code == ErrorCode.InvalidIdentifier ? noText ?? error : error;
                    return false;
                }
            }
            verified = new(fields);
            return true;
        }
        finally
        {
            NativeMethods.usersig_ticket_free(fields);
        }
    }
}
