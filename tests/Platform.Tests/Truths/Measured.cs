using System.Globalization;
using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Truths;

/// <summary>Compares figures of ours with the Sandbox's published answers, naming the place and every measure that differs.</summary>
internal static class Measured
{
    public static readonly string[] Ads =
    [
        "spend", "impressions", "clicks", "leads", "qualified", "spam", "calls", "canceledCalls", "designReviews",
        "deals", "revenue", "attributedRevenue", "roas", "conversion", "costPerLead",
    ];

    public static readonly string[] Sales = ["deals", "revenue"];

    /// <summary>What differs between the two rows; a row the truth does not have is all zeros.</summary>
    public static IEnumerable<string> Differences(string place, JsonElement? ours, JsonElement? truth, IEnumerable<string> measures) =>
        from measure in measures
        let mine = Value(ours, measure)
        let right = Value(truth, measure)
        where mine != right
        select $"{place}: {measure} is {Said(mine)}, truth is {Said(right)}";

    public static void ShouldBeTrue(this IEnumerable<string> differences)
    {
        var found = differences.ToList();
        found.ShouldBeEmpty($"{found.Count} figures differ:\n{string.Join('\n', found.Take(20))}");
    }

    private static decimal? Value(JsonElement? row, string measure) =>
        row is { } found && found.TryGetProperty(measure, out var value)
            ? value.ValueKind is JsonValueKind.Null ? null : value.GetDecimal()
            : measure is "roas" or "conversion" or "costPerLead" ? null : 0m;

    private static string Said(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "nothing";

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    public static IEnumerable<JsonElement> Rows(this JsonElement answer, string name) => answer.GetProperty(name).EnumerateArray();
}
