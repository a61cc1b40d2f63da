using System.Globalization;
using System.Security;
using FsCheck;
using FsCheck.Fluent;
using Teg.Platform.Documents.Filling;
using static Teg.Platform.Documents.Tests.Files.WordFile;

namespace Teg.Platform.Documents.Tests.Filling;

/// <summary>Whatever Word does between the letters of a placeholder, the paragraph reads the same.</summary>
public sealed class SplittingTests
{
    private const string Text = "Dear {{client.name}}, {{#each lines}}{{this | upper}} {{/each}}{{#if vip}}yes{{else}}no{{/if}} {{total | number \"0.0\"}}.";

    // What Word lays between runs, and wrappers it lays around them.
    private static readonly string[] Between =
    [
        "", "", "<w:proofErr w:type=\"spellStart\"/>", "<w:bookmarkStart w:id=\"9\" w:name=\"_GoBack\"/><w:bookmarkEnd w:id=\"9\"/>", "<w:r><w:lastRenderedPageBreak/></w:r>",
        "<w:moveFrom w:id=\"5\" w:author=\"a\"><w:r><w:t>moved</w:t></w:r></w:moveFrom>", "<w:r><w:softHyphen/></w:r>", "<w:del w:id=\"3\" w:author=\"a\"><w:r><w:delText>gone</w:delText></w:r></w:del>", "<w:commentRangeStart w:id=\"1\"/>",
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    ];

    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    private static readonly FieldsValue Data = new()
    {
        ["client"] = new FieldsValue { ["name"] = "Ada" },
        ["lines"] = new List<Value> { "a", "b" },
        ["vip"] = true,
        ["total"] = 12.34m,
    };

    [Fact]
    public void Any_splitting_into_runs_gives_the_same_text()
    {
        var splits = from cuts in Gen.Choose(0, Text.Length).ListOf(12)
                     from noise in Gen.Choose(0, Between.Length - 1).ListOf(14)
                     select (Cuts: cuts.Distinct().Order().ToList(), Noise: noise.ToList());

        Prop.ForAll(splits.ToArbitrary(), split => Filled(Split(split.Cuts, split.Noise)) == "Dear Ada, A B yes 12.3.").QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Wrappers_around_parts_of_a_placeholder_do_not_hide_it()
    {
        foreach (var (open, close) in new[]
                 {
                     ("<w:smartTag w:uri=\"u\" w:element=\"e\">", "</w:smartTag>"), ("<w:ins w:id=\"8\" w:author=\"a\">", "</w:ins>"),
                     ("<w:hyperlink w:anchor=\"x\">", "</w:hyperlink>"), ("<w:fldSimple w:instr=\" AUTHOR \">", "</w:fldSimple>"),
                     ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
                 })
        {
            for (var cut = 6; cut < 20; cut++)
            {
                var body = $"<w:p>{Run(Text[..cut])}{open}{Run(Text[cut..20])}{close}{Run(Text[20..])}</w:p>";
                Filled(body).ShouldBe("Dear Ada, A B yes 12.3.", $"{open} at {cut}");
            }
        }
    }

    [Fact]
    public void Any_text_comes_back_as_it_was_put_in()
    {
        var letters = Gen.Frequency(
            (6, Gen.Choose(32, 126).Select(code => ((char)code).ToString())),
            (1, Gen.Elements("\n", "\t", "{{", "}}", "&", "<", "]]>", "  ", "_x000D_", "é")),
            (1, Gen.Elements("😀", "𝒜", "שלום", "مرحبا", "漢", "\u200F", "\u00A0")));
        var texts = letters.ListOf().Select(parts => string.Concat(parts));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var file = Template.Open(Of(P("[{{value}}]"))).Fill(new FieldsValue { ["value"] = text }, American);
            return TextOf(Xml(file).Descendants(W + "p").Single()) == $"[{text}]";
        }).QuickCheckThrowOnFailure();
    }

    private static string Filled(string body) => TextOf(Xml(Template.Open(Of(body)).Fill(Data, American)).Descendants(W + "p").First());

    private static string Split(List<int> cuts, List<int> noise)
    {
        var body = "";
        var position = 0;
        for (var number = 0; number <= cuts.Count; number++)
        {
            var end = number < cuts.Count ? cuts[number] : Text.Length;
            body += (end > position ? Run(Text[position..end]) : "") + Between[noise[number % noise.Count]];
            position = end;
        }

        return $"<w:p>{body}</w:p>";
    }

    private static string Run(string text) => $"<w:r w:rsidR=\"00AB12CD\"><w:t xml:space=\"preserve\">{SecurityElement.Escape(text)}</w:t></w:r>";
}
