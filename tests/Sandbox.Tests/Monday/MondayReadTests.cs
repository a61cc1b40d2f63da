using System.Net;
using System.Text.Json;

namespace Teg.Platform.Sandbox.Tests.Monday;

public sealed class MondayReadTests(SandboxHost sandbox) : IClassFixture<SandboxHost>
{
    private const string FirstPage =
        "query ($b: [ID!], $l: Int!, $q: ItemsQuery) { boards(ids: $b) { items_page(limit: $l, query_params: $q) { cursor items { id name updated_at column_values { id text value } } } } }";

    private const string NextPage = "query ($c: String!, $l: Int!) { next_items_page(cursor: $c, limit: $l) { cursor items { id } } }";

    private async Task<JsonElement> Page(long board, int limit, object? query = null) =>
        (await sandbox.DataAsync(FirstPage, new { b = new[] { board }, l = limit, q = query })).GetProperty("boards")[0].GetProperty("items_page");

    [Fact]
    public async Task Paging_by_cursor_gives_each_item_once()
    {
        var page = await Page(9002, 500);
        var ids = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToList();
        while (page.GetProperty("cursor").GetString() is { } cursor)
        {
            page = (await sandbox.DataAsync(NextPage, new { c = cursor, l = 500 })).GetProperty("next_items_page");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        }

        ids.Distinct().Count().ShouldBe(ids.Count);
        var count = (await sandbox.DataAsync("{ boards(ids: [9002]) { items_count } }")).GetProperty("boards")[0].GetProperty("items_count").GetInt32();
        ids.Count.ShouldBe(count);
    }

    [Fact]
    public async Task The_answer_names_the_request_and_the_limits()
    {
        var (response, body) = await sandbox.AskAsync("{ me { id name } }", version: "2026-07");

        body.GetProperty("extensions").GetProperty("request_id").GetString().ShouldBe(response.Headers.GetValues("x-request-id").Single());
        response.Headers.GetValues("api-version").ShouldBe(["2026-07"]);
        response.Headers.GetValues("ratelimit").Single().ShouldContain("\"complexityMinute\";r=");
        response.Headers.GetValues("ratelimit-policy").Single().ShouldContain("\"minuteRate\";q=5000;w=60");
    }

    [Fact]
    public async Task More_than_500_items_a_page_are_refused() =>
        (await sandbox.ErrorCodeAsync(FirstPage, new { b = new[] { 9002 }, l = 501 })).ShouldBe("InvalidArgumentException");

    [Fact]
    public async Task A_cursor_and_a_query_together_are_refused()
    {
        var cursor = (await Page(9002, 1)).GetProperty("cursor").GetString();

        (await sandbox.ErrorCodeAsync("query ($c: String) { boards(ids: [9002]) { items_page(cursor: $c, query_params: {ids: [1]}) { cursor } } }", new { c = cursor }))
            .ShouldBe("InvalidArgumentException");
    }

