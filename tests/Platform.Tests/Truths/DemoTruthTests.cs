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
        found.GetProperty("compared").GetInt32().ShouldBe(figures.Sum(page => page.Sum(figure => figure.Rows("lines").Count())));
    }

    private static int Lines(IEnumerable<JsonElement> figures, params string[] by) => figures.First().Rows("lines").Count(line => by.Contains(line.Text("by")));

    private static int Count(JsonElement truth, string list) => truth.Rows(list).Count();

    private static IEnumerable<string> Wrong(JsonElement found) =>
        from figure in found.Rows("figures")
        from line in figure.Rows("lines")
        where !line.GetProperty("agrees").GetBoolean()
        select $"{figure.Text("page")} {figure.Text("figure")}: {line.GetRawText()}";
}
