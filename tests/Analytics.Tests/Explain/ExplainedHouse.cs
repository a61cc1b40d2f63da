using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Explain;

/// <summary>A house of which every figure has something to count and something to leave out, around the day on which California's clocks change.</summary>
public sealed class ExplainedHouse(AnalyticsDatabase database) : IAsyncLifetime
{
    internal static readonly OrganisationSettings California = new("America/Los_Angeles", "USD");

    /// <summary>Some of March is over by then, and some is not.</summary>
    internal static readonly DateTimeOffset Now = new(2026, 3, 20, 19, 0, 0, TimeSpan.Zero);

    private readonly Guid org = Guid.NewGuid();

    public Guid Run { get; } = Guid.NewGuid();

    public async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        await using var facts = await OpenAsync("postgres");
        await facts.ExecuteAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House', 'America/Los_Angeles', 'USD');
            insert into sync.source (org_id, id, kind, name, credential, settings) values
                (@org, @board, 'monday', 'Boards', 'none', '{}'), (@org, @google, 'google-ads', 'Ads account', 'none', '{}'), (@org, @calendar, 'calendly', 'Calendar', 'none', '{}');
            insert into sync.run (org_id, id, source_id, mode, trigger, status, requested_at, finished_at, published_at, settings_version, rows_published, verdict) values
                (@org, gen_random_uuid(), @board, 'full', 'schedule', 'succeeded', now(), now(), now() - interval '1 day', 1, 9, 'different'),
                (@org, @Run, @board, 'incremental', 'webhook', 'succeeded', now(), now(), now(), 1, 3, 'equal'),
                (@org, gen_random_uuid(), @board, 'full', 'schedule', 'failed', now(), now(), null, 1, 0, null);
            insert into warehouse.campaign (org_id, campaign, name, channel, source_id, run_id) values
                (@org, 'brand', 'Brand', 'google-ads', @board, @org), (@org, 'reels', 'Reels', 'meta-ads', @board, @org), (@org, 'idle', 'Idle', 'meta-ads', @board, @org);
            insert into warehouse.ad_insights (org_id, day, campaign, source_id, spend, currency, clicks, impressions, external_id, run_id)
            select @org, day::date, campaign, source, case when campaign = 'idle' then 0 else 10 + extract(day from day) / 4 + weight end, 'USD', 3, 70, 'x', @org
            from generate_series('2026-02-20'::date, '2026-04-05', '1 day') day,
                 (values ('brand', @board, 0), ('brand', @google, 0.5), ('reels', @board, 1), ('idle', @board, 0)) as said (campaign, source, weight);
            insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, campaign, utm_source, qualification, stage, owner, source_id, stream, external_id, duplicates, run_id)
            select @org, 'p' || i, 'p' || i, 'Client ' || i, at, (at at time zone 'America/Los_Angeles')::date, (array['google-ads', 'meta-ads', 'direct'])[i % 3 + 1],
                   (array['brand', 'reels', null])[i % 3 + 1], (array['google', null])[i % 2 + 1], (array['qualified', 'unsure', 'not-a-fit', 'qualified', 'unjudged', 'spam', 'qualified'])[i % 7 + 1],
                   (array['new', 'contacted', 'call-booked', 'lost', 'proposal'])[i % 5 + 1], (array['Burki', null, 'Sofia'])[i % 3 + 1], @board,
                   (array['9002', 'enquiries'])[i % 2 + 1], i::text, case when i % 9 = 0 then 2 else 0 end, @org
            from generate_series(1, 320) i, lateral (select '2026-02-22 00:10-08'::timestamptz + i * interval '3 hours 10 minutes') t (at);
            insert into warehouse.call (
                org_id, source_id, external_id, kind, status, no_show, starts_at, ends_at, day, rep, invitee_email, booked_at, reschedules, utm_source, run_id)
            select @org, @calendar, i::text, (array['intro', 'intro', 'design-review', 'other'])[i % 4 + 1], case when i % 5 = 0 then 'canceled' else 'active' end, i % 7 = 0, at, at + interval '30 minutes',
                   (at at time zone 'America/Los_Angeles')::date, (array['Burki', 'Sofia', null])[i % 3 + 1], 'p' || i, at - (i % 17) * interval '22 hours', i % 6 / 5, (array['google', null])[i % 2 + 1], @org
            from generate_series(1, 240) i, lateral (select '2026-02-22 00:40-08'::timestamptz + i * interval '4 hours 20 minutes') t (at);
            insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
            select @org, @board, i::text, i::text, 'Deal ' || i, 'p' || i, (array['Burki', 'Sofia', null])[i % 3 + 1], (array['Production', 'Samples'])[i % 2 + 1], 'Any', i % 4 > 0, 100 + i * 1.25, 'USD',
                   case when i % 19 > 0 then '2026-02-25'::date + i % 50 end, @org
            from generate_series(1, 150) i;
            insert into warehouse.changed_day (org_id, day, run_id) select @org, day::date, @org from generate_series('2026-01-25'::date, '2026-05-01', '1 day') day
            """, new { org, Run, board = Guid.NewGuid(), google = Guid.NewGuid(), calendar = Guid.NewGuid() });

        await using var analytics = await OpenAsync();
        await using var transaction = await analytics.BeginTransactionAsync();
        await RefreshRollups.RefreshAsync(analytics, transaction, org, Now, CancellationToken.None);
        await transaction.CommitAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal async Task<NpgsqlConnection> OpenAsync(string role = "analytics")
    {
        var pool = role == "postgres" ? database.Postgres.Owner : database.Postgres.As(role);
        var connection = await pool.OpenConnectionAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = org.ToString() });
        return connection;
    }
}
