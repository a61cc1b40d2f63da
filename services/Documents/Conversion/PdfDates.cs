using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Documents.Conversion;

/// <summary>
/// What differs between two PDFs that LibreOffice or Chromium made of the same input is when: the dates in the information dictionary, and the
/// identifiers in the trailer that are made of them. They are written over with as many bytes, so no offset in the file moves.
/// </summary>
internal static partial class PdfDates
{
    /// <param name="pdf">Changed in place. A file whose table of objects is not the plain one of both engines stays as it is.</param>
    /// <param name="date">When the document was last changed; null leaves the PDF without a date.</param>
    public static void Settle(byte[] pdf, DateTimeOffset? date)
    {
        // Latin-1 has one character for each byte, so places in the text are places in the file.
        var tail = Math.Max(0, pdf.Length - 64);
        if (TableStart().Match(Encoding.Latin1.GetString(pdf, tail, pdf.Length - tail)) is not { Success: true } start
            || !int.TryParse(start.Groups["place"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var table) || table >= pdf.Length)
        {
            return;
        }

        var end = Encoding.Latin1.GetString(pdf, table, pdf.Length - table);
        var trailer = end.IndexOf("trailer", StringComparison.Ordinal);
        if (!end.StartsWith("xref", StringComparison.Ordinal) || trailer < 0)
        {
            return;
        }

        if (Information().Match(end, trailer) is { Success: true } information
            && PlaceOf(end[..trailer], int.Parse(information.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)) is { } place && place < pdf.Length)
        {
            var length = pdf.AsSpan(place).IndexOf("endobj"u8);
            foreach (Match written in Date().Matches(Encoding.Latin1.GetString(pdf, place, Math.Max(0, length))))
            {
                if (date is { } known)
                {
                    Encoding.Latin1.GetBytes(known.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), pdf.AsSpan(place + written.Groups["time"].Index));
                }
                else
                {
                    pdf.AsSpan(place + written.Index, written.Length).Fill((byte)' ');
                }
            }
        }

        var identifiers = Identifier().Matches(end, trailer).Select(found => table + found.Index).ToList();
        foreach (var identifier in identifiers)
        {
            pdf.AsSpan(identifier, 32).Fill((byte)'0');
        }

        var hash = Encoding.Latin1.GetBytes(Convert.ToHexString(SHA256.HashData(pdf).AsSpan(0, 16)));
        foreach (var identifier in identifiers)
        {
            hash.CopyTo(pdf, identifier);
        }
    }

    // "xref\n0 20\n0000000000 65535 f \n0000015193 00000 n \n…": sections of entries of twenty bytes each.
    private static int? PlaceOf(string table, int number)
    {
        foreach (Match section in Section().Matches(table))
        {
            var first = int.Parse(section.Groups["first"].ValueSpan, CultureInfo.InvariantCulture);
            var count = int.Parse(section.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
            var entry = section.Index + section.Length + (20 * (number - first));
            if (number >= first && number < first + count && entry + 10 <= table.Length)
            {
                return int.Parse(table.AsSpan(entry, 10), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    [GeneratedRegex(@"startxref\s+(?<place>\d{1,9})\s+%%EOF\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableStart();

    [GeneratedRegex(@"/Info\s+(?<number>\d{1,9})\s+0\s+R", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Information();

    [GeneratedRegex(@"(?<=xref\s+|[nf] ?[\r\n]+)(?<first>\d{1,9}) (?<count>\d{1,9})\s*\n(?=\d{10} )", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"/(?:CreationDate|ModDate)\s*\(D:(?<time>\d{14})[^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();

    // <</Size 20/Root 18 0 R /Info 19 0 R /ID [ <7FC2…4F> <7FC2…4F> ] /DocChecksum /7994…02 >>
    [GeneratedRegex("(?<=[</])[0-9A-F]{32}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
