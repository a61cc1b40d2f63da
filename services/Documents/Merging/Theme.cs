using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Merging;

/// <summary>A document can have one theme. What another document took from its own is written out before it moves in.</summary>
internal sealed class Theme
{
    private readonly XElement? fonts;

    public Theme(OfficePackage package)
    {
        var part = package.RelationshipsOf(package.MainPart).Targets("theme").FirstOrDefault();
        var elements = part is null ? null : package.Xml(part).Root!.Element(Names.A + "themeElements");
        fonts = elements?.Element(Names.A + "fontScheme");
        Look = $"{elements?.Element(Names.A + "clrScheme")?.ToString(SaveOptions.DisableFormatting)}{Faces()}";
    }

    /// <summary>Two themes that look the same need no writing out.</summary>
    public string Look { get; }

    public void WriteOut(XElement root)
    {
        foreach (var setting in root.DescendantsAndSelf(Names.W + "rFonts"))
        {
            Resolve(setting, "asciiTheme", "ascii");
            Resolve(setting, "hAnsiTheme", "hAnsi");
            Resolve(setting, "cstheme", "cs");
            Resolve(setting, "eastAsiaTheme", "eastAsia");
        }

        // Word writes the colour a theme's colour comes to beside it, so only the name has to go.
        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.Namespace == Names.W
                     && attribute.Name.LocalName is "themeColor" or "themeTint" or "themeShade" or "themeFill" or "themeFillTint" or "themeFillShade").ToList())
        {
            attribute.Remove();
        }
    }

    private void Resolve(XElement setting, string theme, string plain)
    {
        if ((string?)setting.Attribute(Names.W + theme) is not { } name)
        {
            return;
        }

        // majorHAnsi, minorBidi, minorEastAsia
        var script = name.EndsWith("Bidi", StringComparison.Ordinal) ? "cs" : name.EndsWith("EastAsia", StringComparison.Ordinal) ? "ea" : "latin";
        var family = name.StartsWith("major", StringComparison.Ordinal) ? "majorFont" : "minorFont";
        var face = (string?)fonts?.Element(Names.A + family)?.Element(Names.A + script)?.Attribute("typeface");
        setting.SetAttributeValue(Names.W + theme, null);
        if (!string.IsNullOrEmpty(face))
        {
            setting.SetAttributeValue(Names.W + plain, face);
        }
    }

    private string Faces() =>
        string.Join('|', fonts?.Descendants().Where(element => element.Name.LocalName is "latin" or "cs" or "ea").Select(element => (string?)element.Attribute("typeface")) ?? []);
}
