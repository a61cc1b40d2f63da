using System.Text.Json;

namespace Teg.Platform.Analytics.DemoTruth;

/// <summary>Every published answer beside what the dashboards show.</summary>
/// <param name="TruthAsOf">The moment of the world that the answers hold for.</param>
/// <param name="AsOf">When the newest data behind our figures became visible; null before the first run.</param>
/// <param name="From">First day of the answers, inclusive.</param>
/// <param name="To">Last day of the answers, inclusive.</param>
/// <param name="Compared">Answers that were compared.</param>
/// <param name="Different">How many of them differ from ours.</param>
public sealed record DemoTruthAnswer(
    DateTimeOffset TruthAsOf, DateTimeOffset? AsOf, DateOnly From, DateOnly To, string Currency, int Compared, int Different, IReadOnlyList<ComparedFigure> Figures);

/// <summary>One figure of one page, in every scope and month it is published for.</summary>
/// <param name="Page">The page that shows it: Advertising, Sales, New leads, Calls.</param>
/// <param name="Different">Lines that differ.</param>
public sealed record ComparedFigure(string Page, string Figure, FigureKind Kind, int Different, IReadOnlyList<ComparedLine> Lines);

/// <summary>A published answer and ours. Null is a ratio that nothing can be divided for.</summary>
/// <param name="Month">Calendar month, <c>2026-03</c>; null for the whole of the days.</param>
/// <param name="By">What it is split by: total, channel, campaign, salesperson, category; several joined by " · ".</param>
/// <param name="Of">Of which one; null for the total.</param>
public sealed record ComparedLine(string? Month, string By, string? Of, decimal? Truth, decimal? Ours)
{
    public bool Agrees => Truth == Ours;
}

public enum FigureKind
{
    Money,
    Count,
    Ratio,
}

/// <summary>A measure by the name it has in the published answers, and how ours is read.</summary>
internal sealed record Compared<TOurs>(string Published, string Figure, FigureKind Kind, Func<TOurs, decimal?> Ours)
{
    /// <summary>Where there is nothing, a quotient is not zero but missing: cost per lead is money, and one of these.</summary>
    public bool IsRatio { get; init; } = Kind is FigureKind.Ratio;
}

/// <summary>Where a row of figures belongs.</summary>
internal sealed record TruthScope(string? Month, string By, string? Of);

internal static class Comparison
{
    /// <summary>
    /// Compares both ways: a row that only one side has is compared with nothing, which is zero for sums and counts and undefined for ratios.
    /// So a figure of ours that the truth does not know is as wrong as one that is missing.
    /// </summary>
    public static IEnumerable<ComparedFigure> Of<TOurs>(
        string page, IReadOnlyList<Compared<TOurs>> measures, IReadOnlyDictionary<TruthScope, JsonElement> truth, IReadOnlyDictionary<TruthScope, TOurs> ours)
        where TOurs : class
    {
        foreach (var measure in measures)
        {
            decimal? nothing = measure.IsRatio ? null : 0m;
            ComparedLine LineOf(TruthScope scope) => new(
                scope.Month, scope.By, scope.Of,
                truth.TryGetValue(scope, out var right) ? Number(right, measure.Published) : nothing,
                ours.TryGetValue(scope, out var mine) ? measure.Ours(mine) : nothing);

            // In the order of the published answers; what only we have comes last, unless it says nothing either.
            List<ComparedLine> lines =
                [.. truth.Keys.Select(LineOf), .. ours.Keys.Where(scope => !truth.ContainsKey(scope)).Select(LineOf).Where(line => !line.Agrees)];
            yield return new ComparedFigure(page, measure.Figure, measure.Kind, lines.Count(line => !line.Agrees), lines);
        }
    }

    /// <summary>The rows of one list of the answers, by scope.</summary>
    /// <param name="marks">What they are split by and the marks in the row that say of which one; none for a total.</param>
    public static IEnumerable<KeyValuePair<TruthScope, JsonElement>> Rows(JsonElement truth, string list, string by, params string[] marks) =>
        truth.GetProperty(list).EnumerateArray().Select(row => KeyValuePair.Create(
            new TruthScope(row.GetProperty("month").GetString(), by, marks.Length == 0 ? null : string.Join(" · ", marks.Select(mark => row.GetProperty(mark).GetString()))), row));

    private static decimal? Number(JsonElement row, string name) => row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;
}
