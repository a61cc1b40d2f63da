using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.Sandbox.Tests.Calendly;

public sealed class CalendlyTests(SandboxHost sandbox) : IClassFixture<SandboxHost>, IAsyncLifetime
{
    private static readonly string Org = Uri.EscapeDataString(SandboxHost.Organization);

    public async ValueTask InitializeAsync() => await sandbox.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<List<JsonElement>> AllEventsAsync(string filter = "")
    {
        var page = await sandbox.CalendlyAsync($"/scheduled_events?organization={Org}&count=100{filter}");
        var all = page.GetProperty("collection").EnumerateArray().ToList();
        while (page.GetProperty("pagination").GetProperty("next_page").GetString() is { } next)
        {
            page = await sandbox.CalendlyAsync(next);
            all.AddRange(page.GetProperty("collection").EnumerateArray());
        }

        return all;
    }

    private static string Id(JsonElement resource) => resource.GetProperty("uri").GetString()!.Split('/')[^1];

    private async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await sandbox.Calendly.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    [Fact]
    public async Task Following_next_page_gives_each_event_once_in_order_of_start()
    {
        var all = await AllEventsAsync();

        all.Count.ShouldBeGreaterThan(2_300);
        all.Select(Id).Distinct().Count().ShouldBe(all.Count);
        all.Select(one => one.GetProperty("start_time").GetString()).ShouldBe(all.Select(one => one.GetProperty("start_time").GetString()).Order(StringComparer.Ordinal));
        (await AllEventsAsync("&sort=start_time:desc")).Select(Id).Order().ShouldBe(all.Select(Id).Order());
    }

    [Fact]
    public async Task A_page_knows_its_neighbours()
    {
        var first = await sandbox.CalendlyAsync($"/scheduled_events?organization={Org}&count=5");
        var token = first.GetProperty("pagination").GetProperty("next_page_token").GetString();
        var second = await sandbox.CalendlyAsync($"/scheduled_events?organization={Org}&count=5&page_token={token}");
        var back = await sandbox.CalendlyAsync(second.GetProperty("pagination").GetProperty("previous_page").GetString()!);

        first.GetProperty("pagination").GetProperty("previous_page").ValueKind.ShouldBe(JsonValueKind.Null);
        back.GetProperty("collection").EnumerateArray().Select(Id).ShouldBe(first.GetProperty("collection").EnumerateArray().Select(Id));
    }

    [Fact]
    public async Task Events_are_filtered_by_status_time_user_and_invitee()
    {
        var canceled = await AllEventsAsync("&status=canceled");
        canceled.ShouldAllBe(one => one.GetProperty("cancellation").GetProperty("canceler_type").GetString() != null);
        var active = await AllEventsAsync("&status=active");
        (canceled.Count + active.Count).ShouldBe((await AllEventsAsync()).Count);

        var march = await AllEventsAsync("&min_start_time=2026-03-01T08:00:00Z&max_start_time=2026-04-01T07:00:00Z");
        march.Count.ShouldBeInRange(100, 400);
        march.ShouldAllBe(one => one.GetProperty("start_time").GetString()!.StartsWith("2026-0"));

        var user = Uri.EscapeDataString("https://api.calendly.com/users/BURKIAKBULUT2345");
        var burki = await AllEventsAsync($"&user={user}");
        burki.Count.ShouldBeInRange(400, 1_200);

        var invitee = (await sandbox.CalendlyAsync($"/scheduled_events/{Id(march[0])}/invitees")).GetProperty("collection")[0];
        var mine = await AllEventsAsync("&invitee_email=" + Uri.EscapeDataString(invitee.GetProperty("email").GetString()!));
        mine.Select(Id).ShouldContain(Id(march[0]));
    }

