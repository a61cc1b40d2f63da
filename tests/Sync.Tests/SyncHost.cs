using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Sandbox;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Calendly;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.GoogleAds;
using Teg.Platform.Sync.Monday;
using Teg.Platform.Sync.Tests;
using Teg.Platform.Warehouse.Migrating;

[assembly: AssemblyFixture(typeof(SyncHost))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Teg.Platform.Sync.Tests;

/// <summary>
/// Sync as its own process, so that it can be killed and its memory measured, with real PostgreSQL and RabbitMQ beside it.
/// The Sandbox stands in this process for Monday and Calendly, its clock stopped, so that figures can be compared to the cent.
/// </summary>
public sealed class SyncHost : IAsyncLifetime
{
    public const string SigningSecret = "signing-secret-in-tests";

    public const string EncryptionKey = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /// <summary>Has a canary on a board that nobody maps.</summary>
    public static readonly Guid CanaryOrg = Guid.NewGuid();

    /// <summary>Has one, by mistake, on a board of leads.</summary>
    public static readonly Guid MistakenOrg = Guid.NewGuid();

    /// <summary>Noon in California on the last day of the world's first year.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("sync-tests-").FullName;
    private readonly RSA key = RSA.Create(2048);
    private DistributedApplication? application;
    private WebApplication? sandbox;
    private WebApplication? keys;

    public DistributedApplication Application => application!;

    public HttpClient Sandbox { get; private set; } = new();

    public Uri Address => Application.GetEndpoint("sync");

    /// <summary>Where the Sandbox speaks Monday's protocol.</summary>
    public Uri MondayAddress { get; private set; } = null!;

    /// <summary>The owner's login: sees every tenant.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        sandbox = SandboxApp.Build(
            "--environment=Development", "--urls=http://127.0.0.1:0", "--Monday:Port=0", "--Calendly:Port=0", "--OpenAI:Port=0", "--Mail:Port=0", $"--Sandbox:DataFolder={folder}",
            "--Sandbox:Anchor=2026-11-20", $"--Monday:SigningSecret={SigningSecret}", "--Calendly:RequestsPerMinute=10000000", "--Logging:LogLevel:Default=Warning");
        await sandbox.StartAsync();
        var (control, monday, calendly, _) = SandboxApp.AddressesOf(sandbox);
        Sandbox = new HttpClient { BaseAddress = control };
        MondayAddress = monday;
        keys = await PublishKeysAsync();

        var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
        var teg = builder.AddPostgres("postgres").AddDatabase("teg");
        var rabbitmq = builder.AddRabbitMQ("rabbitmq");
        builder.AddProject("sync", "../services/Sync/Sync.csproj")
            .WithReference(teg).WithReference(rabbitmq)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development")
            .WithEnvironment("Database__Username", "sync").WithEnvironment("Database__Password", "sync")
            .WithEnvironment("Demo__Enabled", "false").WithEnvironment("Credentials__EncryptionKey", EncryptionKey)
            .WithEnvironment("Sync__LeaseSeconds", "1").WithEnvironment("Sync__ScheduleSeconds", "600").WithEnvironment("Sync__FaultDelaySeconds", "0.2")
            // Written where a test made the organisation and switched its source on.
            .WithEnvironment("Canary__Every", "00:00:01")
            .WithEnvironment("Canary__Items__0__Organisation", CanaryOrg.ToString()).WithEnvironment("Canary__Items__0__Board", "9005")
            .WithEnvironment("Canary__Items__1__Organisation", MistakenOrg.ToString()).WithEnvironment("Canary__Items__1__Board", "9002")
            .WithEnvironment("Monday__Credentials__demo__Token", "app-token-in-tests").WithEnvironment("Monday__Credentials__demo__SigningSecret", SigningSecret)
            .WithEnvironment("Monday__Credentials__refused__Token", "invalid")
            .WithEnvironment("Calendly__Credentials__demo__Token", "calendly-token-in-tests")
            .WithEnvironment("GoogleAds__Credentials__refused__RefreshToken", "revoked").WithEnvironment("GoogleAds__Credentials__refused__ClientId", "a-client")
            .WithEnvironment("GoogleAds__Credentials__refused__ClientSecret", "a-secret").WithEnvironment("GoogleAds__Credentials__refused__DeveloperToken", "a-developer-token")
            .WithEnvironment("GoogleAds__Credentials__refused__CustomerId", "4150223344")
            .WithEnvironment("services__accounts__http__0", keys.Urls.First()).WithEnvironment("services__sandbox__googleads__0", SandboxApp.GoogleAdsOf(sandbox).ToString())
            .WithEnvironment("services__sandbox__monday__0", monday.ToString()).WithEnvironment("services__sandbox__calendly__0", calendly.ToString())
            .WithHttpHealthCheck("/alive").WaitFor(teg).WaitFor(rabbitmq);
        application = builder.Build();
        await application.LaunchAsync();
        await application.WaitForHealthyAsync("teg");

        Owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(application.GetConnectionString("teg")) { KeepAlive = 1 }.ConnectionString);
        var migrator = new Migrator(Owner, NullLogger<Migrator>.Instance);
        await migrator.ApplyAsync(Migration.All(), CancellationToken.None);
        await migrator.SetLoginsAsync(new Dictionary<string, string> { ["sync"] = "sync" }, CancellationToken.None);
        await application.WaitForHealthyAsync("sync");
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await Owner.DisposeAsync();
        await sandbox!.DisposeAsync();
        await keys!.DisposeAsync();
        Sandbox.Dispose();
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The world as it was at first, at noon, without faults, webhooks or extra boards.</summary>
    public async Task ResetAsync()
    {
        await OrderAsync("reset", new { seed = 20_260_101, anchor = "2026-11-20" });
        await OrderAsync("limits/monday", new { complexityBudget = 1_000_000_000, minuteRate = 1_000_000, concurrency = 250, activityLogDays = 7 }, HttpMethod.Put);
        await OrderAsync("limits/calendly", new { requestsPerMinute = 10_000_000 }, HttpMethod.Put);
        await OrderAsync("clock", new { frozen = Noon });
    }

    public async Task<JsonElement> OrderAsync(string what, object order, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, $"/__sandbox/{what}") { Content = JsonContent.Create(order) };
        using var response = await Sandbox.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public Task FaultAsync(string vendor, string kind, int count = 1, int after = 0, int status = 500, int? retryAfter = null, int delayMs = 0, string? matching = null) =>
        OrderAsync("faults", new { vendor, kind, count, after, status, retryAfter, delayMs, matching });

    /// <summary>A client of Sync's own address, signed in with a role of the organisation.</summary>
    public HttpClient SignedIn(Guid org, string role)
    {
        var now = DateTimeOffset.UtcNow;
        var header = Part(new { alg = "RS256", typ = "JWT", kid = "tests" });
        var claims = Part(new
        {
            iss = "teg-accounts", aud = "teg", sub = Guid.NewGuid(), org, role, name = $"A {role}", email = "a@teg.example", sid = Guid.NewGuid(),
            iat = now.ToUnixTimeSeconds(), nbf = now.ToUnixTimeSeconds(), exp = now.AddHours(1).ToUnixTimeSeconds(),
        });
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{header}.{claims}.{Base64(signature)}");
        return client;
    }

    private async Task<WebApplication> PublishKeysAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var parameters = key.ExportParameters(false);
        app.MapGet("/.well-known/jwks.json", () => Results.Json(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "tests", n = Base64(parameters.Modulus!), e = Base64(parameters.Exponent!) } },
        }));
        await app.StartAsync();
        return app;
    }

    private static string Part(object part) => Base64(JsonSerializer.SerializeToUtf8Bytes(part));

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>Peak resident memory of the Sync process in MB, as the kernel counted it.</summary>
    public async Task<double> PeakMemoryAsync()
    {
        var status = await File.ReadAllLinesAsync($"/proc/{Application.GetStatus("sync").Pid}/status");
        var line = status.Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>What Sync knows of tokens, in this process.</summary>
    internal CredentialBook Book(IOptions<MondayOptions>? monday = null, SecretBox? box = null) => new(
        Database, box ?? new SecretBox(EncryptionKey, [], "Credentials"), monday ?? Options.Create(new MondayOptions()), Options.Create(new CalendlyOptions()),
        Options.Create(new GoogleAdsOptions()), TimeProvider.System);

    internal Database Database => new(Owner, new HttpContextAccessor());

    /// <summary>Waits until the service has logged it.</summary>
    public async Task LoggedAsync(string words)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(20);
        while (!Application.GetLogs("sync").Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            (DateTimeOffset.UtcNow < until).ShouldBeTrue($"\"{words}\" was not logged");
            await Task.Delay(50);
        }
    }

    public async Task<T> AskAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task DoAsync(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        // Some of it reads every record; a busy machine takes its time.
        await connection.ExecuteAsync(sql, parameters, commandTimeout: 180);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Owner.OpenConnectionAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }
}
