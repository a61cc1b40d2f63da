using System.Runtime.CompilerServices;
using System.Text;
using Teg.Platform.Sandbox.Pdf;
using Teg.Platform.Sandbox.SignNow;

namespace Teg.Platform.Sandbox.Tests.SignNow;

/// <summary>agreement.pdf was written by LibreOffice: fonts cut down to the letters used, small white tags in the cells of a table on its second page.</summary>
public sealed class PdfTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Tags_are_found_in_a_file_of_LibreOffice_where_a_reader_sees_them()
    {
        var file = UploadedFile.Of(Agreement(), withTags: true);

        file.Pages.Count.ShouldBe(2);
        file.Fields.Select(field => (field.Type, field.Role, field.Page, field.Width)).ShouldBe(
            [("signature", "Client", 1, 200), ("text", "Client", 1, 140), ("signature", "House", 1, 200), ("text", "House", 1, 140)], ignoreOrder: true);
        var (client, house) = (file.Fields.First(field => field.Role == "Client"), file.Fields.First(field => field.Role == "House"));
        house.X.ShouldBeGreaterThan(client.X + 150);
        house.Y.ShouldBe(client.Y, 1);
    }

    [Fact]
    public void What_is_signed_stands_on_the_pages_and_who_signed_behind_them()
    {
        var read = UploadedFile.Of(Agreement(), withTags: true);
        var document = new SignNowDocument("id", "Agreement", "agreement.pdf", "hash", read.Pages, false, Now, Now)
        {
            Fields = [.. read.Fields.Select(field => field with { Value = $"{field.Role} (by hand) é", FilledAt = Now })],
            Invites = [new FieldInvite("1", "ada@client.example", "Client", "1", 1, FieldInvite.Fulfilled, Now, Now, null) { SignedName = "Ada Client" }],
        };

        var signed = SignedCopy.Of(document, read.Pdf, withHistory: false);
        // Signed once more, as a file that was added to already.
        var twice = new PdfFile(SignedCopy.Of(document, signed, withHistory: true));

        signed.AsSpan().StartsWith(read.Pdf).ShouldBeTrue("what was sent is still in it, byte for byte");
        var texts = new PdfFile(signed).Pages.Select(page => PdfText.Of(new PdfFile(signed), page).Text).ToList();
        texts.Count.ShouldBe(3);
        texts[0].ShouldContain("Häuser & Söhne and the Évans Group");
        texts[1].ShouldContain("House (by hand) é");
        texts[2].ShouldContain("Client: signed by Ada Client <ada@client.example> on 2026-11-20 20:00:00 UTC");
        twice.Pages.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("%PDF-1.7\n")]
    [InlineData("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Kids [2 0 R] >>\nendobj\ntrailer << /Root 1 0 R >>")]
    [InlineData("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R /Encrypt 5 0 R >>")]
    [InlineData("%PDF-1.7\n1 0 obj\n<< /Length 5 >>\nstream\nabc")]
    public void What_is_broken_is_refused(string file) => Should.Throw<SignNowException>(() => UploadedFile.Of(Encoding.ASCII.GetBytes(file), withTags: true));

    private static byte[] Agreement([CallerFilePath] string here = "") => File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "agreement.pdf"));
}