    [Fact]
    public async Task The_booking_address_of_an_event_type_says_what_it_is()
    {
        var types = (await sandbox.CalendlyAsync($"/event_types?organization={Org}&count=100")).GetProperty("collection").EnumerateArray().Select(type => type.GetProperty("scheduling_url").GetString()).ToList();

        types.Count.ShouldBe(15);
        types.ShouldContain("https://calendly.com/burki-akbulut/intro-call");
        types.Count(url => url!.EndsWith("/design-review", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public async Task A_moved_meeting_is_two_events_that_know_each_other()
    {
        var moved = await FirstMovedAsync();
        var next = (await sandbox.CalendlyAsync(moved.GetProperty("new_invitee").GetString()!)).GetProperty("resource");

        moved.GetProperty("status").GetString().ShouldBe("canceled");
        next.GetProperty("old_invitee").GetString().ShouldBe(moved.GetProperty("uri").GetString());
        next.GetProperty("email").GetString().ShouldBe(moved.GetProperty("email").GetString());
    }

    private async Task<JsonElement> FirstMovedAsync()
    {
        foreach (var canceled in await AllEventsAsync("&status=canceled"))
        {
            var invitee = (await sandbox.CalendlyAsync($"/scheduled_events/{Id(canceled)}/invitees")).GetProperty("collection")[0];
            if (invitee.GetProperty("rescheduled").GetBoolean())
            {
                return invitee;
            }
        }

        throw new InvalidOperationException("Nobody moved a meeting.");
    }

    [Theory]
    [InlineData("/scheduled_events", 400, "Invalid Argument")]
    [InlineData("/scheduled_events?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FELSE", 403, "Permission Denied")]
    [InlineData("/scheduled_events?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FBURKIAKBULUT2345", 403, "Permission Denied")]
    [InlineData("/scheduled_events/NOSUCHEVENT", 404, "Resource Not Found")]
    [InlineData("/nowhere", 404, "Resource Not Found")]
    [InlineData("/scheduled_events?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FTEGORGANIZATION2&count=101", 400, "Invalid Argument")]
    [InlineData("/scheduled_events?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FTEGORGANIZATION2&page_token=*", 400, "Invalid Argument")]
    [InlineData("/scheduled_events?organization=https%3A%2F%2Fapi.calendly.com%2Forganizations%2FTEGORGANIZATION2&sort=name", 400, "Invalid Argument")]
    public async Task Errors_have_the_vendors_titles(string path, int status, string title)
    {
        var (code, body) = await GetAsync(path);

        ((int)code).ShouldBe(status);
        body.GetProperty("title").GetString().ShouldBe(title);
        body.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("Bearer invalid", "The access token is invalid")]
    [InlineData("Bearer expired", "The access token expired")]
    [InlineData("calendly-token-1", "The access token is invalid")]
    public async Task A_token_that_is_not_one_is_not_let_in(string authorization, string message)
    {
        using var client = new HttpClient { BaseAddress = sandbox.Calendly.BaseAddress };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.GetAsync("/users/me");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("message").GetString().ShouldBe(message);
    }

    [Fact]
    public async Task Too_many_requests_a_minute_are_429_with_the_seconds_that_remain()
    {
        using var set = await sandbox.Control.PutAsJsonAsync("/__sandbox/limits/calendly", new { requestsPerMinute = 2 });
        await GetAsync("/users/me");
        await GetAsync("/users/me");

        using var response = await sandbox.Calendly.GetAsync("/users/me");

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.GetValues("X-RateLimit-Limit").ShouldBe(["2"]);
        response.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["0"]);
        int.Parse(response.Headers.GetValues("X-RateLimit-Reset").Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task A_subscriber_is_told_of_a_booking_with_a_signature_over_the_raw_body()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var hook = new { url = receiver.Url, events = new[] { "invitee.created", "invitee.canceled" }, organization = SandboxHost.Organization, scope = "organization", signing_key = "key-1" };
        using var made = await sandbox.Calendly.PostAsJsonAsync("/webhook_subscriptions", hook);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await sandbox.Calendly.PostAsJsonAsync("/webhook_subscriptions", hook)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await sandbox.OrderAsync("events", new { kind = "call-booked", email = "ada@example.com", call = "design-review" });

        var received = await receiver.NextAsync();
        var parts = received.Headers["Calendly-Webhook-Signature"].Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        parts["v1"].ShouldBe(Convert.ToHexStringLower(HMACSHA256.HashData("key-1"u8, Encoding.UTF8.GetBytes($"{parts["t"]}.{received.Text}"))));
        received.Body.GetProperty("event").GetString().ShouldBe("invitee.created");
        received.Body.GetProperty("payload").GetProperty("email").GetString().ShouldBe("ada@example.com");
        received.Body.GetProperty("payload").GetProperty("scheduled_event").GetProperty("name").GetString().ShouldBe("Design Review");

        await sandbox.OrderAsync("events", new { kind = "call-rescheduled", email = "ada@example.com" });
        var canceled = (await receiver.NextAsync()).Body;
        var created = (await receiver.NextAsync()).Body;
        canceled.GetProperty("event").GetString().ShouldBe("invitee.canceled");
        canceled.GetProperty("payload").GetProperty("rescheduled").GetBoolean().ShouldBeTrue();
        created.GetProperty("payload").GetProperty("old_invitee").GetString().ShouldBe(canceled.GetProperty("payload").GetProperty("uri").GetString());

        var id = Id((await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("resource"));
        (await sandbox.Calendly.DeleteAsync($"/webhook_subscriptions/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await GetAsync($"/webhook_subscriptions?organization={Org}&scope=organization")).Body.GetProperty("collection").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_subscriber_who_never_answers_is_disabled()
    {
        await sandbox.StopAsync();
        await sandbox.StartAsync("--Calendly:WebhookRetries:0=00:00:00.1", "--Calendly:WebhookRetries:1=00:00:00.1", "--Calendly:WebhookRetries:2=00:00:00.1",
            "--Calendly:WebhookRetries:3=00:00:00.1", "--Calendly:WebhookRetries:4=00:00:00.1", "--Calendly:WebhookRetries:5=00:00:00.1");
        await using var receiver = await WebhookReceiver.StartAsync(refusals: 1000);
        using var made = await sandbox.Calendly.PostAsJsonAsync("/webhook_subscriptions",
            new { url = receiver.Url, events = new[] { "invitee.created" }, organization = SandboxHost.Organization, scope = "organization" });
        var id = Id((await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("resource"));

        await sandbox.OrderAsync("events", new { kind = "call-booked" });

        for (var attempt = 0; attempt < 100 && await StateOfAsync(id) == "active"; attempt++)
        {
            await Task.Delay(100);
        }

        (await StateOfAsync(id)).ShouldBe("disabled");
    }

    private async Task<string?> StateOfAsync(string subscription) =>
        (await sandbox.CalendlyAsync($"/webhook_subscriptions/{subscription}")).GetProperty("resource").GetProperty("state").GetString();

    [Fact]
    public async Task A_coming_meeting_can_be_canceled_once_and_a_past_one_not_at_all()
    {
        var coming = Id((await AllEventsAsync($"&status=active&min_start_time={SandboxHost.Noon:yyyy-MM-ddTHH:mm:ssZ}"))[0]);
        var past = Id((await AllEventsAsync("&status=active&max_start_time=2026-06-01T00:00:00Z"))[0]);

        using var done = await sandbox.Calendly.PostAsJsonAsync($"/scheduled_events/{coming}/cancellation", new { reason = "Holiday" });
        using var twice = await sandbox.Calendly.PostAsJsonAsync($"/scheduled_events/{coming}/cancellation", new { });
        using var late = await sandbox.Calendly.PostAsJsonAsync($"/scheduled_events/{past}/cancellation", new { });

        done.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await done.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("resource").GetProperty("canceler_type").GetString().ShouldBe("host");
        (await twice.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("message").GetString().ShouldBe("Event is already canceled");
        (await late.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("message").GetString().ShouldBe("Event in the past");
    }

    [Fact]
    public async Task A_no_show_is_marked_seen_on_the_invitee_and_taken_back()
    {
        var past = Id((await AllEventsAsync("&status=active&max_start_time=2026-06-01T00:00:00Z"))[0]);
        var invitee = (await sandbox.CalendlyAsync($"/scheduled_events/{past}/invitees")).GetProperty("collection")[0].GetProperty("uri").GetString();

        using var marked = await sandbox.Calendly.PostAsJsonAsync("/invitee_no_shows", new { invitee });
        var noShow = (await marked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("resource").GetProperty("uri").GetString()!;
        (await sandbox.CalendlyAsync(invitee!)).GetProperty("resource").GetProperty("no_show").GetProperty("uri").GetString().ShouldBe(noShow);

        (await sandbox.Calendly.DeleteAsync(noShow)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await sandbox.CalendlyAsync(invitee!)).GetProperty("resource").GetProperty("no_show").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_single_use_link_leads_to_its_event_type()
    {
        var type = (await sandbox.CalendlyAsync($"/event_types?organization={Org}")).GetProperty("collection")[0].GetProperty("uri").GetString();

        using var made = await sandbox.Calendly.PostAsJsonAsync("/scheduling_links", new { max_event_count = 1, owner = type, owner_type = "EventType" });

        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("resource").GetProperty("booking_url").GetString().ShouldStartWith("https://calendly.com/d/");
    }
}
