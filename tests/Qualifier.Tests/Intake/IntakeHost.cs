using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.Qualifier.Spool;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Tests.Intake;

/// <summary>The service with a model that the test controls, on the database of the others.</summary>
public sealed class IntakeHost(QualifierService qualifier) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("teg-intake-").FullName;
    private WebApplicationFactory<EnquiryStore>? service;
    private int addresses;

    internal StubModel Model { get; } = new();

    internal QualifierService Qualifier => qualifier;

    internal EnquirySpool Spool => service!.Services.GetRequiredService<EnquirySpool>();

    public async ValueTask InitializeAsync()
    {
        await Model.StartAsync();
        service = new WebApplicationFactory<EnquiryStore>().WithWebHostBuilder(host =>
        {
            host.UseSetting("environment", "Development");
            host.UseUrls("http://127.0.0.1:0");
            foreach (var (name, value) in new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings:teg"] = qualifier.Postgres.Address,
                ["ConnectionStrings:rabbitmq"] = "amqp://nobody:nobody@localhost:1",
                ["Database:Username"] = "qualifier",
                ["Database:Password"] = "qualifier",
                ["OpenAI:Address"] = $"{Model.Address}",
                ["OpenAI:Key"] = "sk-tests",
                ["Qualifier:SpoolFolder"] = folder,
                ["Qualifier:SpoolMaxBytes"] = "1000000",
                ["Qualifier:PublicAddress"] = "https://app.teg.example",
                ["Qualifier:AnswerWithin"] = "00:00:02",
                ["Qualifier:StoreEvery"] = "00:00:00.010",
                ["Qualifier:PerAddress"] = "8",
                ["Qualifier:PerSite"] = "12",
                ["Logging:LogLevel:Default"] = "Warning",
            })
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services => services.AddMassTransitTestHarness());
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

        await Model.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A stranger with an address of their own.</summary>
    internal HttpClient Stranger(string? address = null)
    {
        var client = service!.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address ?? $"10.1.{Interlocked.Increment(ref addresses) / 250}.{(addresses % 250) + 1}");
        return client;
    }

    /// <summary>A new organisation with pages of its own and a site key.</summary>
    internal async Task<TestSite> SiteAsync(params string[] origins)
    {
        var org = await qualifier.OrganisationAsync();
        var id = Guid.CreateVersion7();
        await qualifier.DoAsync(
            """
            insert into qualifier.rule_set (org_id, version, content)
            values (@org, 1, '{"thresholds":{"capBelowBudget":5000,"capBelowStyles":5,"liftFromBudget":10000,"liftToBudget":20000,"currency":"USD","rates":{}},
                               "pages":{"thankYou":"https://www.house.example/thanks","letsChat":"https://calendly.com/house/chat","introCall":"https://calendly.com/house/intro"},
                               "promptVersion":null}');
            insert into accounts.site_key (org_id, id, name, origins, created_by, created_at) values (@org, @id, 'Site', @origins, @id, now())
            """, new { org, id, origins = origins.Length > 0 ? origins : ["https://www.house.example"] });
        var book = service!.Services.GetRequiredService<SiteBook>();
        await UntilAsync("the new key to be known", () => Task.FromResult(book.Find(org, id) is not null));
        return new TestSite(org, id, TenantKey.Create(TenantKey.Site, org, id));
    }

    internal async Task RevokeAsync(TestSite site)
    {
        await qualifier.DoAsync("update accounts.site_key set revoked_at = now() where id = @Id", new { site.Id });
        var book = service!.Services.GetRequiredService<SiteBook>();
        await UntilAsync("the key to be forgotten", () => Task.FromResult(book.Find(site.Org, site.Id) is null));
    }

    /// <summary>How many enquiries of the organisation are in the database, once nothing waits on the disk.</summary>
    internal async Task<long> StoredAsync(Guid org)
    {
        await UntilAsync("the spool to be stored", () => Task.FromResult(Spool.Waiting == 0));
        return await qualifier.AskAsync<long>("select count(*) from qualifier.enquiry where org_id = @org", new { org });
    }

    internal static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    internal static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (!await condition())
        {
            (DateTimeOffset.UtcNow < until).ShouldBeTrue($"Waited a minute for {what}.");
            await Task.Delay(20);
        }
    }
}

internal sealed record TestSite(Guid Org, Guid Id, string Key);
