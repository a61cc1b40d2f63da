using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>Two firms of a test class's own in the running system, and the ways in.</summary>
public sealed class TwoFirms(Suite suite) : IAsyncLifetime
{
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HttpClient> browsers = new(StringComparer.Ordinal);
    private readonly List<HttpClient> opened = [];

    internal NpgsqlDataSource Owner { get; } = NpgsqlDataSource.Create(suite.Application.GetConnectionString("teg"));

    internal Firm Alpha { get; private set; } = null!;

    internal Firm Beta { get; private set; } = null!;

    internal string ExpiredToken => suite.Forge.Token(Alpha.Id, Alpha.People["Admin"].Id, "Admin", TimeSpan.FromMinutes(-10));

    public async ValueTask InitializeAsync()
    {
        await using var owner = await Owner.OpenConnectionAsync();
        Alpha = await Firm.OpenAsync(owner);
        Beta = await Firm.OpenAsync(owner);
    }

    public async ValueTask DisposeAsync()
    {
        opened.ForEach(client => client.Dispose());
        await Owner.DisposeAsync();
    }

    /// <summary>As a service within the house asks: with a token, or with none.</summary>
    internal Task<Answer> AtServiceAsync(Route route, Example example, string? token) => SendAsync(
        Client(suite.Application.GetEndpoint(route.Service)), () =>
        {
            var request = Request(route, example, route.Path);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            return request;
        });

    /// <summary>As a page asks the Gateway.</summary>
    /// <param name="path">With the placeholders of the route.</param>
    internal static Task<Answer> ThroughGatewayAsync(HttpClient browser, Route route, Example example, string path) =>
        SendAsync(browser, () => Request(route, example, path));

    /// <summary>The access token of a person, signed in once, or anew when the session will end with the request.</summary>
    internal async Task<string?> TokenAsync(Firm firm, string caller, bool anew = false)
    {
        if (caller == RouteTable.Anonymous)
        {
            return null;
        }

        var email = firm.People[caller].Email;
        if (anew || !tokens.TryGetValue(email, out var token))
        {
            using var answer = await Client(suite.Application.GetEndpoint("accounts")).PostAsJsonAsync("/sessions", new { email, password = Firm.Password });
            token = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
        }

        return anew ? Last(email, token) : tokens[email] = token;
    }

    /// <summary>A browser with the person's session, or a stranger's that has opened the page.</summary>
    internal async Task<HttpClient> BrowserAsync(Firm firm, string caller, bool anew = false)
    {
        var name = caller == RouteTable.Anonymous ? caller : firm.People[caller].Email;
        if (anew || !browsers.TryGetValue(name, out var browser))
        {
            browser = caller == RouteTable.Anonymous ? await VisitAsync() : await suite.SignInAsync(name);
            opened.Add(browser);
        }

        return anew ? Last(name, browser) : browsers[name] = browser;
    }

    // What is asked with it may end the person's other sessions: the next one who asks signs in again.
    private T Last<T>(string email, T entrance)
    {
        tokens.Remove(email);
        browsers.Remove(email);
        return entrance;
    }

    private async Task<HttpClient> VisitAsync()
    {
        var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = suite.Address };
        var session = await stranger.GetFromJsonAsync<JsonElement>("/session");
        stranger.DefaultRequestHeaders.Add("X-CSRF-Token", session.GetProperty("csrfToken").GetString());
        return stranger;
    }

    private HttpClient Client(Uri address)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        opened.Add(client);
        return client;
    }

    private static HttpRequestMessage Request(Route route, Example example, string path)
    {
        foreach (var (name, value) in example.Path)
        {
            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        path.ShouldNotContain("{", Case.Sensitive, $"{RouteExamples.KeyOf(route)}: the example leaves a part of the path open.");
        var request = new HttpRequestMessage(new HttpMethod(route.Method), path + example.Query)
        {
            Content = example switch
            {
                { Raw: { } raw } => new StringContent(raw, Encoding.UTF8, "application/json"),
                { Form: { } form } => new FormUrlEncodedContent(form),
                { Body: { } body } => JsonContent.Create(body),
                _ => null,
            },
        };
        foreach (var (name, value) in example.Headers)
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private static async Task<Answer> SendAsync(HttpClient client, Func<HttpRequestMessage> request)
    {
        while (true)
        {
            using var message = request();
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter?.Delta is { } wait && wait <= TimeSpan.FromMinutes(2))
            {
                await Task.Delay(wait);
                continue;
            }

            var type = answer.Content.Headers.ContentType?.MediaType;
            // A stream of events has no end to wait for.
            var text = type == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync();
            return new Answer((int)answer.StatusCode, type, answer.Headers.WwwAuthenticate.ToString(), text);
        }
    }
}

internal sealed record Answer(int Status, string? Type, string Challenge, string Text);
