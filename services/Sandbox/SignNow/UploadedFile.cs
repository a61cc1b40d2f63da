using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Teg.Platform.Sandbox.Pdf;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>What the vendor makes of a file: its pages, its lines where it is no PDF, and the fields that its text tags ask for.</summary>
internal sealed record UploadedFile(byte[] Pdf, IReadOnlyList<PageSize> Pages, IReadOnlyList<SignField> Fields)
{
    private static readonly XNamespace Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <exception cref="SignNowException">It is a kind the vendor takes no files of, or broken.</exception>
    public static UploadedFile Of(byte[] file, bool withTags)
    {
        var pdf = AsPdf(file);
        try
        {
            var document = new PdfFile(pdf);
            var pages = new List<PageSize>();
            var fields = new List<SignField>();
            foreach (var page in document.Pages)
            {
                var size = new PageSize(page.Width, page.Height);
                if (withTags)
                {
                    fields.AddRange(FieldsOn(PdfText.Of(document, page), pages.Count, size, fields.Count));
                }

                pages.Add(size);
            }

            return new UploadedFile(pdf, pages, fields);
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException or InvalidOperationException)
        {
            throw SignNowException.Invalid("The document could not be read.");
        }
    }

    private static IEnumerable<SignField> FieldsOn(PdfText text, int number, PageSize size, int before)
    {
        foreach (var (at, _, tag) in TextTag.In(text.Text))
        {
            var (x, y) = text.PlaceOf(at);
            before++;
            // The tag's line of writing is the field's lower edge; the vendor counts from the upper left corner.
            yield return new SignField(
                SignNowAccount.NewId(), tag.Type, tag.Role, number, Math.Round(x, 2), Math.Round(Math.Max(0, size.Height - y - tag.Height + 3), 2), tag.Width, tag.Height, tag.Required,
                $"{tag.Type}_{before}", tag.Label, null);
        }
    }

    private static byte[] AsPdf(byte[] file)
    {
        if (file.AsSpan().StartsWith("%PDF-"u8))
        {
            return file;
        }

        if (file.AsSpan().StartsWith("PK"u8))
        {
            try
            {
                using var zip = new ZipArchive(new MemoryStream(file));
                if (zip.GetEntry("word/document.xml") is { Length: < 50_000_000 } part)
                {
                    using var stream = part.Open();
                    var body = XDocument.Load(XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }));
                    return PlainPdf.Of([[.. body.Descendants(Word + "p").Select(paragraph => string.Concat(paragraph.Descendants(Word + "t").Select(run => run.Value)))]]);
                }
            }
            catch (Exception broken) when (broken is InvalidDataException or XmlException)
            {
                throw SignNowException.Invalid("The document could not be read.");
            }

            return PlainPdf.Of([["An Office file"]]);
        }

        // Pictures are taken as a page of their own; of anything else only text is.
        return file is [0x89, 0x50, ..] or [0xff, 0xd8, ..] or [0x47, 0x49, 0x46, ..]
            ? PlainPdf.Of([["A picture"]])
            : file.AsSpan().IndexOfAnyInRange((byte)0, (byte)8) < 0 && file.Length > 0
                ? PlainPdf.Of([Encoding.UTF8.GetString(file).ReplaceLineEndings("\n").Split('\n')])
                : throw SignNowException.Invalid("File type is not supported.");
    }
}
