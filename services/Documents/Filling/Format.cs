using System.Collections.Frozen;
using System.Globalization;

namespace Teg.Platform.Documents.Filling;

/// <summary>How a value is written: a named format, with a named style or a pattern of .NET.</summary>
internal sealed record Format(string Name, string? Style, string? Pattern)
{
    private static readonly FrozenDictionary<string, string[]> Styles = new Dictionary<string, string[]>
    {
        ["text"] = [],
        ["upper"] = [],
        ["lower"] = [],
        ["number"] = ["whole", "plain"],
        ["percent"] = ["whole"],
        ["money"] = ["whole", "plain", "code"],
        ["date"] = ["short", "long", "full", "iso", "year", "month"],
    }.ToFrozenDictionary();

    // The signs that mean one currency only; the others are written with their code.
    private static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>
    {
        ["USD"] = "$", ["EUR"] = "€", ["GBP"] = "£", ["JPY"] = "¥", ["CAD"] = "CA$", ["AUD"] = "A$", ["CHF"] = "CHF", ["INR"] = "₹", ["KRW"] = "₩", ["ILS"] = "₪",
    }.ToFrozenDictionary();

    public static Format Of(string name, string? style, string? pattern)
    {
        if (!Styles.TryGetValue(name, out var styles))
        {
            throw new FormatException($"there is no format '{name}'; there are {string.Join(", ", Styles.Keys.Order(StringComparer.Ordinal))}");
        }

        if (style is not null && !styles.Contains(style))
        {
            throw new FormatException($"the format '{name}' has no style '{style}'{(styles.Length > 0 ? $"; it has {string.Join(", ", styles)}" : "")}");
        }

        if (pattern is not null)
        {
            CheckPattern(name, pattern);
        }

        return new Format(name, style, pattern);
    }

    /// <summary>The value as a person of the culture reads it.</summary>
    /// <exception cref="FormatException">The value's kind has no such format; the message says which kind was expected.</exception>
    public static string Write(Value value, Format? format, CultureInfo culture) => (format?.Name ?? "", value) switch
    {
        (_, NothingValue) => throw new FormatException("it is empty"),

        ("" or "text", TextValue text) => text.Text,
        ("upper", TextValue text) => text.Text.ToUpper(culture),
        ("lower", TextValue text) => text.Text.ToLower(culture),

        ("" or "text", NumberValue number) => number.Number.ToString("0.############", culture),
        ("number", NumberValue number) => number.Number
            .ToString(format!.Pattern ?? format.Style switch { "whole" => "N0", "plain" => "0.############", _ => "#,##0.############" }, culture),
        ("percent", NumberValue number) => number.Number.ToString(format!.Pattern ?? (format.Style == "whole" ? "P0" : "#,##0.##%"), culture),

        ("" or "text" or "money", MoneyValue money) => WriteMoney(money, format, culture),
        ("number", MoneyValue money) => Write(new NumberValue(money.Amount), format, culture),

        ("" or "text" or "date", DateValue date) => date.Date
            .ToString(DatePattern(format, culture), format?.Style == "iso" ? CultureInfo.InvariantCulture : culture),

        ("" or "text" or "upper" or "lower", _) => throw new FormatException($"it is {value.Kind}, which cannot be written as text"),
        ("money", _) => throw new FormatException($"it is {value.Kind}, where an amount with its currency belongs"),
        ("date", _) => throw new FormatException($"it is {value.Kind}, where a date belongs"),
        _ => throw new FormatException($"it is {value.Kind}, where a number belongs"),
    };

    private static string WriteMoney(MoneyValue money, Format? format, CultureInfo culture)
    {
        if (format?.Pattern is { } pattern)
        {
            return money.Amount.ToString(pattern, culture);
        }

        var numbers = (NumberFormatInfo)culture.NumberFormat.Clone();
        var digits = format?.Style == "whole" || money.Currency is "JPY" or "KRW" ? 0 : 2;
        if (format?.Style == "plain")
        {
            return money.Amount.ToString($"N{digits}", numbers);
        }

        if (format?.Style == "code" || !Signs.TryGetValue(money.Currency, out var sign))
        {
            // 1,250.00 USD, with a space that does not break.
            return $"{money.Amount.ToString($"N{digits}", numbers)}\u00A0{money.Currency}";
        }

        // German puts a space before the sign; an amount and its currency stay on one line.
        numbers.CurrencySymbol = sign;
        return money.Amount.ToString($"C{digits}", numbers).Replace(' ', '\u00A0');
    }

    private static string DatePattern(Format? format, CultureInfo culture) => format?.Pattern ?? format?.Style switch
    {
        "short" => culture.DateTimeFormat.ShortDatePattern,
        "full" => culture.DateTimeFormat.LongDatePattern,
        "iso" => "yyyy-MM-dd",
        "year" => "yyyy",
        "month" => culture.DateTimeFormat.YearMonthPattern,
        _ => WithoutWeekday(culture.DateTimeFormat.LongDatePattern),
    };

    // en-US: "dddd, MMMM d, yyyy" → "MMMM d, yyyy"; fr-FR: "dddd d MMMM yyyy" → "d MMMM yyyy".
    private static string WithoutWeekday(string pattern) => pattern.Replace("dddd", "", StringComparison.Ordinal).Trim(' ', ',', '、', '،', '.');

    private static void CheckPattern(string name, string pattern)
    {
        try
        {
            _ = name switch
            {
                "date" => new DateOnly(2026, 11, 21).ToString(pattern, CultureInfo.InvariantCulture),
                "number" or "percent" or "money" => 1234.5m.ToString(pattern, CultureInfo.InvariantCulture),
                _ => throw new FormatException($"the format '{name}' takes no pattern"),
            };
        }
        catch (FormatException unknown) when (!unknown.Message.StartsWith("the format", StringComparison.Ordinal))
        {
            throw new FormatException($"'{pattern}' is no pattern for '{name}'", unknown);
        }
    }
}
