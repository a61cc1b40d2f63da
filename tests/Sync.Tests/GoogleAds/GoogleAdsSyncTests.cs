using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Teg.Platform.Sync.Tests.GoogleAds;

public sealed class GoogleAdsSyncTests(SyncHost host)
{
    [Fact]
    public async Task All_history_first_then_what_was_revised_and_nothing_that_the_vendor_forgot_is_lost()
    {
        // The vendor speaks of "the last days" by the real clock: this world ends today, and the first run reads it as it was twenty days ago.
        var now = DateTimeOffset.UtcNow;
        await host.OrderAsync("reset", new { seed = 20_260_101, anchor = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });
        await host.OrderAsync("limits/google-ads", new { rowsPerPage = 700 }, HttpMethod.Put);
        await host.OrderAsync("clock", new { frozen = now.AddDays(-20) });
        var tenant = await Tenant.CreateAsync(host);
        var ads = await tenant.AddGoogleAdsAsync();

        var first = await tenant.RunAsync(ads);

        first.Status.ShouldBe("succeeded", first.Reason);
        var lines = await tenant.CertificateAsync(first.Id);
        first.Verdict.ShouldBe("equal", Said(lines));
        lines.Where(line => line.Name == "All campaigns").Select(line => line.Label).ShouldBe(["Cost", "Clicks", "Impressions", "Conversions"]);
        lines.Count(line => line.Label == "Cost" && line.Stream == "campaign-days").ShouldBe(16, "fifteen campaigns and their sum");
        await ShouldBeTrueAsync(tenant);
        (await host.AskAsync<string>("select channel from warehouse.campaign where org_id = @Org and campaign = 'google-swimwear-search'", new { tenant.Org })).ShouldBe("google-ads");

        // What only we still have, and a row that the vendor no longer has of a day that it has.
        await host.DoAsync(
            """
            insert into sync.record (org_id, source_id, stream, external_id, kind, key, group_key, fields, payload, hash, run_id, fetched_at, changed_at)
            select @Org, @ads, 'campaign-days', '1|' || d.day, 'google-campaign-day', 'bygone|' || d.day, 'bygone', '{"cost": 5, "clicks": 1, "impressions": 9, "conversions": 0}', '{}', gen_random_uuid(), @Id, now(), now()
            from (values (to_char(now() - interval '5 years', 'YYYY-MM-DD')), (to_char(now() - interval '9 days', 'YYYY-MM-DD'))) d(day);
            insert into warehouse.ad_insights (org_id, day, campaign, source_id, spend, currency, clicks, impressions, external_id, run_id)
            select org_id, right(external_id, 10)::date, 'bygone', source_id, 5, 'USD', 1, 9, '1', run_id from sync.record where org_id = @Org and group_key = 'bygone';
            update sync.run set requested_at = now() - interval '20 days', published_at = now() - interval '20 days' where org_id = @Org;
            """, new { tenant.Org, ads, first.Id });

        await host.OrderAsync("clock", new { frozen = now });
        await host.FaultAsync("google-ads", "drop", matching: "FROM ad_group ");
        await host.FaultAsync("google-ads", "rate-limit", retryAfter: 1, matching: "FROM campaign WHERE");
        await host.FaultAsync("google-ads", "status", count: 3, status: 503, matching: "FROM keyword_view");
        await host.Sandbox.DeleteAsync("/__sandbox/google-ads/tokens");
        var second = await tenant.RunAsync(ads, "incremental");

        second.Status.ShouldBe("succeeded", second.Reason);
        second.Verdict.ShouldBe("equal", Said(await tenant.CertificateAsync(second.Id)));
        second.Attempt.ShouldBe(2, "three broken answers in a row let the run step back and go on where it was");
        second.RowsRead.ShouldBeLessThan(first.RowsRead);
        (await host.ListAsync<string>("select day::text from warehouse.ad_insights where org_id = @Org and campaign = 'bygone'", new { tenant.Org }))
            .ShouldBe([now.AddYears(-5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]);

        await host.DoAsync("delete from warehouse.ad_insights where org_id = @Org and campaign = 'bygone'", new { tenant.Org });
        await ShouldBeTrueAsync(tenant);
        var other = await Tenant.CreateAsync(host);
        (await other.RunAsync(await other.AddGoogleAdsAsync())).Verdict.ShouldBe("equal");
        (await DetailsAsync(tenant)).ShouldBe(await DetailsAsync(other));
    }

    [Fact]
    public async Task A_sign_in_of_several_parts_is_entered_once_and_tested()
    {
        var tenant = await Tenant.CreateAsync(host);
        var ads = await tenant.AddGoogleAdsAsync("refused");
        using var admin = host.SignedIn(tenant.Org, "Admin");
        var failed = await tenant.RunAsync(ads);
        failed.Status.ShouldBe("failed");
        failed.Reason!.ShouldContain("refresh token");

        using var half = await admin.PutAsJsonAsync("/credentials/google-ads", new { token = "a-refresh-token" });
        half.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await half.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString().ShouldEndWith("credential-incomplete");
        var googleAds = new { clientId = "client-1", clientSecret = "secret-that-nobody-reads-back", developerToken = "developer-1", customerId = "415-022-3344", loginCustomerId = "908-070-6050" };
        (await admin.PutAsJsonAsync("/credentials/monday", new { token = "a-monday-token", googleAds })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var set = await admin.PutAsJsonAsync("/credentials/google-ads", new { token = "a-refresh-token", googleAds });
        set.StatusCode.ShouldBe(HttpStatusCode.NoContent, await set.Content.ReadAsStringAsync());

        using var tested = await admin.PostAsync("/credentials/google-ads/test", null);
        var result = await tested.Content.ReadFromJsonAsync<JsonElement>();
        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        result.GetProperty("account").GetString().ShouldBe("TEG International");
        (await admin.GetStringAsync("/credentials")).ShouldNotContain("nobody-reads-back");
    }

    private async Task ShouldBeTrueAsync(Tenant tenant)
    {
        var truth = JsonSerializer.Deserialize<JsonElement>(await host.Sandbox.GetStringAsync("/truth?from=2015-01-01")).GetProperty("googleAds").EnumerateArray()
            .Select(row => new Sum(
                row.GetProperty("campaign").GetString()!, row.GetProperty("spend").GetDecimal(), row.GetProperty("clicks").GetInt64(), row.GetProperty("impressions").GetInt64(),
                row.GetProperty("conversions").GetDecimal())).OrderBy(row => row.Campaign, StringComparer.Ordinal).ToList();
        truth.Count.ShouldBe(15);
        (await host.ListAsync<Sum>(
            """
            select campaign, sum(spend) as spend, sum(clicks)::bigint as clicks, sum(impressions)::bigint as impressions, sum(conversions) as conversions
            from warehouse.ad_insights where org_id = @Org group by campaign order by campaign collate "C"
            """, new { tenant.Org })).ShouldBe(truth);
    }

    private async Task<string> DetailsAsync(Tenant tenant) => await host.AskAsync<string>(
        """
        select json_build_object(
            'days', (select json_agg((day, campaign, spend, clicks, impressions, conversions, external_id)::text order by day, campaign) from warehouse.ad_insights where org_id = @Org),
            'groups', (select json_agg((day, ad_group_id, campaign, ad_group, spend, clicks, impressions, conversions)::text order by day, ad_group_id) from warehouse.ad_group_insights where org_id = @Org),
            'keywords', (select json_agg((day, ad_group_id, keyword_id, campaign, keyword, match_type, spend, clicks, impressions, conversions)::text order by day, ad_group_id, keyword_id)
                         from warehouse.keyword_insights where org_id = @Org),
            'clicks', (select json_agg((gclid, day, campaign, ad_group_id, keyword)::text order by gclid) from warehouse.ad_click where org_id = @Org and day between current_date - 15 and current_date - 2))::text
        """, new { tenant.Org });

    private static string Said(IEnumerable<Line> lines) => string.Join('\n', lines.Where(line => line.Source is not null && line.Source != line.Ours).Take(10));

    private sealed record Sum(string Campaign, decimal Spend, long Clicks, long Impressions, decimal Conversions);
}
