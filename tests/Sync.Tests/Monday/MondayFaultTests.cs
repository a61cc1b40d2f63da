using System.Net;
using System.Text.Json;
using Teg.Platform.Sync.Monday;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Tests.Monday;

public sealed class MondayFaultTests
{
    [Theory]
    [InlineData(401, """{"errors":[{"message":"Not authenticated","extensions":{"code":"NOT_AUTHENTICATED"}}]}""", "Decisive", null)]
    [InlineData(429, """{"errors":[{"message":"Complexity budget exhausted","extensions":{"code":"COMPLEXITY_BUDGET_EXHAUSTED","retry_in_seconds":7}}]}""", "Throttled", 7)]
    [InlineData(200, """{"error_code":"ComplexityException","status_code":429,"error_message":"Complexity budget exhausted"}""", "Throttled", null)]
    [InlineData(429, """{"errors":[{"message":"Rate Limit Exceeded."}]}""", "Throttled", null)]
    [InlineData(429, """{"errors":[{"message":"Concurrency limit exceeded","extensions":{"code":"maxConcurrencyExceeded"}}],"account_id":1}""", "Throttled", null)]
    [InlineData(429, """{"errors":[{"message":"Daily limit","extensions":{"code":"DAILY_LIMIT_EXCEEDED"}}]}""", "Decisive", null)]
    [InlineData(200, """{"data":null,"errors":[{"message":"User unauthorized to perform action","extensions":{"code":"UserUnauthorizedException","status_code":403}}]}""", "Decisive", null)]
    [InlineData(200, """{"data":{},"errors":[{"message":"CursorExpiredError: The cursor has expired","extensions":{"code":"CursorException"}}]}""", "CursorExpired", null)]
    [InlineData(200, """{"errors":[{"message":"Cannot query field"}]}""", "Decisive", null)]
    [InlineData(423, """{"errors":[{"message":"Resource is currently locked, please try again later"}]}""", "Transient", null)]
    [InlineData(502, null, "Transient", null)]
    public void Every_way_of_saying_no_is_told_apart(int status, string? body, string kind, int? seconds)
    {
        var failure = Of(status, body).ShouldNotBeNull();

        failure.Kind.ToString().ShouldBe(kind);
        failure.RetryIn.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
        failure.WayOut.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void An_answer_without_errors_is_none() => Of(200, """{"data":{"boards":[]}}""").ShouldBeNull();

    [Theory]
    [InlineData(1000, 100, 100, 0)]
    [InlineData(100, 100, 100, 0)]
    [InlineData(99, 100, 100, 30)]
    [InlineData(150, 100, 200, 30)]
    public void The_next_query_waits_when_less_is_left_than_the_dearest_cost(long after, long cost, long dearest, int seconds) =>
        MondayBudget.PauseAfter(new Complexity(after + cost, after, cost, 30), dearest).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_webhooks_item_is_asked_for_while_a_sweeps_page_waits_for_the_minute_to_pass()
    {
        var budget = new MondayBudget(TimeProvider.System);
        budget.Note("token", "item", new Complexity(5_000, 4_900, 100, 60));
        budget.Note("token", "page", new Complexity(4_900, 900, 4_000, 60));

        budget.WaitAsync("token", "page", TestContext.Current.CancellationToken).IsCompleted.ShouldBeFalse();
        budget.WaitAsync("token", "item", TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
        budget.WaitAsync("another", "page", TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Ids_are_found_in_single_and_batch_entries()
    {
        BoardActivity.IdsIn("""{"board_id":9001,"pulse_id":501}""").ShouldBe(["501"]);
        BoardActivity.IdsIn("""{"pulse_ids":[1,"2"]}""").ShouldBe(["1", "2"]);
        BoardActivity.IdsIn("").ShouldBeEmpty();
        MondayTime.Read("17636299761234567").ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1763629976).AddTicks(1234567));
    }

    private static VendorFailure? Of(int status, string? body)
    {
        using var json = body is null ? null : JsonDocument.Parse(body);
        return MondayFaults.Of((HttpStatusCode)status, json?.RootElement, null);
    }
}
