using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Sandbox.Journal;

namespace Teg.Platform.Sandbox.Tests;

/// <summary>The real program in this process on free ports, its world anchored on 20 November 2026 and its clock stopped at noon in California.</summary>
public sealed class SandboxHost : IAsyncLifetime
{
    public const string MondayToken = "personal-token-1";
    public const string Organization = "https://api.calendly.com/organizations/TEGORGANIZATION2";

    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("sandbox-").FullName;
    private WebApplication? app;
    private bool startedDifferently;

    public HttpClient Control { get; private set; } = new();

    public HttpClient Monday { get; private set; } = new();

    public HttpClient Calendly { get; private set; } = new();

    public HttpClient OpenAi { get; private set; } = new();

    public HttpClient SignNow { get; private set; } = new();

    public HttpClient Google { get; private set; } = new();

    public HttpClient GoogleAds { get; private set; } = new();

    public string Folder => folder;

    internal IServiceProvider Services => app!.Services;

    internal SandboxState State => app!.Services.GetRequiredService<SandboxState>();

    public async ValueTask InitializeAsync() => await StartAsync();

    public async Task StartAsync(params string[] more)
    {
        startedDifferently = more.Length > 0;
        app = SandboxApp.Build(
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", "--Monday:Port=0", "--Calendly:Port=0", "--OpenAI:Port=0", "--Mail:Port=0", $"--Sandbox:DataFolder={folder}",
            "--Sandbox:Anchor=2026-11-20", "--OpenAI:LatencyMs=0", "--OpenAI:JitterMs=0", "--Logging:LogLevel:Default=Warning", .. more,
        ]);
        await app.StartAsync();
        var (control, monday, calendly, openAi) = SandboxApp.AddressesOf(app);
        Control = new HttpClient { BaseAddress = control };
        Monday = new HttpClient { BaseAddress = monday };
        Monday.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", MondayToken);
        Calendly = new HttpClient { BaseAddress = calendly };
        Calendly.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "calendly-token-1");
        OpenAi = new HttpClient { BaseAddress = openAi };
        OpenAi.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-sandbox-1");
        var (signNow, google) = SandboxApp.DocumentVendorsOf(app);
        SignNow = new HttpClient { BaseAddress = signNow };
        SignNow.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "signnow-key-1");
        Google = new HttpClient { BaseAddress = google };
        Google.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "google-token-1");
        GoogleAds = new HttpClient { BaseAddress = SandboxApp.GoogleAdsOf(app) };
        if (State.Clock.Setting.FrozenAt is null)
        {
            await OrderAsync("clock", new { frozen = Noon });
        }
    }

    public async Task StopAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            app = null;
        }
    }

    /// <summary>The world as it was at first: nothing done from outside, noon, no settings or token another test chose.</summary>
    public async Task ResetAsync()
    {
        if (startedDifferently)
        {
            await StopAsync();
            await StartAsync();
        }

        await OrderAsync("reset", new { seed = 20_260_101, anchor = "2026-11-20" });
        await OrderAsync("clock", new { frozen = Noon });
    }

    public async Task<JsonElement> OrderAsync(string what, object order)
    {
        using var response = await Control.PostAsJsonAsync($"/__sandbox/{what}", order);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async Task<(HttpResponseMessage Response, JsonElement Body)> AskAsync(string query, object? variables = null, string? version = null, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2") { Content = JsonContent.Create(new { query, variables }) };
        if (version is not null)
        {
            request.Headers.Add("API-Version", version);
        }

        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        var response = await Monday.SendAsync(request);
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<JsonElement> DataAsync(string query, object? variables = null)
    {
        var (_, body) = await AskAsync(query, variables);
        body.TryGetProperty("errors", out var errors).ShouldBeFalse(errors.ToString());
        return body.GetProperty("data");
    }

    public async Task<string?> ErrorCodeAsync(string query, object? variables = null)
    {
        var (_, body) = await AskAsync(query, variables);
        return body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
    }

    public Task<JsonElement> TruthAsync(string query = "") => Control.GetFromJsonAsync<JsonElement>("/truth" + query);

    public Task<JsonElement> CalendlyAsync(string path) => Calendly.GetFromJsonAsync<JsonElement>(path);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Control.Dispose();
        Monday.Dispose();
        Calendly.Dispose();
        OpenAi.Dispose();
        SignNow.Dispose();
        Google.Dispose();
        GoogleAds.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
