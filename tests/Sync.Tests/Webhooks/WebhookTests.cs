using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.Sync.Tests.Webhooks;

public sealed class WebhookTests(SyncHost host)
{
    [Fact]
    public async Task A_change_at_the_vendor_is_in_the_facts_by_its_webhook_alone()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        await tenant.RunAsync(tenant.Calendly);
        await host.AskedUntilAsync("select count(*) = 24 from sync.webhook_subscription where org_id = @Org and source_id = @Monday", tenant);
        await host.AskedUntilAsync("select count(*) = 1 from sync.webhook_subscription where org_id = @Org and source_id = @Calendly", tenant);

        await host.OrderAsync("events", new { kind = "lead", email = "just-now@visitor.example", qualification = "qualified" });
        await host.AskedUntilAsync("select exists (select from crm.lead where org_id = @Org and identity = 'just-now@visitor.example')", tenant);
        await host.OrderAsync("events", new { kind = "call-booked", email = "just-now@visitor.example", start = SyncHost.Noon.AddDays(3) });
        await host.AskedUntilAsync("select exists (select from warehouse.call where org_id = @Org and invitee_email = 'just-now@visitor.example' and kind = 'intro')", tenant);
        // How far a lead has come is counted on the day it came: its call and its deal announce that day too.
        await host.OrderAsync("events", new { kind = "deal-won", email = "just-now@visitor.example" });
        await host.AskedUntilAsync("select exists (select from warehouse.deal where org_id = @Org and client_email = 'just-now@visitor.example')", tenant);
        (await host.AskAsync<long>(
            """
            select count(distinct c.run_id) from warehouse.changed_day c
            join crm.lead l on l.org_id = c.org_id and l.identity = 'just-now@visitor.example' and l.received_day = c.day
            join sync.run r on r.org_id = c.org_id and r.id = c.run_id and r.trigger = 'webhook'
            where c.org_id = @Org
            """, new { tenant.Org })).ShouldBe(3);

