using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Sync.Demo;

namespace Teg.Platform.Sync.Tests;

/// <summary>An organisation with the demo's two sources. They are switched off, so only the test starts their runs.</summary>
public sealed class Tenant
{
    private readonly SyncHost host;

    private Tenant(SyncHost host, Guid org, Guid monday, Guid calendly) => (this.host, Org, Monday, Calendly) = (host, org, monday, calendly);

    public Guid Org { get; }

    public Guid Monday { get; }

    public Guid Calendly { get; }

    public static async Task<Tenant> CreateAsync(SyncHost host, string credential = "demo", string? mondaySettings = null, Guid? org = null)
    {
        var (monday, calendly) = (Guid.NewGuid(), Guid.NewGuid());
        org ??= Guid.NewGuid();
        await host.DoAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'Test', 'America/Los_Angeles', 'USD');
            insert into sync.source (org_id, id, kind, name, enabled, credential, settings) values
                (@org, @monday, 'monday', 'Monday', false, @credential, @mondaySettings::jsonb),
                (@org, @calendly, 'calendly', 'Calendly', false, @credential, @calendlySettings::jsonb)
            """,
            new { org, monday, calendly, credential, mondaySettings = mondaySettings ?? DemoSources.Settings("monday"), calendlySettings = DemoSources.Settings("calendly") });
        return new Tenant(host, org.Value, monday, calendly);
    }

    /// <summary>The organisation's advertising account, switched off like the others.</summary>
    public async Task<Guid> AddGoogleAdsAsync(string credential = "demo") => await host.AskAsync<Guid>(
        """
        insert into sync.source (org_id, kind, name, enabled, credential, settings) values (@Org, 'google-ads', 'Google Ads', false, @credential, @settings::jsonb) returning id
        """, new { Org, credential, settings = DemoSources.Settings("google-ads") });

    public async Task<Guid> QueueAsync(Guid source, string mode) => await host.AskAsync<Guid>(
        """
        insert into sync.run (org_id, source_id, mode, trigger, settings_version) values (@Org, @source, @mode, 'person', 1) returning id
        """, new { Org, source, mode });

    public async Task<RunResult> FinishAsync(Guid run, int seconds = 120)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(seconds);
        while (DateTimeOffset.UtcNow < until)
        {
            try
            {
                var result = await ResultAsync(run);
                if (result.Status is "succeeded" or "failed" or "quarantined")
                {
                    return result;
                }
            }
            catch (NpgsqlException)
            {
                // The test has killed the database; it is on its way back.
            }

            await Task.Delay(30);
        }

        throw new TimeoutException($"Run {run} did not end in {seconds} s: {await ResultAsync(run)}\n{string.Join('\n', host.Application.GetLogs("sync").TakeLast(20))}");
    }

    public async Task<RunResult> RunAsync(Guid source, string mode = "full", int seconds = 120)
    {
        var result = await FinishAsync(await QueueAsync(source, mode), seconds);
        return result;
    }

    public async Task<RunResult> ResultAsync(Guid run)
    {
        await using var connection = await host.Owner.OpenConnectionAsync();
        return await connection.QuerySingleAsync<RunResult>(
            """
            select id, status, verdict, reason, way_out as wayout, attempt, faults, rows_read as rowsread, rows_published as rowspublished, rows_per_second as rowspersecond,
                   extract(epoch from finished_at - requested_at)::float8 as seconds
            from sync.run where org_id = @Org and id = @run
            """, new { Org, run });
    }

    /// <summary>Everything published of the organisation, without ids that differ by source or run.</summary>
    public async Task<string> FactsAsync() => await host.AskAsync<string>(
        """
        select json_build_object(
            'ads', (select json_agg((day, campaign, spend, clicks, impressions, external_id)::text order by day, campaign) from warehouse.ad_insights where org_id = @Org),
            'campaigns', (select json_agg((campaign, name, channel)::text order by campaign) from warehouse.campaign where org_id = @Org),
            'leads', (select json_agg((identity, email, name, received_at, received_day, channel, campaign, qualification, status, owner, external_id, duplicates, answers)::text order by identity)
                      from crm.lead where org_id = @Org),
            'deals', (select json_agg((deal_key, external_id, client_email, rep, category, stage, amount, closed_on)::text order by deal_key) from warehouse.deal where org_id = @Org),
            'calls', (select json_agg((external_id, kind, status, no_show, starts_at, day, rep, invitee_email, booked_at, canceled_at, reschedules)::text order by external_id)
                      from warehouse.call where org_id = @Org),
            'moments', (select json_agg((c.external_id, e.at, e.kind, e.external_id, e.starts_at, e.actor, e.reason)::text order by c.external_id, e.at, e.kind, e.external_id)
                        from warehouse.call_event e join warehouse.call c on c.org_id = e.org_id and c.id = e.call_id where e.org_id = @Org))::text
        """, new { Org });

    public Task<IReadOnlyList<Line>> CertificateAsync(Guid run) => host.ListAsync<Line>(
        "select stream, name, measure, label, source, ours from sync.certificate_line where org_id = @Org and run_id = @run order by position", new { Org, run });

    public static async Task<JsonElement> TruthAsync(SyncHost host) => JsonSerializer.Deserialize<JsonElement>(await host.Sandbox.GetStringAsync("/truth"));
}

public sealed record RunResult(Guid Id, string Status, string? Verdict, string? Reason, string? WayOut, int Attempt, int Faults, long RowsRead, long RowsPublished, int? RowsPerSecond, double? Seconds)
{
    public bool IsActive => Status is "queued" or "running" or "publishing";
}

public sealed record Line(string Stream, string Name, string Measure, string Label, decimal? Source, decimal Ours);
