using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using UserSig;

namespace Example;

/// <summary>Takes a UserSig as a bearer's proof: the caller is whom the ticket was made for.</summary>
public sealed class UserSigHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Tickets tickets)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "UserSig";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }
        if (!tickets.Verifier.TryAuthenticate(header[7..], out Ticket? verified, out UserSigException? error))
        {
            return Task.FromResult(AuthenticateResult.Fail(error));
        }
        var identity = new ClaimsIdentity([new(ClaimTypes.Name, verified.Identifier)], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), new() { ExpiresUtc = verified.ExpiresAt }, Scheme)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        var error = (await HandleAuthenticateOnceSafeAsync()).Failure as UserSigException;
        await Problem.Of(error).ExecuteAsync(Context);
    }
}

/// <summary>What went wrong, as HTTP says it. The texts of the library hold no key, ticket or identifier.</summary>
public static class Problem
{
    /// <summary>400 for what is no ticket, 401 for one that is not valid; the rest is a mistake of the server's own.</summary>
    public static int Status(UserSigException error) => error switch
    {
        { Kind: ErrorKind.Ticket, Number: < 30 } => 400,
        { Kind: ErrorKind.Ticket } => 401,
        _ => 500,
    };

    public static IResult Of(UserSigException? error) => error is null
        ? Results.Problem("no UserSig", statusCode: 401)
        : Results.Problem(error.Message, statusCode: Status(error), extensions: new Dictionary<string, object?> { ["code"] = error.Word });
}
