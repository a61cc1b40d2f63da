using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Tests.Enquiries;

public sealed class EnquiryEndpointTests(QualifierService service) : IAsyncLifetime
{
    private Guid org;

    public async ValueTask InitializeAsync()
    {
        await service.ResetAsync();
        org = await service.OrganisationAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Pages_follow_one_another_without_a_gap_also_within_one_instant()
    {
        var enquiries = Enumerable.Range(0, 25).Select(i => Samples.Enquiry(org, $"p{i}@house.example", Samples.Noon.AddHours(i / 10))).ToArray();
        await StoreAsync([.. enquiries.Select(e => Judged(e, 2))]);
        using var client = service.SignedIn(org, Roles.Viewer);

        List<Guid> seen = [];
        for (var after = ""; ;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/enquiries?{March}&limit=10{after}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            page.GetProperty("total").ValueKind.ShouldBe(after.Length == 0 ? JsonValueKind.Number : JsonValueKind.Null);
            if (page.GetProperty("next").GetString() is not { } next)
            {
                break;
            }

            after = $"&after={next}";
        }

        seen.Count.ShouldBe(25);
        seen.ShouldBe(await service.ListAsync<Guid>("select id from qualifier.enquiry where org_id = @org order by received_at desc, id desc", new { org }));
    }

    [Theory]
    [InlineData("score=3", "ann")]
    [InlineData("score=3,0", "ann bea")]
    [InlineData("fallback=true", "carla")]
    [InlineData("fallback=false", "ann bea")]
    [InlineData("origin=synced", "bea")]
    [InlineData("question=budget&answer=%245%2C000", "bea")]
    [InlineData("question=Venue", "carla")]
    [InlineData("text=BEA%40", "bea")]
    [InlineData("text=gala&score=3", "ann")]
    [InlineData("to=2026-03-01", "")]
    [InlineData("from=2026-03-02&to=2026-03-02", "ann bea carla dora")]
    public async Task Each_filter_keeps_what_it_says(string query, string found)
    {
        await StoreAsync(
            Judged(Samples.Enquiry(org, "ann@house.example"), 3),
            Judged(Samples.Enquiry(org, "bea@house.example") with { Origin = EnquiryOrigin.Synced, Budget = "$5,000" }, 0),
            Judged(Samples.Enquiry(org, "carla@house.example") with { Answers = new Dictionary<string, string> { ["Venue"] = "Opera" } }, 2, Fallback.Timeout),
            new JudgedEnquiry(Samples.Enquiry(org, "dora@house.example"), null));
        using var client = service.SignedIn(org);

        var page = await client.GetFromJsonAsync<JsonElement>($"/enquiries?{(query.Contains("to=", StringComparison.Ordinal) ? "" : $"{March}&")}{query}");

        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("email").GetString()!.Split('@')[0]).Order().ShouldBe(found.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("after=nonsense", "cursor-invalid")]
    [InlineData("from=2026-03-02&to=2026-03-01", "range-invalid")]
    public async Task A_question_that_means_nothing_is_refused(string query, string type)
    {
        using var client = service.SignedIn(org);
        using var response = await client.GetAsync(new Uri($"/enquiries?{query}", UriKind.Relative));

        (response.StatusCode, await QualifierService.ProblemAsync(response)).ShouldBe((HttpStatusCode.BadRequest, type));
    }

    [Fact]
    public async Task One_enquiry_has_every_decision_and_what_became_of_it_and_the_reading_is_recorded()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");
        await StoreAsync(Judged(enquiry, 2, Fallback.Timeout));
        await service.Store.AppendAsync(org, [Samples.Decision(enquiry, 3, DecisionKind.Rejudged, enquiry.ReceivedAt.AddHours(1))], CancellationToken.None);
        await service.DoAsync(
            """
            insert into crm.lead (org_id, identity, name, received_at, received_day, channel, qualification, status, owner, enquiry_id, stream, external_id)
            values (@org, 'ann@house.example', 'Ann', now(), current_date, 'direct', 'qualified', 'Contacted', 'Burki', @Id, 'enquiries', 'x');
            insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, stage, is_won, amount, currency, closed_on, run_id)
            select @org, @org, w::text, w::text, 'Deal', 'ann@house.example', 'Stage', w, 1234.50, 'USD', '2026-05-05', @org from unnest(array[true, false]) w
            """, new { org, enquiry.Id });
        using var client = service.SignedIn(org, Roles.Viewer);

        var details = await client.GetFromJsonAsync<JsonElement>($"/enquiries/{enquiry.Id}");

        details.GetProperty("answers").GetProperty("How did you hear of us?").GetString().ShouldBe("A friend");
        details.GetProperty("consent").GetProperty("given").GetBoolean().ShouldBeTrue();
        details.GetProperty("score").GetInt32().ShouldBe(3);
        details.GetProperty("decisions").EnumerateArray().Select(d => $"{d.GetProperty("kind").GetString()} {d.GetProperty("finalScore").GetInt32()} {d.GetProperty("fallback").GetString()}")
            .ShouldBe(["rejudged 3 ", "first 2 timeout"]);
        details.GetProperty("decisions")[0].GetProperty("rules")[0].GetProperty("because").GetString().ShouldBe("4 styles are fewer than 5.");
        details.GetProperty("decisions")[0].GetProperty("costUsd").GetDecimal().ShouldBe(0.000096m);
        details.GetProperty("lead").GetProperty("owner").GetString().ShouldBe("Burki");
        (details.GetProperty("lead").GetProperty("won").GetBoolean(), details.GetProperty("lead").GetProperty("amount").GetDecimal()).ShouldBe((true, 1234.50m));
        await UntilAsync(() => service.AskAsync<bool>(
            "select exists (select from audit.event where org_id = @org and action = 'GetEnquiry' and subjects @> jsonb_build_array(jsonb_build_object('kind', 'enquiry', 'id', @id)))",
            new { org, id = enquiry.Id.ToString() }));
    }

