using System.Net.Http.Json;
using System.Text.Json;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Tests.Enquiries;

namespace Teg.Platform.Qualifier.Tests.Outcomes;

public sealed class OutcomeEndpointTests(QualifierService service) : IAsyncLifetime
{
    private Guid org;

    public async ValueTask InitializeAsync()
    {
        await service.ResetAsync();
        org = await service.OrganisationAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Totals_and_answers_are_counted_by_score_and_spam_is_not_in_the_rate()
    {
        await StoreAsync(("a", 3, "2"), ("b", 3, "6"), ("c", 2, "6"), ("d", 1, "20"), ("e", 0, "6"));

        var outcomes = await AskAsync("from=2026-03-01&to=2026-03-31");

        Line(outcomes.GetProperty("totals")).ShouldBe("5: 2 1 1 1, 0.5");
        outcomes.GetProperty("questions").EnumerateArray().Select(question => question.GetProperty("question").GetString())
            .ShouldBe(["budget", "styles", "pieces", "timeline", "How did you hear of us?"]);
        var styles = outcomes.GetProperty("questions")[1];
        styles.GetProperty("label").GetString().ShouldBe("Styles");
        styles.GetProperty("others").ValueKind.ShouldBe(JsonValueKind.Null);
        styles.GetProperty("answers").EnumerateArray().Select(answer => $"{answer.GetProperty("answer").GetString()} {Line(answer)}")
            .ShouldBe(["1–4 1: 1 0 0 0, 1", "5–9 3: 1 1 0 1, 0.5", "15+ 1: 0 0 1 0, 0"]);
    }

    [Fact]
    public async Task Without_enquiries_there_is_no_rate_and_outside_the_range_there_is_nothing()
    {
        await StoreAsync(("a", 3, "2"));

        var outcomes = await AskAsync("from=2026-03-03&to=2026-03-31");

        outcomes.GetProperty("totals").GetProperty("qualifiedRate").ValueKind.ShouldBe(JsonValueKind.Null);
        outcomes.GetProperty("questions").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Origins_are_kept_apart_and_rare_answers_are_put_together()
    {
        await service.Store.StoreAsync(
            [
                .. Enumerable.Range(0, 60).Select(i => Samples.Enquiry(org, $"p{i}@house.example") with { Budget = $"${i},000", Origin = i < 50 ? EnquiryOrigin.Website : EnquiryOrigin.Synced })
                    .Select(e => new JudgedEnquiry(e, Samples.Decision(e, 1))),
            ], CancellationToken.None);

        var all = (await AskAsync("from=2026-03-01&to=2026-03-31")).GetProperty("questions")[0];
        var synced = await AskAsync("from=2026-03-01&to=2026-03-31&origin=synced");

        all.GetProperty("answers").GetArrayLength().ShouldBe(40);
        Line(all.GetProperty("others")).ShouldBe("20: 0 0 20 0, 0");
        Line(synced.GetProperty("totals")).ShouldBe("10: 0 0 10 0, 0");
    }

    private Task StoreAsync(params (string Name, int Score, string Styles)[] rows) => service.Store.StoreAsync(
        [.. rows.Select(row => Samples.Enquiry(org, $"{row.Name}@house.example") with { Styles = row.Styles }).Zip(rows, (e, row) => new JudgedEnquiry(e, Samples.Decision(e, row.Score)))],
        CancellationToken.None);

    private async Task<JsonElement> AskAsync(string query)
    {
        using var client = service.SignedIn(org);
        return await client.GetFromJsonAsync<JsonElement>($"/outcomes?{query}");
    }

    private static string Line(JsonElement row) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.GetProperty("enquiries")}: {row.GetProperty("qualified")} {row.GetProperty("unsure")} {row.GetProperty("unqualified")} {row.GetProperty("spam")}, {row.GetProperty("qualifiedRate").GetDecimal():0.####}");
}
