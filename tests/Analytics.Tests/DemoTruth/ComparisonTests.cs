using System.Text.Json;
using Teg.Platform.Analytics.DemoTruth;

namespace Teg.Platform.Analytics.Tests.DemoTruth;

public sealed class ComparisonTests
{
    private static readonly Compared<Ours>[] Measures =
        [new("revenue", "Revenue", FigureKind.Money, ours => ours.Revenue), new("roas", "Return", FigureKind.Ratio, ours => ours.Roas)];

    private static readonly JsonElement Truth = JsonElement.Parse(
        """{"months":[{"month":"2026-02","rep":"Burki","revenue":100.50,"roas":null},{"month":"2026-03","rep":"Burki","revenue":0,"roas":1.5}]}""");

    [Fact]
    public void Equal_figures_agree_to_the_last_digit_and_a_missing_ratio_with_a_missing_one()
    {
        var figures = Compare(new() { [Of("2026-02")] = new(100.5m, null), [Of("2026-03")] = new(0m, 1.5m) });

        figures.Sum(figure => figure.Different).ShouldBe(0);
        figures.SelectMany(figure => figure.Lines).Count().ShouldBe(4);
    }

    [Fact]
    public void A_cent_too_much_and_a_ratio_that_should_not_be_there_differ()
    {
        var figures = Compare(new() { [Of("2026-02")] = new(100.51m, 0m), [Of("2026-03")] = new(0m, 1.5m) });

        figures.Select(figure => figure.Different).ShouldBe([1, 1]);
        figures[0].Lines.Single(line => !line.Agrees).ShouldBe(new ComparedLine("2026-02", "salesperson", "Burki", 100.50m, 100.51m));
    }

    [Fact]
    public void What_only_one_side_has_is_compared_with_nothing()
    {
        // The month in which we have no row is truly zero revenue, and its ratio is missing; a row of ours that nobody knows is as wrong.
        var figures = Compare(new() { [Of("2026-02")] = new(100.5m, null), [new TruthScope("2026-02", "salesperson", "Nobody")] = new(5m, null) });

        figures[0].Lines.Where(line => !line.Agrees).ShouldBe([new ComparedLine("2026-02", "salesperson", "Nobody", 0m, 5m)]);
        figures[1].Lines.Where(line => !line.Agrees).ShouldBe([new ComparedLine("2026-03", "salesperson", "Burki", 1.5m, null)]);
    }

    private static List<ComparedFigure> Compare(Dictionary<TruthScope, Ours> ours) =>
        [.. Comparison.Of("Sales", Measures, new Dictionary<TruthScope, JsonElement>(Comparison.Rows(Truth, "months", "salesperson", "rep")), ours)];

    private static TruthScope Of(string month) => new(month, "salesperson", "Burki");

    private sealed record Ours(decimal Revenue, decimal? Roas);
}
