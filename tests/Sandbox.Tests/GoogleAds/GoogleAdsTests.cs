using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Teg.Platform.Sandbox.Tests.GoogleAds;

public sealed class GoogleAdsTests(SandboxHost sandbox) : IClassFixture<SandboxHost>, IAsyncLifetime
{
    private const string Customer = "4150223344";
    private const string Manager = "9080706050";
    private const string Metrics = "metrics.cost_micros, metrics.clicks, metrics.impressions, metrics.conversions";
    private const string Autumn = "segments.date BETWEEN '2026-10-01' AND '2026-11-20'";

    private string token = "";

    public async ValueTask InitializeAsync()
    {
        await sandbox.ResetAsync();
        token = (await (await ExchangeAsync("a-refresh-token")).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_refresh_token_becomes_an_access_token_until_it_is_revoked()
    {
        var good = await (await ExchangeAsync("a-refresh-token")).Content.ReadFromJsonAsync<JsonElement>();
        (good.GetProperty("token_type").GetString(), good.GetProperty("expires_in").GetInt32()).ShouldBe(("Bearer", 3599));

        using var bad = await ExchangeAsync("revoked");
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bad.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString().ShouldBe("invalid_grant");

        (await RowsAsync("SELECT customer.id FROM customer")).Single().GetProperty("customer").GetProperty("id").GetString().ShouldBe(Customer);
        (await sandbox.Control.DeleteAsync("/__sandbox/google-ads/tokens")).EnsureSuccessStatusCode();
        (await RefusalAsync("SELECT customer.id FROM customer")).ShouldBe((401, "authenticationError", "OAUTH_TOKEN_INVALID"));
    }

    [Theory]
    [InlineData("invalid", Manager, Customer, 401, "authenticationError", "DEVELOPER_TOKEN_INVALID")]
    [InlineData("unapproved", Manager, Customer, 403, "authorizationError", "DEVELOPER_TOKEN_NOT_APPROVED")]
    [InlineData("developer-1", null, Customer, 403, "authorizationError", "USER_PERMISSION_DENIED")]
    [InlineData("developer-1", "908-070-6050", Customer, 400, "headerError", "INVALID_LOGIN_CUSTOMER_ID")]
    [InlineData("developer-1", Manager, "415-022-3344", 400, "requestError", "INVALID_CUSTOMER_ID")]
    [InlineData("developer-1", Manager, "1111111111", 401, "authenticationError", "CUSTOMER_NOT_FOUND")]
    public async Task Whoever_may_not_ask_is_told_why(string developer, string? login, string customer, int status, string family, string code) =>
        (await RefusalAsync("SELECT customer.id FROM customer", developer, login, customer)).ShouldBe((status, family, code));

    [Fact]
    public async Task Rows_are_written_as_the_vendor_writes_them()
    {
        using var response = await SendAsync("searchStream", new
        {
            query = $"SELECT campaign.id, campaign.name, campaign.status, segments.date, {Metrics}, metrics.ctr, metrics.average_cpc FROM campaign "
                + "WHERE segments.date = '2026-11-10' AND campaign.status IN ('ENABLED', PAUSED) ORDER BY metrics.clicks DESC LIMIT 3",
        });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var chunk = (await response.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Single();

        chunk.GetProperty("fieldMask").GetString().ShouldBe(
            "campaign.id,campaign.name,campaign.status,segments.date,metrics.costMicros,metrics.clicks,metrics.impressions,metrics.conversions,metrics.ctr,metrics.averageCpc");
        chunk.GetProperty("requestId").GetString().ShouldBe(response.Headers.GetValues("request-id").Single());
        chunk.GetProperty("queryResourceConsumption").ValueKind.ShouldBe(JsonValueKind.String);
        var rows = chunk.GetProperty("results").EnumerateArray().ToList();
        rows.Count.ShouldBe(3);
        rows.Select(row => Whole(row, "clicks")).ShouldBeInOrder(SortDirection.Descending);
        var first = rows[0];
        var id = first.GetProperty("campaign").GetProperty("id").GetString();
        first.GetProperty("campaign").GetProperty("resourceName").GetString().ShouldBe($"customers/{Customer}/campaigns/{id}");
        first.GetProperty("campaign").GetProperty("status").GetString().ShouldBe("ENABLED");
        first.GetProperty("campaign").TryGetProperty("finalUrlSuffix", out _).ShouldBeFalse("what was not asked for does not come");
        first.GetProperty("segments").GetProperty("date").GetString().ShouldBe("2026-11-10");
        foreach (var (metric, kind) in new[]
                 {
                     ("costMicros", JsonValueKind.String), ("clicks", JsonValueKind.String), ("impressions", JsonValueKind.String), ("conversions", JsonValueKind.Number), ("ctr", JsonValueKind.Number),
                     ("averageCpc", JsonValueKind.Number),
                 })
        {
            first.GetProperty("metrics").GetProperty(metric).ValueKind.ShouldBe(kind, metric);
        }

        using var none = await SendAsync("searchStream", new { query = "SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE segments.date = '2020-01-01'" });
        (await none.Content.ReadAsStringAsync()).ShouldBe("[]");
    }

    [Theory]
    [InlineData("SELECT campaign.nope FROM campaign", "queryError", "UNRECOGNIZED_FIELD")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.colour = 'red'", "queryError", "UNRECOGNIZED_FIELD")]
    [InlineData("SELECT ad_group.id FROM campaign", "queryError", "PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE")]
    [InlineData("SELECT click_view.gclid, metrics.cost_micros FROM click_view WHERE segments.date = '2026-11-10'", "queryError", "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE")]
    [InlineData("SELECT campaign.id FROM campagne", "queryError", "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE")]
    [InlineData("SELECT campaign.id", "queryError", "EXPECTED_FROM")]
    [InlineData("campaign.id FROM campaign", "queryError", "EXPECTED_SELECT")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date BETWEEN '2026-11-01'", "queryError", "UNEXPECTED_INPUT")]
    [InlineData("SELECT campaign.id FROM campaign WHERE segments.date = 'yesterday'", "queryError", "BAD_VALUE")]
    [InlineData("SELECT campaign.id FROM campaign WHERE campaign.status = 'GONE'", "queryError", "BAD_ENUM_CONSTANT")]
    [InlineData("SELECT campaign.id FROM campaign LIMIT 0", "queryError", "BAD_LIMIT_COUNT")]
    [InlineData("SELECT campaign.id FROM campaign LIMIT 5 OR 1", "queryError", "UNEXPECTED_INPUT")]
    [InlineData("SELECT campaign.id FROM campaign; DROP", "queryError", "BAD_SYMBOL")]
    [InlineData("SELECT campaign.id FROM campaign ORDER BY metrics.clicks", "queryError", "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE")]
    [InlineData("SELECT click_view.gclid FROM click_view", "clickViewError", "EXPECTED_FILTER_ON_A_SINGLE_DAY")]
    [InlineData("SELECT click_view.gclid FROM click_view WHERE segments.date BETWEEN '2026-11-10' AND '2026-11-11'", "clickViewError", "EXPECTED_FILTER_ON_A_SINGLE_DAY")]
    [InlineData("SELECT click_view.gclid FROM click_view WHERE segments.date = '2026-08-01'", "clickViewError", "DATE_TOO_OLD")]
    public async Task What_it_does_not_understand_it_refuses_in_both_shapes(string query, string family, string code)
    {
        (await RefusalAsync(query)).ShouldBe((400, family, code));

        using var response = await SendAsync("search", new { query });
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        error.GetProperty("status").GetString().ShouldBe("INVALID_ARGUMENT");
        var failure = error.GetProperty("details")[0];
        failure.GetProperty("@type").GetString().ShouldBe("type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure");
        failure.GetProperty("errors")[0].GetProperty("errorCode").GetProperty(family).GetString().ShouldBe(code);
        failure.GetProperty("requestId").GetString().ShouldBe(response.Headers.GetValues("request-id").Single());
    }

    [Fact]
    public async Task Ad_groups_and_keywords_add_up_to_their_campaign()
    {
        var campaigns = await RowsAsync($"SELECT campaign.id, campaign.advertising_channel_type, segments.date, {Metrics} FROM campaign WHERE {Autumn}");
        var groups = (await RowsAsync($"SELECT ad_group.id, campaign.id, segments.date, {Metrics} FROM ad_group WHERE {Autumn}")).ToLookup(Day);
        var keywords = (await RowsAsync($"SELECT ad_group_criterion.keyword.text, campaign.id, segments.date, {Metrics} FROM keyword_view WHERE {Autumn}")).ToLookup(Day);

        campaigns.Count.ShouldBeGreaterThan(400);
        foreach (var campaign in campaigns)
        {
            var type = campaign.GetProperty("campaign").GetProperty("advertisingChannelType").GetString();
            if (type != "PERFORMANCE_MAX")
            {
                Sums(groups[Day(campaign)]).ShouldBe(Sums([campaign]), Day(campaign));
            }

            (type == "SEARCH" ? Sums(keywords[Day(campaign)]) : Sums([campaign])).ShouldBe(Sums([campaign]), Day(campaign));
        }

        campaigns.Sum(row => row.GetProperty("metrics").GetProperty("conversions").GetDouble()).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Sums_without_days_are_those_of_the_days_and_of_the_published_truth()
    {
        var days = await RowsAsync($"SELECT campaign.id, segments.date, {Metrics} FROM campaign WHERE {Autumn}");
        var totals = await RowsAsync($"SELECT campaign.id, campaign.final_url_suffix, {Metrics} FROM campaign WHERE {Autumn}");
        var truth = (await sandbox.TruthAsync("?from=2026-10-01&to=2026-11-20")).GetProperty("googleAds").EnumerateArray().ToDictionary(row => row.GetProperty("campaign").GetString()!);

        totals.Count.ShouldBe(15, "a campaign without anything comes with nothing");
        foreach (var total in totals)
        {
            Sums(days.Where(day => Id(day) == Id(total))).ShouldBe(Sums([total]), Id(total));
            var utm = total.GetProperty("campaign").GetProperty("finalUrlSuffix").GetString()!.Split('=')[^1];
            (truth.TryGetValue(utm, out var right) ? right.GetProperty("spend").GetDecimal() : 0).ShouldBe(Whole(total, "costMicros") / 1_000_000m, utm);
        }
    }

    [Fact]
    public async Task The_past_is_revised_and_settles_on_what_the_board_has_but_for_credits()
    {
        const string Query = $"SELECT campaign.id, segments.date, {Metrics} FROM campaign WHERE segments.date BETWEEN '2026-11-16' AND '2026-11-19'";
        var before = (await RowsAsync(Query)).ToDictionary(Day);
        await sandbox.OrderAsync("clock", new { advanceSeconds = 4 * 86_400 });
        var settled = (await RowsAsync(Query)).ToDictionary(Day);

        settled.Keys.ShouldBe(before.Keys, ignoreOrder: true);
        settled.Count(day => Whole(day.Value, "costMicros") < Whole(before[day.Key], "costMicros")).ShouldBeGreaterThan(3, "invalid clicks are taken back");
        settled.Values.Sum(row => row.GetProperty("metrics").GetProperty("conversions").GetDouble())
            .ShouldBeGreaterThan(before.Values.Sum(row => row.GetProperty("metrics").GetProperty("conversions").GetDouble()), "conversions come late");

        await sandbox.OrderAsync("clock", new { advanceSeconds = 56 * 86_400 });
        var truth = (await sandbox.TruthAsync("?from=2026-09-01&to=2026-11-10"));
        var board = truth.GetProperty("channels").EnumerateArray().Where(row => row.GetProperty("channel").GetString() == "google-ads").Sum(row => row.GetProperty("spend").GetDecimal());
        var platform = truth.GetProperty("googleAds").EnumerateArray().Sum(row => row.GetProperty("spend").GetDecimal());
        platform.ShouldBeInRange(board * 0.99m, board - 0.01m, "only credits are left, which nobody enters on the board");
    }

    [Fact]
    public async Task Removed_campaigns_come_unless_they_are_left_out()
    {
        const string Query = "SELECT campaign.name, metrics.cost_micros FROM campaign WHERE segments.date BETWEEN '2025-11-25' AND '2025-12-24'";
        (await RowsAsync(Query)).Single(row => row.GetProperty("campaign").GetProperty("name").GetString() == "Google | Swimwear Search")
            .GetProperty("metrics").GetProperty("costMicros").GetString()!.Length.ShouldBeGreaterThan(8);

        (await RowsAsync($"{Query} AND campaign.status != 'REMOVED'")).ShouldAllBe(row => row.GetProperty("campaign").GetProperty("name").GetString() != "Google | Swimwear Search");
        (await RowsAsync("SELECT campaign.id FROM campaign WHERE campaign.status = REMOVED")).Count.ShouldBe(1);
        (await RowsAsync("SELECT conversion_action.click_through_lookback_window_days FROM conversion_action WHERE conversion_action.status = 'ENABLED'"))
            .Select(row => row.GetProperty("conversionAction").GetProperty("clickThroughLookbackWindowDays").GetString()).ShouldBe(["30", "60"]);
    }

    [Fact]
    public async Task Every_click_of_a_day_is_told_with_its_keyword()
    {
        var clicks = await RowsAsync(
            "SELECT click_view.gclid, click_view.keyword_info.text, campaign.id, ad_group.id, segments.date FROM click_view WHERE segments.date = '2026-11-10'");
        var days = await RowsAsync("SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE segments.date = '2026-11-10'");

        clicks.CountBy(Id).ToDictionary().ShouldBe(days.Where(day => Whole(day, "clicks") > 0).ToDictionary(Id, day => (int)Whole(day, "clicks")), ignoreOrder: true);
        var gclids = clicks.Select(click => click.GetProperty("clickView").GetProperty("gclid").GetString()!).ToList();
        gclids.Distinct().Count().ShouldBe(gclids.Count);
        var known = sandbox.State.Current.World.At(SandboxHost.Noon).Leads.Where(lead => lead.Day == new DateOnly(2026, 11, 10) && lead.Gclid.Length > 0 && !lead.IsDuplicate).Select(lead => lead.Gclid).ToList();
        known.ShouldNotBeEmpty();
        known.ShouldBeSubsetOf(gclids);
        clicks.Count(click => click.GetProperty("clickView").TryGetProperty("keywordInfo", out _)).ShouldBeGreaterThan(clicks.Count / 2);
    }

    [Fact]
    public async Task Search_gives_pages_and_a_stream_gives_chunks()
    {
        const string Query = "SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE segments.date BETWEEN '2026-11-01' AND '2026-11-10' ORDER BY segments.date DESC";
        (await sandbox.Control.PutAsJsonAsync("/__sandbox/limits/google-ads", new { rowsPerPage = 40 })).EnsureSuccessStatusCode();
        var all = await RowsAsync(Query);
        var seen = new List<JsonElement>();
        string? page = null;
        do
        {
            using var response = await SendAsync("search", new { query = Query, pageToken = page, searchSettings = new { returnTotalResultsCount = true } });
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            answer.GetProperty("totalResultsCount").GetString().ShouldBe($"{all.Count}");
            seen.AddRange(answer.GetProperty("results").EnumerateArray());
            page = answer.TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
        }
        while (page is not null);

        all.Count.ShouldBeGreaterThan(80);
        seen.Select(row => row.ToString()).ShouldBe(all.Select(row => row.ToString()));
        using var sized = await SendAsync("search", new { query = Query, pageSize = 10 });
        (await sized.Content.ReadAsStringAsync()).ShouldContain("PAGE_SIZE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task What_is_used_up_is_refused_with_the_time_to_wait()
    {
        (await sandbox.Control.PutAsJsonAsync("/__sandbox/limits/google-ads", new { requestsPerMinute = 1 })).EnsureSuccessStatusCode();
        await RowsAsync("SELECT customer.id FROM customer");
        using var refused = await SendAsync("searchStream", new { query = "SELECT customer.id FROM customer" });

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var error = (await refused.Content.ReadFromJsonAsync<JsonElement>())[0].GetProperty("error");
        error.GetProperty("status").GetString().ShouldBe("RESOURCE_EXHAUSTED");
        var one = error.GetProperty("details")[0].GetProperty("errors")[0];
        one.GetProperty("errorCode").GetProperty("quotaError").GetString().ShouldBe("RESOURCE_TEMPORARILY_EXHAUSTED");
        one.GetProperty("details").GetProperty("quotaErrorDetails").GetProperty("retryDelay").GetString()!.ShouldMatch(@"^\d+s$");

        (await sandbox.Control.PutAsJsonAsync("/__sandbox/limits/google-ads", new { requestsPerMinute = 100, operationsPerDay = 1 })).EnsureSuccessStatusCode();
        await RowsAsync("SELECT customer.id FROM customer");
        (await RefusalAsync("SELECT customer.id FROM customer")).ShouldBe((429, "quotaError", "RESOURCE_EXHAUSTED"));

        await sandbox.OrderAsync("faults", new { vendor = "google-ads", kind = "status", status = 503, matching = "searchStream" });
        using var broken = await SendAsync("searchStream", new { query = "SELECT customer.id FROM customer" });
        broken.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private Task<HttpResponseMessage> ExchangeAsync(string refreshToken) => sandbox.GoogleAds.PostAsync("/token", new FormUrlEncodedContent(new Dictionary<string, string>
    {
        ["grant_type"] = "refresh_token", ["client_id"] = "client-1", ["client_secret"] = "secret-1", ["refresh_token"] = refreshToken,
    }));

    private async Task<HttpResponseMessage> SendAsync(string method, object body, string developer = "developer-1", string? login = Manager, string customer = Customer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v25/customers/{customer}/googleAds:{method}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("developer-token", developer);
        if (login is not null)
        {
            request.Headers.Add("login-customer-id", login);
        }

        return await sandbox.GoogleAds.SendAsync(request);
    }

    private async Task<List<JsonElement>> RowsAsync(string query)
    {
        using var response = await SendAsync("searchStream", new { query });
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return [.. (await response.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().SelectMany(chunk => chunk.GetProperty("results").EnumerateArray())];
    }

    private async Task<(int Status, string Family, string Code)> RefusalAsync(string query, string developer = "developer-1", string? login = Manager, string customer = Customer)
    {
        using var response = await SendAsync("searchStream", new { query }, developer, login, customer);
        var code = (await response.Content.ReadFromJsonAsync<JsonElement>())[0].GetProperty("error").GetProperty("details")[0].GetProperty("errors")[0].GetProperty("errorCode")
            .EnumerateObject().Single();
        return ((int)response.StatusCode, code.Name, code.Value.GetString()!);
    }

    private static string Id(JsonElement row) => row.GetProperty("campaign").GetProperty("id").GetString()!;

    private static string Day(JsonElement row) => $"{Id(row)} {row.GetProperty("segments").GetProperty("date").GetString()}";

    private static long Whole(JsonElement row, string metric) => long.Parse(row.GetProperty("metrics").GetProperty(metric).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static (long Cost, long Clicks, long Impressions, double Conversions) Sums(IEnumerable<JsonElement> rows) => rows.Aggregate((0L, 0L, 0L, 0.0), (sums, row) =>
        (sums.Item1 + Whole(row, "costMicros"), sums.Item2 + Whole(row, "clicks"), sums.Item3 + Whole(row, "impressions"), sums.Item4 + row.GetProperty("metrics").GetProperty("conversions").GetDouble()));
}
