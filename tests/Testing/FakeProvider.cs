using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Teg.Platform.Testing;

/// <summary>An OpenID Connect provider of two addresses: everybody is signed in there as <see cref="Claims"/>. It checks secret, address, PKCE and that a code is used once.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private const string Client = "teg-client";
    private const string Secret = "teg-secret";

    private readonly ConcurrentDictionary<string, (string Challenge, string RedirectUri)> codes = new(StringComparer.Ordinal);
    private readonly WebApplication app;

    public FakeProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", TokenAsync);
    }

    /// <summary>What the next ID token says.</summary>
    public Dictionary<string, object> Claims { get; set; } = [];

    public string? LastRedirectUri { get; private set; }

    public Task StartAsync() => app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public Dictionary<string, string> Settings(string provider)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(StringComparer.Ordinal)
        {
            [$"External:{provider}:ClientId"] = Client,
            [$"External:{provider}:ClientSecret"] = Secret,
            [$"External:{provider}:AuthorizationAddress"] = $"{address}/authorize",
            [$"External:{provider}:TokenAddress"] = $"{address}/token",
        };
    }

    private IResult Authorize(HttpRequest request)
    {
        var code = Guid.NewGuid().ToString("n");
        LastRedirectUri = request.Query["redirect_uri"].ToString();
        codes[code] = (request.Query["code_challenge"].ToString(), LastRedirectUri);
        return TypedResults.Redirect(QueryHelpers.AddQueryString(LastRedirectUri, new Dictionary<string, string?> { ["code"] = code, ["state"] = request.Query["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_id"] != Client || form["client_secret"] != Secret || !codes.TryRemove(form["code"].ToString(), out var begun)
            || begun.RedirectUri != form["redirect_uri"]
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != begun.Challenge)
        {
            return TypedResults.Json(new { error = "invalid_grant" }, statusCode: 400);
        }

        var claims = new Dictionary<string, object>(Claims) { ["aud"] = Client };
        var idToken = $"e30.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}.c2ln";
        return TypedResults.Json(new { access_token = "at", token_type = "Bearer", expires_in = 60, id_token = idToken });
    }
}
