using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Teg.Platform.Documents.Tests.Files;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Tests.Images;

public sealed class ImageTests(DocumentsService documents)
{
    [Fact]
    public async Task A_picture_is_known_by_its_bytes_kept_once_and_shown_to_everybody_in_the_organisation()
    {
        var (org, other) = (await documents.OrganisationAsync(), await documents.OrganisationAsync());
        var agent = documents.SignedIn(org, Roles.Agent);
        var png = Pictures.Png(40, 30);

        // What it is said to be does not matter.
        using var body = new ByteArrayContent(png) { Headers = { ContentType = new MediaTypeHeaderValue("text/html") } };
        using var first = await agent.PostAsync(new Uri("/images?name=look%20one.png", UriKind.Relative), body);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(png), "file", "look one.png" } };
        using var second = await agent.PostAsync(new Uri("/images", UriKind.Relative), form);

        first.StatusCode.ShouldBe(HttpStatusCode.Created, await first.Content.ReadAsStringAsync());
        var image = await first.Content.ReadFromJsonAsync<JsonElement>();
        (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32(), image.GetProperty("name").GetString()).ShouldBe((40, 30, "look one.png"));
        (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid().ShouldBe(image.GetProperty("id").GetGuid(), "the same picture under the same name is there already");
        using var shown = await documents.SignedIn(org, Roles.Viewer).GetAsync(new Uri($"/images/{image.GetProperty("id").GetGuid()}", UriKind.Relative));
        (await shown.Content.ReadAsByteArrayAsync()).ShouldBe(png);
        shown.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        shown.Headers.CacheControl!.ToString().ShouldContain("immutable");
        using var foreign = await documents.SignedIn(other).GetAsync(new Uri($"/images/{image.GetProperty("id").GetGuid()}", UriKind.Relative));
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await documents.SignedIn(other).GetFromJsonAsync<JsonElement>("/images")).GetProperty("items").EnumerateArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_picture_or_too_much_of_one_is_refused_with_a_way_out()
    {
        var client = documents.SignedIn(await documents.OrganisationAsync());
        // What is refused by its size is not sent.
        client.DefaultRequestHeaders.ExpectContinue = true;
        // Ten bytes a row on disk, forty-one million pixels in memory.
        var bomb = Pictures.Png(10, 10);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 41_000);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 1_000);

        foreach (var (content, type, status) in new[]
        {
            ("<svg onload=alert(1)>"u8.ToArray(), "image-unreadable", 400), ("GIF89a"u8.ToArray().Concat(new byte[20]).ToArray(), "image-unreadable", 400), ([], "image-unreadable", 400),
            (bomb, "image-too-large", 400), (new byte[(10 * 1024 * 1024) + 1], "image-too-large", 400), (new byte[11 * 1024 * 1024], "too-large", 413),
        })
        {
            using var body = new ByteArrayContent(content);
            using var answer = await client.PostAsync(new Uri("/images", UriKind.Relative), body);
            ((int)answer.StatusCode, await DocumentsService.ProblemAsync(answer)).ShouldBe((status, type));
        }

        using var viewer = await documents.SignedIn(await documents.OrganisationAsync(), Roles.Viewer).PostAsync(new Uri("/images", UriKind.Relative), new StringContent("", Encoding.UTF8));
        viewer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_document_shows_the_picture_that_its_inputs_name()
    {
        await using var worker = documents.StartWorker();
        var client = documents.SignedIn(await documents.OrganisationAsync(), at: worker);
        using var body = new ByteArrayContent(Pictures.Png(8, 8));
        using var uploaded = await client.PostAsync(new Uri("/images", UriKind.Relative), body);
        var image = (await uploaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

        var id = await DocumentsService.AskForAsync(client, new { text = new[] { "Look" }, image });

        (await DocumentsService.UntilAsync(client, id, "ready", "failed")).GetProperty("state").GetString().ShouldBe("ready");
        (await documents.AskAsync<int>("select documents.forget_files('0')")).ShouldBeGreaterThanOrEqualTo(0);
        (await client.GetByteArrayAsync($"/images/{image}")).ShouldBe(Pictures.Png(8, 8), "a picture is no file that nothing names");
    }
}
