using Dapper;
using Npgsql;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Analytics.Tests.Rollups;

/// <summary>SIGKILL at the two places where half of something could be left: in the middle of a refresh, and between sending a message and marking it sent.</summary>
[Collection<AnalyticsProcessTests>]
public sealed class KillTests(AnalyticsProcess process)
{
    private readonly Guid org = Guid.NewGuid();

    [Fact]
    public async Task Killed_in_the_middle_of_a_refresh_readers_see_the_previous_figures_and_the_redelivery_completes_it()
    {
        await SpendAsync("2026-03-08", 100m);
        await PublishRunAsync();
        await process.UntilAsync("the first refresh", async () => await SpentAsync() == 100m);

        await SpendAsync("2026-03-08", 250m);
        await DealAsync("2026-03-08", 9_000m);
        await using (var connection = await process.Owner.OpenConnectionAsync())
        {
            // The advertising rollup is rewritten by then, the sales rollup is not.
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("lock table analytics.daily_sales in access exclusive mode", transaction: transaction);
            await PublishRunAsync();
            await process.UntilBlockedAsync("analytics.daily_sales");
            await process.RestartKilledAsync();
            (await SpentAsync()).ShouldBe(100m, "readers saw half of a refresh");
        }

        await process.UntilAsync("the second refresh", async () => await SpentAsync() == 250m);
        (await process.AskAsync<decimal>("select sum(revenue) from analytics.daily_sales where org_id = @org", new { org })).ShouldBe(9_000m);
        // One for each refresh and none of them lost. The first run is refreshed once more when its acknowledgement died with the process.
        await process.UntilAsync("every message", async () =>
            await process.AskAsync<long>("select count(*) from analytics.outbox where org_id = @org", new { org }) is >= 2 and <= 3 and var refreshes
            && Heard().Distinct().Count() == refreshes);
    }

    [Fact]
    public async Task Killed_between_sending_and_marking_a_message_goes_out_again_under_the_same_id()
    {
        await using (var connection = await process.Owner.OpenConnectionAsync())
        {
            await process.Application.StopResourceAsync("analytics");
            await connection.ExecuteAsync(
                """
                insert into analytics.outbox (org_id, message_type, body)
                values (@org, @type, json_build_object('orgId', @org, 'asOf', '2026-11-20T20:00:00+00:00')::jsonb)
                """, new { org, type = typeof(FiguresRefreshed).FullName });

            // Rows can be taken, and none can be marked.
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("lock table analytics.outbox in share mode", transaction: transaction);
            await process.Application.StartResourceAsync("analytics");
            await process.UntilAsync("the first sending", () => Task.FromResult(Heard().Count == 1));
            await process.UntilBlockedAsync("outbox_sent");
            await process.RestartKilledAsync();
        }

        await process.UntilAsync("the second sending", () => Task.FromResult(Heard().Count == 2));
        Heard().Distinct().Count().ShouldBe(1, "a consumer knows the repetition by its message id");
        await process.UntilAsync("the mark", () => process.AskAsync<bool>("select sent_at is not null from analytics.outbox where org_id = @org", new { org }));
        Heard().Count.ShouldBe(2);
    }

    private List<Guid> Heard() => [.. process.Refreshed.Where(message => message.OrgId == org).Select(message => message.MessageId)];

    private Task PublishRunAsync() => process.Bus.Publish(new RunPublished(org, Guid.NewGuid(), Guid.NewGuid(), "monday", DateTimeOffset.UtcNow));

    private async Task<decimal> SpentAsync() =>
        await process.AskAsync<decimal?>("select sum(spend) from analytics.daily_marketing where org_id = @org", new { org }) ?? 0m;

    private Task SpendAsync(string day, decimal spend) => DoAsync(
        """
        insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House', 'America/Los_Angeles', 'USD') on conflict do nothing;
        insert into warehouse.campaign values (@org, 'brand', 'Brand', 'google-ads', @org, @org) on conflict do nothing;
        insert into warehouse.ad_insights values (@org, @day::date, 'brand', @org, @amount, 'USD', 3, 50, 'x', @org)
        on conflict (org_id, day, campaign, source_id) do update set spend = excluded.spend;
        insert into warehouse.changed_day (org_id, day, run_id) values (@org, @day::date, @org);
        """, day, spend);

    private Task DealAsync(string day, decimal amount) => DoAsync(
        """
        insert into warehouse.deal (org_id, source_id, deal_key, external_id, deal_no, name, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
        values (@org, @org, 'D-1', 'D-1', 'D-1', 'Deal', 'ann@house.example', 'Burki', 'Production', 'Won', true, @amount, 'USD', @day::date, @org)
        """, day, amount);

    private async Task DoAsync(string sql, string day, decimal amount)
    {
        await using NpgsqlConnection connection = await process.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, new { org, day, amount });
    }
}
