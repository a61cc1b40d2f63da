using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Tests.Library;

public sealed class DownloadTests(DocumentsService documents)
{
    // More than two pieces of what a download holds at a time.
    private static readonly byte[] Long = RandomNumberGenerator.GetBytes(700_001);

    [Fact]
    public async Task A_file_comes_whole_as_an_attachment_that_no_browser_takes_for_something_else()
    {
        var org = await documents.OrganisationAsync();
        var id = await documents.ReadyAsync(org, office: Long);

        using var answer = await documents.SignedIn(org, Roles.Viewer).GetAsync(new Uri($"/documents/{id}/files/office?inline=true", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(Long);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment", "what Office opens is always saved");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("Agreement.docx");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; sandbox"]);
    }

    [Fact]
    public async Task A_pdf_is_shown_when_asked_for_inline_and_saved_otherwise()
    {
        var org = await documents.OrganisationAsync();
        var (client, id) = (documents.SignedIn(org), await documents.ReadyAsync(org));

        using var shown = await client.GetAsync(new Uri($"/documents/{id}/files/pdf?inline=true", UriKind.Relative));
        using var saved = await client.GetAsync(new Uri($"/documents/{id}/files/pdf", UriKind.Relative));

        shown.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        saved.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        shown.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
    }

    [Fact]
    public async Task A_part_can_be_asked_for_and_what_the_browser_has_is_not_sent_again()
    {
        var org = await documents.OrganisationAsync();
        var (client, id) = (documents.SignedIn(org), await documents.ReadyAsync(org, pdf: Long));
        var path = new Uri($"/documents/{id}/files/pdf", UriKind.Relative);

        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(262_100, 600_000) } };
        using var part = await client.SendAsync(request);
        using var known = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { part.Headers.ETag! } } };
        using var same = await client.SendAsync(known);

        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(Long[262_100..600_001]);
        part.Headers.ETag!.Tag.ShouldBe($"\"{Convert.ToHexStringLower(SHA256.HashData(Long))}\"");
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await same.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_there_or_not_ones_own_is_not_found()
    {
        var (org, other) = (await documents.OrganisationAsync(), await documents.OrganisationAsync());
        var id = await documents.ReadyAsync(org);

        foreach (var (client, path) in new[]
        {
            (documents.SignedIn(org), $"/documents/{id}/files/signed"), (documents.SignedIn(other), $"/documents/{id}/files/pdf"),
            (documents.SignedIn(org, Roles.Agent), $"/documents/{id}/files/pdf"), (documents.SignedIn(org), $"/documents/{Guid.NewGuid()}/files/pdf"),
        })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }
}
