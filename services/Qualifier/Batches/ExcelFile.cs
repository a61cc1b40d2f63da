using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Teg.Platform.Qualifier.Batches;

/// <summary>
/// The first visible sheet of an .xlsx, read as a stream. A workbook is a stranger's zip of strangers' XML: what it may unpack to is bounded before and while
/// it is unpacked, document types and with them entities are refused, and nothing outside of it is ever opened. Formulas are not calculated: the value
/// that Excel stored with them counts.
/// </summary>
internal static partial class ExcelFile
{
    private const int MostEntries = 2_000;
    private const long MostUnpacked = 64L * 1024 * 1024;

    // XML of spreadsheets packs 5 to 30 times; deflate's utmost is about 1,000.
    private const int MostRatio = 150;
    private const long RatioFrom = 1024 * 1024;

    private const int LastRow = 1_048_576;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Strict = "http://purl.oclc.org/ooxml/spreadsheetml/main";

    // Excel's day 1 is 1 January 1900, and it takes 1900 for a leap year: from March 1900 on, day 0 is 30 December 1899.
    private static readonly DateTime DayZero = new(1899, 12, 30);
    private static readonly DateTime DayZeroOf1904 = new(1904, 1, 1);

    public static IEnumerable<SheetRow> Read(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        using var zip = Open(stream);
        Inspect(zip, file.Length);
        var budget = new Budget(file.Length);
        // The reader's failures become refusals, and they may come with any row.
        using var rows = Rows(zip, budget).GetEnumerator();
        while (Next(rows))
        {
            yield return rows.Current;
        }
    }

    private static bool Next(IEnumerator<SheetRow> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (XmlException)
        {
            throw FileRefusedException.Unreadable("The workbook holds XML that Excel would not write.");
        }
        catch (InvalidDataException)
        {
            throw FileRefusedException.Unreadable("The workbook is damaged.");
        }
    }