        var runs = await host.ListAsync<string>("select trigger from sync.run where org_id = @Org and status = 'succeeded'", new { tenant.Org });
        runs.Count(trigger => trigger == "webhook").ShouldBeGreaterThanOrEqualTo(2);
        runs.ShouldNotContain("schedule");
    }

    [Fact]
    public async Task A_moved_and_a_cancelled_call_stay_one_timeline()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Calendly);
        await host.AskedUntilAsync("select count(*) = 1 from sync.webhook_subscription where org_id = @Org and source_id = @Calendly", tenant);

        await host.OrderAsync("events", new { kind = "call-booked", email = "moved@visitor.example", start = new DateTimeOffset(2026, 11, 24, 18, 0, 0, TimeSpan.Zero) });
        await host.OrderAsync("clock", new { advanceSeconds = 60 });
        await host.OrderAsync("events", new { kind = "call-rescheduled", email = "moved@visitor.example", start = new DateTimeOffset(2026, 11, 26, 5, 30, 0, TimeSpan.Zero) });
        await host.AskedUntilAsync("select exists (select from warehouse.call where org_id = @Org and invitee_email = 'moved@visitor.example' and reschedules = 1)", tenant);

        // 05:30 UTC is the evening before in California.
        (await host.AskAsync<string>("select string_agg(day || ' ' || status, ',') from warehouse.call where org_id = @Org and invitee_email = 'moved@visitor.example'", new { tenant.Org }))
            .ShouldBe("2026-11-25 active");

        await host.OrderAsync("clock", new { advanceSeconds = 60 });
        await host.OrderAsync("events", new { kind = "call-canceled", email = "moved@visitor.example" });
        await host.AskedUntilAsync("select exists (select from warehouse.call where org_id = @Org and invitee_email = 'moved@visitor.example' and status = 'canceled')", tenant);
        (await host.AskAsync<string>(
            """
            select string_agg(e.kind, ' > ' order by e.at, e.kind) from warehouse.call_event e join warehouse.call c on c.org_id = e.org_id and c.id = e.call_id
            where c.org_id = @Org and c.invitee_email = 'moved@visitor.example'
            """, new { tenant.Org })).ShouldBe("booked > rescheduled > canceled");
        var full = await tenant.RunAsync(tenant.Calendly);
        full.ShouldSatisfyAllConditions(run => run.Verdict.ShouldBe("equal"), run => run.RowsPublished.ShouldBe(0));
    }

    [Fact]
    public async Task Deliveries_are_believed_only_with_the_right_token_and_signature()
    {
        var tenant = await Tenant.CreateAsync(host);
        var secret = await host.AskAsync<string>("select webhook_secret from sync.source where org_id = @Org and id = @Monday", new { tenant.Org, tenant.Monday });
        var key = await host.AskAsync<string>("select webhook_secret from sync.source where org_id = @Org and id = @Calendly", new { tenant.Org, tenant.Calendly });
        var monday = new Uri(host.Address, $"/webhooks/monday/{tenant.Org}/{secret}").ToString();
        var calendly = new Uri(host.Address, $"/webhooks/calendly/{tenant.Org}/{tenant.Calendly}").ToString();
        await host.ResetAsync();

        (await StatusAsync("monday", new { url = monday, secret = SyncHost.SigningSecret })).ShouldBe(200);
        (await StatusAsync("monday", new { url = monday, secret = "another" })).ShouldBe(401);
        (await StatusAsync("monday", new { url = monday })).ShouldBe(401);
        (await StatusAsync("monday", new { url = monday[..^1] + "x", secret = SyncHost.SigningSecret })).ShouldBe(404);
        (await StatusAsync("calendly", new { url = calendly, secret = key })).ShouldBe(200);
        (await StatusAsync("calendly", new { url = calendly, secret = key, tampered = true })).ShouldBe(401);
        (await StatusAsync("calendly", new { url = calendly, secret = key, ageSeconds = 240 })).ShouldBe(401);
        (await StatusAsync("calendly", new { url = calendly, secret = "another" })).ShouldBe(401);
        (await StatusAsync("calendly", new { url = calendly })).ShouldBe(401);
        (await StatusAsync("calendly", new { url = calendly.Replace(tenant.Calendly.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal), secret = key })).ShouldBe(404);
        (await host.AskAsync<long>("select count(*) from sync.webhook_delivery where org_id = @Org", new { tenant.Org })).ShouldBe(2);
    }

    [Fact]
    public async Task The_handshake_is_echoed_a_repeated_delivery_does_nothing_and_a_large_body_is_refused()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        var secret = await host.AskAsync<string>("select webhook_secret from sync.source where org_id = @Org and id = @Monday", new { tenant.Org, tenant.Monday });
        using var client = new HttpClient { BaseAddress = host.Address };
        var path = $"/webhooks/monday/{tenant.Org}/{secret}";

        using var handshake = await client.PostAsJsonAsync(path, new { challenge = "abc\"é" });
        handshake.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await handshake.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("challenge").GetString().ShouldBe("abc\"é");
        using var stranger = await client.PostAsJsonAsync($"/webhooks/monday/{tenant.Org}/guess", new { challenge = "abc" });
        stranger.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var trial = await host.OrderAsync("webhooks/monday", new { url = new Uri(host.Address, path), secret = SyncHost.SigningSecret });
        using var again = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(trial.GetProperty("sent").GetString()!, Encoding.UTF8, "application/json") };
        again.Headers.TryAddWithoutValidation("Authorization", trial.GetProperty("signature").GetString());
        (await client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.AskAsync<long>("select count(*) from sync.webhook_delivery where org_id = @Org", new { tenant.Org })).ShouldBe(1);
        await host.AskedUntilAsync("select count(*) = 1 from sync.run where org_id = @Org and status = 'succeeded'", tenant);

        // Asks before it sends: a sender in the middle of a body that is refused may find the connection closed instead of the answer.
        using var announced = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[1024 * 1024 + 1]), Headers = { ExpectContinue = true } };
        using var large = await client.SendAsync(announced);
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var junk = await client.PostAsync(path, new StringContent("[]"));
        junk.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<int> StatusAsync(string vendor, object trial) => (await host.OrderAsync($"webhooks/{vendor}", trial)).GetProperty("status").GetInt32();
}

internal static class Waiting
{
    /// <summary>Asks until the answer is true.</summary>
    public static async Task AskedUntilAsync(this SyncHost host, string sql, Tenant tenant, int seconds = 20)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(seconds);
        while (!await host.AskAsync<bool>(sql, new { tenant.Org, tenant.Monday, tenant.Calendly }))
        {
            if (DateTimeOffset.UtcNow > until)
            {
                throw new TimeoutException($"{sql}\n{string.Join('\n', host.Application.GetLogs("sync").TakeLast(15))}");
            }

            await Task.Delay(20);
        }
    }
}
