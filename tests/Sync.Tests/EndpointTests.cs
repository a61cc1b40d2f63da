using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Teg.Platform.Sync.Tests;

public sealed class EndpointTests(SyncHost host)
{
    [Fact]
    public async Task Items_are_read_back_in_mondays_own_shape_page_by_page()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        using var viewer = host.SignedIn(tenant.Org, "Viewer");

        var boards = await viewer.GetFromJsonAsync<JsonElement>("/boards");
        boards.GetProperty("items").EnumerateArray().Select(board => board.GetProperty("name").GetString())
            .ShouldBe(["Ad Spend", "New Leads", "Couture Enquiries", "Sales", "Production Calendar"], ignoreOrder: true);

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await viewer.GetFromJsonAsync<JsonElement>($"/boards/9004/items?limit=200{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString();
            var first = page.GetProperty("items")[0];
            first.EnumerateObject().Select(property => property.Name).ShouldBe(["id", "name", "column_values"], ignoreOrder: true);
            var value = first.GetProperty("column_values")[0];
            value.GetProperty("column").GetProperty("title").GetString().ShouldBe("Deal No");
            value.TryGetProperty("text", out _).ShouldBeTrue();
        }
        while (after is not null);
        seen.Distinct().Count().ShouldBe(seen.Count);
        seen.Count.ShouldBe(await host.AskAsync<int>("select items_count::int from sync.board where org_id = @Org and id = '9004'", new { tenant.Org }));

        // The same in the vendor's envelope, item by item what the vendor itself answers.
        var theirs = (await AskMondayAsync(500)).GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!);
        var read = new List<string>();
        string? cursor = null;
        do
        {
            var answer = await viewer.GetFromJsonAsync<JsonElement>($"/boards/9004/items_page?limit=150{(cursor is null ? "" : $"&cursor={cursor}")}");
            var board = answer.GetProperty("data").GetProperty("boards")[0];
            (board.GetProperty("id").GetString(), board.GetProperty("name").GetString()).ShouldBe(("9004", "Sales"));
            foreach (var item in board.GetProperty("items_page").GetProperty("items").EnumerateArray())
            {
                read.Add(item.GetProperty("id").GetString()!);
                theirs.TryGetValue(read[^1], out var original);
                (original.ValueKind is JsonValueKind.Undefined || JsonElement.DeepEquals(original, item)).ShouldBeTrue($"{original} is not {item}");
            }

            cursor = board.GetProperty("items_page").GetProperty("cursor").GetString();
        }
        while (cursor is not null);
        read.ShouldBe(seen);
        theirs.Keys.ShouldBeSubsetOf(read);
        (await viewer.GetAsync("/boards/9004/items_page?cursor=abc")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        using var stranger = host.SignedIn(Guid.NewGuid(), "Admin");
        (await stranger.GetAsync("/boards/9004/items")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync("/boards/9004/items_page")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await viewer.GetAsync("/boards/9004/items?limit=9999")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_manager_starts_a_run_once_and_everybody_sees_how_it_went()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await host.DoAsync("update sync.source set enabled = true where org_id = @Org", new { tenant.Org });
        using var manager = host.SignedIn(tenant.Org, "Manager");
        using var viewer = host.SignedIn(tenant.Org, "Viewer");

        var before = await viewer.GetFromJsonAsync<JsonElement>("/sources");
        before.GetProperty("items").EnumerateArray().Select(source => source.GetProperty("advice").GetString()).ShouldAllBe(advice => advice!.Contains("Start a full run"));

        (await viewer.PostAsJsonAsync($"/sources/{tenant.Monday}/runs", new { mode = "full" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var started = await manager.PostAsJsonAsync($"/sources/{tenant.Monday}/runs", new { mode = "full" });
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var run = await started.Content.ReadFromJsonAsync<JsonElement>();
        run.GetProperty("trigger").GetString().ShouldBe("person");
        using var second = await manager.PostAsJsonAsync($"/sources/{tenant.Monday}/runs", new { mode = "incremental" });
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldEndWith("run-already-active");
        await tenant.FinishAsync(run.GetProperty("id").GetGuid());

        var details = await viewer.GetFromJsonAsync<JsonElement>($"/runs/{run.GetProperty("id").GetString()}");
        details.GetProperty("certificate").GetProperty("verdict").GetString().ShouldBe("equal");
        details.GetProperty("streams").GetArrayLength().ShouldBe(5);
        var history = await viewer.GetFromJsonAsync<JsonElement>($"/runs?source={tenant.Monday}&limit=1");
        history.GetProperty("items")[0].GetProperty("certificate").GetString().ShouldBe("equal");
        using var agent = host.SignedIn(tenant.Org, "Agent");
        (await agent.GetFromJsonAsync<JsonElement>("/sources")).GetProperty("items").EnumerateArray()
            .ShouldAllBe(source => source.GetProperty("lastRun").ValueKind == JsonValueKind.Null, "a run counts everybody's rows");
        var after = await viewer.GetFromJsonAsync<JsonElement>("/sources");
        after.GetProperty("items").EnumerateArray().Single(source => source.GetProperty("kind").GetString() == "monday").GetProperty("advice").ValueKind.ShouldBe(JsonValueKind.Null);

        using var stranger = host.SignedIn(Guid.NewGuid(), "Manager");
        (await stranger.GetAsync($"/runs/{run.GetProperty("id").GetString()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.PostAsJsonAsync($"/sources/{tenant.Monday}/runs", new { mode = "full" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nobody = new HttpClient { BaseAddress = host.Address };
        (await nobody.GetAsync("/sources")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await nobody.GetAsync("/health/filled")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_kept_counted_and_shown()
    {
        await host.ResetAsync();
        // Their Date column becomes a text that says "soon": accepted as readable, and then some rows are not.
        var settings = Demo.DemoSources.Settings("monday").Replace("\"day\": { \"titles\": [\"Date\"], \"types\": [\"date\"] }", "\"day\": { \"titles\": [\"Campaign\"], \"types\": [\"text\"] }", StringComparison.Ordinal);
        var tenant = await Tenant.CreateAsync(host, mondaySettings: settings);

        var run = await tenant.RunAsync(tenant.Monday);

        run.Status.ShouldBe("succeeded", run.Reason);
        run.Verdict.ShouldBe("equal");
        var lines = (await tenant.CertificateAsync(run.Id)).Where(line => line.Name == "Ad Spend").ToList();
        var unreadable = lines.Single(line => line.Label.Contains("unreadable", StringComparison.Ordinal));
        unreadable.Ours.ShouldBe(lines[0].Source!.Value);
        unreadable.Label.ShouldContain("day \"");
    }

    /// <summary>The first page of a board's items from the vendor itself.</summary>
    private async Task<JsonElement> AskMondayAsync(int limit)
    {
        using var monday = new HttpClient();
        monday.DefaultRequestHeaders.Add("Authorization", "app-token-in-tests");
        monday.DefaultRequestHeaders.Add("API-Version", "2026-10");
        using var answer = await monday.PostAsJsonAsync(new Uri(host.MondayAddress, "/v2"), new
        {
            query = "query ($limit: Int!) { boards(ids: [9004]) { items_page(limit: $limit) { cursor items { id name column_values { id type text value column { title } } } } } }",
            variables = new { limit },
        });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("boards")[0].GetProperty("items_page");
    }
}
