using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Teg.Platform.Sandbox.Google.Drive;

namespace Teg.Platform.Sandbox.Tests.Google;

public sealed class GoogleTests(SandboxHost sandbox) : IClassFixture<SandboxHost>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await sandbox.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("right", 200, null)]
    [InlineData("own address", 200, null)]
    [InlineData("signature", 400, "Invalid JWT Signature.")]
    [InlineData("audience", 400, "Invalid JWT: the audience is not this token server.")]
    [InlineData("issuer", 400, "Invalid grant: account not found")]
    [InlineData("old", 400, "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.")]
    public async Task An_assertion_is_taken_only_when_everything_about_it_is_right(string what, int status, string? why)
    {
        var key = await sandbox.Control.GetFromJsonAsync<JsonElement>("/__sandbox/google/key");
        using var rsa = RSA.Create();
        rsa.ImportFromPem(key.GetProperty("private_key").GetString());
        using var other = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - (what == "old" ? 4_000 : 0);
        var signed = Part(new { alg = "RS256" }) + "." + Part(new
        {
            iss = what == "issuer" ? "nobody@p.iam.gserviceaccount.com" : key.GetProperty("client_email").GetString(),
            scope = "https://www.googleapis.com/auth/drive",
            aud = what switch { "audience" => "https://accounts.google.com", "own address" => new Uri(sandbox.Google.BaseAddress!, "/token").ToString(), _ => "https://oauth2.googleapis.com/token" },
            iat = now, exp = now + 3600,
        });
        var signature = (what == "signature" ? other : rsa).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        using var response = await sandbox.Google.PostAsync("/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = $"{signed}.{Base64Url.EncodeToString(signature)}",
        }));

        ((int)response.StatusCode).ShouldBe(status);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (why is not null)
        {
            (answer.GetProperty("error").GetString(), answer.GetProperty("error_description").GetString()).ShouldBe(("invalid_grant", why));
            return;
        }

        var token = answer.GetProperty("access_token").GetString()!;
        (await StatusAsync("/drive/v3/files", token)).ShouldBe(HttpStatusCode.OK);
        using var revoked = await sandbox.Control.DeleteAsync("/__sandbox/google/tokens");
        (await StatusAsync("/drive/v3/files", token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("name = 'it\\'s'", 1)]
    [InlineData("name contains 'sec' and not name contains 'draft'", 1)]
    [InlineData("(name = 'second' or name = 'it\\'s') and trashed = false", 2)]
    [InlineData("appProperties has { key='teg' and value='7' }", 1)]
    [InlineData("mimeType = 'text/plain' and modifiedTime > '2026-11-20T19:00:00'", 3)]
    [InlineData("mimeType = 'text/plain' and trashed = true", 0)]
    public async Task Files_are_found_by_the_query_language(string query, int count)
    {
        foreach (var metadata in new object[] { new { name = "it's", mimeType = "text/plain" }, new { name = "second", mimeType = "text/plain", appProperties = new { teg = "7" } }, new { name = "second draft", mimeType = "text/plain" } })
        {
            using var made = await sandbox.Google.PostAsJsonAsync("/drive/v3/files", metadata);
            made.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var found = await sandbox.Google.GetFromJsonAsync<JsonElement>($"/drive/v3/files?q={Uri.EscapeDataString(query)}");

        found.GetProperty("files").GetArrayLength().ShouldBe(count);
    }

    [Theory]
    [InlineData("/drive/v3/files?q=name", 400, """{"error":{"code":400,"message":"Invalid Value","errors":[{"message":"Invalid Value","domain":"global","reason":"invalid","location":"q","locationType":"parameter"}]}}""")]
    [InlineData("/drive/v3/files/X", 404, """{"error":{"code":404,"message":"File not found: X.","errors":[{"message":"File not found: X.","domain":"global","reason":"notFound","location":"fileId","locationType":"parameter"}]}}""")]
    [InlineData("/v1/presentations/X", 404, """{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}""")]
    public async Task Refusals_come_in_the_shape_of_their_interface(string path, int status, string body)
    {
        using var response = await sandbox.Google.GetAsync(path);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task A_file_sent_in_pieces_is_whole_and_a_piece_in_the_wrong_place_is_refused()
    {
        using var begin = new HttpRequestMessage(HttpMethod.Post, "/upload/drive/v3/files?uploadType=resumable") { Content = JsonContent.Create(new { name = "pieces.txt" }) };
        begin.Headers.Add("X-Upload-Content-Type", "text/plain");
        using var begun = await sandbox.Google.SendAsync(begin);
        var session = begun.Headers.Location!;

        (await PieceAsync(session, "Hello ", "bytes 0-5/11")).StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        (await PieceAsync(session, "again", "bytes 0-4/11")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PieceAsync(session, "", "bytes */11")).Headers.GetValues("Range").ShouldBe(["bytes=0-5"]);
        var done = await PieceAsync(session, "world", "bytes 6-10/11");

        var id = (await done.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        (await sandbox.Google.GetStringAsync($"/drive/v3/files/{id}?alt=media")).ShouldBe("Hello world");
    }

    [Fact]
    public async Task An_export_beyond_the_limit_is_refused()
    {
        using var made = await sandbox.Google.PostAsJsonAsync("/drive/v3/files", new { name = "Deck", mimeType = "application/vnd.google-apps.presentation" });
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        await sandbox.Control.PutAsJsonAsync("/__sandbox/limits/google", new { exportLimitBytes = 100 });

        using var response = await sandbox.Google.GetAsync($"/drive/v3/files/{id}/export?mimeType=application/pdf");

        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe("exportSizeLimitExceeded");
    }

    [Fact]
    public async Task Quotas_are_kept_a_minute_and_said_in_each_interfaces_way()
    {
        await sandbox.Control.PutAsJsonAsync("/__sandbox/limits/google", new { slidesReadsPerMinute = 1, driveQueriesPerMinute = 1 });
        await StatusAsync("/v1/presentations/X", "google-token-1");
        await StatusAsync("/drive/v3/files", "google-token-1");

        using var slides = await sandbox.Google.GetAsync("/v1/presentations/X");
        using var drive = await sandbox.Google.GetAsync("/drive/v3/files");

        slides.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await slides.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("status").GetString().ShouldBe("RESOURCE_EXHAUSTED");
        drive.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await drive.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("errors")[0].GetProperty("reason").GetString().ShouldBe("userRateLimitExceeded");
    }

    [Fact]
    public async Task Files_outlive_the_process()
    {
        using var content = new MultipartContent("related")
        {
            JsonContent.Create(new { name = "Deck", mimeType = DriveFile.Presentation }), new ByteArrayContent(OfficeFiles.Deck(["Hello"])) { Headers = { ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.presentationml.presentation") } },
        };
        using var made = await sandbox.Google.PostAsync("/upload/drive/v3/files?uploadType=multipart", content);
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var before = await sandbox.Google.GetStringAsync($"/v1/presentations/{id}");
        before.ShouldContain("Hello");

        await sandbox.StopAsync();
        await sandbox.StartAsync();

        (await sandbox.Google.GetStringAsync($"/v1/presentations/{id}")).ShouldBe(before);
    }

    [Fact]
    public void Every_picture_of_the_demo_is_another_and_always_the_same()
    {
        var pictures = DemoPicture.Categories.SelectMany(category => Enumerable.Range(1, DemoPicture.PerCategory).Select(number => new DemoPicture(category.Category, number))).ToList();

        pictures.Select(picture => Convert.ToHexString(SHA256.HashData(picture.Thumbnail))).Distinct().Count().ShouldBe(pictures.Count);
        new DemoPicture("swim", 3).Png.ShouldBe(new DemoPicture("swim", 3).Png);
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await sandbox.Google.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> PieceAsync(Uri session, string text, string range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, session) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(text)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Range", range);
        return await sandbox.Google.SendAsync(request);
    }

    private static string Part(object json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
