using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Teg.Platform.Sandbox.Tests.Control;

public sealed class ControlTests(SandboxHost sandbox) : IClassFixture<SandboxHost>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await sandbox.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<JsonElement> TotalsAsync() => (await sandbox.TruthAsync()).GetProperty("totals");

    [Fact]
    public async Task What_happens_is_in_the_truth_at_once()
    {
        var before = await TotalsAsync();

        await sandbox.OrderAsync("events", new { kind = "lead", campaign = "google-brand-search", email = "Ada@Example.com", qualification = "qualified" });
        await sandbox.OrderAsync("events", new { kind = "lead", email = "ada@example.com" });
        await sandbox.OrderAsync("events", new { kind = "lead", qualification = "spam" });
        await sandbox.OrderAsync("events", new { kind = "deal-won", email = "ADA@example.com", amount = 1234.56m, rep = "Burki", category = "Production" });
        await sandbox.OrderAsync("events", new { kind = "spend", campaign = "google-brand-search", amount = 10.01m, clicks = 3, impressions = 40 });
        await sandbox.OrderAsync("events", new { kind = "call-booked", email = "ada@example.com", start = SandboxHost.Noon.AddHours(1) });

        var after = await TotalsAsync();
        Difference("leads").ShouldBe(1);
        Difference("qualified").ShouldBe(1);
        Difference("spam").ShouldBe(1);
        Difference("revenue").ShouldBe(1234.56m);
        Difference("attributedRevenue").ShouldBe(1234.56m);
        Difference("spend").ShouldBe(10.01m);
        Difference("clicks").ShouldBe(3);
        Difference("calls").ShouldBe(1);

        decimal Difference(string measure) => after.GetProperty(measure).GetDecimal() - before.GetProperty(measure).GetDecimal();
    }

    [Fact]
    public async Task A_canceled_call_moves_from_one_count_to_the_other()
    {
        await sandbox.OrderAsync("events", new { kind = "call-booked", email = "ada@example.com", start = SandboxHost.Noon.AddHours(1) });
        var before = await TotalsAsync();

        await sandbox.OrderAsync("events", new { kind = "call-canceled", email = "ada@example.com" });

        var after = await TotalsAsync();
        after.GetProperty("calls").GetInt32().ShouldBe(before.GetProperty("calls").GetInt32() - 1);
        after.GetProperty("canceledCalls").GetInt32().ShouldBe(before.GetProperty("canceledCalls").GetInt32() + 1);
    }

    [Fact]
    public async Task What_was_done_outlives_a_restart_and_not_a_reset()
    {
        var pristine = (await TotalsAsync()).ToString();
        await sandbox.OrderAsync("events", new { kind = "lead", email = "ada@example.com" });
        await sandbox.OrderAsync("events", new { kind = "deal-won", email = "ada@example.com", amount = 5000 });
        await sandbox.OrderAsync("events", new { kind = "call-booked", email = "ada@example.com" });
        var kept = (await TotalsAsync()).ToString();

        await sandbox.StopAsync();
        await sandbox.StartAsync();
        (await TotalsAsync()).ToString().ShouldBe(kept);

        await sandbox.ResetAsync();
        (await TotalsAsync()).ToString().ShouldBe(pristine);
    }

    [Fact]
    public async Task A_journal_that_ends_in_half_a_line_is_read_up_to_it()
    {
        await sandbox.OrderAsync("events", new { kind = "lead", email = "ada@example.com" });
        var kept = (await TotalsAsync()).ToString();
        await sandbox.StopAsync();
        await File.AppendAllTextAsync(Path.Combine(sandbox.Folder, "journal.jsonl"), "{\"kind\":\"lead\",\"le");

        await sandbox.StartAsync();

        (await TotalsAsync()).ToString().ShouldBe(kept);
    }

    [Fact]
    public async Task The_clock_stands_still_moves_on_and_is_let_go()
    {
        (await sandbox.OrderAsync("clock", new { advanceSeconds = 90 })).GetProperty("now").GetDateTimeOffset().ShouldBe(SandboxHost.Noon.AddSeconds(90));
        (await sandbox.OrderAsync("clock", new { release = true })).GetProperty("now").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(10));
        using var refused = await sandbox.Control.PostAsJsonAsync("/__sandbox/clock", new { frozen = "2020-01-01T00:00:00Z" });
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_column_can_be_renamed_retyped_and_removed()
    {
        using var renamed = await sandbox.Control.PutAsJsonAsync("/__sandbox/boards/9004/columns/Amount", new { title = "Contract Value", type = "numbers" });
        using var removed = await sandbox.Control.DeleteAsync("/__sandbox/boards/9004/columns/Paid");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var columns = (await sandbox.DataAsync("{ boards(ids: [9004]) { columns { id title type } } }")).GetProperty("boards")[0].GetProperty("columns").EnumerateArray()
            .ToDictionary(column => column.GetProperty("id").GetString()!, column => (column.GetProperty("title").GetString(), column.GetProperty("type").GetString()));
        columns["text_amount"].ShouldBe(("Contract Value", "numbers"));
        columns.ShouldNotContainKey("checkbox_paid");
        var values = (await sandbox.DataAsync("{ boards(ids: [9004]) { items_page(limit: 1) { items { column_values { id type ... on NumbersValue { number } } } } } }"))
            .GetProperty("boards")[0].GetProperty("items_page").GetProperty("items")[0].GetProperty("column_values").EnumerateArray().ToList();
        values.Single(value => value.GetProperty("id").GetString() == "text_amount").GetProperty("type").GetString().ShouldBe("numbers");
        values.ShouldNotContain(value => value.GetProperty("id").GetString() == "checkbox_paid");
    }

    [Fact]
    public async Task Requests_are_recorded_without_their_tokens()
    {
        await sandbox.Control.DeleteAsync("/__sandbox/requests");
        await sandbox.DataAsync("{ me { id } }");

        var request = (await sandbox.Control.GetFromJsonAsync<JsonElement>("/__sandbox/requests?vendor=monday"))[0];

        request.GetProperty("body").GetString()!.ShouldContain("me { id }");
        request.GetProperty("status").GetInt32().ShouldBe(200);
        request.ToString().ShouldNotContain(SandboxHost.MondayToken);
    }

    [Theory]
    [InlineData("monday", "Authorization")]
    [InlineData("calendly", "Calendly-Webhook-Signature")]
    public async Task A_single_webhook_can_be_fired_signed(string vendor, string header)
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var answer = await sandbox.OrderAsync($"webhooks/{vendor}", new { url = receiver.Url, secret = "s3cret" });

        answer.GetProperty("status").GetInt32().ShouldBe(200);
        (await receiver.NextAsync()).Headers[header].ShouldBe(answer.GetProperty("signature").GetString());
    }

    [Theory]
    [InlineData("events", """{"kind":"spend","campaign":"no-such-campaign"}""")]
    [InlineData("events", """{"kind":"call-canceled","email":"nobody@example.com"}""")]
    [InlineData("events", """{"kind":"nothing"}""")]
    [InlineData("faults", """{"vendor":"nobody","kind":"drop"}""")]
    [InlineData("boards", """{"name":"Too big","items":99999999}""")]
    public async Task An_order_that_cannot_be_carried_out_says_why(string what, string order)
    {
        using var response = await sandbox.Control.PostAsync($"/__sandbox/{what}", new StringContent(order, System.Text.Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Outside_development_there_is_no_control_plane()
    {
        await sandbox.StopAsync();
        await sandbox.StartAsync("--environment=Production");
        using var response = await sandbox.Control.GetAsync("/__sandbox/");
        using var truth = await sandbox.Control.GetAsync("/truth");

        await sandbox.StopAsync();
        await sandbox.StartAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        truth.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Boards_and_truth_tell_the_same_spend_when_read_as_a_person_would()
    {
        var spend = new Dictionary<(string Campaign, string Date), (string Updated, long Id, decimal Spend)>();
        string? cursor = null;
        do
        {
            var page = cursor is null
                ? (await sandbox.DataAsync("{ boards(ids: [9001]) { items_page(limit: 500) { cursor items { id updated_at column_values(ids: [\"text_utm\", \"date4\", \"text_spend\"]) { id text } } } } }")).GetProperty("boards")[0].GetProperty("items_page")
                : (await sandbox.DataAsync("query ($c: String!) { next_items_page(limit: 500, cursor: $c) { cursor items { id updated_at column_values(ids: [\"text_utm\", \"date4\", \"text_spend\"]) { id text } } } }", new { c = cursor })).GetProperty("next_items_page");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                var texts = item.GetProperty("column_values").EnumerateArray().ToDictionary(value => value.GetProperty("id").GetString()!, value => value.GetProperty("text").GetString()!);
                var key = (texts["text_utm"], texts["date4"]);
                var amount = texts["text_spend"].Replace("$", "").Replace("USD", "").Replace(",", "").Trim();
                var row = (item.GetProperty("updated_at").GetString()!, long.Parse(item.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
                    amount.Length == 0 ? 0 : decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture));
                if (!spend.TryGetValue(key, out var known) || row.CompareTo(known) > 0)
                {
                    spend[key] = row;
                }
            }

            cursor = page.GetProperty("cursor").GetString();
        }
        while (cursor is not null);

        spend.Values.Sum(row => row.Spend).ShouldBe((await TotalsAsync()).GetProperty("spend").GetDecimal());
    }
}
