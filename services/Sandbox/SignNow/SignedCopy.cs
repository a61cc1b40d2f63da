using System.Globalization;
using System.Text;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;
using Teg.Platform.Sandbox.Pdf;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>The document as one downloads it: what was filled in stands on its pages, and when everybody has signed a last page says who and when.</summary>
internal static class SignedCopy
{
    public static byte[] Of(SignNowDocument document, byte[] pdf, bool withHistory)
    {
        using var copy = PdfReader.Open(new MemoryStream(pdf), PdfDocumentOpenMode.Modify);
        foreach (var fields in document.Fields.Where(field => field.Page < copy.PageCount).GroupBy(field => field.Page))
        {
            var height = document.Pages[fields.Key].Height;
            Write(copy.Pages[fields.Key], string.Join('\n', fields.Select(field => Filled(field, height))));
        }

        if (document.IsComplete || withHistory)
        {
            var page = copy.AddPage();
            Write(page, PlainPdf.Lines(
                [
                    "Signature certificate", "", $"Document: {document.Name}", $"Id: {document.Id}", "",
                    .. document.Invites.Where(invite => invite.Status == FieldInvite.Fulfilled)
                        .Select(invite => $"{invite.Role}: signed by {invite.SignedName} <{invite.Email}> on {invite.UpdatedAt:yyyy-MM-dd HH:mm:ss} UTC"),
                    "",
                    .. withHistory ? document.History.Select(one => $"{one.At:yyyy-MM-dd HH:mm:ss} UTC  {one.What}  {one.Email}") : [],
                ],
                PlainPdf.Margin, page.Height.Point - PlainPdf.Margin, 10));
        }

        using var written = new MemoryStream();
        copy.Save(written);
        return written.ToArray();
    }

    // A white sheet over the tag, then what was filled in.
    private static string Filled(SignField field, double height)
    {
        var bottom = height - field.Y - field.Height;
        var text = field.Value ?? field.Prefilled ?? "";
        var sheet = string.Create(CultureInfo.InvariantCulture, $"q 1 1 1 rg {field.X:0.##} {bottom:0.##} {field.Width:0.##} {field.Height:0.##} re f Q");
        return text.Length == 0
            ? sheet
            : $"{sheet}\nq 0.1 0.15 0.4 rg {PlainPdf.Lines([field.Type == "checkbox" ? "X" : text], field.X + 2, bottom + 5, field.Type == "signature" ? 16 : 10)} Q";
    }

    private static void Write(PdfPage page, string operators)
    {
        var document = page.Owner;
        if (page.Elements.GetDictionary("/Resources") is not { } resources)
        {
            // Resources may stand on a node above the page: a page of its own then gets a copy of its own.
            var node = page.Elements.GetDictionary("/Parent");
            while (node is not null && node.Elements.GetDictionary("/Resources") is null)
            {
                node = node.Elements.GetDictionary("/Parent");
            }

            resources = node?.Elements.GetDictionary("/Resources")?.Clone() ?? new PdfDictionary(document);
            page.Elements["/Resources"] = resources;
        }

        if (resources.Elements.GetDictionary("/Font") is not { } fonts)
        {
            fonts = new PdfDictionary(document);
            resources.Elements["/Font"] = fonts;
        }

        var font = new PdfDictionary(document);
        font.Elements.SetName("/Type", "/Font");
        font.Elements.SetName("/Subtype", "/Type1");
        font.Elements.SetName("/BaseFont", "/Helvetica-Oblique");
        font.Elements.SetName("/Encoding", "/WinAnsiEncoding");
        fonts.Elements["/SandboxFont"] = font;
        var content = page.Contents.AppendContent();
        content.CreateStream(Encoding.Latin1.GetBytes($"\nq\n{operators.Replace("/F1 ", "/SandboxFont ", StringComparison.Ordinal)}\nQ\n"));
    }
}
