using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Teg.Platform.Contracts;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Gateway.Tests.Live;

public sealed class LiveTests(GatewaySystem system)
{
    [Fact]
    public async Task A_message_on_the_bus_is_an_event_on_the_open_page()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        await using var page = await OpenPage.OpenAsync(browser);
        var run = Guid.CreateVersion7();

        await system.PublishAsync(new RunProgressed(DemoOrganisation.Id, run, run, "Monday", "reading", 12, 100, 0, DateTimeOffset.UtcNow));

        var live = await page.NextAsync();
        live.Name.ShouldBe("run-progressed");
        var data = JsonNode.Parse(live.Data)!;
        data["runId"]!.GetValue<Guid>().ShouldBe(run);
        data["rowsRead"]!.GetValue<long>().ShouldBe(12);
        page.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
    }

    [Fact]
    public async Task Another_organisations_events_never_reach_the_page()
    {
        using var browser = await Browser.SignedInAsync(system.Address, "admin@teg.example");
        await using var page = await OpenPage.OpenAsync(browser);
        var other = Guid.CreateVersion7();

        await system.PublishAsync(new FiguresRefreshed(other, DateTimeOffset.UtcNow));
        await system.PublishAsync(new RunFailed(other, other, other, "Monday", "R.", "W.", DateTimeOffset.UtcNow));
        await system.PublishAsync(new DriftFound(other, other, other, "board", "S", DateTimeOffset.UtcNow));
        await system.PublishAsync(new RunPublished(other, other, other, "Monday", DateTimeOffset.UtcNow));
        await system.PublishAsync(new RunProgressed(other, other, other, "Monday", "reading", 1, 1, 0, DateTimeOffset.UtcNow));
        // The bus keeps the order of one type only, so each type gets a last message of our own.
        var mine = DemoOrganisation.Id;
        await system.PublishAsync(new FiguresRefreshed(mine, DateTimeOffset.UtcNow));
        await system.PublishAsync(new RunFailed(mine, mine, mine, "Monday", "R.", "W.", DateTimeOffset.UtcNow));
        await system.PublishAsync(new DriftFound(mine, mine, mine, "board", "S", DateTimeOffset.UtcNow));
        await system.PublishAsync(new RunPublished(mine, mine, mine, "Monday", DateTimeOffset.UtcNow));
        await system.PublishAsync(new RunProgressed(mine, mine, mine, "Monday", "reading", 1, 1, 0, DateTimeOffset.UtcNow));

        List<LiveEventSeen> seen = [];
        while (seen.Count < 5)
        {
            seen.Add(await page.NextAsync());
        }

        seen.Select(live => live.Name).ShouldBe(["figures-refreshed", "run-failed", "drift-found", "run-published", "run-progressed"], ignoreOrder: true);
        seen.ShouldAllBe(live => !live.Data.Contains(other.ToString()));
    }

    [Fact]
    public async Task A_viewer_hears_nothing_of_drift_that_only_managers_decide_on()
    {
        using var viewer = await Browser.SignedInAsync(system.Address);
        using var manager = await Browser.SignedInAsync(system.Address, "manager@teg.example");
        await using var viewers = await OpenPage.OpenAsync(viewer);
        await using var managers = await OpenPage.OpenAsync(manager);

        await system.PublishAsync(new DriftFound(DemoOrganisation.Id, Guid.NewGuid(), Guid.NewGuid(), "board", "Spend was renamed", DateTimeOffset.UtcNow));
        (await managers.NextAsync()).Name.ShouldBe("drift-found");
        await system.PublishAsync(new FiguresRefreshed(DemoOrganisation.Id, DateTimeOffset.UtcNow));

        (await viewers.NextAsync()).Name.ShouldBe("figures-refreshed");
    }

    [Fact]
    public async Task Everybody_but_an_agent_hears_that_enquiries_were_judged_and_nobody_whose()
    {
        using var viewer = await Browser.SignedInAsync(system.Address);
        using var agent = await Browser.SignedInAsync(system.Address, "agent@teg.example");
        await using var viewers = await OpenPage.OpenAsync(viewer);
        await using var agents = await OpenPage.OpenAsync(agent);
        var enquiry = Guid.NewGuid();

        await system.PublishAsync(new EnquiriesJudged(DemoOrganisation.Id, [enquiry, Guid.NewGuid()]));
        var heard = await viewers.NextAsync();
        await system.PublishAsync(new FiguresRefreshed(DemoOrganisation.Id, DateTimeOffset.UtcNow));

        heard.Name.ShouldBe("enquiries");
        heard.Data.ShouldNotContain(enquiry.ToString());
        JsonNode.Parse(heard.Data)!["enquiries"]!.GetValue<int>().ShouldBe(2);
        (await agents.NextAsync()).Name.ShouldBe("figures-refreshed");
    }

    [Fact]
    public async Task An_agent_hears_that_a_source_is_fresh_and_nothing_of_the_companys_runs()
    {
        using var agent = await Browser.SignedInAsync(system.Address, "agent@teg.example");
        using var viewer = await Browser.SignedInAsync(system.Address);
        await using var agents = await OpenPage.OpenAsync(agent);
        await using var viewers = await OpenPage.OpenAsync(viewer);
        var (org, run) = (DemoOrganisation.Id, Guid.CreateVersion7());

        await system.PublishAsync(new RunProgressed(org, run, run, "Monday", "reading", 4711, 5000, 0, DateTimeOffset.UtcNow));
        await system.PublishAsync(new RunFailed(org, run, run, "Monday", "Row 4711 is wrong.", "W.", DateTimeOffset.UtcNow));
        await system.PublishAsync(new DriftFound(org, run, run, "board", "Spend was renamed", DateTimeOffset.UtcNow));
        List<string> heard = [];
        while (heard.Count < 2)
        {
            heard.Add((await viewers.NextAsync()).Name);
        }

        heard.ShouldBe(["run-progressed", "run-failed"], ignoreOrder: true);
        await system.PublishAsync(new RunPublished(org, run, run, "Monday", DateTimeOffset.UtcNow));
        var fresh = await agents.NextAsync();
        await system.PublishAsync(new FiguresRefreshed(org, DateTimeOffset.UtcNow));
        var figures = await agents.NextAsync();

        await system.PublishAsync(new DocumentProgressed(org, run, "working", "converting", 2, DateTimeOffset.UtcNow));
        var document = await agents.NextAsync();

        (fresh.Name, figures.Name, document.Name).ShouldBe(("run-published", "figures-refreshed", "document"));
        JsonNode.Parse(fresh.Data)!.AsObject().Select(member => member.Key).ShouldBe(["sourceId", "source", "publishedAt"]);
    }

    [Fact]
    public async Task A_page_that_comes_back_gets_what_it_missed_once_and_in_order()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        string last;
        await using (var page = await OpenPage.OpenAsync(browser))
        {
            await PublishAsync(1);
            last = (await page.NextAsync()).Id;
        }

        await using (var bystander = await OpenPage.OpenAsync(browser))
        {
            await PublishAsync(2);
            await PublishAsync(3);
            await bystander.NextAsync();
            await bystander.NextAsync();
        }

        await using var again = await OpenPage.OpenAsync(browser, last);
        await PublishAsync(4);

        (await RowsAsync(again), await RowsAsync(again), await RowsAsync(again)).ShouldBe((2, 3, 4));
    }

    [Fact]
    public async Task A_page_that_had_to_begin_anew_says_in_its_address_where_it_left_off()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        await using var bystander = await OpenPage.OpenAsync(browser);
        await PublishAsync(1);
        var last = (await bystander.NextAsync()).Id;
        await PublishAsync(2);
        await bystander.NextAsync();

        await using var page = await OpenPage.OpenAsync(browser, path: $"/events?after={last}");

        (await RowsAsync(page)).ShouldBe(2);
    }

    [Fact]
    public async Task Two_hundred_open_pages_hear_every_event_once_and_in_order()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var pages = new List<OpenPage>();
        try
        {
            for (var number = 0; number < 200; number++)
            {
                pages.Add(await OpenPage.OpenAsync(browser));
            }

            await PublishAsync(41);
            await PublishAsync(42);

            var first = await Task.WhenAll(pages.Select(RowsAsync));
            var second = await Task.WhenAll(pages.Select(RowsAsync));
            (first.Distinct().ShouldHaveSingleItem(), second.Distinct().ShouldHaveSingleItem()).ShouldBe((41, 42));
        }
        finally
        {
            foreach (var page in pages)
            {
                await page.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task How_quick_changes_come_is_for_everybody()
    {
        using var agent = await Browser.SignedInAsync(system.Address, "agent@teg.example");
        await using var page = await OpenPage.OpenAsync(agent);

        await system.PublishAsync(new LagMeasured(DemoOrganisation.Id, DateTimeOffset.UtcNow, "canary", 0.612));

        var live = await page.NextAsync();
        live.Name.ShouldBe("lag");
        JsonNode.Parse(live.Data)!["seconds"]!.GetValue<double>().ShouldBe(0.612);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_missed_more_than_is_kept_or_comes_from_another_replica_is_told_to_ask_anew(bool longAgo)
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        var last = "0123abcd-5";
        await using var bystander = await OpenPage.OpenAsync(browser);
        await PublishAsync(1);
        var first = await bystander.NextAsync();
        if (longAgo)
        {
            last = first.Id;
            for (var row = 0; row < 10; row++)
            {
                await PublishAsync(row);
                await bystander.NextAsync();
            }
        }

        await using var page = await OpenPage.OpenAsync(browser, last);

        (await page.NextAsync()).Name.ShouldBe("resync");
    }

    [Fact]
    public async Task A_quiet_stream_is_kept_open_by_heartbeats_and_ends_with_the_session()
    {
        using var browser = await Browser.SignedInAsync(system.Address);
        using var elsewhere = browser.At(system.StartReplica([]));
        await using var page = await OpenPage.OpenAsync(browser);
        await using var other = await OpenPage.OpenAsync(elsewhere);
        await page.HeartbeatAsync();

        using var response = await browser.SendAsync(HttpMethod.Delete, "/session");
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await page.EndAsync();
        await other.EndAsync();
    }

    [Fact]
    public async Task Without_a_session_there_is_no_stream()
    {
        using var browser = new Browser(system.Address);
        using var response = await browser.GetAsync("/events");

        (await Browser.ProblemAsync(response)).ShouldBe((HttpStatusCode.Unauthorized, "not-signed-in"));
    }

    [Fact]
    public async Task A_stream_ends_when_the_persons_role_changed()
    {
        using var browser = await Browser.SignedInAsync(system.Address, "agent@teg.example");
        await using var page = await OpenPage.OpenAsync(browser);
        await using var connection = await system.Postgres.Owner.OpenConnectionAsync();
        const string SetRole = "update accounts.membership set role = @role where account_id = (select id from accounts.account where email = 'agent@teg.example')";
        await connection.ExecuteAsync(SetRole, new { role = "Viewer" });
        system.Clock.Advance(TimeSpan.FromMinutes(59));

        await page.EndAsync();
        await connection.ExecuteAsync(SetRole, new { role = "Agent" });
    }

    private Task PublishAsync(long rows) =>
        system.PublishAsync(new RunProgressed(DemoOrganisation.Id, Guid.Empty, Guid.Empty, "Monday", "reading", rows, null, 0, DateTimeOffset.UtcNow));

    private static async Task<long> RowsAsync(OpenPage page) => JsonNode.Parse((await page.NextAsync()).Data)!["rowsRead"]!.GetValue<long>();
}
