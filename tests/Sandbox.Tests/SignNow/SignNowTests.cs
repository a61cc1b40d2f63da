using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Teg.Platform.Sandbox.Pdf;

namespace Teg.Platform.Sandbox.Tests.SignNow;

public sealed class SignNowTests(SandboxHost sandbox) : IClassFixture<SandboxHost>, IAsyncLifetime
{
    private const string User = "50ea5a1d0c0e4b7b8a3f2c1d9e8f7a6b5c4d3e2f";

    private static readonly string[] Both = ["An agreement between two houses.", "{{t:s;r:y;o:\"Client\";w:200;h:30;}}", "{{t:s;r:y;o:\"Company\";}}"];

    public async ValueTask InitializeAsync() => await sandbox.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Text_tags_become_fields_where_they_stand_and_roles_in_their_order()
    {
        var document = await GetAsync($"/document/{await UploadAsync()}");

        document.GetProperty("roles").EnumerateArray().Select(role => role.GetProperty("name").GetString()).ShouldBe(["Client", "Company"]);
        var place = document.GetProperty("fields")[0].GetProperty("json_attributes");
        (place.GetProperty("page_number").GetInt32(), place.GetProperty("x").GetDouble(), place.GetProperty("width").GetDouble()).ShouldBe((0, 56, 200));
        // The second line of a page of 842 points with a margin of 56 and 14 to a line.
        place.GetProperty("y").GetDouble().ShouldBe(842 - (842 - 56 - 14) - 30 + 3);
    }

    [Fact]
    public async Task Signers_sign_in_their_order_and_every_event_is_told_once_signed_over_the_raw_body()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await SubscribeAsync("user.document.complete", receiver.Url, "s3cr3t");
        await SubscribeAsync("user.document.fieldinvite.signed", receiver.Url, "s3cr3t");
        var id = await UploadAsync();
        await InviteAsync(id);

        (await OrderStatusAsync($"signnow/documents/{id}/sign", new { role = "Company", name = "Bob" })).ShouldBe(HttpStatusCode.BadRequest, "it is the client's turn");
        await sandbox.OrderAsync($"signnow/documents/{id}/sign", new { role = "Client", name = "Ada Client" });
        await sandbox.OrderAsync($"signnow/documents/{id}/sign", new { role = "Company", name = "Bob Company" });

