// An app's UserSig endpoints. A UserSig is a login: whoever holds it is that user until it expires, and a single one cannot be revoked.
// So it goes to a user who has already logged in to the app, for the ID that the login names and never for one from the request,
// and with a short life; the app fetches a new one when it needs it.
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using UserSig;

namespace Example;

public static class App
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOptions<UserSigSettings>().BindConfiguration("UserSig").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Tickets>();
        builder.Services.AddSingleton<Logins>();
        builder.Services.AddProblemDetails();
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme)
            .AddBearerToken()
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, UserSigHandler>(UserSigHandler.Scheme, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(UserSigHandler.Scheme, policy => policy.AddAuthenticationSchemes(UserSigHandler.Scheme).RequireAuthenticatedUser());

        WebApplication app = builder.Build();
        // A wrong key stops the server here and not at a user's first call.
        app.Services.GetRequiredService<Tickets>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = e => e is UserSigException error ? Problem.Status(error) : 500 });
        app.UseStatusCodePages();
        app.UseAuthorization();

        // The app's own login. Yours is already there and looks different.
        app.MapPost("/login", (Login login, Logins logins) => logins.IsRight(login)
            ? Results.SignIn(new(new ClaimsIdentity([new(ClaimTypes.Name, login.User)], BearerTokenDefaults.AuthenticationScheme)))
            : Results.Problem("wrong user or password", statusCode: 401));

        RouteGroupBuilder users = app.MapGroup("").RequireAuthorization();
        users.MapPost("/usersig", (ClaimsPrincipal user, Tickets tickets) =>
        {
            string userSig = tickets.Signer.GenSig(user.Identity!.Name!, new GenOptions { Expire = Lifetime, StrictIdentifier = true });
            return NoStore(new { sdkAppId = UntrustedTicket.Inspect(userSig).SdkAppId, userId = user.Identity.Name, userSig });
        });
        // A permission to enter a TRTC room and to speak there, for its members.
        users.MapPost("/private-map-key", (long room, ClaimsPrincipal user, Tickets tickets, Logins logins) =>
        {
            if (!logins.IsMember(user.Identity!.Name!, room))
            {
                return Results.Problem("not a member of this room", statusCode: 403);
            }
            Privileges may = Privileges.EnterRoom | Privileges.SendAudio | Privileges.ReceiveAudio;
            string privateMapKey = tickets.Signer.GenPrivateMapKey(user.Identity.Name!, Room.FromNumber(room), may, TimeSpan.FromMinutes(10));
            return NoStore(new { roomId = room, privateMapKey });
        });

        // A second service, which knows its callers by their UserSig alone.
        app.MapGet("/me", (ClaimsPrincipal user) => new { userId = user.Identity!.Name }).RequireAuthorization(UserSigHandler.Scheme);
        return app;
    }

    private static IResult NoStore(object answer) => new Uncached(Results.Ok(answer));

    private sealed class Uncached(IResult inner) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = "no-store";
            return inner.ExecuteAsync(httpContext);
        }
    }
}
