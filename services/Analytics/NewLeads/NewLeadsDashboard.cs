using System.Diagnostics.CodeAnalysis;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Sales;

namespace Teg.Platform.Analytics.NewLeads;

/// <summary>The New leads page (D3) in one answer. A lead counts on the day it was received, whatever became of it later.</summary>
/// <param name="AsOf">When the newest data behind these figures became visible; null before the first run.</param>
/// <param name="Previous">The same number of days, just before the range; null where the warehouse does not reach back that far.</param>
/// <param name="LastYear">The same days a year before; null where the warehouse does not reach back that far.</param>
/// <param name="Days">Every day of the range; none where it is longer than 400 days.</param>
/// <param name="Weeks">Weeks from Monday to Sunday; at the ends of the range only their days in range.</param>
/// <param name="Excluded">What was received and is not among the leads, by board and reason.</param>
public sealed record NewLeadsDashboard(
    DateTimeOffset? AsOf, DateOnly From, DateOnly To, string TimeZone, LeadTotals Totals, LeadTotals? Previous, LeadTotals? LastYear,
    IReadOnlyList<LeadDay> Days, IReadOnlyList<LeadWeek> Weeks, LeadBreakdowns By, IReadOnlyList<ExcludedLeads> Excluded, EmptyAnswer? Empty)
{
    /// <summary>Most days one chart can show, and one answer carries.</summary>
    private const int MostDays = 400;

    /// <summary>Asks everything in one round trip.</summary>
    internal static async Task<NewLeadsDashboard> AskAsync(NpgsqlConnection connection, LeadQuestion question, CancellationToken ct)
    {
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(NewLeadsSql.Of(question), question.Parameters(), cancellationToken: ct));
        var progress = await answer.ReadSingleOrDefaultAsync<(DateTimeOffset? AsOf, DateOnly? FirstDay)>();
        var totals = (await answer.ReadAsync<LeadTotals>()).ToDictionary(row => row.Asked);
        var days = (await answer.ReadAsync<LeadDay>()).ToDictionary(row => row.Day);
        var slices = (await answer.ReadAsync<LeadSlice>()).ToLookup(row => row.Dimension);
        var excluded = (await answer.ReadAsync<ExcludedLeads>()).AsList();

        // Before the first lead we know of there is not "no lead": there is nothing to compare with.
        LeadTotals? Before(string name, DateOnly first) => progress.FirstDay <= first ? totals[name] : null;
        var range = question.ToRange();
        var all = Enumerable.Range(0, range.Days).Select(range.From.AddDays).Select(day => days.GetValueOrDefault(day) ?? new LeadDay(day)).ToList();

        return new NewLeadsDashboard(
            progress.AsOf, range.From, range.To, question.TimeZone, totals["total"], Before("previous", range.Previous.From), Before("last-year", question.LastYear().From),
            range.Days > MostDays ? [] : all, LeadWeek.Of(all),
            new LeadBreakdowns(
                [.. slices["channel"]], [.. slices["campaign"]], [.. slices["source"]], [.. slices["medium"]], [.. slices["board"]], [.. slices["owner"]],
                [.. slices["qualification"]], [.. slices["status"]]),
            excluded, EmptyAnswer.Of(progress.AsOf, progress.FirstDay, range, totals["total"].Received > 0));
    }
}

/// <summary>The figures of a range of days.</summary>
public sealed record LeadTotals : LeadMeasures
{
    /// <summary>Half of the leads that won a deal did so within as many days of writing; null when none has.</summary>
    public decimal? MedianDaysToClose { get; init; }

    internal string Asked { get; init; } = "";
}

/// <summary>What came on one day of the organisation.</summary>
public sealed record LeadDay
{
    public LeadDay()
    {
    }

    [SetsRequiredMembers]
    internal LeadDay(DateOnly day) => Day = day;

    public required DateOnly Day { get; init; }

    /// <inheritdoc cref="LeadMeasures.Received"/>
    public long Received { get; init; }

    /// <inheritdoc cref="LeadMeasures.Leads"/>
    public long Leads { get; init; }

    /// <inheritdoc cref="LeadMeasures.Qualified"/>
    public long Qualified { get; init; }

