using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Testing;

namespace Teg.Platform.Documents.Tests.Jobs;

/// <summary>With the writers it has outside of tests, and somebody in Accounts' place who publishes the tokens' key.</summary>
public sealed class DocumentsProcess() : ServiceProcess("documents")
{
    private readonly TestTokens tokens = new();
    private WebApplication? accounts;

    /// <summary>Every document whose request came over the broker.</summary>
    public ConcurrentDictionary<Guid, int> Requested { get; } = new();

    public Guid Org { get; } = Guid.CreateVersion7();

    /// <summary>Where its LibreOffices have their folders.</summary>
    internal string Engines { get; } = Path.Combine(Path.GetTempPath(), $"teg-kill-{Guid.NewGuid().ToString("n")[..12]}");

    public override async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        accounts = builder.Build();
        accounts.MapGet("/keys", () => Microsoft.AspNetCore.Http.TypedResults.Text(tokens.Keys(), "application/json"));
        await accounts.StartAsync();
        await base.InitializeAsync();
        Http.DefaultRequestHeaders.Authorization = tokens.For(Org, Roles.Manager, null, TimeProvider.System.GetUtcNow());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await accounts!.DisposeAsync();
        tokens.Dispose();
        Directory.Delete(Engines, recursive: true);
    }

    /// <summary>Asks, again and again with the same key, until somebody answers.</summary>
    internal async Task<Guid> AskForAsync(string requestKey, string kind, object inputs)
    {
        Guid? id = null;
        await UntilAsync($"an answer to {requestKey}", async () =>
        {
            try
            {
                using var answer = await Http.PostAsJsonAsync("/documents", new { requestKey, kind, inputs });
                if (answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK)
                {
                    id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
                    return true;
                }

                answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await answer.Content.ReadAsStringAsync());
                return false;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return id!.Value;
    }

    protected override void Set(IResourceBuilder<ProjectResource> service) => service
        .WithEnvironment("Tokens__KeysAddress", $"{accounts!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/keys")
        .WithEnvironment("Conversion__WarmWorkers", "0").WithEnvironment("Conversion__OfficeWorkers", "2").WithEnvironment("Conversion__Folder", Engines).WithEnvironment("Jobs__Lease", "00:00:02");

    protected override Task MigratedAsync() => DoAsync(
        "insert into accounts.organisation (org_id, name, time_zone, currency) values (@Org, 'House of Tests', 'America/Los_Angeles', 'USD')", new { Org });

    protected override void Listen(IReceiveEndpointConfigurator endpoint) => endpoint.Handler<DocumentRequested>(context =>
    {
        Requested.AddOrUpdate(context.Message.DocumentId, 1, (_, times) => times + 1);
        return Task.CompletedTask;
    });
}
