using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Npgsql;
using Teg.Platform.Platform.Tests;
using Teg.Platform.Platform.Tests.Browser;
using Teg.Platform.Platform.Tests.Walls;

[assembly: AssemblyFixture(typeof(Suite))]

namespace Teg.Platform.Platform.Tests;

/// <summary>
/// The whole system as AppHost.cs composes it, on free ports with data of its own, filled with the demo organisation through the real connectors.
/// The Sandbox's clock stands still once it is filled, so that figures can be compared to the cent; a test that needs time moves it.
/// </summary>
public sealed class Suite : IAsyncLifetime
{
    // AppHost.cs keeps the Sandbox's world below TEG_DATA; the developer's own must not be touched.
    private readonly DirectoryInfo world = Directory.CreateTempSubdirectory("teg-world-");
    private DistributedApplication? application;
    private HttpClient? sandbox;

    /// <summary>Tokens that Accounts itself would not issue.</summary>
    internal Forge Forge { get; } = new();

    internal DistributedApplication Application => application ?? throw new InvalidOperationException("Not started.");

    internal Uri Address => Application.GetEndpoint("gateway");

    /// <summary>Signed in as the demo manager, as a browser would be: cookie and CSRF header, no token.</summary>
    internal HttpClient Manager { get; private set; } = null!;

    internal Chromium Chromium { get; private set; } = null!;

    internal HttpClient Sandbox => sandbox ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        // The tests ask ten times a second until something is so, all as one of four people; the services inherit this.
        foreach (var budget in new[] { "User", "Organisation", "Address" })
        {
            Environment.SetEnvironmentVariable($"RateLimits__{budget}", "1000000");
        }

        var ct = new CancellationTokenSource(TimeSpan.FromMinutes(4)).Token;
        // Nothing moves at the source but what a test moves.
        Environment.SetEnvironmentVariable("Canary__Every", "00:00:00");
        // Strength is for stored passwords; of hundreds of sign-ins it would be most of the work.
        Environment.SetEnvironmentVariable("Passwords__Rounds", "1000");
        // Hundreds of tests wait for the event of a read.
        Environment.SetEnvironmentVariable("Audit__Every", "00:00:00.050");
        application = await AppHostEntryPoint.StartAsync(typeof(Projects.Sync).Assembly, new LocalOptions { Fsync = false, Args = [$"--TEG_DATA={world.FullName}"] }, ct);
        sandbox = new HttpClient { BaseAddress = application.GetEndpoint("sandbox") };
        await using (var owner = new NpgsqlConnection(application.GetConnectionString("teg")))
        {
            await owner.OpenAsync(ct);
            await Forge.PublishAsync(owner);
        }

        await EventuallyAsync(FilledAsync, TimeSpan.FromMinutes(3), "the demo organisation is filled");
        Manager = await SignInAsync("manager@teg.example");
        await StandStillAsync();
        Chromium = new Chromium(Address);
        await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Chromium is not null)
        {
            await Chromium.DisposeAsync();
        }

        if (application is not null)
        {
            await application.DisposeAsync();
        }

        Forge.Dispose();
        world.Delete(recursive: true);
    }

    internal async Task<HttpClient> SignInAsync(string email)
    {
        var browser = new HttpClient(new HttpClientHandler { UseCookies = true, AllowAutoRedirect = false }) { BaseAddress = Address };
        var before = await browser.GetFromJsonAsync<JsonElement>("/session");
        browser.DefaultRequestHeaders.Add("X-CSRF-Token", before.GetProperty("csrfToken").GetString());

        using var answer = await browser.PostAsJsonAsync("/session", new { email, password = "couture-demo-2026" });
        answer.EnsureSuccessStatusCode();
        var after = await answer.Content.ReadFromJsonAsync<JsonElement>();
        browser.DefaultRequestHeaders.Remove("X-CSRF-Token");
        browser.DefaultRequestHeaders.Add("X-CSRF-Token", after.GetProperty("csrfToken").GetString());
        return browser;
    }

    internal async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await GetTextAsync(path));

    internal async Task<string> GetTextAsync(string path)
    {
        using var answer = await Manager.GetAsync(path);
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path} answered {(int)answer.StatusCode}: {body}\n{((int)answer.StatusCode >= 500 ? string.Join('\n', ErrorsOf(path.Split('/')[2])) : "")}");
        return body;
    }

    /// <summary>What a service has logged as an error lately.</summary>
    internal IEnumerable<string> ErrorsOf(string service) =>
        Application.GetLogs(service).Where(line => line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal)).TakeLast(20);

    /// <summary>All rows of a paged list.</summary>
    internal async Task<List<JsonElement>> PagesAsync(string path)
    {
        var rows = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await GetAsync(next is null ? path : $"{path}&after={Uri.EscapeDataString(next)}");
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        return rows;
    }

    internal async Task<JsonElement> TruthAsync(DateOnly? from = null, DateOnly? to = null) =>
        JsonElement.Parse(await Sandbox.GetStringAsync(from is null ? "/truth" : $"/truth?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}"));

    /// <summary>Runs a full sync of every source and waits until the figures include it.</summary>
    internal async Task RefreshAsync()
    {
        var sources = (await GetAsync("/api/sync/sources")).GetProperty("items").EnumerateArray().ToList();
        foreach (var id in sources.Select(source => source.GetProperty("id").GetString()!))
        {
            await EventuallyAsync(
                async () => (await Manager.PostAsJsonAsync($"/api/sync/sources/{id}/runs", new { mode = "full" })).IsSuccessStatusCode,
                TimeSpan.FromMinutes(1), $"source {id} accepts a run");
        }

        var publishedAt = DateTimeOffset.MinValue;
        foreach (var id in sources.Select(source => source.GetProperty("id").GetString()!))
        {
            await EventuallyAsync(
                async () =>
                {
                    var run = (await GetAsync($"/api/sync/runs?source={id}&limit=1")).GetProperty("items")[0];
                    var status = run.GetProperty("status").GetString();
                    status.ShouldNotBe("failed", run.GetRawText());
                    publishedAt = status == "succeeded" ? Later(publishedAt, run.GetProperty("publishedAt").GetDateTimeOffset()) : publishedAt;
                    return status == "succeeded";
                },
                TimeSpan.FromMinutes(2), $"the run of source {id} succeeds");
        }

        await EventuallyAsync(
            async () => (await GetAsync("/api/analytics/ads")).GetProperty("asOf").GetDateTimeOffset() >= publishedAt,
            TimeSpan.FromSeconds(20), "the figures include the run");
    }

    internal static async Task EventuallyAsync(Func<Task<bool>> holds, TimeSpan within, string what)
    {
        var deadline = TimeProvider.System.GetUtcNow() + within;
        while (!await holds())
        {
            (TimeProvider.System.GetUtcNow() < deadline).ShouldBeTrue($"within {within} {what}");
            await Task.Delay(100);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private async Task<bool> FilledAsync()
    {
        using var http = new HttpClient { BaseAddress = Application.GetEndpoint("sync") };
        return (await http.GetAsync("/health/filled")).IsSuccessStatusCode;
    }

    private async Task StandStillAsync()
    {
        var now = (await TruthAsync()).GetProperty("asOf").GetDateTimeOffset();
        using var answer = await Sandbox.PostAsJsonAsync("/__sandbox/clock", new { frozen = now });
        answer.EnsureSuccessStatusCode();
        await RefreshAsync();
    }
}