    private static ZipArchive Open(Stream stream)
    {
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            throw FileRefusedException.Unreadable("The workbook is damaged.");
        }
    }

    private static void Inspect(ZipArchive zip, long packed)
    {
        if (zip.Entries.Count > MostEntries || zip.Entries.Sum(entry => entry.Length) is var unpacked && (unpacked > MostUnpacked || (unpacked > RatioFrom && unpacked / packed > MostRatio)))
        {
            throw Bomb();
        }

        if (zip.Entries.Any(entry => entry.IsEncrypted))
        {
            throw new FileRefusedException("batch-encrypted", "The file is protected by a password.", "Save it without one.");
        }

        if (zip.Entries.Any(entry => entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || entry.FullName.StartsWith("xl/macrosheets/", StringComparison.OrdinalIgnoreCase)))
        {
            throw new FileRefusedException("batch-macros", "The workbook holds macros.", "Save it as an Excel workbook without macros (.xlsx).");
        }

        if (zip.GetEntry("xl/workbook.xml") is null)
        {
            throw FileRefusedException.Unreadable("This is an archive, but no Excel workbook.");
        }
    }

    private static IEnumerable<SheetRow> Rows(ZipArchive zip, Budget budget)
    {
        var (sheet, is1904) = FirstVisible(zip, budget);
        var strings = SharedStrings(zip, budget);
        var dates = DateStyles(zip, budget);
        using var xml = Xml(zip.GetEntry(sheet) ?? throw FileRefusedException.Unreadable("The workbook's first sheet is missing."), budget);
        var number = 0;
        while (xml.Read())
        {
            if (!IsElement(xml, "row"))
            {
                continue;
            }

            // Rows are in order and may say their number; a workbook that lies about it is counted through.
            number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > number && given <= LastRow ? given : number + 1;
            yield return Row(xml, number, strings, dates, is1904 ? DayZeroOf1904 : DayZero);
        }
    }

    private static SheetRow Row(XmlReader xml, int number, List<string> strings, HashSet<int> dates, DateTime dayZero)
    {
        List<object?> cells = [];
        RowProblem? problem = null;
        if (xml.IsEmptyElement)
        {
            return new SheetRow(number, cells);
        }

        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (!IsElement(xml, "c"))
            {
                continue;
            }

            var column = xml.GetAttribute("r") is { } reference ? ColumnOf(reference) : cells.Count;
            if (column >= Sheet.MostColumns)
            {
                throw FileRefusedException.TooMuch($"A row has more than {Sheet.MostColumns} columns.");
            }

            while (cells.Count <= column)
            {
                cells.Add(null);
            }

            var type = xml.GetAttribute("t");
            _ = int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var style);
            var text = CellText(xml);
            if (text.Length > Sheet.LongestCell)
            {
                problem ??= new RowProblem($"Column {column + 1} holds more text than a cell of Excel can.", "Shorten it.");
                continue;
            }

            cells[column] = type switch
            {
                "s" => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < strings.Count ? Empty(strings[at]) : null,
                "inlineStr" or "str" => Empty(Unescape(text)),
                "b" => text == "1" ? "TRUE" : "FALSE",
                "d" => Empty(text),
                "e" => null,
                _ => Number(text, dates.Contains(style), dayZero),
            };
            if (type == "e")
            {
                problem ??= new RowProblem($"Column {column + 1} holds Excel's error {text}.", "Correct the formula, or put the value itself there.");
            }
        }

        return new SheetRow(number, cells, problem);
    }

    /// <summary>What stands in v, or in the t of an inline string; not the formula and not the reading aid of Japanese text.</summary>
    private static string CellText(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        var text = new StringBuilder();
        var depth = xml.Depth;
        var within = false;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.LocalName is "t" or "v" && xml.NodeType is XmlNodeType.Element or XmlNodeType.EndElement)
            {
                // What stands between the elements is the layout of the file.
                within = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "f" or "rPh")
            {
                Skip(xml);
            }
            else if (within && text.Length <= Sheet.LongestCell)
            {
                text.Append(xml.Value);
            }
        }

        return text.ToString();
    }

    // Leaves the reader on the end of the element, where its own Skip would go beyond.
    private static void Skip(XmlReader xml)
    {
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
            {
            }
        }
    }

    private static object? Number(string text, bool isDate, DateTime dayZero)
    {
        if (text.Length == 0 || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return Empty(text);
        }

        if (isDate && number is >= 0 and < 2_958_466)
        {
            var moment = dayZero.AddDays(number);
            return moment.ToString(moment.TimeOfDay < TimeSpan.FromMilliseconds(500) ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        }

        return Math.Abs(number) < 1e15 ? (decimal)number : text;
    }

    // Sheets that somebody hid are not what they mean to upload.
    private static (string Path, bool Is1904) FirstVisible(ZipArchive zip, Budget budget)
    {
        string? relation = null;
        var is1904 = false;
        using (var xml = Xml(zip.GetEntry("xl/workbook.xml")!, budget))
        {
            while (xml.Read())
            {
                if (IsElement(xml, "workbookPr"))
                {
                    is1904 = xml.GetAttribute("date1904") is "1" or "true";
                }
                else if (IsElement(xml, "sheet") && relation is null && xml.GetAttribute("state") is null or "visible")
                {
                    relation = Attribute(xml, "id");
                }
            }
        }

        if (relation is not null && zip.GetEntry("xl/_rels/workbook.xml.rels") is { } relations)
        {
            using var xml = Xml(relations, budget);
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("Id") == relation
                    && xml.GetAttribute("TargetMode") != "External" && xml.GetAttribute("Target") is { } target)
                {
                    return (target.StartsWith('/') ? target[1..] : $"xl/{target}", is1904);
                }
            }
        }

        throw FileRefusedException.Unreadable("The workbook has no visible sheet.");
    }

    private static List<string> SharedStrings(ZipArchive zip, Budget budget)
    {
        List<string> strings = [];
        if (zip.GetEntry("xl/sharedStrings.xml") is { } entry)
        {
            using var xml = Xml(entry, budget);
            while (xml.Read())
            {
                if (IsElement(xml, "si"))
                {
                    strings.Add(Unescape(CellText(xml)));
                }
            }
        }

        return strings;
    }

    /// <summary>Which cell styles show a number as a date.</summary>
    private static HashSet<int> DateStyles(ZipArchive zip, Budget budget)
    {
        HashSet<int> styles = [];
        if (zip.GetEntry("xl/styles.xml") is not { } entry)
        {
            return styles;
        }

        HashSet<int> formats = [.. Enumerable.Range(14, 9), .. Enumerable.Range(45, 3)];
        using var xml = Xml(entry, budget);
        var within = false;
        var style = 0;
        while (xml.Read())
        {
            if (IsElement(xml, "numFmt") && Format(xml) is { } format && DateLetters().IsMatch(Quoted().Replace(xml.GetAttribute("formatCode") ?? "", "")))
            {
                formats.Add(format);
            }
            else if (xml.LocalName == "cellXfs")
            {
                within = xml.NodeType == XmlNodeType.Element;
            }
            else if (within && IsElement(xml, "xf"))
            {
                if (Format(xml) is { } used && formats.Contains(used))
                {
                    styles.Add(style);
                }

                style++;
            }
        }

        return styles;

        static int? Format(XmlReader xml) => int.TryParse(xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private static XmlReader Xml(ZipArchiveEntry entry, Budget budget) => XmlReader.Create(
        new Counted(entry.Open(), budget),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true, IgnoreComments = true, IgnoreProcessingInstructions = true });

    private static bool IsElement(XmlReader xml, string name) => xml.NodeType == XmlNodeType.Element && xml.LocalName == name && xml.NamespaceURI is Main or Strict;

    private static string? Attribute(XmlReader xml, string name)
    {
        string? value = null;
        while (xml.MoveToNextAttribute())
        {
            value = xml.LocalName == name ? xml.Value : value;
        }

        xml.MoveToElement();
        return value;
    }

    // "AB12" is column 27, counted from 0.
    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper).Take(3))
        {
            column = (column * 26) + letter - 'A' + 1;
        }

        return column == 0 ? throw FileRefusedException.Unreadable("The workbook names a cell that cannot be.") : column - 1;
    }

    private static string? Empty(string text) => text.Length == 0 ? null : text;

    // ECMA-376, 22.9.2.19: what XML cannot hold is written as _xHHHH_.
    private static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, match => ((char)Convert.ToUInt16(match.Groups["code"].Value, 16)).ToString())
        : text;

    private static FileRefusedException Bomb() =>
        new("batch-too-large", "The workbook unpacks to far more than a table of 20,000 rows.", "Copy the rows into a new workbook and upload that.");

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex("""\[[^\]]*\]|"[^"]*"|\\.""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("[ymdhs]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateLetters();

    /// <summary>What all entries together may unpack to: what an archive says of itself may be a lie.</summary>
    private sealed class Budget(long packed)
    {
        private long unpacked;

        public void Take(int bytes)
        {
            unpacked += bytes;
            if (unpacked > MostUnpacked || (unpacked > RatioFrom && unpacked / packed > MostRatio))
            {
                throw Bomb();
            }
        }
    }

    private sealed class Counted(Stream inner, Budget budget) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            budget.Take(read);
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