    [Fact]
    public async Task A_board_that_does_not_exist_is_missing_from_the_list()
    {
        var boards = (await sandbox.DataAsync("{ boards(ids: [9002, 1]) { id } }")).GetProperty("boards");

        boards.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Boards_are_paged_by_number()
    {
        var first = (await sandbox.DataAsync("{ boards(limit: 3, page: 1) { id } }")).GetProperty("boards");
        var second = (await sandbox.DataAsync("{ boards(limit: 3, page: 2) { id } }")).GetProperty("boards");

        first.GetArrayLength().ShouldBe(3);
        second.EnumerateArray().Select(board => board.GetProperty("id").GetString()).ShouldNotContain(first[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Typed_fragments_answer_the_values_themselves()
    {
        var values = (await sandbox.DataAsync(
            """
            { boards(ids: [9004]) { items_page(limit: 1, query_params: {rules: [{column_id: "status_stage", compare_value: [2]}]}) { items { column_values {
                __typename id ... on StatusValue { label index is_done } ... on DateValue { date time } ... on EmailValue { email } ... on CheckboxValue { checked } } } } } }
            """)).GetProperty("boards")[0].GetProperty("items_page").GetProperty("items")[0].GetProperty("column_values").EnumerateArray().ToList();

        values.Single(value => value.GetProperty("id").GetString() == "status_stage").GetProperty("label").GetString().ShouldBe("Won");
        values.Single(value => value.GetProperty("id").GetString() == "date_close").GetProperty("date").GetString().ShouldStartWith("20");
        values.Single(value => value.GetProperty("id").GetString() == "text_amount").GetProperty("__typename").GetString().ShouldBe("TextValue");
    }

    [Fact]
    public async Task Rules_choose_items_by_last_change_text_and_label()
    {
        var since = SandboxHost.Noon.AddHours(-3);
        var recent = (await Page(9001, 500, new { rules = new[] { new { column_id = "__last_updated__", compare_value = new[] { since.ToString("O") }, @operator = "greater_than" } } })).GetProperty("items");
        recent.GetArrayLength().ShouldBeInRange(5, 60);
        recent.EnumerateArray().ShouldAllBe(item => item.GetProperty("updated_at").GetDateTimeOffset() > since);

        var won = (await Page(9004, 500, new { rules = new[] { new { column_id = "status_stage", compare_value = new[] { "Won" } } } })).GetProperty("items");
        won.GetArrayLength().ShouldBeGreaterThan(300);

        var day = (await Page(9001, 500, new { rules = new[] { new { column_id = "date4", compare_value = new[] { "EXACT", "2026-06-03" } } } })).GetProperty("items");
        day.EnumerateArray().ShouldAllBe(item => item.GetProperty("name").GetString()!.EndsWith("2026-06-03"));

        var bridal = (await Page(9001, 10, new { rules = new[] { new { column_id = "text_campaign", compare_value = "Bridal", @operator = "contains_text" } } })).GetProperty("items");
        bridal.GetArrayLength().ShouldBe(10);
    }

    [Fact]
    public async Task Items_can_be_ordered_and_the_cursor_keeps_the_order()
    {
        var query = new { order_by = new[] { new { column_id = "__last_updated__", direction = "desc" } } };
        var page = await Page(9004, 2, query);
        var all = (await Page(9004, 4, query)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToList();
        var next = (await sandbox.DataAsync(NextPage, new { c = page.GetProperty("cursor").GetString(), l = 2 })).GetProperty("next_items_page").GetProperty("items");

        next.EnumerateArray().Select(item => item.GetProperty("id").GetString()).ShouldBe(all.Skip(2));
    }

    [Fact]
    public async Task Items_are_found_by_id_and_at_most_a_hundred_at_once()
    {
        var id = (await Page(9004, 1)).GetProperty("items")[0].GetProperty("id").GetString();

        (await sandbox.DataAsync("query ($i: [ID!]) { items(ids: $i) { id board { id } } }", new { i = new[] { id } })).GetProperty("items")[0].GetProperty("board").GetProperty("id").GetString().ShouldBe("9004");
        (await sandbox.ErrorCodeAsync("query ($i: [ID!]) { items(ids: $i) { id } }", new { i = Enumerable.Range(1, 101) })).ShouldBe("InvalidArgumentException");
    }

    [Fact]
    public async Task Items_are_found_by_column_value()
    {
        var found = (await sandbox.DataAsync(
            "query ($c: [ItemsPageByColumnValuesQuery!]) { items_page_by_column_values(board_id: 9001, columns: $c, limit: 50) { cursor items { id name } } }",
            new { c = new[] { new { column_id = "text_utm", column_values = new[] { "google-brand-search" } } } })).GetProperty("items_page_by_column_values");

        found.GetProperty("items").GetArrayLength().ShouldBe(50);
        found.GetProperty("cursor").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task An_unknown_column_in_a_rule_is_named() =>
        (await sandbox.ErrorCodeAsync(FirstPage, new { b = new[] { 9002 }, l = 1, q = new { rules = new[] { new { column_id = "nope", compare_value = "x" } } } }))
            .ShouldBe("InvalidColumnIdException");

    [Fact]
    public async Task The_activity_log_is_newest_first_and_paged()
    {
        const string Query = "query ($p: Int!) { boards(ids: [9001]) { activity_logs(from: \"2026-11-20T19:00:00Z\", to: \"2026-11-20T20:00:00Z\", limit: 40, page: $p) { id event entity data created_at user_id account_id } } }";
        var first = (await sandbox.DataAsync(Query, new { p = 1 })).GetProperty("boards")[0].GetProperty("activity_logs").EnumerateArray().ToList();
        var second = (await sandbox.DataAsync(Query, new { p = 2 })).GetProperty("boards")[0].GetProperty("activity_logs").EnumerateArray().ToList();

        first.Count.ShouldBe(40);
        (first.Count + second.Count).ShouldBeInRange(60, 62);
        first[0].GetProperty("created_at").GetString()!.Length.ShouldBe(17);
        first.Concat(second).Select(log => log.GetProperty("created_at").GetString()).ShouldBe(first.Concat(second).Select(log => log.GetProperty("created_at").GetString()).OrderDescending());
        var data = JsonSerializer.Deserialize<JsonElement>(first[0].GetProperty("data").GetString()!);
        data.GetProperty("board_id").GetInt64().ShouldBe(9001);
        data.GetProperty("pulse_id").GetInt64().ShouldBeGreaterThan(3_000_000_000);
    }

    [Fact]
    public async Task The_activity_log_reaches_back_as_far_as_the_plan_keeps_it()
    {
        var logs = (await sandbox.DataAsync("{ boards(ids: [9002]) { activity_logs(from: \"2026-01-01T00:00:00Z\", limit: 10000) { created_at } } }"))
            .GetProperty("boards")[0].GetProperty("activity_logs").EnumerateArray().Select(log => long.Parse(log.GetProperty("created_at").GetString()!, System.Globalization.CultureInfo.InvariantCulture)).ToList();

        logs.Count.ShouldBeGreaterThan(200);
        DateTimeOffset.UnixEpoch.AddTicks(logs[^1]).ShouldBeGreaterThanOrEqualTo(SandboxHost.Noon.AddDays(-7));
    }

    [Theory]
    [InlineData("invalid")]
    [InlineData("Bearer personal-token-1")]
    [InlineData("")]
    public async Task A_token_that_is_not_one_is_not_let_in(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, sandbox.Monday.BaseAddress + "v2") { Content = new StringContent("{\"query\":\"{me{id}}\"}") };
        request.Headers.TryAddWithoutValidation("Authorization", token);
        using var client = new HttpClient();
        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync()).ShouldContain("NOT_AUTHENTICATED");
    }

    [Fact]
    public async Task A_body_that_is_not_a_query_is_a_bad_request()
    {
        using var response = await sandbox.Monday.PostAsync("/v2", new StringContent("not json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_control_plane_is_not_on_the_vendors_address()
    {
        (await sandbox.Monday.GetAsync("/__sandbox/")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await sandbox.Monday.GetAsync("/truth")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await sandbox.Control.PostAsync("/v2", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