        var events = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var told = await receiver.NextAsync();
            told.Headers["X-SignNow-Signature"].ShouldBe(Convert.ToBase64String(HMACSHA256.HashData("s3cr3t"u8, told.Raw)));
            told.Body.GetProperty("content").GetProperty("document_id").GetString().ShouldBe(id);
            events.Add(told.Body.GetProperty("meta").GetProperty("event").GetString()!);
        }

        events.ShouldBe(["user.document.fieldinvite.signed", "user.document.fieldinvite.signed", "user.document.complete"]);
        var pdf = Encoding.Latin1.GetString(await sandbox.SignNow.GetByteArrayAsync($"/document/{id}/download?type=collapsed"));
        pdf.ShouldStartWith("%PDF-");
        (await GetAsync($"/document/{id}")).GetProperty("field_invites").EnumerateArray().Select(invite => invite.GetProperty("status").GetString()).ShouldAllBe(status => status == "fulfilled");
    }

    [Fact]
    public async Task A_callback_that_is_not_taken_comes_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync(refusals: 1);
        await sandbox.StopAsync();
        await sandbox.StartAsync("--SignNow:WebhookRetries:0=00:00:00.050");
        await SubscribeAsync("user.document.create", receiver.Url, "s3cr3t");

        await UploadAsync();

        (await receiver.NextAsync()).Raw.ShouldBe((await receiver.NextAsync()).Raw);
    }

    [Fact]
    public async Task A_person_signs_or_declines_behind_the_link_in_the_mail()
    {
        var id = await UploadAsync();
        await InviteAsync(id);
        var mail = (await sandbox.Control.GetFromJsonAsync<JsonElement>("/__sandbox/mail?to=client@house.example"))[0];
        var link = mail.GetProperty("links")[0].GetString()!;

        (await sandbox.SignNow.GetStringAsync(link)).ShouldContain("<button>Sign</button>");
        using var signed = await sandbox.SignNow.PostAsync($"{link}/signature", new FormUrlEncodedContent(new Dictionary<string, string> { ["signed-name"] = "Ada <Client>" }));
        signed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var next = (await sandbox.Control.GetFromJsonAsync<JsonElement>("/__sandbox/mail?to=company@house.example"))[0].GetProperty("links")[0].GetString()!;
        using var refused = await sandbox.SignNow.PostAsync($"{next}/refusal", new FormUrlEncodedContent(new Dictionary<string, string> { ["reason"] = "Too dear" }));
        refused.StatusCode.ShouldBe(HttpStatusCode.OK);

        var invites = (await GetAsync($"/document/{id}")).GetProperty("field_invites");
        invites.EnumerateArray().Select(invite => invite.GetProperty("status").GetString()).ShouldBe(["fulfilled", "declined"]);
        invites[1].GetProperty("declined")[0].GetProperty("decline_message").GetString().ShouldBe("Too dear");
        (await sandbox.SignNow.GetStringAsync(link)).ShouldContain("You have signed this document.");
    }

    [Fact]
    public async Task An_invitation_expires_with_the_worlds_clock()
    {
        var id = await UploadAsync();
        await InviteAsync(id);
        await sandbox.OrderAsync("clock", new { frozen = SandboxHost.Noon.AddDays(27) });

        (await GetAsync($"/document/{id}")).GetProperty("field_invites")[0].GetProperty("status").GetString().ShouldBe("expired");
        (await OrderStatusAsync($"signnow/documents/{id}/sign", new { role = "Client" })).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Documents_and_subscriptions_outlive_the_process()
    {
        await SubscribeAsync("user.document.complete", "http://127.0.0.1:9/hook", "s3cr3t");
        var id = await UploadAsync();
        await InviteAsync(id);
        var before = (await GetAsync($"/document/{id}")).GetRawText();

        await sandbox.StopAsync();
        await sandbox.StartAsync();

        (await GetAsync($"/document/{id}")).GetRawText().ShouldBe(before);
        (await GetAsync("/v2/event-subscriptions")).GetProperty("data").GetArrayLength().ShouldBe(1);
        (await sandbox.SignNow.GetByteArrayAsync($"/document/{id}/download")).Length.ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task An_answer_that_is_dropped_leaves_what_was_asked_done()
    {
        await sandbox.OrderAsync("faults", new { vendor = "signnow", kind = "drop-answer", matching = "fieldextract" });

        await Should.ThrowAsync<HttpRequestException>(UploadAsync);

        (await GetAsync("/user/documentsv2")).GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", "/document/0000000000000000000000000000000000000000", null, 404, """{"errors":[{"code":65582,"message":"Document not found"}]}""")]
    [InlineData("GET", "/document/x", "invalid", 401, """{"error":"invalid_token","code":1537}""")]
    [InlineData("GET", "/documents/all", null, 404, """{"404":"Unable to find a route to match the URI: documents/all"}""")]
    [InlineData("POST", "/document", null, 400, """{"errors":[{"code":65536,"message":"file is required"}]}""")]
    public async Task Refusals_come_in_the_vendors_three_shapes(string method, string path, string? token, int status, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var response = await sandbox.SignNow.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task The_hourly_limit_is_kept_and_said()
    {
        await sandbox.Control.PutAsJsonAsync("/__sandbox/limits/signnow", new { requestsPerHour = 1 });

        using var first = await sandbox.SignNow.GetAsync("/user");
        using var second = await sandbox.SignNow.GetAsync("/user");

        first.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["0"]);
        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nHello\r\n--b--\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nHello\r\n--b\r\n")]
    public async Task A_form_is_read_with_and_without_its_closing_boundary(string body)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        using var response = await sandbox.SignNow.PostAsync("/document", content);

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        (await GetAsync("/user/documentsv2"))[0].GetProperty("document_name").GetString().ShouldBe("a");
    }

    [Fact]
    public async Task A_download_link_opens_once()
    {
        var id = await UploadAsync();
        using var made = await sandbox.SignNow.PostAsync($"/document/{id}/download/link", null);
        var link = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("link").GetString()!;
        using var stranger = new HttpClient();

        (await stranger.GetByteArrayAsync(link)).AsSpan().StartsWith("%PDF-"u8).ShouldBeTrue();
        using var again = await stranger.GetAsync(link);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<string> UploadAsync()
    {
        using var part = new ByteArrayContent(PlainPdf.Of([Both]));
        using var form = new MultipartFormDataContent { { part, "file", "Agreement.pdf" } };
        using var response = await sandbox.SignNow.PostAsync("/document/fieldextract", form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task InviteAsync(string id)
    {
        var to = new[] { "Client", "Company" }.Select((role, index) => new { email = $"{role.ToLowerInvariant()}@house.example", role, role_id = "", order = index + 1, expiration_days = 27 });
        using var response = await sandbox.SignNow.PostAsJsonAsync($"/document/{id}/invite", new { document_id = id, from = "agreements@teg.example", subject = "Please sign", message = "As agreed", to });
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"status":"success"}""");
    }

    private async Task SubscribeAsync(string happened, string callback, string secret)
    {
        using var response = await sandbox.SignNow.PostAsJsonAsync(
            "/api/v2/events", new { @event = happened, entity_id = User, action = "callback", secret_key = "beside", attributes = new { callback, use_tls_12 = true, secret_key = secret } });
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private Task<JsonElement> GetAsync(string path) => sandbox.SignNow.GetFromJsonAsync<JsonElement>(path);

    private async Task<HttpStatusCode> OrderStatusAsync(string what, object order)
    {
        using var response = await sandbox.Control.PostAsJsonAsync($"/__sandbox/{what}", order);
        return response.StatusCode;
    }
}
