using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Safety;
using Teg.Platform.Documents.Tests.Files;

namespace Teg.Platform.Documents.Tests.Safety;

public sealed class HostileFileTests
{
    private const string Rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";

    private static readonly byte[] Clean = WordFile.Of(WordFile.P("Hello"), header: WordFile.P("top"));

    [Fact]
    public void Plain_files_are_what_they_are()
    {
        OfficeFile.Inspect(Clean).ShouldBe(OfficeKind.Word);
        OfficeFile.Inspect(DeckFile.Of(null, "")).ShouldBe(OfficeKind.PowerPoint);
        OfficeFile.Inspect(SheetFile.Of([["a"]])).ShouldBe(OfficeKind.Excel);
    }

    [Theory]
    [InlineData("word/vbaProject.bin", "x", Refusal.Macros)]
    [InlineData("word/vbaData.xml", "<a/>", Refusal.Macros)]
    [InlineData("xl/macrosheets/sheet1.xml", "<a/>", Refusal.Macros)]
    [InlineData("word/activeX/activeX1.xml", "<a/>", Refusal.ActiveX)]
    [InlineData("../../etc/passwd", "x", Refusal.PathOutside)]
    [InlineData("/etc/passwd", "x", Refusal.PathOutside)]
    [InlineData("word\\..\\..\\x", "x", Refusal.PathOutside)]
    [InlineData("C:/x", "x", Refusal.PathOutside)]
    [InlineData("WORD/DOCUMENT.XML", "<a/>", Refusal.DuplicateEntry)]
    [InlineData("word/extra.xml", "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;&b;&b;\">]><a>&d;</a>", Refusal.DocumentType)]
    [InlineData("word/extra.xml", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", Refusal.DocumentType)]
    [InlineData("customXml/item1.xml", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"http://example.org\">]><a>&x;</a>", Refusal.DocumentType)]
    [InlineData("word/extra.bin", "<?xml version=\"1.0\"?><!DOCTYPE a><a/>", Refusal.DocumentType)]
    [InlineData("word/extra.xml", "<a><b></a>", Refusal.Damaged)]
    [InlineData("word/embeddings/oleObject1.bin", "\u00D0compound", Refusal.EmbeddedObject)]
    public void An_entry_that_does_not_belong_is_refused(string name, string content, Refusal reason)
    {
        byte[] bytes = content.StartsWith('\u00D0') ? [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0] : Encoding.UTF8.GetBytes(content);

        Refused(Zip.Of([.. Zip.Entries(Clean), (name, bytes)])).ShouldBe(reason);
    }

    [Theory]
    [InlineData("image", "http://example.org/a.png", Refusal.OutsideLink)]
    [InlineData("attachedTemplate", "file:///C:/Normal.dotm", Refusal.OutsideLink)]
    [InlineData("hyperlink", "file:///etc/passwd", Refusal.OutsideLink)]
    [InlineData("hyperlink", "\\\\server\\share", Refusal.OutsideLink)]
    [InlineData("hyperlink", "javascript:alert(1)", Refusal.OutsideLink)]
    [InlineData("oleObject", "http://example.org/a.doc", Refusal.EmbeddedObject)]
    [InlineData("externalLinkPath", "file:///x.xlsx", Refusal.OutsideLink)]
    [InlineData("control", "http://x", Refusal.ActiveX)]
    public void What_would_be_fetched_from_outside_is_refused(string type, string target, Refusal reason) =>
        Refused(Linked(type, target)).ShouldBe(reason);

    [Theory]
    [InlineData("https://example.org/terms?x=1")]
    [InlineData("mailto:hello@example.org")]
    public void Links_that_a_person_follows_are_fine(string target) => OfficeFile.Inspect(Linked("hyperlink", target)).ShouldBe(OfficeKind.Word);

    [Fact]
    public void Macro_enabled_types_are_refused() =>
        Refused(Zip.Replacing(Clean, "[Content_Types].xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml")).ShouldBe(Refusal.Macros);

    [Fact]
    public void A_field_that_starts_a_program_is_refused_however_it_is_split() =>
        Refused(WordFile.Of("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\cmd</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"))
            .ShouldBe(Refusal.OutsideLink);

    [Fact]
    public void Encrypted_and_old_files_are_told_apart()
    {
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]];

        Refused([.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage")]).ShouldBe(Refusal.Encrypted);
        Refused(compound).ShouldBe(Refusal.UnreadFormat);
        Refused(Encoding.UTF8.GetBytes("%PDF-1.7")).ShouldBe(Refusal.NotAnOfficeFile);
        Refused([]).ShouldBe(Refusal.NotAnOfficeFile);
        Refused(Zip.Of(("a.txt", "hello"u8.ToArray()))).ShouldBe(Refusal.NotAnOfficeFile);
    }

    [Fact]
    public void A_bomb_is_refused_by_its_ratio_and_by_its_sum()
    {
        Refused(Zip.Of([.. Zip.Entries(Clean), ("word/media/a.bin", new byte[40_000_000])])).ShouldBe(Refusal.ZipBomb);

        var limits = FileLimits.Default with { UnpackedBytes = 3_000_000 };
        var noise = new byte[1_000_000];
        new Random(1).NextBytes(noise);
        var many = Zip.Of([.. Zip.Entries(Clean), .. Enumerable.Range(0, 4).Select(number => ($"word/media/{number}.bin", noise))]);
        Should.Throw<RefusedFileException>(() => OfficeFile.Inspect(many, limits)).Reason.ShouldBe(Refusal.TooLarge);
        Should.Throw<RefusedFileException>(() => OfficeFile.Inspect(many, FileLimits.Default with { PackedBytes = 1000 })).Reason.ShouldBe(Refusal.TooLarge);
        Should.Throw<RefusedFileException>(() => OfficeFile.Inspect(Clean, FileLimits.Default with { XmlBytes = 2000 })).Reason.ShouldBe(Refusal.TooLarge);
    }

    [Fact]
    public void Files_in_files_are_opened_too_and_only_so_deep()
    {
        var bad = Zip.Of([.. Zip.Entries(SheetFile.Of([["a"]])), ("xl/vbaProject.bin", "x"u8.ToArray())]);
        Refused(Zip.Of([.. Zip.Entries(Clean), ("word/embeddings/book.xlsx", bad)])).ShouldBe(Refusal.Macros);

        var nested = Clean;
        for (var level = 0; level < 4; level++)
        {
            nested = Zip.Of([.. Zip.Entries(Clean), ("word/embeddings/inner.docx", nested)]);
        }

        Refused(nested).ShouldBe(Refusal.TooComplex);
    }

    [Fact]
    public void Too_many_parts_paragraphs_and_levels_are_refused()
    {
        Refused(Zip.Of([.. Zip.Entries(Clean), .. Enumerable.Range(0, 4000).Select(number => ($"x/{number}.bin", Array.Empty<byte>()))])).ShouldBe(Refusal.TooComplex);
        Refused(Zip.With(Clean, "word/extra.xml", string.Concat(Enumerable.Repeat("<a>", 300)) + string.Concat(Enumerable.Repeat("</a>", 300)))).ShouldBe(Refusal.TooComplex);
        Should.Throw<RefusedFileException>(() => OfficeFile.Inspect(Clean, FileLimits.Default with { Paragraphs = 1 })).Reason.ShouldBe(Refusal.TooComplex);
    }

    [Fact]
    public void An_entry_that_is_larger_than_it_claims_is_refused()
    {
        // The sizes in the central directory are believed by careless readers.
        var file = Zip.Of([.. Zip.Entries(Clean), ("word/media/a.bin", Encoding.UTF8.GetBytes(new string('a', 5000)))]);
        var place = file.AsSpan().LastIndexOf("word/media/a.bin"u8) - 46;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(place + 24), 100);

        Refused(file).ShouldBe(Refusal.Damaged);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        for (var length = 0; length < Clean.Length; length += 37)
        {
            Should.Throw<RefusedFileException>(() => OfficeFile.Inspect(Clean.AsMemory(0, length)));
        }
    }

    [Fact]
    public void A_file_with_any_bytes_changed_is_refused_or_opened_but_nothing_else_happens()
    {
        var change = from place in Gen.Choose(0, Clean.Length - 1) from value in Gen.Choose(0, 255) select (Place: place, Value: (byte)value);
        var changes = change.NonEmptyListOf();

        Prop.ForAll(changes.ToArbitrary(), list =>
        {
            var file = Clean.ToArray();
            foreach (var (place, value) in list)
            {
                file[place] = value;
            }

            try
            {
                OfficeFile.Inspect(file);
            }
            catch (RefusedFileException)
            {
                // That is an answer.
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Templates_come_in_by_the_same_door() =>
        Should.Throw<RefusedFileException>(() => Template.Open(Zip.Of([.. Zip.Entries(Clean), ("word/vbaProject.bin", "x"u8.ToArray())]))).Reason.ShouldBe(Refusal.Macros);

    private static byte[] Linked(string type, string target) => Zip.With(
        Clean, "word/_rels/header1.xml.rels", $"{Rels}<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}\" Target=\"{target}\" TargetMode=\"External\"/></Relationships>");

    private static Refusal Refused(byte[] file) => Should.Throw<RefusedFileException>(() => OfficeFile.Inspect(file)).Reason;
}
