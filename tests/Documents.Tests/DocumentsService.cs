using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Teg.Platform.Documents.Files;
using Teg.Platform.Documents.Library;
using Teg.Platform.Documents.Tests;
using Teg.Platform.Documents.Writing;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Testing;

[assembly: AssemblyFixture(typeof(DocumentsService))]
// One clock, one queue and one service for all tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Teg.Platform.Documents.Tests;

/// <summary>
/// The real service over HTTP on a migrated PostgreSQL; the clock, the tokens' key and the bus's transport are the tests' own. It accepts documents of
/// <see cref="TestWriter"/> and works on none: whoever tests that starts a <see cref="Worker"/>.
/// </summary>
public sealed class DocumentsService : IAsyncLifetime
{
    private readonly TestTokens tokens = new();
    private MigratedPostgres? postgres;
    private WebApplicationFactory<DocumentPage>? service;

    internal MovableClock Clock { get; } = new();

    internal MigratedPostgres Postgres => postgres ?? throw new InvalidOperationException("Not started.");

    internal IServiceProvider Services => service!.Services;

    internal ITestHarness Bus => Services.GetTestHarness();

    public async ValueTask InitializeAsync()
    {
        postgres = await MigratedPostgres.StartAsync();
        service = Start(UseTestWriters, ("Jobs:Work", "false"));
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

        tokens.Dispose();
    }

    /// <summary>A process that works on documents; it ends with the test. Documents without a PDF unless "Jobs:Pdf" says otherwise.</summary>
    internal Worker StartWorker(params (string Name, string Value)[] settings) =>
        new(Start(UseTestWriters, [("Jobs:Pdf", "false"), ("Jobs:Pause", "00:00:00.010"), .. settings]));

    /// <summary>The service with the writers it has outside of tests; it works on documents.</summary>
    internal Worker StartReal(params (string Name, string Value)[] settings) => new(Start(_ => { }, settings));

    /// <summary>Where the service that works on nothing answers.</summary>
    internal Uri Address => service!.ClientOptions.BaseAddress;

    /// <summary>Somebody unknown, as the Gateway passes one on.</summary>
    internal HttpClient Client() => Client(service!);

    /// <summary>A client with a token of that role in the organisation.</summary>
    internal HttpClient SignedIn(Guid org, string role = Roles.Manager, Guid? user = null, Worker? at = null)
    {
        var client = Client(at?.Service ?? service!);
        client.DefaultRequestHeaders.Authorization = tokens.For(org, role, user, Clock.GetUtcNow());
        return client;
    }

    /// <summary>A new organisation in California.</summary>
    internal async Task<Guid> OrganisationAsync(string timeZone = "America/Los_Angeles")
    {
        var org = Guid.CreateVersion7();
        await DoAsync("insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House of Tests', @timeZone, 'USD')", new { org, timeZone });
        return org;
    }

