using Dapper;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Analytics.Tests.Rollups;

[Collection(nameof(AnalyticsProcess))]
public sealed class RefreshForLeadsTests(AnalyticsProcess process)
{
    private readonly Guid org = Guid.NewGuid();

    [Fact]
    public async Task Many_messages_at_once_are_one_refresh_of_the_days_that_changed()
    {
        var other = Guid.NewGuid();
        foreach (var one in new[] { org, other })
        {
            await using var connection = await process.Owner.OpenConnectionAsync();
            await connection.ExecuteAsync(
                """
                insert into accounts.organisation (org_id, name, time_zone, currency) values (@one, 'House', 'America/Los_Angeles', 'USD');
                insert into crm.lead (org_id, identity, name, received_at, received_day, channel, qualification, enquiry_id, stream, external_id)
                select @one, i::text, '', '2026-03-08 20:00+00', '2026-03-08', 'direct', 'qualified', gen_random_uuid(), 'enquiries', i::text from generate_series(1, 100) i;
                insert into warehouse.changed_day (org_id, day) select @one, '2026-03-08' from generate_series(1, 100);
                """, new { one });
        }

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => process.Bus.Publish(new LeadsChanged(i % 10 == 0 ? other : org, DateTimeOffset.UtcNow))));

        await process.UntilAsync("the refresh of both", async () => await LeadsAsync(org) == 100 && await LeadsAsync(other) == 100);
        await process.UntilAsync("a message for both", () => Task.FromResult(new[] { org, other }.All(one => process.Refreshed.Any(message => message.OrgId == one))));
        (await process.AskAsync<long>("select count(*) from analytics.outbox where org_id = @org", new { org })).ShouldBe(1, "the days were already passed");
    }

    private async Task<long> LeadsAsync(Guid of) => await process.AskAsync<long?>("select sum(qualified)::bigint from analytics.daily_marketing where org_id = @of", new { of }) ?? 0;
}
