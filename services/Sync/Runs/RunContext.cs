using Dapper;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Runs;

/// <summary>Reads one vendor. Three run in production: Monday, Calendly and Google Ads.</summary>
internal interface IConnector
{
    /// <summary>The kind of source it reads.</summary>
    string Kind { get; }

    /// <summary>Reads what the run asks for and lands it page by page. Called again after a kill: finished streams are left alone.</summary>
    Task ReadAsync(RunContext run, CancellationToken ct);

    /// <summary>Asks the vendor to send changes to the address. Calling it again changes nothing.</summary>
    Task SubscribeAsync(Source source, Uri publicAddress, CancellationToken ct);
}

/// <summary>A run while it is read: what it may do and where its rows go.</summary>
internal sealed class RunContext(RunLease lease, string mode, string trigger, Source source, Database database, LandingWriter landing, Action<RunCount> progress)
{
    public RunLease Lease => lease;

    public Source Source => source;

    public bool IsFull => mode == Run.Full;

    public bool IsOfDeliveries => trigger == Run.ByWebhook;

    public Task<Checkpoint> OpenAsync(StreamPlan plan, CancellationToken ct) => landing.OpenAsync(lease, plan, ct);

    public async Task LandAsync(IReadOnlyList<LandedPage> pages, CancellationToken ct) => progress(await landing.LandAsync(lease, pages, ct));

    public Task RestartAsync(string stream, bool asSweep, CancellationToken ct) => landing.RestartAsync(lease, stream, asSweep, ct);

    public Task<long> CountAfterPublishingAsync(string stream, bool isSweep, CancellationToken ct) => landing.CountAfterPublishingAsync(lease, stream, isSweep, ct);

    /// <summary>When the source was published last, before this run; null when this is the first.</summary>
    public async Task<DateTimeOffset?> LastPublishedAtAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        return await connection.ExecuteScalarAsync<DateTimeOffset?>(new CommandDefinition(
            "select max(published_at) from sync.run where org_id = warehouse.current_org() and source_id = @SourceId and id <> @RunId",
            new { lease.SourceId, lease.RunId }, cancellationToken: ct));
    }

    /// <summary>The records that vendors said have changed and that no run has fetched yet; from now on they are this run's.</summary>
    public async Task<IReadOnlyList<Delivery>> ClaimDeliveriesAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update sync.webhook_delivery
            set run_id = @RunId
            where org_id = warehouse.current_org() and source_id = @SourceId and run_id is null
            """, new { lease.RunId, lease.SourceId }, cancellationToken: ct));
        return (await connection.QueryAsync<Delivery>(new CommandDefinition(
            """
            select distinct stream, external_id
            from sync.webhook_delivery
            where org_id = warehouse.current_org() and run_id = @RunId
            order by stream, external_id
            """, new { lease.RunId }, cancellationToken: ct))).AsList();
    }
}

/// <summary>A record that a webhook named.</summary>
internal sealed record Delivery(string Stream, string ExternalId);
