using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Explain;

/// <summary>How a figure came about: everything somebody needs who doubts it.</summary>
/// <param name="Figure">Its id: with the filters, a lasting address of this explanation.</param>
/// <param name="Value">What the page shows under the same filters; null where it cannot be worked out.</param>
/// <param name="Formula">In words.</param>
/// <param name="AsOf">When the newest data behind it became visible; null before the first run.</param>
/// <param name="From">First day that counts. To-date figures have days of their own, whatever range was asked for.</param>
/// <param name="Parts">Of a quotient: the two figures it is made of, whose rows are asked for by their own ids.</param>
/// <param name="Rows">How the rows behind it make the value; null where its parts have the rows.</param>
/// <param name="Exclusions">What was looked at and is not in the figure; of a quotient, each part says its own.</param>
/// <param name="Sources">Where its facts come from, each with the last run that was published.</param>
public sealed record Explanation(
    string Figure, string Name, FigureUnit Unit, string Currency, decimal? Value, string Formula, DateTimeOffset? AsOf, DateOnly From, DateOnly To, string TimeZone,
    IReadOnlyList<FilterInWords> Filters, IReadOnlyList<FigurePart> Parts, RowsMeasure? Rows, IReadOnlyList<Exclusion> Exclusions, IReadOnlyList<SourceBehind> Sources);

/// <summary>What a figure is counted in.</summary>
public enum FigureUnit
{
    Money,
    Count,
    Times,
    Percent,
    Days,
}

/// <param name="Name">"Salesperson"</param>
/// <param name="Values">As people read them; any of these is kept.</param>
public sealed record FilterInWords(string Name, IReadOnlyList<string> Values);

/// <inheritdoc cref="Explanation"/>
public sealed record FigurePart(string Figure, string Name, FigureUnit Unit, decimal? Value, RowsMeasure Rows, IReadOnlyList<Exclusion> Exclusions);

/// <param name="Column">Which column is summed or has the median; null where rows are counted.</param>
public sealed record RowsMeasure(MeasureKind Kind, string? Column)
{
    internal static readonly RowsMeasure Count = new(MeasureKind.Count, null);

    internal static RowsMeasure Sum(string column) => new(MeasureKind.Sum, column);

    /// <summary>The middle one in order; of an even number of rows the mean of the two in the middle.</summary>
    internal static RowsMeasure Median(string column) => new(MeasureKind.Median, column);

    /// <summary>The middle one in order; of an even number of rows the lower one of the two in the middle.</summary>
    internal static RowsMeasure LowerMedian(string column) => new(MeasureKind.LowerMedian, column);
}

public enum MeasureKind
{
    Count,
    Sum,
    Median,
    LowerMedian,
}

/// <param name="Why">A sentence without its full stop: "Deals that were lost".</param>
/// <param name="Amount">In the organisation's currency, where it is money.</param>
public sealed record Exclusion(string Why, long Count, decimal? Amount = null);

/// <param name="Kind">The vendor, or <c>enquiries</c> for the website's own form, which no run reads.</param>
/// <param name="PublishedAt">When its last run became visible; null before the first.</param>
/// <param name="Run">That run; null for somebody who sees own rows alone, because a run speaks of everybody's.</param>
public sealed record SourceBehind(string Kind, string Name, DateTimeOffset? PublishedAt, RunBehind? Run);

/// <param name="Verdict">Of its completeness certificate: <c>equal</c> when the vendor's counts and sums are ours, else <c>different</c>; null without one.</param>
public sealed record RunBehind(Guid Id, string Mode, long RowsPublished, string? Verdict);

/// <summary>A page of the rows behind a figure, newest first.</summary>
/// <param name="AsOf">When the newest data behind these rows became visible; null before the first run.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record ExplainedRows(DateTimeOffset? AsOf, IReadOnlyList<LineColumn> Columns, IReadOnlyList<ExplainedRow> Items, string? Next);

/// <param name="Cells">In the order of the columns: text, a number, a day or null each.</param>
public sealed record ExplainedRow(string Id, IReadOnlyList<object?> Cells);
