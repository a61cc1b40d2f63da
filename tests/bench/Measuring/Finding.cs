using System.Globalization;
using System.Text;

namespace Teg.Platform.Bench.Measuring;

/// <summary>What a scenario found. Rows become the table, remarks the sentences below it.</summary>
internal sealed record Finding(IReadOnlyList<Measured> Rows, IReadOnlyList<string> Remarks)
{
    /// <summary>The table as Markdown, columns that say nothing left out.</summary>
    public string ToMarkdown()
    {
        (string Head, Func<Measured, string> Cell)[] columns =
        [
            ("what", row => row.Name),
            ("p50", row => Short(row.Time.P50)),
            ("p95", row => row.Time.Count >= 20 ? Short(row.Time.P95) : ""),
            ("p99", row => row.Time.Count >= 100 ? Short(row.Time.P99) : ""),
            ("n", row => row.Time.Count.ToString(CultureInfo.InvariantCulture)),
            ("CPU each", row => row.Cpu is { } cpu ? Short(cpu) : ""),
            ("bytes each", row => row.Bytes is { } bytes ? bytes.ToString("n0", CultureInfo.InvariantCulture) : ""),
            ("first after a start", row => row.Cold is { } cold ? Short(cold.P50) : ""),
            ("its SQL p50", row => row.Sql is { } sql ? Short(sql.P50) : ""),
            ("ratio (noise)", row => row.Beside is { } ratio ? ratio.ToString() : ""),
            ("of", row => row.Beside?.Baseline ?? ""),
            ("grows", row => row.Grows ?? ""),
        ];
        var used = columns.Where(column => Rows.Any(row => column.Cell(row).Length > 0)).ToList();
        string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
        var text = new StringBuilder()
            .AppendLine(Line(used.Select(column => column.Head)))
            .AppendLine(Line(used.Select((column, i) => i == 0 || column.Head is "of" or "grows" ? "---" : "---:")));
        foreach (var row in Rows)
        {
            text.AppendLine(Line(used.Select(column => column.Cell(row))));
        }

        foreach (var remark in Remarks)
        {
            text.AppendLine().AppendLine(remark);
        }

        return text.ToString();
    }

    public string ToText() => ToMarkdown();

    internal static string Short(TimeSpan time) => time.TotalMilliseconds switch
    {
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms"),
        >= 0.1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.0} µs"),
    };
}

/// <summary>A row of the ledger. Ratios travel between machines, absolute figures do not.</summary>
/// <param name="Time">Of one request, or of whatever the row names.</param>
internal sealed record Measured(string Name, Spread Time)
{
    /// <summary>Processor time of the serving processes, per request.</summary>
    public TimeSpan? Cpu { get; init; }

    /// <summary>Bytes allocated per operation.</summary>
    public long? Bytes { get; init; }

    /// <summary>The first one after the serving process was started anew.</summary>
    public Spread? Cold { get; init; }

    /// <summary>What PostgreSQL itself says the statements of one took.</summary>
    public Spread? Sql { get; init; }

    public Ratio? Beside { get; init; }

    /// <summary>With what the cost grows, and how that is known.</summary>
    public string? Grows { get; init; }
}

/// <summary>How times are spread: the nearest-rank percentiles of <paramref name="Count"/> of them.</summary>
internal sealed record Spread(TimeSpan P50, TimeSpan P95, TimeSpan P99, int Count)
{
    public static Spread Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return new Spread(At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99), sorted.Length);
    }

    private static TimeSpan At(TimeSpan[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

/// <summary>
/// Divided round by round, so that a machine whose speed drifts changes both sides alike: the median of the rounds' ratios and, as the noise, the
/// 95 % confidence interval of that median by order statistics. A second run is expected inside it.
/// </summary>
internal sealed record Ratio(string Baseline, double Median, double Least, double Most)
{
    public static Ratio Of(string baseline, IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        var middle = sorted.Length / 2;
        // Of n rounds' ratios those of rank k and n + 1 - k enclose the median; with seven or fewer they are the least and the most.
        var outside = Math.Max(0, (int)((sorted.Length - (1.96 * Math.Sqrt(sorted.Length))) / 2));
        return new Ratio(baseline, sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[outside], sorted[^(outside + 1)]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Figure(Median)} ({Figure(Least)}–{Figure(Most)})");

    private static string Figure(double value) => value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
