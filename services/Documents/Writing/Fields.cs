using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Teg.Platform.Documents.Writing;

/// <summary>
/// Reads what a person sent, field by field, and notes every problem instead of stopping at the first: a form shows them all at once. What is wrong or missing
/// reads as empty or zero, so that the prices of the rest can still be shown.
/// </summary>
internal sealed class Fields(JsonElement? element, string path, Problems problems)
{
    // What an amount may be; far above anything the house sells, far below where decimals lose cents.
    private const decimal MostMoney = 10_000_000m;

    // What is shorter is a name and stands on one line of a cover, a header or a cell.
    private const int LongestLine = 200;

    public string Path => path;

    public bool Has(string name) => Find(name) is not null;

    public void Problem(string name, string sentence) => problems.Add(name.Length == 0 ? path : $"{path}.{name}", sentence);

    /// <summary>A group of fields that has to be there. When it is not, its own required fields are what is missing.</summary>
    public Fields Group(string name)
    {
        var inner = Find(name);
        if (inner is not null and not { ValueKind: JsonValueKind.Object })
        {
            Problem(name, "This has to be a group of fields.");
        }

        return new Fields(inner is { ValueKind: JsonValueKind.Object } ? inner : null, $"{path}.{name}", problems);
    }

    /// <summary>Null when it was not sent.</summary>
    public Fields? OptionalGroup(string name) => Has(name) ? Group(name) : null;

    public IReadOnlyList<Fields> List(string name, int least, int most, string what)
    {
        if (Find(name) is not { } list)
        {
            if (least > 0)
            {
                Problem(name, $"Add at least one {what}.");
            }

            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            Problem(name, "This has to be a list.");
            return [];
        }

        var count = list.GetArrayLength();
        if (count < least)
        {
            Problem(name, least == 1 ? $"Add at least one {what}." : $"Add at least {least} of them.");
        }
        else if (count > most)
        {
            Problem(name, $"These are {count}; at most {most} fit.");
        }

        return [.. list.EnumerateArray().Take(most).Select((item, number) => new Fields(item, $"{path}.{name}[{number}]", problems))];
    }

    /// <summary>A list of plain texts: codes, ids.</summary>
    public IReadOnlyList<(string Text, string Path)> Texts(string name, int least, int most, string what)
    {
        var found = new List<(string, string)>();
        foreach (var item in List(name, least, most, what))
        {
            if (item.Self is { ValueKind: JsonValueKind.String } text && TryRead(text, out var value) && value.Length is > 0 and <= 200)
            {
                found.Add((value, item.Path));
            }
            else
            {
                item.Problem("", "This has to be a text.");
            }
        }

        return found;
    }

    public string Text(string name, string what, int most = 200)
    {
        if (Find(name) is null || IsBlank(name))
        {
            Problem(name, $"{what} is missing.");
            return "";
        }

        return OptionalText(name, most) ?? "";
    }

    /// <summary>Null when it was not sent or is blank.</summary>
    public string? OptionalText(string name, int most = 200)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Problem(name, "This has to be a text.");
            return null;
        }

        if (!TryRead(value, out var text))
        {
            Problem(name, "This holds a character that cannot be written.");
            return null;
        }

        // A signing service makes fields of what stands between double braces; a name from a public form must not place one.
        if (text.Contains("{{", StringComparison.Ordinal))
        {
            Problem(name, "Two braces in a row mean something to the signing service; write one.");
            return null;
        }

        text = text.Trim();
        if (most <= LongestLine)
        {
            text = text.ReplaceLineEndings(" ").Replace('\t', ' ');
        }

        if (text.Length > most)
        {
            Problem(name, $"This has {text.Length} characters; at most {most} fit.");
            return null;
        }

        return text.Length == 0 ? null : text;
    }

    public string Email(string name, string what)
    {
        var text = Text(name, what, 254);
        if (text.Length > 0 && !IsEmail(text))
        {
            Problem(name, "This is no e-mail address.");
        }

        return text;
    }

    public string? OptionalEmail(string name) => Has(name) && OptionalText(name, 254) is not null ? Email(name, "The e-mail address") : null;

    /// <summary>An amount of money: not negative, two decimals.</summary>
    public decimal Money(string name, string what)
    {
        if (Has(name))
        {
            return OptionalMoney(name) ?? 0;
        }

        Problem(name, $"{what} is missing.");
        return 0;
    }

    public decimal? OptionalMoney(string name) => Number(name, 0, MostMoney, 2, "An amount is at least 0 and at most 10,000,000, with two decimals.");

    public decimal Quantity(string name, decimal otherwise = 1) =>
        Number(name, 0.01m, 100_000, 2, "A quantity is more than 0 and at most 100,000, with two decimals.") ?? otherwise;

    public int Count(string name, int otherwise, int most) =>
        (int)(Number(name, 1, most, 0, $"This is a whole number from 1 to {most}.") ?? otherwise);

    /// <summary>A number that has to be there; 0 when it is missing or wrong.</summary>
    public decimal Number(string name, decimal least, decimal most, int decimals, string rule, string what)
    {
        if (!Has(name))
        {
            Problem(name, $"{what} is missing.");
        }

        return Number(name, least, most, decimals, rule) ?? 0;
    }

    public decimal? Percent(string name) => Number(name, 0, 100, 2, "A percentage is from 0 to 100, with two decimals.");

    public DateOnly? Date(string name)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1990 and <= 2100)
        {
            return date;
        }

        Problem(name, "This is no date; write it as 2026-03-31.");
        return null;
    }

    public bool Flag(string name)
    {
        switch (Find(name)?.ValueKind)
        {
            case null or JsonValueKind.False:
                return false;
            case JsonValueKind.True:
                return true;
            default:
                Problem(name, "This has to be yes or no.");
                return false;
        }
    }

    public Guid? Id(string name)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        Problem(name, "This is no id.");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string Choice(string name, IReadOnlyList<string> words, string? otherwise = null)
    {
        var text = OptionalText(name);
        if (text is null)
        {
            if (otherwise is null)
            {
                Problem(name, $"Choose one of {string.Join(", ", words)}.");
            }

            return otherwise ?? "";
        }

        if (words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Problem(name, $"'{text}' is not one of {string.Join(", ", words)}.");
        return otherwise ?? "";
    }

    /// <summary>ISO 4217 by its form.</summary>
    public string? Currency(string name)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        if (text.Length == 3 && text.All(char.IsAsciiLetterUpper))
        {
            return text;
        }

        Problem(name, "A currency is three letters: USD, EUR.");
        return null;
    }

    private JsonElement? Self => element;

    private bool IsBlank(string name) => Find(name) is { ValueKind: JsonValueKind.String } value && TryRead(value, out var text) && string.IsNullOrWhiteSpace(text);

    /// <summary>Files are XML, which has no place for most control characters nor for half of a pair.</summary>
    private static bool TryRead(JsonElement value, out string text)
    {
        text = "";
        try
        {
            text = value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return text.All(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter));
    }

    private decimal? Number(string name, decimal least, decimal most, int decimals, string rule)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number) || number < least || number > most || decimal.Round(number, decimals) != number)
        {
            Problem(name, rule);
            return null;
        }

        // 1.50 and 1.5 are the same amount and have to make the same document.
        return number / 1.0000000000000000000000000000m;
    }

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && text.IndexOf('.', at) > at + 1 && !text.EndsWith('.') && !text.Any(char.IsWhiteSpace);
    }

    private JsonElement? Find(string name) =>
        element is { ValueKind: JsonValueKind.Object } group && group.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
