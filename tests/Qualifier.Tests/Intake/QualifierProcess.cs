using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MassTransit;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Testing;

namespace Teg.Platform.Qualifier.Tests.Intake;

/// <summary>With a model that answers and the CRM behind it.</summary>
public sealed class QualifierProcess() : ServiceProcess("qualifier")
{
    private readonly string folder = Directory.CreateTempSubdirectory("teg-kill-").FullName;

    internal StubModel Model { get; } = new();

    internal TestSite Site { get; private set; } = null!;

    /// <summary>Every enquiry that came over the broker as judged.</summary>
    public ConcurrentDictionary<Guid, int> Heard { get; } = new();

    public override async ValueTask InitializeAsync()
    {
        await Model.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Model.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override IReadOnlyList<string> Beside => ["crm"];

    protected override void Set(IResourceBuilder<ProjectResource> service) => service
        .WithEnvironment("OpenAI__Address", Model.Address.ToString()).WithEnvironment("OpenAI__Key", "sk-tests")
        .WithEnvironment("Qualifier__JudgesLater", "false").WithEnvironment("Qualifier__SpoolFolder", folder).WithEnvironment("Qualifier__PublicAddress", "https://app.teg.example")
        .WithEnvironment("Qualifier__PerAddress", "1000000").WithEnvironment("Qualifier__PerSite", "1000000");

    protected override async Task MigratedAsync()
    {
        var (org, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await DoAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'Test', 'America/Los_Angeles', 'USD');
            insert into accounts.site_key (org_id, id, name, origins, created_by, created_at) values (@org, @id, 'Site', '{https://www.house.example}', @id, now())
            """, new { org, id });
        Site = new TestSite(org, id, TenantKey.Create(TenantKey.Site, org, id));
    }

    protected override void Listen(IReceiveEndpointConfigurator endpoint) => endpoint.Handler<EnquiriesJudged>(context =>
    {
        foreach (var id in context.Message.EnquiryIds)
        {
            Heard.AddOrUpdate(id, 1, (_, times) => times + 1);
        }

        return Task.CompletedTask;
    });
}
