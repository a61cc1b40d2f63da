using Teg.Platform.Documents.Contracts;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Tests.Files;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Tests.Writing;

/// <summary>What LibreOffice makes of the documents, which is what clients and the signing service are sent.</summary>
public sealed class PrintedTests
{
    [Fact]
    public async Task Every_document_opens_and_prints_what_it_says_on_the_pages_it_has()
    {
        var files = new List<WrittenFile>();
        foreach (var row in WritingTests.Documents)
        {
            files.Add(await Demo.WriteAsync(DocumentKinds.Of(row.Data.Item1)!.Value, row.Data.Item2));
        }

        var printed = await LibreOffice.ConvertAsync("pdf", "pdf", files);

        for (var number = 0; number < files.Count; number++)
        {
            var text = await LibreOffice.TextOfAsync(printed[number]);
            var pages = text.Split('\f').Length - 1;
            switch (files[number].Kind)
            {
                case OfficeKind.PowerPoint:
                    pages.ShouldBe(DeckFile.Slides(files[number].Content).Count, files[number].Name);
                    text.ShouldContain("Prepared for Maison Verre");
                    break;
                case OfficeKind.Word:
                    // Counted over all parts, whatever each part's own pages are.
                    text.ShouldContain($"Page {pages} of {pages}");
                    text.ShouldContain("Terms and Conditions");
                    // Whole and on one line, or the signing service finds no field.
                    text.ShouldContain(SigningTag("Client"));
                    break;
                case OfficeKind.Excel:
                    text.ShouldContain($"Page 1 of {pages}");
                    text.ShouldContain("THE EVANS GROUP");
                    break;
            }

            text.Replace("{{t:", "", StringComparison.Ordinal).ShouldNotContain("{{");
            text.ShouldNotContain("#REF!");
            text.ShouldNotContain("#NAME?");
        }
    }

    private static string SigningTag(string role) => SigningTags.Signature(role);
}
