using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace UserSig.Tests;

/// <summary>examples/csharp, called over HTTP as an app does.</summary>
public sealed class ExampleTests : IAsyncLifetime
{
    private readonly WebApplication app = Server(Samples.Secret);
    private readonly HttpClient client = new();
    private readonly Verifier verifier = Samples.SecretVerifier();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync(TestContext.Current.CancellationToken);
        client.BaseAddress = new(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        verifier.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task ATicketForTheUserOfTheLogin()
    {
        string session = await LogIn("xiaojun", "correct horse");
        (HttpStatusCode status, JsonNode answer) = await Call(HttpMethod.Post, "/usersig", session);
        Assert.Equal(HttpStatusCode.OK, status);
        Ticket ticket = verifier.Verify((string)answer["userSig"]!, "xiaojun");
        Assert.Equal("xiaojun", (string)answer["userId"]!);
        Assert.Equal(Samples.SdkAppId, (long)answer["sdkAppId"]!);
        Assert.Equal(3, answer.AsObject().Count);
        Assert.Equal(TimeSpan.FromDays(1), ticket.Expire);
    }

    [Fact]
    public async Task APermissionForMembersOfTheRoom()
    {
        (_, JsonNode answer) = await Call(HttpMethod.Post, "/private-map-key?room=10000", await LogIn("xiaojun", "correct horse"));
        Ticket ticket = verifier.Verify((string)answer["privateMapKey"]!, "xiaojun", new() { Userbuf = ExpectedUserbuf.Any });
        Assert.Equal(Room.FromNumber(10000), ticket.PrivateMapKey?.Room);
        Assert.Equal(Privileges.EnterRoom | Privileges.SendAudio | Privileges.ReceiveAudio, ticket.PrivateMapKey?.Privileges);
        (HttpStatusCode others, _) = await Call(HttpMethod.Post, "/private-map-key?room=10000", await LogIn("xiaoming", "battery staple"));
        Assert.Equal(HttpStatusCode.Forbidden, others);
    }

    [Fact]
    public async Task ATicketIsABearersProof()
    {
        using Signer signer = Samples.SecretSigner();
        (HttpStatusCode status, JsonNode answer) = await Call(HttpMethod.Get, "/me", signer.GenSig("somebody"));
        Assert.Equal((HttpStatusCode.OK, "somebody"), (status, (string)answer["userId"]!));
        (status, _) = await Call(HttpMethod.Get, "/me", signer.GenSig("somebody"), "BEARER");
        Assert.Equal(HttpStatusCode.OK, status);
        string expired = signer.GenSig("somebody", new GenOptions { Expire = TimeSpan.FromSeconds(1), IssuedAt = DateTimeOffset.UtcNow.AddHours(-1) });
        (status, answer) = await Call(HttpMethod.Get, "/me", expired);
        Assert.Equal((HttpStatusCode.Unauthorized, "expired"), (status, (string)answer["code"]!));
        (status, answer) = await Call(HttpMethod.Get, "/me", "no-ticket");
        Assert.Equal((HttpStatusCode.BadRequest, "malformed_base64"), (status, (string)answer["code"]!));
        (status, _) = await Call(HttpMethod.Get, "/me", null);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task RefusesOthers()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsJsonAsync("/login", new { user = "xiaojun", password = "battery staple" }, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsJsonAsync("/login", new { user = "nobody", password = "correct horse" }, TestContext.Current.CancellationToken)).StatusCode);
        using Signer signer = Samples.SecretSigner();
        foreach (string? session in new[] { null, "AAAA", signer.GenSig("xiaojun") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await Call(HttpMethod.Post, "/usersig", session)).Status);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await Call(HttpMethod.Post, "/elsewhere", null)).Status);
    }

    // What is changed in the configuration while requests run: no request fails, and the old tickets stay valid.
    [Fact]
    public async Task TheSecretIsExchangedUnderLoad()
    {
        string session = await LogIn("xiaojun", "correct horse"), other = new('b', 64);
        Task[] callers = [.. Enumerable.Range(0, 4).Select(async caller =>
        {
            for (int i = 0; i < 30; i++)
            {
                (_, JsonNode answer) = await Call(HttpMethod.Post, "/usersig", session);
                Assert.Equal(HttpStatusCode.OK, (await Call(HttpMethod.Get, "/me", (string)answer["userSig"]!)).Status);
            }
        })];
        app.Configuration["UserSig:Secret"] = other;
        app.Configuration["UserSig:PreviousSecret"] = Samples.Secret;
        ((IConfigurationRoot)app.Configuration).Reload();
        await Task.WhenAll(callers);
        (_, JsonNode last) = await Call(HttpMethod.Post, "/usersig", session);
        using var key = new SecretKey(other);
        using var newer = new Verifier(Samples.SdkAppId, key);
        newer.Verify((string)last["userSig"]!, "xiaojun");
    }

    [Fact]
    public void AWrongKeyStopsTheServerAtItsStart()
    {
        UserSigException e = Assert.Throws<UserSigException>(() => Server("-----BEGIN PRIVATE KEY-----"));
        Assert.Equal(ErrorKind.Key, e.Kind);
        Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => Server(""));
    }

    private static WebApplication Server(string secret)
    {
        WebApplication app = Example.App.Build(["--urls", "http://127.0.0.1:0", "--UserSig:SdkAppId", "1400000000", "--UserSig:Secret", secret, "--Logging:LogLevel:Default", "None"]);
        return app;
    }

    private async Task<string> LogIn(string user, string password)
    {
        HttpResponseMessage response = await client.PostAsJsonAsync("/login", new { user, password }, TestContext.Current.CancellationToken);
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["accessToken"]!;
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> Call(HttpMethod method, string path, string? bearer, string scheme = "Bearer")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue(scheme, bearer);
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }
}
