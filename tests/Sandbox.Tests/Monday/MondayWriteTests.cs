using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Teg.Platform.Sandbox.Tests.Monday;

public sealed class MondayWriteTests(SandboxHost sandbox) : IClassFixture<SandboxHost>, IAsyncLifetime
{
    private const string CreateHook = "mutation ($b: ID!, $u: String!, $e: WebhookEventType!, $c: JSON) { create_webhook(board_id: $b, url: $u, event: $e, config: $c) { id board_id event } }";

    public async ValueTask InitializeAsync() => await sandbox.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string> CreateLeadAsync() =>
        (await sandbox.DataAsync(
            "mutation ($v: JSON) { create_item(board_id: 9002, item_name: \"Ada\", column_values: $v) { id } }",
            new { v = """{"email_mk1":{"email":"ada@example.com","text":"ada"},"status":{"label":"Contacted"},"numbers_styles":"4","date_received":{"date":"2026-11-20","time":"09:00:00"}}""" }))
        .GetProperty("create_item").GetProperty("id").GetString()!;

    private async Task<Dictionary<string, string?>> TextsAsync(string id) =>
        (await sandbox.DataAsync("query ($i: [ID!]) { items(ids: $i) { name column_values { id text } } }", new { i = new[] { id } })).GetProperty("items")[0].GetProperty("column_values")
            .EnumerateArray().ToDictionary(value => value.GetProperty("id").GetString()!, value => value.GetProperty("text").GetString());

    [Fact]
    public async Task An_item_is_created_with_its_columns_and_outlives_a_restart()
    {
        var id = await CreateLeadAsync();

        await sandbox.StopAsync();
        await sandbox.StartAsync();

        var texts = await TextsAsync(id);
        texts["email_mk1"].ShouldBe("ada@example.com");
        texts["status"].ShouldBe("Contacted");
        texts["numbers_styles"].ShouldBe("4");
        texts["date_received"].ShouldBe("2026-11-20 09:00");
    }

    [Fact]
    public async Task Columns_are_changed_cleared_and_logged()
    {
        var id = await CreateLeadAsync();
        await sandbox.OrderAsync("clock", new { advanceSeconds = 60 });

        await sandbox.DataAsync(
            "mutation ($i: ID!, $v: JSON!) { change_multiple_column_values(board_id: 9002, item_id: $i, column_values: $v) { id name } }",
            new { i = id, v = """{"status":{"index":6},"email_mk1":null,"name":"Ada L."}""" });

        var texts = await TextsAsync(id);
        texts["status"].ShouldBe("Lost");
        texts["email_mk1"].ShouldBe("");
        var logs = (await sandbox.DataAsync("query ($i: [ID!]) { boards(ids: [9002]) { activity_logs(item_ids: $i) { event data } } }", new { i = new[] { id } }))
            .GetProperty("boards")[0].GetProperty("activity_logs").EnumerateArray().Select(log => log.GetProperty("event").GetString()).ToList();
        logs.ShouldBe(["update_column_value", "update_column_value", "create_pulse"]);
    }

    [Theory]
    [InlineData("""{"status":{"label":"No Such Label"}}""", "ColumnValueException")]
    [InlineData("""{"numbers_styles":"many"}""", "ColumnValueException")]
    [InlineData("""{"nope":"x"}""", "InvalidColumnIdException")]
    [InlineData("not json", "ColumnValueException")]
    public async Task A_value_that_does_not_fit_is_refused(string values, string code) =>
        (await sandbox.ErrorCodeAsync("mutation ($v: JSON) { create_item(board_id: 9002, item_name: \"x\", column_values: $v) { id } }", new { v = values })).ShouldBe(code);

    [Fact]
    public async Task A_board_that_does_not_exist_takes_no_items() =>
        (await sandbox.ErrorCodeAsync("mutation { create_item(board_id: 1, item_name: \"x\") { id } }")).ShouldBe("InvalidBoardIdException");

    [Fact]
    public async Task A_webhook_is_made_after_its_challenge_and_tells_of_new_items_unsigned()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var hook = (await sandbox.DataAsync(CreateHook, new { b = 9002, u = receiver.Url, e = "create_item" })).GetProperty("create_webhook");
        (await sandbox.DataAsync("{ webhooks(board_id: 9002) { id event } }")).GetProperty("webhooks")[0].GetProperty("id").GetString().ShouldBe(hook.GetProperty("id").GetString());

        var id = await CreateLeadAsync();

