using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Writes metrics as text, by the OpenTelemetry specification "Prometheus and OpenMetrics Compatibility":
/// <code>
/// # HELP http_server_request_duration_seconds Duration of HTTP server requests.
/// # TYPE http_server_request_duration_seconds histogram
/// http_server_request_duration_seconds_bucket{http_request_method="GET",le="0.005"} 3
/// </code>
/// </summary>
internal sealed class PrometheusText
{
    private readonly Dictionary<string, Family> families = new(StringComparer.Ordinal);

    public void WriteTarget(Resource resource)
    {
        var labels = new Labels();
        foreach (var (key, value) in resource.Attributes)
        {
            labels.Add(key, value);
        }

        FamilyOf("target_info", "gauge", "What is being measured.")!.Lines.Append("target_info").Append(labels).Append(" 1\n");
    }

    public void Write(Metric metric)
    {
        var type = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic or MetricType.LongGauge or MetricType.DoubleGauge => "gauge",
            // Only a view makes exponential histograms, and this format has no form for them.
            _ => null,
        };
        if (type is null)
        {
            return;
        }

        var name = PrometheusName.Of(metric.Name, metric.Unit, type);
        // The same name with another type cannot be said in this format: the first one stands.
        if (FamilyOf(name, type, metric.Description) is not { } family)
        {
            return;
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = new Labels();
            foreach (var (key, value) in point.Tags)
            {
                labels.Add(key, value);
            }

            labels.Add("otel_scope_name", metric.MeterName);
            // Two meters of one name (two hosts in a test's process) can say the same series; twice would spoil the whole page.
            if (!family.Series.Add(labels.ToString()))
            {
                continue;
            }

            if (type is "histogram")
            {
                WriteHistogram(family.Lines, name, labels, point);
            }
            else
            {
                Line(family.Lines, name, labels, ValueOf(metric.MetricType, point));
            }
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, family) in families)
        {
            if (family.Lines.Length == 0)
            {
                continue;
            }

            if (!string.IsNullOrWhiteSpace(family.Help))
            {
                text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n');
            }

            text.Append("# TYPE ").Append(name).Append(' ').Append(family.Type).Append('\n').Append(family.Lines);
        }

        return text.ToString();
    }

    private static void WriteHistogram(StringBuilder lines, string name, Labels labels, MetricPoint point)
    {
        // OpenTelemetry counts each bucket by itself, Prometheus everything up to the bound.
        long upTo = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            upTo += bucket.BucketCount;
            Line(lines, name + "_bucket", labels.With("le", Number(bucket.ExplicitBound)), upTo);
        }

        Line(lines, name + "_sum", labels, point.GetHistogramSum());
        Line(lines, name + "_count", labels, point.GetHistogramCount());
    }

    private static double ValueOf(MetricType type, MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static void Line(StringBuilder lines, string name, Labels labels, double value) =>
        lines.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string EscapeHelp(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private Family? FamilyOf(string name, string type, string? help)
    {
        if (!families.TryGetValue(name, out var family))
        {
            family = families[name] = new Family(type, help, new StringBuilder());
        }

        return family.Type == type ? family : null;
    }

    private sealed record Family(string Type, string? Help, StringBuilder Lines)
    {
        public HashSet<string> Series { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>Labels of one point. Two tags that become the same label are joined by ";", as the specification says.</summary>
    private sealed class Labels
    {
        private readonly SortedDictionary<string, string> values;

        public Labels() => values = new SortedDictionary<string, string>(StringComparer.Ordinal);

        private Labels(Labels from) => values = new SortedDictionary<string, string>(from.values, StringComparer.Ordinal);

        public void Add(string key, object? value)
        {
            var name = PrometheusName.OfLabel(key);
            var said = value is bool truth ? (truth ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            values[name] = values.TryGetValue(name, out var before) ? $"{before};{said}" : said;
        }

        public Labels With(string key, string value)
        {
            var more = new Labels(this);
            more.Add(key, value);
            return more;
        }

        public override string ToString() => values.Count == 0
            ? ""
            : "{" + string.Join(',', values.Select(label => $"{label.Key}=\"{Escape(label.Value)}\"")) + "}";

        private static string Escape(string value) => value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
    }
}
