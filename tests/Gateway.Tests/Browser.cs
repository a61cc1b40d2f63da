using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Gateway.Sessions;

namespace Teg.Platform.Gateway.Tests;

/// <summary>What a browser does: keeps cookies, follows no secret, sends the CSRF token it was given.</summary>
internal sealed class Browser : IDisposable
{
    public const string Password = "couture-demo-2026";

    private readonly SocketsHttpHandler handler = new() { CookieContainer = new CookieContainer(), AllowAutoRedirect = false, UseProxy = false };

    public Browser(Uri gateway)
    {
        Gateway = gateway;
        Http = new HttpClient(handler) { BaseAddress = gateway };
    }

    public Uri Gateway { get; }

    public HttpClient Http { get; }

    public string Csrf { get; set; } = "";

    public CookieCollection Cookies => handler.CookieContainer.GetCookies(Gateway);

    public static async Task<Browser> SignedInAsync(Uri gateway, string email = "viewer@teg.example")
    {
        var browser = new Browser(gateway);
        await browser.SessionAsync();
        using var response = await browser.SignInAsync(email, Password);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        browser.Csrf = (await response.Content.ReadFromJsonAsync<JsonObject>())!["csrfToken"]!.GetValue<string>();
        return browser;
    }

    /// <summary>The same person at another Gateway: the cookies go along.</summary>
    public Browser At(Uri gateway)
    {
        var other = new Browser(gateway) { Csrf = Csrf };
        foreach (var cookie in Cookies.Cast<Cookie>())
        {
            other.handler.CookieContainer.Add(gateway, new Cookie(cookie.Name, cookie.Value));
        }

        return other;
    }

    public async Task<JsonObject> SessionAsync()
    {
        var session = (await Http.GetFromJsonAsync<JsonObject>("/session"))!;
        Csrf = session["csrfToken"]!.GetValue<string>();
        return session;
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, Action<HttpRequestMessage>? change = null) =>
        SendAsync(HttpMethod.Post, "/session", JsonContent.Create(new { email, password }), change);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (method != HttpMethod.Get)
        {
            request.Headers.Add(SessionGate.CsrfHeader, Csrf);
        }

        change?.Invoke(request);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<(HttpStatusCode Status, string? Type)> ProblemAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, problem.RootElement.GetProperty("type").GetString());
    }

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }
}
