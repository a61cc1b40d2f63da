using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Teg.Platform.Sync.Tests.Drift;

public sealed class DriftTests(SyncHost host)
{
    private const string AdSpend = "9001";

    [Fact]
    public async Task A_renamed_column_is_quarantined_until_its_proposal_is_accepted()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        await tenant.RunAsync(tenant.Calendly);
        var ads = await AdsAsync(tenant);
        await host.OrderAsync($"boards/{AdSpend}/columns/Spend", new { title = "Cost (USD)" }, HttpMethod.Put);
        await host.OrderAsync("clock", new { advanceSeconds = 25 * 3600 });

        var run = await tenant.RunAsync(tenant.Monday);

        // The board keeps its last good data, the others went on.
        run.Status.ShouldBe("quarantined");
        run.Reason.ShouldNotBeNull().ShouldContain("Ad Spend");
        (await AdsAsync(tenant)).ShouldBe(ads);
        run.RowsPublished.ShouldBeGreaterThan(0);
        using var manager = host.SignedIn(tenant.Org, "Manager");
        var found = await manager.GetFromJsonAsync<JsonElement>("/drift?status=open");
        var drift = found.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        drift.GetProperty("kind").GetString().ShouldBe("renamed");
        drift.GetProperty("field").GetString().ShouldBe("spend");
        drift.GetProperty("proposal").GetProperty("title").GetString().ShouldBe("Cost (USD)");
        (await host.AskAsync<long>("select count(*) from sync.outbox where org_id = @Org and message_type like '%DriftFound%'", new { tenant.Org })).ShouldBe(1);

        // A second run finds the same and asks nobody again.
        (await tenant.RunAsync(tenant.Monday, "incremental")).Status.ShouldBe("quarantined");
        (await host.AskAsync<long>("select count(*) from sync.drift where org_id = @Org", new { tenant.Org })).ShouldBe(1);

        using var viewer = host.SignedIn(tenant.Org, "Viewer");
        (await viewer.PostAsync($"/drift/{drift.GetProperty("id").GetString()}/acceptance", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = host.SignedIn(Guid.NewGuid(), "Manager");
        (await stranger.PostAsync($"/drift/{drift.GetProperty("id").GetString()}/acceptance", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await manager.PostAsync($"/drift/{drift.GetProperty("id").GetString()}/acceptance", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var healed = await tenant.FinishAsync(await host.AskAsync<Guid>("select id from sync.run where org_id = @Org order by id desc limit 1", new { tenant.Org }));
        healed.Status.ShouldBe("succeeded", healed.Reason);
        (await host.ListAsync<string>("select name from sync.checkpoint where run_id = @Id and is_sweep", new { healed.Id })).ShouldBe(["Ad Spend"]);
        await Figures.ShouldBeTrueAsync(host, tenant.Org);
        (await manager.PostAsync($"/drift/{drift.GetProperty("id").GetString()}/acceptance", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_retyped_column_is_quarantined_and_its_new_type_can_be_accepted()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        await host.OrderAsync($"boards/{AdSpend}/columns/Campaign", new { type = "long_text" }, HttpMethod.Put);

        (await tenant.RunAsync(tenant.Monday, "incremental")).Status.ShouldBe("quarantined");

        using var manager = host.SignedIn(tenant.Org, "Manager");
        var drift = (await manager.GetFromJsonAsync<JsonElement>("/drift")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        drift.GetProperty("kind").GetString().ShouldBe("retyped");
        drift.GetProperty("proposal").GetProperty("type").GetString().ShouldBe("long_text");
        (await manager.PostAsync($"/drift/{drift.GetProperty("id").GetString()}/acceptance", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var healed = await tenant.FinishAsync(await host.AskAsync<Guid>("select id from sync.run where org_id = @Org order by id desc limit 1", new { tenant.Org }));
        healed.Status.ShouldBe("succeeded", healed.Reason);
    }

    [Fact]
    public async Task A_missing_column_without_a_likely_heir_is_said_plainly()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        var before = await tenant.FactsAsync();
        using var removed = await host.Sandbox.DeleteAsync(new Uri($"/__sandbox/boards/{AdSpend}/columns/Date", UriKind.Relative));

        (await tenant.RunAsync(tenant.Monday)).Status.ShouldBe("quarantined");

        (await tenant.FactsAsync()).ShouldBe(before);
        using var manager = host.SignedIn(tenant.Org, "Manager");
        var drift = (await manager.GetFromJsonAsync<JsonElement>("/drift")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        drift.GetProperty("kind").GetString().ShouldBe("missing");
        drift.GetProperty("proposal").ValueKind.ShouldBe(JsonValueKind.Null);
        (await manager.PostAsync($"/drift/{drift.GetProperty("id").GetString()}/acceptance", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await manager.PostAsync($"/drift/{drift.GetProperty("id").GetString()}/dismissal", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await tenant.RunAsync(tenant.Monday)).Status.ShouldBe("quarantined");
        (await manager.GetFromJsonAsync<JsonElement>("/drift")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private Task<string> AdsAsync(Tenant tenant) => host.AskAsync<string>(
        "select json_agg((day, campaign, spend, clicks)::text order by day, campaign)::text from warehouse.ad_insights where org_id = @Org", new { tenant.Org });
}
