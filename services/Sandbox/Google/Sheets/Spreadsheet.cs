using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.Google.Sheets;

/// <summary>A spreadsheet: its sheets with values and how they are shown. Formulas that are written through the interface are kept and not worked out.</summary>
internal sealed record Spreadsheet(string Title, List<SheetTab> Sheets)
{
    /// <exception cref="GoogleException">There is none of that name.</exception>
    public SheetTab Named(string? name) => name is null
        ? Sheets[0]
        : Sheets.Find(sheet => string.Equals(sheet.Title, name, StringComparison.OrdinalIgnoreCase)) ?? throw GoogleException.Invalid($"Unable to parse range: {name}");
}

internal sealed record SheetTab(int Id, string Title, List<List<SheetCell?>> Rows)
{
    public SheetCell? At(int row, int column) => row < Rows.Count && column < Rows[row].Count ? Rows[row][column] : null;

    public void Set(int row, int column, SheetCell? value)
    {
        while (Rows.Count <= row)
        {
            Rows.Add([]);
        }

        while (Rows[row].Count <= column)
        {
            Rows[row].Add(null);
        }

        Rows[row][column] = value;
    }
}

/// <param name="Value">Text, number or truth.</param>
/// <param name="Shown">As it is read on the sheet.</param>
internal sealed record SheetCell(JsonNode? Value, string Shown, string? Formula = null)
{
    public static SheetCell Of(string text) => new(JsonValue.Create(text), text);

    /// <param name="typed">As a person would have typed it, so that numbers become numbers.</param>
    public static SheetCell? Of(JsonNode? given, bool typed)
    {
        if (given is not JsonValue value)
        {
            return null;
        }

        if (value.TryGetValue<bool>(out var truth))
        {
            return new SheetCell(JsonValue.Create(truth), truth ? "TRUE" : "FALSE");
        }

        if (value.TryGetValue<double>(out var number))
        {
            return new SheetCell(JsonValue.Create(number), number.ToString("0.##########", CultureInfo.InvariantCulture));
        }

        var text = value.ToString();
        return (typed, text) switch
        {
            (_, "") => null,
            (true, ['=', ..]) => new SheetCell(JsonValue.Create(text), text, text),
            (true, _) when double.TryParse(text.TrimStart('$'), NumberStyles.Number, CultureInfo.InvariantCulture, out var parsed) => new SheetCell(JsonValue.Create(parsed), text),
            _ => Of(text),
        };
    }
}

/// <summary>A range in A1 notation; what is left out is open.</summary>
internal sealed partial record CellRange(string? Sheet, int Row, int Column, int? LastRow, int? LastColumn)
{
    /// <exception cref="GoogleException">It is none.</exception>
    public static CellRange Of(string text)
    {
        var mark = text.LastIndexOf('!');
        var sheet = mark < 0 ? null : text[..mark].Trim('\'').Replace("''", "'", StringComparison.Ordinal);
        var cells = mark < 0 ? text : text[(mark + 1)..];
        if (Cells().Match(cells) is not { Success: true } match)
        {
            // A name alone is a whole sheet.
            return mark < 0 ? new CellRange(text.Trim('\''), 0, 0, null, null) : throw GoogleException.Invalid($"Unable to parse range: {text}");
        }

        int? Row(string group) => match.Groups[group] is { Success: true, Length: > 0 } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) - 1 : null;
        int? Column(string group) => match.Groups[group] is { Success: true, Length: > 0 } found ? ColumnOf(found.Value) : null;
        var single = !match.Groups["to"].Success;
        return new CellRange(sheet, Row("r1") ?? 0, Column("c1") ?? 0, single ? Row("r1") : Row("r2"), single ? Column("c1") : Column("c2"));
    }

    /// <returns>Row -1 when it is no cell.</returns>
    public static (int Row, int Column) CellOf(string name) => Cells().Match(name) is { Success: true } match && match.Groups["c1"].Length > 0 && match.Groups["r1"].Length > 0
        ? (int.Parse(match.Groups["r1"].Value, CultureInfo.InvariantCulture) - 1, ColumnOf(match.Groups["c1"].Value))
        : (-1, -1);

    public static string Name(int column) => column < 26 ? ((char)('A' + column)).ToString() : Name((column / 26) - 1) + (char)('A' + (column % 26));

    private static int ColumnOf(string letters) => letters.ToUpperInvariant().Aggregate(0, (column, letter) => (column * 26) + letter - 'A' + 1) - 1;

    [GeneratedRegex(@"^\$?(?<c1>[A-Za-z]{0,3})\$?(?<r1>[1-9][0-9]{0,6})?(?<to>:\$?(?<c2>[A-Za-z]{0,3})\$?(?<r2>[1-9][0-9]{0,6})?)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cells();
}

/// <summary>Shows a number by the parts of an Excel format that decide how it reads: currency, thousands, decimals, percent, day.</summary>
internal static class NumberFormat
{
    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    public static string BuiltIn(string id) => id switch
    {
        "1" => "0", "2" => "0.00", "3" => "#,##0", "4" => "#,##0.00", "9" => "0%", "10" => "0.00%", "14" => "yyyy-mm-dd", "44" => "$#,##0.00", _ => "",
    };

    public static string Show(double number, string format)
    {
        var first = format.Split(';')[0];
        if (first.Contains('%', StringComparison.Ordinal))
        {
            return (number * 100).ToString(first.Contains(".0", StringComparison.Ordinal) ? "0.00" : "0", CultureInfo.InvariantCulture) + "%";
        }

        if (first.Contains('y', StringComparison.OrdinalIgnoreCase) && first.Contains('d', StringComparison.OrdinalIgnoreCase) && number is > 0 and < 2_958_466)
        {
            return Epoch.AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        var decimals = first.Contains("0.00", StringComparison.Ordinal) ? "0.00" : first.Length == 0 || first == "General" ? "0.##########" : "0";
        var shown = number.ToString(first.Contains("#,##0", StringComparison.Ordinal) ? "#,##" + decimals : decimals, CultureInfo.InvariantCulture);
        return first.Contains('$', StringComparison.Ordinal) && !first.Contains("[$€", StringComparison.Ordinal) ? (number < 0 ? "-$" + shown.TrimStart('-') : "$" + shown) : shown;
    }
}
