using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Sales;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Rollups;

/// <summary>A house in which leads, calls, deals and spend come, change and go in the course of four months, each change announced as a run announces it.</summary>
public sealed class IncrementalTests(AnalyticsDatabase database) : IAsyncLifetime
{
    private static readonly DateOnly Start = new(2026, 1, 20);
    private static readonly OrganisationSettings California = new("America/Los_Angeles", "USD");
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly string[] Channels = ["direct", "google-ads", "meta"];

    private readonly Guid org = Guid.NewGuid();
    private readonly Guid again = Guid.NewGuid();
    private readonly Random dice = new(57);
    private DateOnly? only;
    private NpgsqlConnection facts = null!;
    private NpgsqlConnection analytics = null!;

    public async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        facts = await database.Postgres.Owner.OpenConnectionAsync();
        analytics = await database.Postgres.As("analytics").OpenConnectionAsync();
        await BeAsync(org);
        await facts.ExecuteAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) select id, 'House', 'America/Los_Angeles', 'USD' from unnest(@orgs) id;
            insert into warehouse.campaign (org_id, campaign, name, channel, source_id, run_id)
            select id, c, c, case c when 'c1' then 'meta' else 'google-ads' end, @org, @org from unnest(@orgs) id, unnest(array['c1', 'c2', 'c3']) c
            """, new { orgs = new[] { org, again }, org });
    }

    public async ValueTask DisposeAsync()
    {
        await facts.DisposeAsync();
        await analytics.DisposeAsync();
    }

    [Fact]
    public async Task Refreshed_change_by_change_the_rollups_equal_those_worked_out_at_once_and_answer_every_filter_alike()
    {
        for (var round = 0; round < 12; round++)
        {
            for (var step = 0; step < 20; step++)
            {
                await ChangeAsync();
            }

            await RefreshAsync(org);
        }

        // One change at a time at the ends of a month: nothing later works the month out again for it.
        foreach (var last in new DateOnly[] { new(2026, 2, 1), new(2026, 2, 28), new(2026, 3, 31), new(2026, 3, 1) })
        {
            only = last;
            await LeadAsync($"{last:O}@house.example");
            await DealAsync($"{last:O}@house.example");
            await RefreshAsync(org);
        }

        var rollups = (await facts.QueryAsync<string>(
            "select tablename from pg_tables where schemaname = 'analytics' and tablename like 'daily%' union select 'lead_course' order by 1")).AsList();
        rollups.Count.ShouldBeGreaterThanOrEqualTo(8);
        var kept = await SnapshotAsync(rollups, org);
        foreach (var rollup in rollups)
        {
            kept[rollup].Count.ShouldBeGreaterThan(10, rollup);
        }

        await CopyFactsAsync();
        await BeAsync(again);
        await RecomputeAsync();
        var recomputed = await SnapshotAsync(rollups, again);
        foreach (var rollup in rollups)
        {
            kept[rollup].ShouldBe(recomputed[rollup], rollup);
        }

        await BeAsync(org);
        await TheLeadsPageIsTheSameAsync();
        await TheCallsPagesAreTheSameAsync();
        await TheSalesPageIsTheSameAsync();
    }

    // A second filter that keeps everything makes the page be read from the rollup with every mark in its key.
    private async Task TheLeadsPageIsTheSameAsync()
    {
        LeadFilter[] filters =
        [
            new() { Owner = ["Burki", "Unassigned"] }, new() { Owner = ["Sofia"] },
        ];
        foreach (var range in Ranges())
        {
            foreach (var filter in filters)
            {
                await SameAsync(filter, filter with { Reached = new Word<LeadStage>(LeadStage.New) });
            }

            await SameAsync(new(), new() { Reached = new Word<LeadStage>(LeadStage.New), Channel = Channels });

            async Task SameAsync(LeadFilter one, LeadFilter several)
            {
                var (summed, single) = (LeadQuestion.Of(one, range, California), LeadQuestion.Of(several, range, California));
                (summed.ToAmong() is not null && single.ToAmong() is null).ShouldBeTrue();
                Page(await NewLeadsDashboard.AskAsync(analytics, summed, CancellationToken.None))
                    .ShouldBe(Page(await NewLeadsDashboard.AskAsync(analytics, single, CancellationToken.None)), $"{range.From} {summed.ToAmong()!.KeptBy}");
            }
        }
    }

    private async Task TheCallsPagesAreTheSameAsync()
    {
        CallFilter[] filters =
        [
            new() { Rep = ["Burki"] }, new() { Kind = new Word<CallKind>(CallKind.Intro), Rep = ["Sofia", "Unassigned"] },
        ];
        // The day it is lies in the middle, so that calls are over, under way and to come.
        var now = new DateTimeOffset(2026, 4, 2, 20, 0, 0, TimeSpan.Zero);
        foreach (var range in Ranges())
        {
            foreach (var filter in filters)
            {
                await SameAsync(filter, filter with { Channel = Channels });
            }

            await SameAsync(new(), new() { Rep = ["Burki", "Sofia", "Unassigned"], Channel = Channels });

            async Task SameAsync(CallFilter one, CallFilter several)
            {
                var (summed, single) = (CallQuestion.Of(one, range, California, now), CallQuestion.Of(several, range, California, now));
                (summed.ToAmong() is not null && single.ToAmong() is null).ShouldBeTrue();
                Page(await CallsEndpoints.AskAsync(analytics, summed, CancellationToken.None))
                    .ShouldBe(Page(await CallsEndpoints.AskAsync(analytics, single, CancellationToken.None)), $"{range.From} {summed.ToAmong()!.KeptBy}");
            }
        }
    }

    private async Task TheSalesPageIsTheSameAsync()
    {
        string[] categories = ["Production", "Development", "Uncategorised"];
        foreach (var range in Ranges())
        {
            await SameAsync(new(range.From, range.Until, null, null, null), new(range.From, range.Until, null, categories, Channels));
            await SameAsync(new(range.From, range.Until, ["Burki"], null, null), new(range.From, range.Until, ["Burki"], null, Channels));
            await SameAsync(new(range.From, range.Until, null, ["Production"], null), new(range.From, range.Until, null, ["Production"], Channels));
            await SameAsync(new(range.From, range.Until, null, null, ["meta"]), new(range.From, range.Until, null, categories, ["meta"]));
        }

        async Task SameAsync(SalesScope one, SalesScope several)
        {
            var (summed, single) = (Question(one), Question(several));
            (summed.ToAmong() is not null && single.ToAmong() is null).ShouldBeTrue();
            Page(await SalesEndpoints.AskDashboardAsync(analytics, summed, CancellationToken.None))
                .ShouldBe(Page(await SalesEndpoints.AskDashboardAsync(analytics, single, CancellationToken.None)), $"{one.From} {summed.ToAmong()!.KeptBy}");
        }

        static SalesQuestion Question(SalesScope scope) => new(scope, SalesPeriod.Week, new(2026, 4, 2), "USD", "America/Los_Angeles");
    }

    // Over the end of a month, and months with days before and after.
    private static DayRange[] Ranges() => [new(new(2026, 3, 20), new(2026, 4, 10)), new(new(2026, 1, 25), new(2026, 5, 12))];

    private static string Page(object page) => JsonSerializer.Serialize(page, Indented);

    private Task ChangeAsync()
    {
        var person = $"p{dice.Next(60)}@house.example";
        return dice.Next(10) switch
        {
            0 => SpendAsync(),
            1 => RemoveAsync("crm.lead", "identity", person),
            2 => RemoveAsync("warehouse.deal", "client_email", person),
            3 => RemoveAsync("warehouse.call", "invitee_email", person),
            4 or 5 => DealAsync(person),
            6 or 7 => CallAsync(person),
            _ => LeadAsync(person),
        };
    }

    private Task SpendAsync() => AnnouncedAsync(
        "insert into warehouse.changed_day (org_id, day) select @org, @day",
        """
        insert into warehouse.ad_insights (org_id, day, campaign, source_id, spend, currency, clicks, impressions, external_id, run_id)
        values (@org, @day, @campaign, @org, @amount, 'USD', 3, 50, 'x', @org)
        on conflict (org_id, day, campaign, source_id) do update set spend = excluded.spend
        """, new { org, day = Day(), campaign = One("c1", "c2", "c3"), amount = dice.Next(1, 500) });

    private Task LeadAsync(string person)
    {
        var campaign = One("", "c1", "c2", "c3");
        return AnnouncedAsync(
            DaysOfPerson,
            """
            insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, campaign, utm_source, utm_medium, qualification, stage, owner, source_id, stream, external_id, run_id)
            values (@org, @person, @person, 'Client', @at::timestamptz, (@at::timestamptz at time zone 'America/Los_Angeles')::date, @channel, nullif(@campaign, ''), @source, @medium,
                    @qualification, @stage, @owner, @org, @board, @person, @org)
            on conflict (org_id, identity) do update set
                received_at = excluded.received_at, received_day = excluded.received_day, channel = excluded.channel, campaign = excluded.campaign, utm_source = excluded.utm_source,
                qualification = excluded.qualification, stage = excluded.stage, owner = excluded.owner, stream = excluded.stream
            """, new
            {
                org, person, at = Moment(), channel = campaign switch { "" => "direct", "c1" => "meta", _ => "google-ads" }, campaign, source = Maybe("google", "bing"), medium = Maybe("cpc", "email"),
                qualification = One("qualified", "unsure", "unjudged", "not-a-fit", "spam"), stage = One("new", "contacted", "lost", "closed", "proposal"), owner = Maybe("Burki", "Sofia"),
                board = One("9002", "9003"),
            });
    }

    private Task DealAsync(string person) => AnnouncedAsync(
        DaysOfPerson,
        """
        insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
        values (@org, @org, @person, @person, 'Deal', @person, @rep, @category, 'x', @won, @amount, 'USD', @day, @org)
        on conflict (org_id, source_id, deal_key) do update set
            rep = excluded.rep, category = excluded.category, is_won = excluded.is_won, amount = excluded.amount, closed_on = excluded.closed_on
        """, new { org, person, rep = Maybe("Burki", "Sofia"), category = Maybe("Production", "Development"), won = dice.Next(4) > 0, amount = dice.Next(1, 9000), day = Day() });

    private Task CallAsync(string person) => AnnouncedAsync(
        DaysOfPerson,
        """
        insert into warehouse.call (org_id, source_id, external_id, kind, status, no_show, starts_at, ends_at, day, rep, invitee_email, booked_at, reschedules, utm_source, run_id)
        select @org, @org, @person, @kind, @status, @noShow, @at::timestamptz, @at::timestamptz + interval '30 minutes', (@at::timestamptz at time zone 'America/Los_Angeles')::date, @rep,
               @person, @at::timestamptz - @ahead * interval '1 hour', @moved, @source, @org
        on conflict (org_id, source_id, external_id) do update set
            kind = excluded.kind, status = excluded.status, no_show = excluded.no_show, starts_at = excluded.starts_at, ends_at = excluded.ends_at, day = excluded.day, rep = excluded.rep,
            booked_at = excluded.booked_at, reschedules = excluded.reschedules, utm_source = excluded.utm_source
        """, new
        {
            org, person, kind = One("intro", "design-review"), status = One("active", "active", "canceled"), noShow = dice.Next(6) == 0, at = Moment(), rep = Maybe("Burki", "Sofia"),
            ahead = dice.Next(1, 500), moved = dice.Next(3), source = Maybe("google", "newsletter"),
        });

    private Task RemoveAsync(string table, string of, string person) =>
        AnnouncedAsync(DaysOfPerson, $"delete from {table} where org_id = @org and {of} = @person", new { org, person });

    // Every day on which something of the person stands: what the run publishes when one of these changes.
    private const string DaysOfPerson =
        """
        insert into warehouse.changed_day (org_id, day)
        select @org, day
        from (
            select received_day as day from crm.lead where org_id = @org and identity = @person
            union select closed_on from warehouse.deal where org_id = @org and client_email = @person
            union select day from warehouse.call where org_id = @org and invitee_email = @person
            union select (booked_at at time zone 'America/Los_Angeles')::date from warehouse.call where org_id = @org and invitee_email = @person
        ) d
        """;

    private async Task AnnouncedAsync(string days, string change, object with)
    {
        await facts.ExecuteAsync(days, with);
        await facts.ExecuteAsync(change, with);
        await facts.ExecuteAsync(days, with);
    }

    private async Task RefreshAsync(Guid house)
    {
        await using var transaction = await analytics.BeginTransactionAsync();
        await RefreshRollups.RefreshAsync(analytics, transaction, house, DateTimeOffset.UnixEpoch, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private async Task CopyFactsAsync()
    {
        foreach (var table in new[] { "crm.lead", "warehouse.deal", "warehouse.call", "warehouse.ad_insights" })
        {
            var columns = await facts.ExecuteScalarAsync<string>(
                """
                select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                where attrelid = @table::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname <> 'org_id'
                """, new { table });
            await facts.ExecuteAsync($"insert into {table} (org_id, {columns}) select @again, {columns} from {table} where org_id = @org", new { org, again });
        }
    }

    private async Task RecomputeAsync()
    {
        await using var transaction = await analytics.BeginTransactionAsync();
        await RefreshRollups.RecomputeAsync(
            analytics, transaction, [.. Enumerable.Range(-40, 200).Select(Start.AddDays)], CancellationToken.None);
        await transaction.CommitAsync();
    }

    private async Task<Dictionary<string, List<string>>> SnapshotAsync(IEnumerable<string> rollups, Guid house)
    {
        var rows = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var rollup in rollups)
        {
            rows[rollup] = (await facts.QueryAsync<string>($"select (to_jsonb(r) - 'org_id')::text from analytics.{rollup} r where org_id = @house order by 1", new { house })).AsList();
        }

        return rows;
    }

    private Task BeAsync(Guid house) => analytics.ExecuteAsync("select set_config('teg.org_id', @house, false)", new { house = house.ToString() });

    private DateOnly Day() => only ?? Start.AddDays(dice.Next(110));

    private string Moment() => Day().ToDateTime(default, DateTimeKind.Utc).AddMinutes(((only is null ? dice.Next(24) : 20) * 60) + (dice.Next(2) * 30)).ToString("yyyy-MM-dd HH:mm+00", CultureInfo.InvariantCulture);

    private string One(params string[] of) => of[dice.Next(of.Length)];

    private string? Maybe(params string[] of) => dice.Next(3) == 0 ? null : One(of);
}
