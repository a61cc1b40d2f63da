using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Merging;

/// <summary>Properties of runs and paragraphs laid over each other; their schemas want them in this order.</summary>
internal static class Properties
{
    private static readonly string[] RunOrder =
    [
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden",
        "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout",
        "specVanish", "oMath",
    ];

    private static readonly string[] ParagraphOrder =
    [
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku",
        "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    ];

    /// <summary>Puts into <paramref name="own"/> what only <paramref name="under"/> says.</summary>
    public static void LayUnder(XElement own, XElement? under)
    {
        foreach (var setting in under?.Elements() ?? [])
        {
            if (own.Element(setting.Name) is not { } present)
            {
                own.Add(new XElement(setting));
                continue;
            }

            foreach (var attribute in setting.Attributes().Where(attribute => present.Attribute(attribute.Name) is null && !IsAnswered(present, attribute.Name)))
            {
                present.Add(new XAttribute(attribute));
            }
        }

        Sort(own);
    }

    public static void Sort(XElement properties)
    {
        var order = properties.Name.LocalName == "rPr" ? RunOrder : ParagraphOrder;
        properties.ReplaceNodes(properties.Elements()
            .OrderBy(element => Array.IndexOf(order, element.Name.LocalName) is >= 0 and var index && element.Name.Namespace == Names.W ? index : int.MaxValue).ToList());
    }

    // A theme's font and a named font for the same letters exclude each other.
    private static bool IsAnswered(XElement fonts, XName attribute) => fonts.Name.LocalName == "rFonts" && attribute.LocalName switch
    {
        "ascii" => fonts.Attribute(Names.W + "asciiTheme") is not null,
        "hAnsi" => fonts.Attribute(Names.W + "hAnsiTheme") is not null,
        "cs" => fonts.Attribute(Names.W + "cstheme") is not null,
        "eastAsia" => fonts.Attribute(Names.W + "eastAsiaTheme") is not null,
        "asciiTheme" => fonts.Attribute(Names.W + "ascii") is not null,
        "hAnsiTheme" => fonts.Attribute(Names.W + "hAnsi") is not null,
        "cstheme" => fonts.Attribute(Names.W + "cs") is not null,
        "eastAsiaTheme" => fonts.Attribute(Names.W + "eastAsia") is not null,
        _ => false,
    };
}