        var received = await receiver.NextAsync();
        var told = received.Body.GetProperty("event");
        told.GetProperty("type").GetString().ShouldBe("create_pulse");
        told.GetProperty("pulseId").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(id);
        told.GetProperty("boardId").GetInt64().ShouldBe(9002);
        told.GetProperty("isRetry").GetBoolean().ShouldBeFalse();
        told.GetProperty("triggerUuid").GetString()!.Length.ShouldBe(32);
        received.Headers.Keys.ShouldNotContain("Authorization");

        await sandbox.DataAsync("mutation ($i: ID!) { delete_webhook(id: $i) { id } }", new { i = hook.GetProperty("id").GetString() });
        (await sandbox.DataAsync("{ webhooks(board_id: 9002) { id } }")).GetProperty("webhooks").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_webhook_nobody_answers_is_refused_without_a_reason()
    {
        var (_, body) = await sandbox.AskAsync(CreateHook, new { b = 9002, u = "http://127.0.0.1:9/hook", e = "create_item" });

        body.GetProperty("errors")[0].GetProperty("message").GetString().ShouldBe("Internal Server Error");
        body.GetProperty("data").GetProperty("create_webhook").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_changed_status_is_told_with_its_old_and_new_label_to_those_who_watch_that_column()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await sandbox.DataAsync(CreateHook, new { b = 9002, u = receiver.Url, e = "change_specific_column_value", c = """{"columnId":"status"}""" });
        var id = await CreateLeadAsync();

        await sandbox.DataAsync(
            "mutation ($i: ID!) { change_multiple_column_values(board_id: 9002, item_id: $i, column_values: \"{\\\"numbers_styles\\\":\\\"9\\\",\\\"status\\\":{\\\"label\\\":\\\"Proposal\\\"}}\") { id } }",
            new { i = id });

        var told = (await receiver.NextAsync()).Body.GetProperty("event");
        told.GetProperty("type").GetString().ShouldBe("update_column_value");
        told.GetProperty("columnId").GetString().ShouldBe("status");
        told.GetProperty("columnType").GetString().ShouldBe("color");
        told.GetProperty("value").GetProperty("label").GetProperty("text").GetString().ShouldBe("Proposal");
        told.GetProperty("previousValue").GetProperty("label").GetProperty("text").GetString().ShouldBe("Contacted");
    }

    [Fact]
    public async Task A_refused_delivery_comes_again_as_a_retry_of_the_same_trigger()
    {
        await sandbox.StopAsync();
        await sandbox.StartAsync("--Monday:WebhookRetryEvery=00:00:00.2");
        await using var receiver = await WebhookReceiver.StartAsync(refusals: 1);
        await sandbox.DataAsync(CreateHook, new { b = 9002, u = receiver.Url, e = "create_item" });

        await CreateLeadAsync();

        var first = (await receiver.NextAsync()).Body.GetProperty("event");
        var second = (await receiver.NextAsync()).Body.GetProperty("event");
        second.GetProperty("isRetry").GetBoolean().ShouldBeTrue();
        second.GetProperty("triggerUuid").GetString().ShouldBe(first.GetProperty("triggerUuid").GetString());
    }

    [Fact]
    public async Task A_hook_made_by_an_app_is_signed_with_the_apps_secret()
    {
        await sandbox.StopAsync();
        await sandbox.StartAsync("--Monday:SigningSecret=very-secret");
        await using var receiver = await WebhookReceiver.StartAsync();
        sandbox.Monday.DefaultRequestHeaders.Remove("Authorization");
        sandbox.Monday.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "app-token-1");
        await sandbox.DataAsync(CreateHook, new { b = 9002, u = receiver.Url, e = "create_item" });

        await CreateLeadAsync();

        var parts = (await receiver.NextAsync()).Headers["Authorization"].Split('.');
        var expected = HMACSHA256.HashData("very-secret"u8, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        WebEncoders.Base64UrlDecode(parts[2]).ShouldBe(expected);
        JsonSerializer.Deserialize<JsonElement>(WebEncoders.Base64UrlDecode(parts[1])).GetProperty("exp").GetInt64().ShouldBeGreaterThan(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task An_update_can_be_written_under_an_item()
    {
        var id = await CreateLeadAsync();

        var update = (await sandbox.DataAsync("mutation ($i: ID!, $t: String!) { create_update(item_id: $i, body: $t) { id body item_id } }", new { i = id, t = "Called back" })).GetProperty("create_update");

        update.GetProperty("item_id").GetString().ShouldBe(id);
        update.GetProperty("body").GetString().ShouldBe("Called back");
    }
}
