using Dapper;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Crm.Tests.Leads;

/// <summary>Over the real broker, and with SIGKILL where half of something could be left.</summary>
public sealed class MessageTests(CrmProcess process) : IAsyncLifetime
{
    private House house = null!;

    public async ValueTask InitializeAsync() => house = await House.OpenAsync(process);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_message_makes_its_leads_once_however_often_it_is_delivered()
    {
        var ann = await house.EnquiryAsync("ann@house.example", 3, utmSource: " IG ", utmMedium: "paid_social");
        var bea = await house.EnquiryAsync("bea@house.example", 1, utmSource: null, utmMedium: null);
        for (var time = 0; time < 3; time++)
        {
            await process.Bus.Publish(new EnquiriesJudged(house.Org, [ann, bea]));
        }

        var last = await house.EnquiryAsync("carla@house.example", 2, utmSource: "billboard");
        await process.UntilAsync("the first leads", async () => await house.LeadsAsync() == 2);
        await process.Bus.Publish(new EnquiriesJudged(house.Org, [last]));
        await process.UntilAsync("the last lead", async () => await house.LeadsAsync() == 3);
        await process.UntilAsync("both messages", () => Task.FromResult(Heard().Count >= 2));

        (await process.AskAsync<string>("select string_agg(channel || ' ' || duplicates, ', ' order by identity) from crm.lead where org_id = @Org", house))
            .ShouldBe("meta-ads 0, direct 0, other 0");
        (await process.AskAsync<long>("select count(*) from crm.outbox where org_id = @Org", house)).ShouldBe(2);
    }

    [Fact]
    public async Task Rules_that_the_organisations_boards_have_of_their_own_hold_for_its_enquiries()
    {
        await process.DoAsync(
            """
            insert into sync.source (org_id, kind, name, credential, settings)
            values (@Org, 'monday', 'Monday', 'none', '{"channels": [{"channel": "referral", "sources": ["stylist*"], "mediums": []}]}')
            """, house);

        await process.Bus.Publish(new EnquiriesJudged(house.Org, [await house.EnquiryAsync("ann@house.example", 3, utmSource: "stylist-ines", utmMedium: "talk")]));

        await process.UntilAsync("the lead", async () => await house.LeadAsync("channel") == "referral");
    }

    [Fact]
    public async Task Killed_in_the_middle_nothing_is_left_of_it_and_the_redelivery_completes_it()
    {
        var ids = new[] { await house.EnquiryAsync("ann@house.example", 3), await house.EnquiryAsync("bea@house.example", 2) };
        await using (var connection = await process.Owner.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("lock table warehouse.changed_day in access exclusive mode", transaction: transaction);
            await process.Bus.Publish(new EnquiriesJudged(house.Org, ids));
            await process.UntilBlockedAsync("crm.receive_enquiries");
            await process.RestartKilledAsync();
            (await house.LeadsAsync()).ShouldBe(0, "half of a message was seen");
        }

        await process.UntilAsync("the leads", async () => await house.LeadsAsync() == 2);
        await process.UntilAsync("the message", () => Task.FromResult(Heard().Count >= 1));
        (await process.AskAsync<string>("select string_agg(duplicates::text, ' ') from crm.lead where org_id = @Org", house)).ShouldBe("0 0");
        (await process.AskAsync<long>("select count(*) from crm.outbox where org_id = @Org", house)).ShouldBe(1);
    }

    [Fact]
    public async Task Killed_after_the_leads_and_before_the_message_is_confirmed_they_are_there_once()
    {
        var id = await house.EnquiryAsync("ann@house.example", 3);
        // What a killed process had committed before the broker heard of it.
        (await house.ReceiveAsync(id)).ShouldBe(1);

        await process.Bus.Publish(new EnquiriesJudged(house.Org, [id, await house.EnquiryAsync("bea@house.example", 2)]));

        await process.UntilAsync("the other lead", async () => await house.LeadsAsync() == 2);
        (await house.LeadAsync("duplicates")).ShouldBe("0");
    }

    private List<Guid> Heard() => [.. process.Changed.Where(message => message.OrgId == house.Org).Select(message => message.MessageId).Distinct()];
}