    /// <summary>Asks for a document of the kind; <paramref name="inputs"/> as the writer wants them.</summary>
    internal static async Task<Guid> AskForAsync(HttpClient client, object inputs, string kind = "contract", string? requestKey = null)
    {
        using var answer = await client.PostAsJsonAsync("/documents", new { requestKey = requestKey ?? $"{Guid.NewGuid():n}", kind, inputs });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    /// <summary>A document that is ready, with an Office file and a PDF of these contents, and nobody's work.</summary>
    internal async Task<Guid> ReadyAsync(Guid org, string kind = "contract", byte[]? office = null, byte[]? pdf = null, Guid? owner = null, object? inputs = null, object? snapshot = null)
    {
        var id = Guid.CreateVersion7(Clock.GetUtcNow());
        var files = new[]
        {
            ("office", office ?? Encoding.UTF8.GetBytes($"office of {id}"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Agreement.docx"),
            ("pdf", pdf ?? Encoding.UTF8.GetBytes($"%PDF-1.7 of {id}"), "application/pdf", "Agreement.pdf"),
        };
        await DoAsync(
            """
            insert into documents.document (org_id, id, kind, title, state, inputs, snapshot, snapshot_hash, request_key, series_id, version, owner_id, requested_by, requested_by_name, finished_at)
            values (@org, @id, @kind, 'A document', 'ready', @inputs::jsonb, @snapshot::jsonb, repeat('0', 64), @id::text, @id, 1, @owner, @owner, 'A Manager', now())
            """, new { org, id, kind, owner = owner ?? Guid.CreateVersion7(), inputs = JsonSerializer.Serialize(inputs ?? new { }), snapshot = JsonSerializer.Serialize(snapshot ?? new { }) });
        foreach (var (format, content, mediaType, name) in files)
        {
            await DoAsync(
                """
                insert into documents.file (org_id, hash, media_type, bytes, content) values (@org, @hash, @mediaType, @bytes, @content) on conflict do nothing;
                insert into documents.document_file (org_id, document_id, format, hash, name) values (@org, @id, @format, @hash, @name)
                """, new { org, id, format, hash = FileStore.HashOf(content), mediaType, bytes = content.LongLength, content, name });
        }

        return id;
    }

    /// <summary>Asks until the document is in one of these states.</summary>
    internal static async Task<JsonElement> UntilAsync(HttpClient client, Guid id, params string[] states)
    {
        JsonElement found = default;
        await UntilAsync($"document {id} to be {string.Join(" or ", states)}", async () =>
        {
            found = await client.GetFromJsonAsync<JsonElement>($"/documents/{id}");
            return states.Contains(found.GetProperty("state").GetString());
        });
        return found;
    }

    internal static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var until = TimeProvider.System.GetUtcNow().AddMinutes(2);
        while (!await condition())
        {
            (TimeProvider.System.GetUtcNow() < until).ShouldBeTrue($"Waited two minutes for {what}.");
            await Task.Delay(20);
        }
    }

    /// <summary>Nobody works on what an earlier test has left waiting.</summary>
    internal Task ClearAsync() => DoAsync("update documents.document set state = 'canceled' where state in ('queued', 'working')");

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

    private static void UseTestWriters(IServiceCollection services)
    {
        services.RemoveAll<IDocumentWriter>();
        foreach (var kind in Enum.GetValues<DocumentKind>())
        {
            services.AddSingleton<IDocumentWriter>(new TestWriter(kind));
        }
    }

    private static HttpClient Client(WebApplicationFactory<DocumentPage> at)
    {
        var client = at.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = at.ClientOptions.BaseAddress });
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.1");
        return client;
    }

    private WebApplicationFactory<DocumentPage> Start(Action<IServiceCollection> configure, params (string Name, string Value)[] settings)
    {
        var started = new WebApplicationFactory<DocumentPage>().WithWebHostBuilder(host =>
        {
            host.UseSetting("environment", "Development");
            host.UseUrls("http://127.0.0.1:0");
            foreach (var (name, value) in new[]
            {
                ("ConnectionStrings:teg", Postgres.Address), ("ConnectionStrings:rabbitmq", "amqp://nobody:nobody@localhost:1"), ("Database:Username", "documents"),
                ("Database:Password", "documents"), ("Bus:FirstWait", "00:00:00.050"), ("Logging:LogLevel:Default", "Warning"),
                // Signatures and copies are worked on by whoever tests them.
                ("SignNow:Work", "false"), ("SignNow:ApiKey", "signnow-key-in-tests"), ("SignNow:WebhookSecret", "webhook-secret-in-tests"), ("Google:Work", "false"),
                // LibreOffice comes with the first PDF; most tests make none.
                ("Conversion:WarmWorkers", "0"),
            }.Concat(settings))
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.Configure<TokenOptions>(options => options.ReadKeys = (_, _) => Task.FromResult(tokens.Keys()));
                configure(services);
                services.AddMassTransitTestHarness();
            });
        });
        started.UseKestrel();
        started.StartServer();
        return started;
    }

    internal sealed class Worker(WebApplicationFactory<DocumentPage> service) : IAsyncDisposable
    {
        private bool hasEnded;

        public WebApplicationFactory<DocumentPage> Service { get; } = service;

        public ITestHarness Bus => Service.Services.GetTestHarness();

        public async ValueTask DisposeAsync()
        {
            if (hasEnded)
            {
                return;
            }

            hasEnded = true;
            // As a process is stopped: what is under way is given back before the services go.
            await Service.Services.GetRequiredService<IHost>().StopAsync();
            await Service.DisposeAsync();
        }
    }
}
