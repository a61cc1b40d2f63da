using System.Text;
using System.Text.Json;
using Dapper;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>What does not come by a route: messages and live events.</summary>
public sealed class CrossingTests(TwoFirms firms) : IClassFixture<TwoFirms>
{
    [Fact]
    public async Task A_message_is_acted_on_in_its_own_organisation_alone()
    {
        await using var owner = await firms.Owner.OpenConnectionAsync();
        // Both have a day that waits for its rollup; the message speaks of one.
        await owner.ExecuteAsync(
            "insert into warehouse.changed_day (org_id, day, run_id) values (@alpha, current_date - 3, @alpha), (@beta, current_date - 3, @beta)",
            new { alpha = firms.Alpha.Id, beta = firms.Beta.Id });
        var before = await Tables.ChecksumsAsync(owner, firms.Beta.Id);

        await PublishAsync(firms.Alpha);

        await Suite.EventuallyAsync(async () => await PassedAsync(firms.Alpha) > 0, TimeSpan.FromSeconds(20), "the message's organisation is rolled up");
        (await PassedAsync(firms.Beta)).ShouldBe(0);
        (await Tables.ChecksumsAsync(owner, firms.Beta.Id)).ShouldBe(before);
        (await owner.QueryAsync<string>("select distinct rep from analytics.daily_sales where org_id = @Id", new { firms.Alpha.Id })).ShouldBe([firms.Alpha.OwnRep, firms.Alpha.OtherRep], ignoreOrder: true);
    }

    [Fact]
    public async Task Live_events_reach_the_pages_of_their_own_organisation_alone()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        var alpha = new StringBuilder();
        var beta = new StringBuilder();
        var listening = Task.WhenAll(ListenAsync(firms.Alpha, alpha, end.Token), ListenAsync(firms.Beta, beta, end.Token));
        await Suite.EventuallyAsync(() => Task.FromResult(Read(alpha).Length > 0 && Read(beta).Length > 0), TimeSpan.FromSeconds(20), "both pages are open");

        await PublishAsync(firms.Alpha);
        await Suite.EventuallyAsync(() => Task.FromResult(Heard(alpha)), TimeSpan.FromSeconds(20), "the page hears of its own organisation");
        // Anything of the first that goes astray comes before the second's own.
        await PublishAsync(firms.Beta);
        await Suite.EventuallyAsync(() => Task.FromResult(Heard(beta)), TimeSpan.FromSeconds(20), "the other page hears of its own");

        firms.Alpha.Marks.Where(mark => Read(beta).Contains(mark, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(Read(beta));
        firms.Beta.Marks.Where(mark => Read(alpha).Contains(mark, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(Read(alpha));
        await end.CancelAsync();
        await listening;
    }

    private static bool Heard(StringBuilder page) =>
        Read(page).Contains("event: run-published", StringComparison.Ordinal) && Read(page).Contains("event: figures-refreshed", StringComparison.Ordinal);

    private static string Read(StringBuilder page)
    {
        lock (page)
        {
            return page.ToString();
        }
    }

    private async Task ListenAsync(Firm firm, StringBuilder page, CancellationToken ct)
    {
        var browser = await firms.BrowserAsync(firm, "Admin");
        try
        {
            using var reader = new StreamReader(await browser.GetStreamAsync(new Uri("/events", UriKind.Relative), ct));
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                lock (page)
                {
                    page.AppendLine(line);
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The page was closed.
        }
    }

    // As Sync does: the outbox's dispatcher sends it over the bus.
    private async Task PublishAsync(Firm firm)
    {
        await using var owner = await firms.Owner.OpenConnectionAsync();
        await owner.ExecuteAsync(
            "insert into sync.outbox (org_id, message_type, body) values (@Id, 'Teg.Platform.Contracts.Messages.RunPublished', @body::jsonb)",
            new { firm.Id, body = JsonSerializer.Serialize(new { orgId = firm.Id, runId = firm.Run, sourceId = firm.Monday, source = $"Monday of {firm.Tag}", publishedAt = DateTimeOffset.UtcNow }) });
    }

    private async Task<long> PassedAsync(Firm firm)
    {
        await using var owner = await firms.Owner.OpenConnectionAsync();
        return await owner.ExecuteScalarAsync<long>("select change_id from analytics.progress where org_id = @Id", new { firm.Id });
    }
}