    [Fact]
    public async Task The_csv_has_every_decision_and_no_formula()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example") with { Name = "=HYPERLINK(\"https://evil.example\")", Project = "Line\nbreak, and \"quotes\"" };
        await StoreAsync(Judged(enquiry, 2, Fallback.Refused));
        await service.Store.AppendAsync(org, [Samples.Decision(enquiry, 3, DecisionKind.Rejudged, enquiry.ReceivedAt.AddHours(1))], CancellationToken.None);
        using var client = service.SignedIn(org);

        using var response = await client.GetAsync(new Uri($"/decisions.csv?{March}", UriKind.Relative));
        var csv = await response.Content.ReadAsStringAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        csv.ShouldContain(",rejudged,");
        csv.ShouldContain(",first,");
        csv.ShouldContain("3→2: 4 styles are fewer than 5.");
        csv.ShouldContain("gpt-4o-mini-2024-07-18");
        csv.ShouldContain("=HYPERLINK");
        csv.Contains(",=HYPERLINK", StringComparison.Ordinal).ShouldBeFalse();
        csv.Contains(",\"=HYPERLINK", StringComparison.Ordinal).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/enquiries")]
    [InlineData("/enquiries/01900000-0000-7000-8000-000000000001")]
    [InlineData("/decisions.csv")]
    [InlineData("/outcomes")]
    public async Task Not_for_agents_and_not_for_strangers(string path)
    {
        using var agent = service.SignedIn(org, Roles.Agent);
        using var stranger = service.Client();

        using var forbidden = await agent.GetAsync(new Uri(path, UriKind.Relative));
        using var unknown = await stranger.GetAsync(new Uri(path, UriKind.Relative));

        (forbidden.StatusCode, unknown.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Another_organisations_enquiry_is_not_there()
    {
        var enquiry = Samples.Enquiry(org, "ann@house.example");
        await StoreAsync(Judged(enquiry, 2));
        using var other = service.SignedIn(await service.OrganisationAsync());

        using var response = await other.GetAsync(new Uri($"/enquiries/{enquiry.Id}", UriKind.Relative));
        var page = await other.GetFromJsonAsync<JsonElement>($"/enquiries?{March}");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private const string March = "from=2026-03-01&to=2026-03-31";

    private static JudgedEnquiry Judged(Enquiry enquiry, int score, Fallback? fallback = null) => new(enquiry, Samples.Decision(enquiry, score, fallback: fallback));

    private Task StoreAsync(params JudgedEnquiry[] batch) => service.Store.StoreAsync(batch, CancellationToken.None);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            (DateTimeOffset.UtcNow < until).ShouldBeTrue("It did not happen within half a minute.");
            await Task.Delay(20);
        }
    }
}
