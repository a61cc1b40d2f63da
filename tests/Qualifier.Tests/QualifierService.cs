using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Tests;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Testing;

[assembly: AssemblyFixture(typeof(QualifierService))]
// One clock and one service for all tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Teg.Platform.Qualifier.Tests;

/// <summary>The real service over HTTP on a migrated PostgreSQL; the clock, the tokens' key and the bus's transport are the tests' own.</summary>
public sealed class QualifierService : IAsyncLifetime
{
    private readonly RSA key = RSA.Create(2048);
    private readonly string folder = Directory.CreateTempSubdirectory("qualifier-tests-").FullName;
    private MigratedPostgres? postgres;
    private WebApplicationFactory<EnquiryStore>? service;
    private int addresses;

    internal MovableClock Clock { get; } = new();

    internal MigratedPostgres Postgres => postgres ?? throw new InvalidOperationException("Not started.");

    internal IServiceProvider Services => service!.Services;

    internal EnquiryStore Store => Services.GetRequiredService<EnquiryStore>();

    public async ValueTask InitializeAsync()
    {
        postgres = await MigratedPostgres.StartAsync();
        service = new WebApplicationFactory<EnquiryStore>().WithWebHostBuilder(host =>
        {
            host.UseSetting("environment", "Development");
            host.UseUrls("http://127.0.0.1:0");
            foreach (var (name, value) in Settings(postgres.Address, folder))
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.Configure<TokenOptions>(tokens => tokens.ReadKeys = (_, _) => Task.FromResult(Keys()));
                services.AddMassTransitTestHarness();
            });
        });
        service.UseKestrel();
        service.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A stranger, as the Gateway passes one on. Each has an address of its own.</summary>
    internal HttpClient Client(string? address = null)
    {
        var client = service!.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = service.ClientOptions.BaseAddress });
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address ?? $"10.0.{Interlocked.Increment(ref addresses) / 250}.{(addresses % 250) + 1}");
        return client;
    }

    /// <summary>A client with a token of that role in the organisation.</summary>
    internal HttpClient SignedIn(Guid org, string role = Roles.Manager, Guid? user = null)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var signed = Part(new { alg = "RS256", typ = "JWT", kid = "tests" }) + "." + Part(new
        {
            iss = "teg-accounts", aud = "teg", sub = user ?? Guid.CreateVersion7(), org, role, name = $"A {role}", email = "a@teg.example", sid = Guid.NewGuid(),
            iat = now, nbf = now, exp = now + 3600,
        });
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", $"{signed}.{Base64(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}");
        return client;
    }

    /// <summary>A new organisation in California.</summary>
    internal async Task<Guid> OrganisationAsync(string timeZone = "America/Los_Angeles")
    {
        var org = Guid.CreateVersion7();
        await DoAsync("insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'Test', @timeZone, 'USD')", new { org, timeZone });
        return org;
    }

    /// <summary>Nothing that a test before has stored is left; organisations stay.</summary>
    internal Task ResetAsync() => DoAsync(
        """
        truncate qualifier.decision, qualifier.enquiry, qualifier.rule_set, qualifier.daily_outcome, qualifier.outbox, crm.lead, accounts.site_key, warehouse.erased_person
        """);

    internal async Task<T> AskAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Postgres.Owner.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    internal async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Postgres.Owner.OpenConnectionAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    internal async Task DoAsync(string sql, object? parameters = null)
    {
        await using var connection = await Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    internal static async Task<string?> ProblemAsync(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("type").GetString();
    }

    private string Keys()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "tests", n = Base64(parameters.Modulus!), e = Base64(parameters.Exponent!) } },
        });
    }

    private static Dictionary<string, string> Settings(string postgres, string folder) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings:teg"] = postgres,
        ["ConnectionStrings:rabbitmq"] = "amqp://nobody:nobody@localhost:1",
        ["Database:Username"] = "qualifier",
        ["Database:Password"] = "qualifier",
        ["Qualifier:SpoolFolder"] = folder,
        ["Qualifier:PublicAddress"] = "https://app.teg.example",
        // Who tests jobs starts a worker of their own.
        ["Jobs:Work"] = "false",
        ["Bus:FirstWait"] = "00:00:00.050",
        ["Logging:LogLevel:Default"] = "Warning",
    };

    private static string Part(object json) => Base64(JsonSerializer.SerializeToUtf8Bytes(json));

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
