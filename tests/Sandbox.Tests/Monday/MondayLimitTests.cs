using System.Net;
using System.Text.Json;

namespace Teg.Platform.Sandbox.Tests.Monday;

public sealed class MondayLimitTests(SandboxHost sandbox) : IClassFixture<SandboxHost>, IAsyncLifetime
{
    private const string Costly = "{ complexity { before after query reset_in_x_seconds } boards(ids: [9002]) { items_page(limit: 500) { cursor items { id name column_values { id text value } } } } }";

    public async ValueTask InitializeAsync() => await sandbox.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task LimitAsync(object limits)
    {
        using var response = await sandbox.Control.PutAsync("/__sandbox/limits/monday", System.Net.Http.Json.JsonContent.Create(limits));
        response.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_query_says_what_it_cost_and_what_is_left()
    {
        var complexity = (await sandbox.DataAsync(Costly)).GetProperty("complexity");

        complexity.GetProperty("before").GetInt32().ShouldBe(5_000_000);
        complexity.GetProperty("query").GetInt32().ShouldBeInRange(15_000, 60_000);
        complexity.GetProperty("after").GetInt32().ShouldBe(5_000_000 - complexity.GetProperty("query").GetInt32());
        complexity.GetProperty("reset_in_x_seconds").GetInt32().ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task An_exhausted_budget_is_429_with_the_seconds_to_wait()
    {
        await LimitAsync(new { complexityBudget = 50_000 });
        while ((await sandbox.AskAsync(Costly)).Response.IsSuccessStatusCode)
        {
            // Spend what there is.
        }

        var (response, body) = await sandbox.AskAsync(Costly);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var error = body.GetProperty("errors")[0];
        error.GetProperty("message").GetString().ShouldBe("Complexity budget exhausted");
        error.GetProperty("extensions").GetProperty("code").GetString().ShouldBe("COMPLEXITY_BUDGET_EXHAUSTED");
        var wait = error.GetProperty("extensions").GetProperty("retry_in_seconds").GetInt32();
        wait.ShouldBeInRange(1, 60);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(wait));
    }

    [Theory]
    [InlineData("2025-04", "complexity_budget_limit")]
    [InlineData("2024-10", "ComplexityException")]
    public async Task Older_versions_say_an_exhausted_budget_in_their_own_words(string version, string words)
    {
        await LimitAsync(new { complexityBudget = 10 });

        var (response, body) = await sandbox.AskAsync(Costly, version: version);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        body.ToString().ShouldContain(words);
    }

    [Fact]
    public async Task Too_many_requests_a_minute_are_429_with_Retry_After()
    {
        await LimitAsync(new { minuteRate = 2 });
        await sandbox.AskAsync("{ me { id } }");
        await sandbox.AskAsync("{ me { id } }");

        var (response, body) = await sandbox.AskAsync("{ me { id } }");

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        body.GetProperty("errors")[0].GetProperty("message").GetString().ShouldBe("Rate Limit Exceeded.");
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_cursor_lives_for_sixty_minutes()
    {
        var cursor = await CursorAsync();

        await sandbox.OrderAsync("clock", new { advanceSeconds = 3600 });
        (await sandbox.DataAsync(NextPage, new { c = cursor })).GetProperty("next_items_page").GetProperty("items").GetArrayLength().ShouldBe(25);
        await sandbox.OrderAsync("clock", new { advanceSeconds = 1 });
        (await sandbox.ErrorCodeAsync(NextPage, new { c = cursor })).ShouldBe("CursorException");
    }

    [Fact]
    public async Task A_cursor_of_our_own_making_is_refused() =>
        (await sandbox.ErrorCodeAsync(NextPage, new { c = "MSw5MDAxLDI1" })).ShouldBe("CursorException");

    [Fact]
    public async Task A_cursor_outlives_a_restart()
    {
        var cursor = await CursorAsync();

        await sandbox.StopAsync();
        await sandbox.StartAsync();

        (await sandbox.DataAsync(NextPage, new { c = cursor })).GetProperty("next_items_page").GetProperty("items").GetArrayLength().ShouldBe(25);
    }

    [Fact]
    public async Task Faults_befall_the_request_they_were_ordered_for()
    {
        var cursor = await CursorAsync();
        await sandbox.OrderAsync("faults", new { vendor = "monday", kind = "expire-cursor" });
        (await sandbox.AskAsync("{ me { id } }")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await sandbox.ErrorCodeAsync(NextPage, new { c = cursor })).ShouldBe("CursorException");

        await sandbox.OrderAsync("faults", new { vendor = "monday", kind = "status", status = 502, count = 2, after = 1, matching = "boards" });
        (await sandbox.AskAsync("{ boards { id } }")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await sandbox.Monday.PostAsync("/v2", Query("{ boards { id } }"))).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await sandbox.AskAsync("{ me { id } }")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await sandbox.Monday.PostAsync("/v2", Query("{ boards { id } }"))).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await sandbox.AskAsync("{ boards { id } }")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);

        await sandbox.OrderAsync("faults", new { vendor = "monday", kind = "exhaust-complexity", retryAfter = 7 });
        var (response, _) = await sandbox.AskAsync("{ me { id } }");
        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));

        await sandbox.OrderAsync("faults", new { vendor = "monday", kind = "drop" });
        await Should.ThrowAsync<HttpRequestException>(() => sandbox.Monday.PostAsync("/v2", Query("{ me { id } }")));
    }

    [Fact]
    public async Task A_board_of_120_000_items_is_read_to_its_end_and_an_empty_one_at_once()
    {
        var huge = (await sandbox.OrderAsync("boards", new { name = "Huge", items = 120_000 })).GetProperty("id").GetString();
        var empty = (await sandbox.OrderAsync("boards", new { name = "Empty", items = 0 })).GetProperty("id").GetString();
        await LimitAsync(new { complexityBudget = 2_000_000_000 });

        var page = (await sandbox.DataAsync("query ($b: [ID!]) { boards(ids: $b) { items_page(limit: 500) { cursor items { id } } } }", new { b = new[] { huge } }))
            .GetProperty("boards")[0].GetProperty("items_page");
        var ids = new HashSet<string>();
        while (true)
        {
            ids.UnionWith(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            if (page.GetProperty("cursor").GetString() is not { } cursor)
            {
                break;
            }

            page = (await sandbox.DataAsync("query ($c: String!) { next_items_page(cursor: $c, limit: 500) { cursor items { id } } }", new { c = cursor })).GetProperty("next_items_page");
        }

        ids.Count.ShouldBe(120_000);
        var nothing = (await sandbox.DataAsync("query ($b: [ID!]) { boards(ids: $b) { items_count items_page(limit: 500) { cursor items { id } } } }", new { b = new[] { empty } })).GetProperty("boards")[0];
        nothing.GetProperty("items_count").GetInt32().ShouldBe(0);
        nothing.GetProperty("items_page").GetProperty("cursor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private const string NextPage = "query ($c: String!) { next_items_page(cursor: $c) { cursor items { id } } }";

    private static System.Net.Http.Json.JsonContent Query(string query) => System.Net.Http.Json.JsonContent.Create(new { query });

    private async Task<string?> CursorAsync() =>
        (await sandbox.DataAsync("{ boards(ids: [9002]) { items_page(limit: 25) { cursor } } }")).GetProperty("boards")[0].GetProperty("items_page").GetProperty("cursor").GetString();
}
