using System.Globalization;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Merging;

/// <summary>Brings a document's lists into another's, each with a number of its own, so that the second document begins again at 1.</summary>
internal sealed class NumberingMerge
{
    private readonly Dictionary<string, string> numbers = new(StringComparer.Ordinal);

    public NumberingMerge(XElement target, XElement source, StyleMerge styles, int number)
    {
        var nextAbstract = Next(target, "abstractNum", "abstractNumId");
        var nextNumber = Next(target, "num", "numId");
        var abstracts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var list in source.Elements(Names.W + "abstractNum"))
        {
            var copy = new XElement(list);
            var id = (nextAbstract++).ToString(CultureInfo.InvariantCulture);
            abstracts[(string?)list.Attribute(Names.W + "abstractNumId") ?? ""] = id;
            copy.SetAttributeValue(Names.W + "abstractNumId", id);

            // Word takes lists of one nsid for one list.
            var own = (uint)((number * 0x10000) + nextAbstract);
            copy.Element(Names.W + "nsid")?.SetAttributeValue(Names.W + "val", own.ToString("X8", CultureInfo.InvariantCulture));
            foreach (var style in copy.Descendants().Where(element => element.Name.LocalName is "pStyle" or "styleLink" or "numStyleLink"))
            {
                style.SetAttributeValue(Names.W + "val", styles.NewName((string?)style.Attribute(Names.W + "val") ?? ""));
            }

            // A picture as bullet would need its picture; the bullet's letter beside it takes over.
            copy.Descendants(Names.W + "lvlPicBulletId").Remove();
            copy.Attributes().Where(attribute => attribute.Name.LocalName == "restartNumberingAfterBreak" || attribute.Name.LocalName == "durableId").Remove();
            var last = target.Elements(Names.W + "abstractNum").LastOrDefault() ?? target.Elements(Names.W + "numPicBullet").LastOrDefault();
            if (last is null)
            {
                target.AddFirst(copy);
            }
            else
            {
                last.AddAfterSelf(copy);
            }
        }

        foreach (var instance in source.Elements(Names.W + "num"))
        {
            var copy = new XElement(instance);
            var id = (nextNumber++).ToString(CultureInfo.InvariantCulture);
            numbers[(string?)instance.Attribute(Names.W + "numId") ?? ""] = id;
            copy.SetAttributeValue(Names.W + "numId", id);
            copy.Attributes().Where(attribute => attribute.Name.LocalName == "durableId").Remove();
            var of = copy.Element(Names.W + "abstractNumId");
            of?.SetAttributeValue(Names.W + "val", abstracts.GetValueOrDefault((string?)of.Attribute(Names.W + "val") ?? "", "0"));
            var last = target.Elements(Names.W + "num").LastOrDefault() ?? target.Elements(Names.W + "abstractNum").LastOrDefault();
            last!.AddAfterSelf(copy);
        }
    }

    /// <summary>0 means "no list" everywhere.</summary>
    public string NewNumber(string number) => numbers.GetValueOrDefault(number, number);

    private static int Next(XElement numbering, string element, string id) =>
        numbering.Elements(Names.W + element).Select(entry => (int?)entry.Attribute(Names.W + id) ?? 0).DefaultIfEmpty(0).Max() + 1;
}
