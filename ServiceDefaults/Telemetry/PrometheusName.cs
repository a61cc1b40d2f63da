using System.Text;

namespace Teg.Platform.ServiceDefaults;

/// <summary>OpenTelemetry names and units as Prometheus names, such as "http.server.request.duration" in "s" → http_server_request_duration_seconds.</summary>
internal static class PrometheusName
{
    // UCUM units as Prometheus spells them.
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["d"] = "days", ["h"] = "hours", ["min"] = "minutes", ["s"] = "seconds", ["ms"] = "milliseconds", ["us"] = "microseconds", ["ns"] = "nanoseconds",
        ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["GiBy"] = "gibibytes", ["KBy"] = "kilobytes", ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes", ["m"] = "meters", ["V"] = "volts", ["A"] = "amperes", ["J"] = "joules", ["W"] = "watts", ["g"] = "grams",
        ["Cel"] = "celsius", ["Hz"] = "hertz", ["%"] = "percent", ["1"] = "",
    };

    private static readonly Dictionary<string, string> Per = new(StringComparer.Ordinal)
    {
        ["s"] = "second", ["m"] = "minute", ["h"] = "hour", ["d"] = "day", ["w"] = "week", ["mo"] = "month", ["y"] = "year",
    };

    public static string Of(string name, string? unit, string type)
    {
        var sanitized = Sanitize(name, allowColon: true);
        // "_total" goes last, after the unit.
        var counter = type is "counter";
        if (counter && sanitized.EndsWith("_total", StringComparison.Ordinal))
        {
            sanitized = sanitized[..^"_total".Length];
        }

        var suffix = UnitOf(unit, type);
        if (suffix.Length > 0 && sanitized != suffix && !sanitized.EndsWith("_" + suffix, StringComparison.Ordinal))
        {
            sanitized = $"{sanitized}_{suffix}";
        }

        // Histograms have a series of this ending; promtool refuses it elsewhere.
        if (type is not "histogram" && sanitized.EndsWith("_count", StringComparison.Ordinal))
        {
            sanitized = $"{sanitized[..^"_count".Length]}_current";
        }

        return counter ? sanitized + "_total" : sanitized;
    }

    /// <summary>Label names have no colon; those beginning with two underscores are Prometheus' own.</summary>
    public static string OfLabel(string name)
    {
        var sanitized = Sanitize(name, allowColon: false);
        return sanitized.StartsWith("__", StringComparison.Ordinal) ? "key" + sanitized : sanitized;
    }

    private static string UnitOf(string? unit, string type)
    {
        // "{request}" only annotates; "By/{request}" keeps "By".
        var plain = RemoveAnnotations(unit ?? "");
        if (plain is "1")
        {
            return type is "gauge" ? "ratio" : "";
        }

        var slash = plain.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return Word(plain, Units);
        }

        var (of, per) = (Word(plain[..slash], Units), Word(plain[(slash + 1)..], Per));
        return (of, per) switch
        {
            (_, "") => of,
            ("", _) => $"per_{per}",
            _ => $"{of}_per_{per}",
        };
    }

    private static string Word(string unit, Dictionary<string, string> words) =>
        words.TryGetValue(unit, out var word) ? word : Sanitize(unit, allowColon: false).Trim('_');

    private static string RemoveAnnotations(string unit)
    {
        var depth = 0;
        var plain = new StringBuilder();
        foreach (var c in unit)
        {
            depth += c switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 && c != '}')
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    // Everything outside [a-zA-Z0-9_:] becomes an underscore; several in a row, one; a leading digit gets one before it.
    private static string Sanitize(string name, bool allowColon)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || (allowColon && c == ':'))
            {
                if (clean.Length == 0 && char.IsAsciiDigit(c))
                {
                    clean.Append('_');
                }

                clean.Append(c);
            }
            else if (clean.Length == 0 || clean[^1] != '_' || c == '_')
            {
                clean.Append('_');
            }
        }

        return clean.ToString();
    }
}
