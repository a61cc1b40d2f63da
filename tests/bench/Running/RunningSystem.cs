using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;

namespace Teg.Platform.Bench.Running;

/// <summary>
/// The whole system as AppHost.cs composes it, on free ports with data of its own, filled with the demo organisation through the real connectors.
/// The Sandbox's clock stands still from then on: nothing new arrives while something is measured.
/// </summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    /// <summary>Of every person of the demo organisation.</summary>
    public const string Password = "couture-demo-2026";

    /// <summary>Of the database login of Accounts.</summary>
    public const string AccountsPassword = "accounts-in-the-bench";

    private readonly DirectoryInfo folder;

    private RunningSystem(DistributedApplication application, DirectoryInfo folder) => (Application, this.folder) = (application, folder);

    public DistributedApplication Application { get; }

    /// <summary>As the owner of the tables, past row-level security.</summary>
    public string OwnerConnectionString => Application.GetConnectionString("teg");

    public static async Task<RunningSystem> StartAsync(CancellationToken ct)
    {
        // One person asks as often as a hundred; the services inherit this. The counting itself stays.
        foreach (var budget in new[] { "User", "Organisation", "Address" })
        {
            Environment.SetEnvironmentVariable($"RateLimits__{budget}", "10000000");
        }

        Environment.SetEnvironmentVariable("Qualifier__PerAddress", "10000000");
        Environment.SetEnvironmentVariable("Qualifier__PerSite", "10000000");

        // Nothing changes at the source but what a scenario changes.
        Environment.SetEnvironmentVariable("Canary__Every", "00:00:00");

        var world = Directory.CreateTempSubdirectory("teg-bench-");
        // Commits wait for the disk as they do in production.
        var application = await AppHostEntryPoint.StartAsync(typeof(Projects.Sync).Assembly, new LocalOptions { Fsync = true, Args = [$"--TEG_DATA={world.FullName}", $"--Parameters:accounts-db-password={AccountsPassword}"] }, ct);
        var system = new RunningSystem(application, world);
        try
        {
            await system.FillAsync(ct);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public HttpClient Client(string resource, string endpoint = "http") => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = Application.GetEndpoint(resource, endpoint),
    };

    /// <summary>Process ids of these resources now.</summary>
    public IReadOnlyList<int> Processes(params IReadOnlyList<string> resources) =>
        [.. resources.Select(resource => Application.GetStatus(resource).Pid ?? throw new InvalidOperationException($"{resource} does not run."))];

    /// <summary>A service with a person's token, as the Gateway asks it.</summary>
    public async Task<HttpClient> ClientOfAsync(string resource, string email, CancellationToken ct)
    {
        using var accounts = Client("accounts");
        using var answer = await accounts.PostAsJsonAsync("/sessions", new { email, password = Password }, ct);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("accessToken").GetString();
        var client = Client(resource);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The Gateway as a signed-in browser asks it: cookie and CSRF header, no token.</summary>
    public async Task<HttpClient> BrowserAsync(string email, CancellationToken ct)
    {
        var browser = new HttpClient(new SocketsHttpHandler { UseCookies = true, AllowAutoRedirect = false }) { BaseAddress = Application.GetEndpoint("gateway") };
        var before = await browser.GetFromJsonAsync<JsonElement>("/session", ct);
        browser.DefaultRequestHeaders.Add("X-CSRF-Token", before.GetProperty("csrfToken").GetString());
        using var answer = await browser.PostAsJsonAsync("/session", new { email, password = Password }, ct);
        answer.EnsureSuccessStatusCode();
        var after = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
        browser.DefaultRequestHeaders.Remove("X-CSRF-Token");
        browser.DefaultRequestHeaders.Add("X-CSRF-Token", after.GetProperty("csrfToken").GetString());
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>Waits for a condition; for states the system reaches by itself.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan within, string what, CancellationToken ct)
    {
        var deadline = TimeProvider.System.GetUtcNow() + within;
        while (!await holds())
        {
            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new TimeoutException($"Not within {within}: {what}.");
            }

            await Task.Delay(200, ct);
        }
    }

    private async Task FillAsync(CancellationToken ct)
    {
        using var sync = Client("sync");
        await UntilAsync(async () =>
        {
            using var filled = await sync.GetAsync("/health/filled", ct);
            return filled.IsSuccessStatusCode;
        }, TimeSpan.FromMinutes(4), "the demo organisation is filled", ct);

        using var sandbox = Client("sandbox");
        var truth = await sandbox.GetFromJsonAsync<JsonElement>("/truth", ct);
        using var frozen = await sandbox.PostAsJsonAsync("/__sandbox/clock", new { frozen = truth.GetProperty("asOf").GetDateTimeOffset() }, ct);
        frozen.EnsureSuccessStatusCode();

        using var analytics = await ClientOfAsync("analytics", "viewer@teg.example", ct);
        await UntilAsync(async () => (await analytics.GetFromJsonAsync<JsonElement>("/ads", ct)).GetProperty("asOf").ValueKind is JsonValueKind.String,
            TimeSpan.FromMinutes(1), "the rollups are there", ct);
    }
}
