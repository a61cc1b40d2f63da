using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Truths;

/// <summary>K5: the page that lists every published answer beside the dashboards' gets all of them in one answer, and they are equal.</summary>
public sealed class DemoTruthTests(Suite suite)
{
    [Fact]
    public async Task Every_published_answer_is_compared_and_none_differs()
    {
        JsonElement found = default;
        // What another test makes happen at the source reaches the figures in a moment.
        await Suite.EventuallyAsync(
            async () =>
            {
                found = await suite.GetAsync("/api/analytics/demo-truth");
                TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', Wrong(found).Take(10)));
                return found.GetProperty("different").GetInt32() == 0;
            },
            TimeSpan.FromSeconds(60), "no figure differs from the truth");

        var truth = await suite.TruthAsync();
        var figures = found.Rows("figures").ToLookup(figure => figure.Text("page"));
        figures["Advertising"].Count().ShouldBe(Measured.Ads.Length);
        figures["Sales"].Count().ShouldBe(Measured.Sales.Length);
        Lines(figures["Advertising"], "total", "channel", "campaign").ShouldBe(Count(truth, "months") + 1 + Count(truth, "channels") + Count(truth, "campaigns"));
        Lines(figures["Sales"], "salesperson", "category", "salesperson · category · channel").ShouldBe(Count(truth, "reps") + Count(truth, "categories") + Count(truth, "sales"));
        var newLeads = truth.GetProperty("newLeads");
        Lines(figures["New leads"], "total", "day", "campaign", "status", "board and judgement").ShouldBe(
            1 + Count(newLeads, "days") + Count(newLeads, "campaigns") + Count(newLeads, "statuses") + Count(newLeads, "judged"));
        Said(figures["New leads"], "Closed", "total").ShouldBe(newLeads.GetProperty("totals").GetProperty("closed").GetDecimal());
        Lines(figures["New leads"].Skip(14), "total").ShouldBe(1);
        var calls = truth.GetProperty("calls");
        Said(figures["Calls"], "Booked", "kind").ShouldBe(calls.Rows("rows").Sum(row => row.GetProperty("booked").GetDecimal()));
        Said(figures["Calls"], "No-shows", "kind · source").ShouldBe(calls.Rows("rows").Sum(row => row.GetProperty("noShow").GetDecimal()));
        Lines(figures["Calls"].Where(figure => figure.Text("figure") == "Scheduled by hour of the week"), "hour of the week").ShouldBe(Count(calls, "hours"));
        found.GetProperty("compared").GetInt32().ShouldBe(figures.Sum(page => page.Sum(figure => figure.Rows("lines").Count())));
    }

    private static int Lines(IEnumerable<JsonElement> figures, params string[] by) => figures.First().Rows("lines").Count(line => by.Contains(line.Text("by")));

    /// <summary>What we show over the whole of the days, in all rows of a split together.</summary>
    private static decimal Said(IEnumerable<JsonElement> figures, string figure, string by) =>
        figures.Single(each => each.Text("figure") == figure).Rows("lines").Where(line => line.Text("by") == by && line.GetProperty("month").ValueKind is JsonValueKind.Null)
            .Sum(line => line.GetProperty("ours").GetDecimal());

    private static int Count(JsonElement truth, string list) => truth.Rows(list).Count();

    private static IEnumerable<string> Wrong(JsonElement found) =>
        from figure in found.Rows("figures")
        from line in figure.Rows("lines")
        where !line.GetProperty("agrees").GetBoolean()
        select $"{figure.Text("page")} {figure.Text("figure")}: {line.GetRawText()}";
}
