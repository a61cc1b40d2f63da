using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Safety;

namespace Teg.Platform.Documents.Workbooks;

/// <summary>What a written workbook says at its named cells, as a reader sees it that does not calculate.</summary>
internal static class SheetTotals
{
    public static Totals Read(ReadOnlyMemory<byte> workbook)
    {
        var package = OfficeFile.Open(workbook);
        return new Totals(
            Named(package, "Subtotal") ?? 0, Named(package, "Discount") ?? 0, Named(package, "Total") ?? 0,
            Named(package, "Deposit"), Named(package, "Balance"), Named(package, "Complimentary") ?? 0);
    }

    /// <summary>Null when the template has no such name; a name without a number reads as minus one, which no document may say.</summary>
    private static decimal? Named(OfficePackage package, string name)
    {
        var book = package.Xml(package.MainPart).Root!;
        var place = book.Elements(Names.X + "definedNames").Elements().FirstOrDefault(entry => (string?)entry.Attribute("name") == name)?.Value;
        if (place is null)
        {
            return null;
        }

        // Proposal!$H$26
        var mark = place.LastIndexOf('!');
        var sheet = book.Elements(Names.X + "sheets").Elements().FirstOrDefault(entry => (string?)entry.Attribute("name") == place[..Math.Max(mark, 0)].Trim('\''));
        var part = package.RelationshipsOf(package.MainPart)[(string?)sheet?.Attribute(Names.R + "id")]?.Target;
        var address = place[(mark + 1)..].Replace("$", "", StringComparison.Ordinal);
        var cell = part is null ? null : package.Xml(part).Descendants(Names.X + "c").FirstOrDefault(candidate => (string?)candidate.Attribute("r") == address);
        return double.TryParse(cell?.Element(Names.X + "v")?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Amounts.Round((decimal)value)
            : -1;
    }
}
