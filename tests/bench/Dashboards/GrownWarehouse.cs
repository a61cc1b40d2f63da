using Dapper;
using Npgsql;
using Teg.Platform.Bench.Running;
using Teg.Platform.Contracts;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Bench.Dashboards;

/// <summary>The demo organisation with more of everything: facts in sets, then one run that says so, so that the rollups come about as they always do.</summary>
internal static class GrownWarehouse
{
    /// <summary>Three years of days, which is what the pages' ranges reach back over.</summary>
    public const int Days = 1096;

    public static async Task GrowAsync(RunningSystem system, int leads, CancellationToken ct)
    {
        await using var owner = new NpgsqlConnection(system.OwnerConnectionString);
        await owner.OpenAsync(ct);
        await owner.ExecuteAsync(new CommandDefinition(
            """
            insert into warehouse.campaign (org_id, campaign, name, channel, source_id, run_id)
            select @org, 'grown-' || c, 'Grown ' || c, (array['google-ads', 'meta'])[1 + c % 2], @org, @org from generate_series(1, 30) c
            on conflict do nothing;
            insert into warehouse.ad_insights (org_id, day, campaign, source_id, spend, currency, clicks, impressions, external_id, run_id)
            select @org, current_date - d, 'grown-' || c, @org, 20 + c, 'USD', 30, 900, 'grown', @org from generate_series(0, @days - 1) d, generate_series(1, 30) c
            on conflict do nothing;
            insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, campaign, qualification, source_id, stream, external_id, run_id)
            select @org, 'grown-' || l || '@house.example', 'grown-' || l || '@house.example', 'Grown', current_date - l % @days, current_date - l % @days,
                   case when l % 5 = 0 then 'direct' else (array['google-ads', 'meta'])[1 + (1 + l % 30) % 2] end, case when l % 5 = 0 then null else 'grown-' || (1 + l % 30) end,
                   (array['qualified', 'unsure', 'not-a-fit', 'spam'])[1 + l % 4], @org, 'grown', l::text, @org
            from generate_series(1, @leads) l
            on conflict do nothing;
            insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
            select @org, @org, 'grown-' || l, 'grown-' || l, 'Grown', 'grown-' || l || '@house.example', 'Grown ' || l % 12, 'Production', 'Won', true, 4000, 'USD',
                   current_date - (l / 20) % @days, @org
            from generate_series(20, @leads, 20) l
            on conflict do nothing;
            insert into warehouse.call (org_id, source_id, external_id, kind, status, starts_at, ends_at, day, invitee_email, booked_at, run_id)
            select @org, @org, 'grown-' || l, 'intro', 'active', current_date - (l / 10) % @days, current_date - (l / 10) % @days, current_date - (l / 10) % @days,
                   'grown-' || l || '@house.example', current_date - (l / 10) % @days, @org
            from generate_series(10, @leads, 10) l
            on conflict do nothing;
            insert into warehouse.changed_day (org_id, day, run_id) select @org, current_date - d, @org from generate_series(0, @days - 1) d;
            analyze;
            insert into sync.outbox (org_id, message_type, body)
            values (@org, @type, json_build_object('orgId', @org, 'runId', @org, 'sourceId', @org, 'source', 'grown', 'publishedAt', now())::jsonb);
            """, new { org = DemoOrganisation.Id, leads, days = Days, type = typeof(RunPublished).FullName }, commandTimeout: 0, cancellationToken: ct));
        await RunningSystem.UntilAsync(
            () => owner.ExecuteScalarAsync<bool>(
                "select change_id = (select max(id) from warehouse.changed_day where org_id = @org) from analytics.progress where org_id = @org", new { org = DemoOrganisation.Id }),
            TimeSpan.FromMinutes(10), "the rollups include them", ct);
        // What was written is on the disk before something else is timed.
        await owner.ExecuteAsync(new CommandDefinition("vacuum analyze analytics.daily_marketing, analytics.daily_sales", commandTimeout: 0, cancellationToken: ct));
    }
}
