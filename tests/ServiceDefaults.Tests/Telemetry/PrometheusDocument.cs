using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.ServiceDefaults.Tests.Telemetry;

/// <summary>Reads the Prometheus text format 0.0.4 and refuses whatever the format, or Prometheus' naming rules, do not allow.</summary>
internal sealed partial class PrometheusDocument
{
    private readonly Dictionary<string, Family> families = new(StringComparer.Ordinal);
    private readonly HashSet<string> series = new(StringComparer.Ordinal);
    private Family? current;

    public IReadOnlyDictionary<string, Family> Families => families;

    public static PrometheusDocument Parse(string text)
    {
        text.ShouldEndWith("\n");
        text.ShouldNotContain("\r");
        var document = new PrometheusDocument();
        foreach (var line in text[..^1].Split('\n'))
        {
            document.Read(line);
        }

        foreach (var histogram in document.families.Values.Where(family => family.Type == "histogram"))
        {
            CheckHistogram(histogram);
        }

        return document;
    }

    private void Read(string line)
    {
        if (Help().Match(line) is { Success: true } help)
        {
            Begin(help.Groups["name"].Value).Help = help.Groups["text"].Value;
        }
        else if (TypeLine().Match(line) is { Success: true } type)
        {
            var family = current?.Name == type.Groups["name"].Value && current.Type is null ? current : Begin(type.Groups["name"].Value);
            family.Type = type.Groups["type"].Value;
            if (family.Type == "counter")
            {
                family.Name.ShouldEndWith("_total");
            }
        }
        else
        {
            ReadSample(line);
        }
    }

    // A family is one block: HELP, TYPE, samples; it never comes back.
    private Family Begin(string name)
    {
        families.ShouldNotContainKey(name);
        current?.Samples.ShouldNotBeEmpty();
        return families[name] = current = new Family(name);
    }

    private void ReadSample(string line)
    {
        var sample = SampleLine().Match(line);
        sample.Success.ShouldBeTrue($"not a line of the format: {line}");
        var name = sample.Groups["name"].Value;
        current.ShouldNotBeNull();
        current.Type.ShouldNotBeNull($"sample before TYPE: {line}");
        var suffixes = current.Type == "histogram" ? new[] { "_bucket", "_sum", "_count" } : [""];
        suffixes.Select(suffix => current.Name + suffix).ShouldContain(name, $"{line} is not of family {current.Name}");

        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in Label().Matches(sample.Groups["labels"].Value))
        {
            labels.TryAdd(label.Groups["name"].Value, Unescape(label.Groups["value"].Value)).ShouldBeTrue($"label twice: {line}");
        }

        series.Add(name + "{" + string.Join(',', labels) + "}").ShouldBeTrue($"series twice: {line}");
        var value = sample.Groups["value"].Value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        current.Samples.Add(new Sample(name, labels, value));
    }

    private static void CheckHistogram(Family family)
    {
        foreach (var one in family.Samples.GroupBy(sample => string.Join(',', sample.Labels.Where(label => label.Key != "le"))))
        {
            var buckets = one.Where(sample => sample.Name == family.Name + "_bucket").ToArray();
            var bounds = buckets.Select(bucket => bucket.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(bucket.Labels["le"], CultureInfo.InvariantCulture)).ToArray();
            bounds.ShouldBe(bounds.Order().Distinct());
            bounds[^1].ShouldBe(double.PositiveInfinity);
            buckets.Select(bucket => bucket.Value).ShouldBe(buckets.Select(bucket => bucket.Value).Order());
            one.Count(sample => sample.Name == family.Name + "_sum").ShouldBe(1);
            one.Single(sample => sample.Name == family.Name + "_count").Value.ShouldBe(buckets[^1].Value);
        }
    }

    private static string Unescape(string value)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            plain.Append(value[i] != '\\' ? value[i] : value[++i] switch { 'n' => '\n', '"' => '"', '\\' => '\\', var other => throw new FormatException($"\\{other}") });
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>(?:[^\\]|\\\\|\\n)*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*")*)\})? (?<value>\+Inf|-Inf|NaN|[-+]?[0-9]+(?:\.[0-9]+)?(?:E[-+][0-9]+)?)$""",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(?:[^"\\]|\\["\\n])*)"(?:,|$)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    internal sealed class Family(string name)
    {
        public string Name { get; } = name;

        public string? Help { get; set; }

        public string? Type { get; set; }

        public List<Sample> Samples { get; } = [];
    }

    internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
}
