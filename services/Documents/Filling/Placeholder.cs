using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>One placeholder of the template, found once; copies that blocks make of it keep its number.</summary>
/// <param name="Tag">Null when it is not understood, which has been reported.</param>
internal sealed record Placeholder(int Number, string Text, string Place, Tag? Tag);

/// <summary>A block's tags by the numbers of their placeholders.</summary>
internal sealed record Block(int Open, int? Else, int Close);

/// <summary>What the engine writes into a tree while it works on it. Nothing of it is left in a result.</summary>
internal static class Marks
{
    private static readonly XNamespace Own = "urn:teg:filling";

    /// <summary>Stands where a placeholder's text stood, with the run properties of its first letter inside.</summary>
    public static readonly XName Token = Own + "token";

    /// <summary>Keeps the place of what is being repeated.</summary>
    public static readonly XName Here = Own + "here";

    /// <summary>On the element whose alternative text holds a placeholder.</summary>
    public static readonly XName Alternative = Own + "alternative";

    private static readonly XName Number = "n";

    public static XElement TokenFor(Placeholder placeholder, XElement? properties) =>
        new(Token, new XAttribute(Number, placeholder.Number), properties is null ? null : new XElement(properties));

    public static int NumberOf(XElement token) => (int)token.Attribute(Number)!;

    public static XElement? PropertiesOf(XElement token) => token.Elements().FirstOrDefault();

    public static bool AreIn(XElement root) => root.DescendantsAndSelf().Any(element => element.Name == Token || element.Attribute(Alternative) is not null);

    /// <summary>The paragraph of whichever language an element stands in; null outside of text.</summary>
    public static XElement? ParagraphOf(XElement element) => element.AncestorsAndSelf().FirstOrDefault(IsParagraph);

    public static bool IsParagraph(XElement element) => element.Name == Names.W + "p" || element.Name == Names.A + "p" || element.Name == Names.X + "is";

    public static bool IsRow(XElement element) => element.Name == Names.W + "tr" || element.Name == Names.A + "tr";

    public static bool IsCell(XElement element) => element.Name == Names.W + "tc" || element.Name == Names.A + "tc";

    public static bool IsTable(XElement element) => element.Name == Names.W + "tbl" || element.Name == Names.A + "tbl";

    /// <summary>A text of its own inside another: blocks do not reach in or out of it.</summary>
    public static bool IsStory(XElement element) => element.Name == Names.W + "txbxContent";
}
