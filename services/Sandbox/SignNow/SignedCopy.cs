using System.Globalization;
using Teg.Platform.Sandbox.Pdf;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>The document as one downloads it: what was filled in stands on its pages, and when everybody has signed a last page says who and when.</summary>
internal static class SignedCopy
{
    public static byte[] Of(SignNowDocument document, byte[] pdf, bool withHistory)
    {
        var file = new PdfFile(pdf);
        var copy = new PdfAddition(file);
        foreach (var fields in document.Fields.Where(field => field.Page < file.Pages.Count).GroupBy(field => field.Page))
        {
            copy.Write(file.Pages[fields.Key], InFont(string.Join('\n', fields.Select(field => Filled(field, document.Pages[fields.Key].Height)))));
        }

        if (document.IsComplete || withHistory)
        {
            var (width, height) = (file.Pages[^1].Width, file.Pages[^1].Height);
            copy.Append(width, height, InFont(PlainPdf.Lines(
                [
                    "Signature certificate", "", $"Document: {document.Name}", $"Id: {document.Id}", "",
                    .. document.Invites.Where(invite => invite.Status == FieldInvite.Fulfilled)
                        .Select(invite => $"{invite.Role}: signed by {invite.SignedName} <{invite.Email}> on {invite.UpdatedAt:yyyy-MM-dd HH:mm:ss} UTC"),
                    "",
                    .. withHistory ? document.History.Select(one => $"{one.At:yyyy-MM-dd HH:mm:ss} UTC  {one.What}  {one.Email}") : [],
                ],
                PlainPdf.Margin, height - PlainPdf.Margin, 10)));
        }

        return copy.Save();
    }

    private static string InFont(string operators) => operators.Replace("/F1 ", "/SandboxFont ", StringComparison.Ordinal);

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
}