    /// <inheritdoc cref="LeadMeasures.Rejected"/>
    public long Rejected { get; init; }

    /// <inheritdoc cref="LeadMeasures.Spam"/>
    public long Spam { get; init; }

    /// <inheritdoc cref="LeadMeasures.Closed"/>
    public long Closed { get; init; }
}

/// <param name="Start">The Monday it begins with, which may lie before the range.</param>
/// <param name="Label">ISO 8601: <c>2026 W12</c>.</param>
/// <param name="Days">How many of its days are in range.</param>
public sealed record LeadWeek(DateOnly Start, string Label, int Days, long Received, long Leads, long Qualified, long Rejected, long Spam, long Closed)
{
    internal static IReadOnlyList<LeadWeek> Of(IEnumerable<LeadDay> days) =>
    [
        .. days.GroupBy(day => day.Day.AddDays(-(((int)day.Day.DayOfWeek + 6) % 7))).Select(week => new LeadWeek(
            week.Key, SalesPeriod.Week.Label(week.Key), week.Count(), week.Sum(day => day.Received), week.Sum(day => day.Leads), week.Sum(day => day.Qualified),
            week.Sum(day => day.Rejected), week.Sum(day => day.Spam), week.Sum(day => day.Closed))),
    ];
}

/// <summary>The same leads by each of their marks, the most leads first, at most 100 values of each.</summary>
/// <param name="Sources">By UTM source.</param>
/// <param name="Mediums">By UTM medium.</param>
/// <param name="Statuses">By where they stand now: the furthest stage, or lost.</param>
public sealed record LeadBreakdowns(
    IReadOnlyList<LeadSlice> Channels, IReadOnlyList<LeadSlice> Campaigns, IReadOnlyList<LeadSlice> Sources, IReadOnlyList<LeadSlice> Mediums,
    IReadOnlyList<LeadSlice> Boards, IReadOnlyList<LeadSlice> Owners, IReadOnlyList<LeadSlice> Qualifications, IReadOnlyList<LeadSlice> Statuses);

/// <summary>The leads with one mark in common; zeros where the filters keep none of them.</summary>
public sealed record LeadSlice : LeadMeasures
{
    /// <summary>Marks from outside are without number; what lies beyond is in the totals and the rows.</summary>
    internal const string Most = "100";

    /// <summary>What to filter by.</summary>
    public required string Value { get; init; }

    /// <summary>What to show.</summary>
    public string Name => KnownAs ?? LeadNames.Of(Dimension, Value);

    internal string Dimension { get; init; } = "";

    internal string? KnownAs { get; init; }
}

/// <summary>What was received and is no lead.</summary>
public sealed record ExcludedLeads
{
    public required string Board { get; init; }

    public required string Qualification { get; init; }

    public required long Leads { get; init; }

    /// <summary>What to call the board.</summary>
    public string BoardName => KnownAs ?? LeadNames.Of("board", Board);

    /// <summary>Who says so, in the board's own words: its column and labels; of enquiries, the qualifier.</summary>
    public string Reason => (ColumnTitle, Labels) switch
    {
        ({ } column, { Count: > 0 } labels) => $"{string.Join(" or ", labels.Select(label => $"“{label}”"))} in the column “{column}”",
        _ => $"Judged {LeadNames.Of("qualification", Qualification).ToLowerInvariant()} by the qualifier",
    };

    internal string? KnownAs { get; init; }

    internal string? ColumnTitle { get; init; }

    internal IReadOnlyList<string>? Labels { get; init; }
}

internal static class LeadNames
{
    /// <summary>What people call a mark; one that nobody named is shown as it is.</summary>
    public static string Of(string dimension, string value) => (dimension, value) switch
    {
        ("channel", _) => Contracts.Channel.NameOf(value),
        ("board", "enquiries") => "Website form",
        ("qualification", "not-a-fit") => "Not a fit",
        ("status", "new") => "New lead",
        ("status", "call-booked") => "Call booked",
        ("status", "design-review") => "Design review",
        ("qualification" or "status", [var first, .. var rest]) => char.ToUpperInvariant(first) + rest,
        (_, "(none)") => "None",
        _ => value,
    };
}
