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

    /// <param name="had">As many leads are there from before; five touchpoints come with each, a call with every tenth, a deal with every twentieth.</param>
    public static async Task GrowAsync(RunningSystem system, int had, int leads, CancellationToken ct)
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
            insert into warehouse.ad_click (org_id, gclid, source_id, day, campaign, run_id)
            select @org, 'grown-' || t, @org, current_date - t % @days, 'grown-' || (1 + t % 30), @org from generate_series(@had * 5 + 1, @leads * 5) t;
            -- Hashes in place of chance: marks are spread as they are in life, and are the same in every run. Where a campaign is known, it says channel, source and medium.
            insert into crm.lead (
                org_id, identity, email, name, received_at, received_day, channel, campaign, utm_source, utm_medium, qualification, stage, owner, source_id, stream, external_id, run_id)
            select @org, 'grown-' || l || '@house.example', 'grown-' || l || '@house.example', 'Grown',
                   (current_date - (l + l / 20) % @days + interval '20 hours') at time zone 'UTC', current_date - (l + l / 20) % @days,
                   case when m.campaign < 6 then 'direct' else (array['google-ads', 'meta'])[1 + (m.campaign - 5) % 2] end, case when m.campaign >= 6 then 'grown-' || (m.campaign - 5) end,
                   case when m.campaign < 6 then (array['newsletter', 'pinterest', 'press', null, null, null])[1 + m.campaign] when m.campaign % 2 = 1 then 'google'
                        else (array['facebook', 'instagram'])[1 + m.board % 2] end,
                   case when m.campaign < 6 then (array['email', 'social', 'referral', null, null, null])[1 + m.campaign] else (array['paid-social', 'cpc'])[1 + m.campaign % 2] end,
                   (array['qualified', 'qualified', 'unsure', 'unjudged', 'not-a-fit', 'spam'])[1 + m.qualification], (array['new', 'contacted', 'contacted', 'proposal', 'lost'])[1 + m.stage],
                   nullif('Grown ' || m.owner, 'Grown 0'), @org, (array['9002', '9003', 'enquiries'])[1 + m.board], l::text, @org
            from generate_series(@had + 1, @leads) l
            cross join lateral (
                select abs(hashint4(l)) % 36 as campaign, abs(hashint4(l + 1000000000)) % 13 as owner, abs(hashint4(l + 2000000000)) % 6 as qualification,
                       abs(hashint4(-l)) % 5 as stage, abs(hashint4(-l - 1000000000)) % 3 as board
            ) m;
            insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
            select @org, @org, 'grown-' || l, 'grown-' || l, 'Grown', 'grown-' || l || '@house.example', 'Grown ' || (1 + abs(hashint4(l)) % 12),
                   (array['Production', 'Development', 'Patterns', 'Samples'])[1 + abs(hashint4(-l)) % 4], 'Won', true, 4000, 'USD', current_date - (l + l / 20) % @days + abs(hashint4(l)) % 60, @org
            from generate_series(@had + 20, @leads, 20) l;
            insert into warehouse.call (org_id, source_id, external_id, kind, status, no_show, starts_at, ends_at, day, rep, invitee_email, booked_at, utm_source, run_id)
            select @org, @org, 'grown-' || l, (array['intro', 'intro', 'design-review'])[1 + m.kind], case m.status when 0 then 'canceled' else 'active' end, m.status = 1,
                   m.at, m.at + interval '30 minutes', (m.at at time zone 'America/Los_Angeles')::date, 'Grown ' || m.rep, 'grown-' || l || '@house.example', m.at - m.ahead * interval '1 day',
                   (array['google', 'facebook', 'newsletter', null])[1 + m.source], @org
            from generate_series(@had + 10, @leads, 10) l
            cross join lateral (
                select (current_date - (l + l / 20) % @days + (15 + abs(hashint4(l)) % 10) * interval '1 hour') at time zone 'UTC' as at, abs(hashint4(-l)) % 3 as kind,
                       abs(hashint4(l + 1000000000)) % 10 as status, 1 + abs(hashint4(l + 2000000000)) % 12 as rep, abs(hashint4(-l - 1000000000)) % 12 as ahead,
                       abs(hashint4(-l - 2000000000)) % 4 as source
            ) m;
            insert into warehouse.changed_day (org_id, day, run_id) select @org, current_date - d, @org from generate_series(0, @days - 1) d;
            insert into warehouse.changed_day (org_id, day, run_id) select @org, current_date + d, @org from generate_series(1, 60) d;
            analyze;
            insert into sync.outbox (org_id, message_type, body)
            values (@org, @type, json_build_object('orgId', @org, 'runId', @org, 'sourceId', @org, 'source', 'grown', 'publishedAt', now())::jsonb);
            """, new { org = DemoOrganisation.Id, had, leads, days = Days, type = typeof(RunPublished).FullName }, commandTimeout: 0, cancellationToken: ct));
        await RunningSystem.UntilAsync(
            () => owner.ExecuteScalarAsync<bool>(
                "select change_id = (select max(id) from warehouse.changed_day where org_id = @org) from analytics.progress where org_id = @org", new { org = DemoOrganisation.Id }),
            TimeSpan.FromMinutes(20), "the rollups include them", ct);
        // What was written is on the disk before something else is timed.
        await owner.ExecuteAsync(new CommandDefinition("vacuum analyze; checkpoint", commandTimeout: 0, cancellationToken: ct));
    }
}
