using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Teg.Platform.Sync.Tests.Calendly;

public sealed class CallKindTests(SyncHost host)
{
    [Fact]
    public async Task Other_patterns_decide_anew_about_every_stored_call_and_announce_both_days_of_each()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Calendly);
        using var admin = host.SignedIn(tenant.Org, "Admin");
        var path = $"/sources/{tenant.Calendly}/call-kinds";
        var before = await CountsAsync(tenant);
        before["other"].ShouldBeGreaterThan(20);
        var shown = await admin.GetFromJsonAsync<JsonElement>(path);
        shown.GetProperty("eventTypes").EnumerateArray().Where(type => type.GetProperty("kind").GetString() == "other").ShouldAllBe(type => type.GetProperty("address").GetString()!.EndsWith("/fitting"));

        using var answer = await admin.PutAsJsonAsync(path, Kinds(["/INTRO-call"], ["/design-review", " /fitting "]));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("eventTypes").EnumerateArray().ShouldAllBe(type => type.GetProperty("kind").GetString() != "other");
        (await CountsAsync(tenant)).ShouldBe(before, "until the next run");
        var run = await tenant.RunAsync(tenant.Calendly, "incremental");

        run.Status.ShouldBe("succeeded", run.Reason);
        var after = await CountsAsync(tenant);
        after.ShouldNotContainKey("other");
        (after["intro"], after["design-review"]).ShouldBe((before["intro"], before["design-review"] + before["other"]));
        (await host.AskAsync<long>(
            """
            select count(*)
            from warehouse.call c
            cross join lateral (values (c.day), ((c.booked_at at time zone 'America/Los_Angeles')::date)) d (day)
            where c.org_id = @Org and c.run_id = @Id
              and not exists (select from warehouse.changed_day a where a.org_id = c.org_id and a.run_id = c.run_id and a.day = d.day)
            """, new { tenant.Org, run.Id })).ShouldBe(0);
        (await host.AskAsync<string>("select (settings -> 'kinds')::text from sync.source where org_id = @Org and id = @Calendly", new { tenant.Org, tenant.Calendly }))
            .ShouldBe("""{"intro": ["/INTRO-call"], "design-review": ["/design-review", "/fitting"]}""");
        (await host.AskAsync<bool>("select settings ? 'reps' and due_at is null from sync.source where org_id = @Org and id = @Calendly", new { tenant.Org, tenant.Calendly })).ShouldBeTrue("the rest of the settings stays");
    }

    [Fact]
    public async Task Patterns_that_say_nothing_are_refused_and_only_an_admin_changes_them()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        var path = $"/sources/{tenant.Calendly}/call-kinds";
        using var admin = host.SignedIn(tenant.Org, "Admin");
        using var manager = host.SignedIn(tenant.Org, "Manager");
        using var agent = host.SignedIn(tenant.Org, "Agent");
        using var stranger = host.SignedIn(Guid.NewGuid(), "Admin");

        foreach (var (kinds, why) in new[]
        {
            (Kinds(["/intro-call"], ["/Intro-Call"]), "stands under both kinds"),
            (Kinds(["/i"], []), "at most 50 patterns of 3 to 200 characters"),
            ((object)new { kinds = new[] { new { kind = "fitting", patterns = new[] { "/fitting" } } } }, "is no kind of call"),
        })
        {
            using var refused = await admin.PutAsJsonAsync(path, kinds);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("type").GetString().ShouldEndWith("call-kinds-invalid");
            problem.GetProperty("detail").GetString()!.ShouldContain(why);
        }

        (await manager.PutAsJsonAsync(path, Kinds(["/intro-call"], []))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await agent.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await manager.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stranger.PutAsJsonAsync(path, Kinds(["/intro-call"], []))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.GetAsync($"/sources/{tenant.Monday}/call-kinds")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a board has no calls");
    }

    private static object Kinds(string[] intro, string[] designReview) =>
        new { kinds = new[] { new { kind = "intro", patterns = intro }, new { kind = "design-review", patterns = designReview } } };

    private async Task<Dictionary<string, long>> CountsAsync(Tenant tenant) =>
        (await host.ListAsync<(string Kind, long Calls)>("select kind, count(*) from warehouse.call where org_id = @Org group by kind", new { tenant.Org }))
            .ToDictionary(row => row.Kind, row => row.Calls, StringComparer.Ordinal);
}
