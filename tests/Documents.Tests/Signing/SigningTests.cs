using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Documents.Signing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Tests.Signing;

/// <summary>Agreements are sent to the Sandbox's SignNow, over HTTP on both sides.</summary>
public sealed class SigningTests(DocumentsService documents, SandboxVendors vendors) : IAsyncLifetime
{
    private const string Secret = "webhook-secret-in-tests";

    private static readonly object[] Both = [new { role = "Client", name = "Ada Client", email = "ada@client.example" }, new { role = "Company", name = "Bob Company", email = "bob@house.example" }];

    public async ValueTask InitializeAsync()
    {
        await vendors.ResetAsync();
        await documents.ClearAsync();
        await documents.DoAsync("update documents.signature set next_at = null");
    }

    public async ValueTask DisposeAsync() => await documents.DoAsync("update documents.signature set next_at = null");

    [Fact]
    public async Task An_agreement_is_sent_signed_in_order_and_its_signed_copy_kept()
    {
        await using var worker = Worker();
        var (client, id) = await AgreementAsync(worker);

        var sending = await SendAsync(client, id);
        sending.GetProperty("state").GetString().ShouldBe("sending");
        var sent = await UntilAsync(client, id, "sent");
        sent.GetProperty("signers").EnumerateArray().Select(signer => signer.GetProperty("state").GetString()).ShouldBe(["invited", "waiting"]);
        var there = (await vendors.SentAsync(id)).ShouldHaveSingleItem();
        there.Invites.Select(invite => (invite.Role, invite.Email)).ShouldBe([("Client", "ada@client.example"), ("Company", "bob@house.example")]);

        await vendors.OrderAsync($"signnow/documents/{there.Id}/sign", new { role = "Client", name = "Ada Client" });
        await vendors.OrderAsync($"signnow/documents/{there.Id}/sign", new { role = "Company", name = "Bob Company" });
        var completed = await UntilAsync(client, id, "completed");

        completed.GetProperty("signers").EnumerateArray().ShouldAllBe(signer => signer.GetProperty("state").GetString() == "signed");
        completed.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("kind").GetString()).Where(kind => kind is not "opened" and not "invited").ShouldBe(["requested", "sent", "signed", "signed", "completed"], ignoreOrder: true);
        (await client.GetByteArrayAsync($"/documents/{id}/files/signed")).AsSpan().StartsWith("%PDF-"u8).ShouldBeTrue();
        (await worker.Bus.Published.Any<DocumentProgressed>(told => told.Context.Message is { Step: "signature-completed" } message && message.DocumentId == id)).ShouldBeTrue();
        using var deleted = await client.DeleteAsync($"/documents/{id}");
        (deleted.StatusCode, await DocumentsService.ProblemAsync(deleted)).ShouldBe((HttpStatusCode.Conflict, "document-sent"));
    }

    [Theory]
    [InlineData("drop-answer", "/document/fieldextract")]
    [InlineData("drop", "/document/fieldextract")]
    [InlineData("drop-answer", "/invite")]
    [InlineData("drop", "/invite")]
    [InlineData("status", "/invite")]
    [InlineData("rate-limit", "/document/fieldextract")]
    public async Task Whatever_becomes_of_a_request_there_is_one_document_and_one_invitation_for_each_signer(string fault, string path)
    {
        await vendors.FaultAsync("signnow", fault, path, status: 502);
        await using var worker = Worker();
        var (client, id) = await AgreementAsync(worker);

        await SendAsync(client, id);
        await UntilAsync(client, id, "sent");

        (await vendors.AllFaultsTakenAsync()).ShouldBeTrue();
        var there = (await vendors.SentAsync(id)).ShouldHaveSingleItem();
        (there.TimesInvited, there.Invites.Count).ShouldBe((1, 2));
    }

    [Fact]
    public async Task A_webhook_brings_what_a_look_would_bring_an_hour_later_and_only_that()
    {
        await using var worker = Worker(("SignNow:FirstLook", "01:00:00"), ("SignNow:LongestLook", "01:00:00"), ("SignNow:CallbackAddress", $"{documents.Address}webhooks/signnow"));
        var (client, id) = await AgreementAsync(worker);
        await SendAsync(client, id);
        await UntilAsync(client, id, "sent");
        await UntilAsync("the look that finds nothing new", () => documents.AskAsync<bool>("select next_at > now() + interval '10 minutes' from documents.signature where document_id = @id", new { id }));
        var there = (await vendors.SentAsync(id)).Single();

        // Signed by us and yet not true: nobody has signed.
        var forged = Delivery("user.document.complete", there.Id);
        (await DeliverAsync(id, forged, Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), forged)))).ShouldBe(HttpStatusCode.OK);
        (await DeliverAsync(id, forged, Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), forged)))).ShouldBe(HttpStatusCode.OK);
        (await DeliverAsync(id, forged, Convert.ToBase64String(HMACSHA256.HashData("another secret"u8, forged)))).ShouldBe(HttpStatusCode.Unauthorized);
        (await DeliverAsync(id, forged, null)).ShouldBe(HttpStatusCode.Unauthorized);
        await UntilAsync("the look to be over", () => documents.AskAsync<bool>("select next_at > now() + interval '10 minutes' from documents.signature where document_id = @id", new { id }));
        (await documents.AskAsync<string>("select state from documents.signature where document_id = @id", new { id })).ShouldBe("sent");
        (await documents.AskAsync<long>("select count(*) from documents.signature_event where document_id = @id and kind = 'told' and detail = 'user.document.complete'", new { id })).ShouldBe(1, "the same body twice is one event");

        foreach (var role in new[] { "Client", "Company" })
        {
            await vendors.OrderAsync($"signnow/documents/{there.Id}/sign", new { role, name = "Somebody" });
        }

        await UntilAsync(client, id, "completed");
    }

    [Fact]
    public async Task Taken_back_nobody_can_sign_it_and_sent_again_it_has_new_invitations_on_the_same_document()
    {
        await using var worker = Worker();
        var (client, id) = await AgreementAsync(worker);
        await SendAsync(client, id);
        await UntilAsync(client, id, "sent");
        var first = (await vendors.SentAsync(id)).Single();

        (await PostAsync(client, id, "void", new { reason = "Another price." })).ShouldBe(HttpStatusCode.Accepted);
        var voided = await UntilAsync(client, id, "voided");
        voided.GetProperty("reason").GetString().ShouldBe("Another price.");
        (await vendors.SentAsync(id)).Single().Invites.ShouldBeEmpty();
        (await PostAsync(client, id, "void", new { reason = "Again." })).ShouldBe(HttpStatusCode.Conflict);

        (await PostAsync(client, id, "resend", new { })).ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(client, id, "sent");
        var second = (await vendors.SentAsync(id)).ShouldHaveSingleItem();
        (second.Id, second.TimesInvited, second.Invites.Count).ShouldBe((first.Id, 2, 2));
        second.Invites.Select(invite => invite.Id).ShouldNotContain(first.Invites[0].Id);

        await vendors.OrderAsync($"signnow/documents/{second.Id}/decline", new { role = "Client", reason = "Too dear." });
        var declined = await UntilAsync(client, id, "declined");
        declined.GetProperty("reason").GetString().ShouldBe("Too dear.");
        (await PostAsync(client, id, "resend", new { reason = "A better price." })).ShouldBe(HttpStatusCode.Accepted);
        var third = await UntilAsync(client, id, "sent");
        third.GetProperty("round").GetInt32().ShouldBe(3);
        third.GetProperty("signers")[0].GetProperty("state").GetString().ShouldBe("invited");
    }

    [Fact]
    public async Task Taken_back_in_the_middle_of_the_invitation_nobody_keeps_one()
    {
        await vendors.FaultAsync("signnow", "delay-answer", "/invite", delayMs: 3000);
        await using var worker = Worker();
        var (client, id) = await AgreementAsync(worker);
        await SendAsync(client, id);
        await UntilAsync("the invitations", async () => (await vendors.SentAsync(id)) is [{ Invites.Count: 2 }]);

        (await PostAsync(client, id, "void", new { reason = "A mistake." })).ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(client, id, "voided");

        (await vendors.SentAsync(id)).Single().Invites.ShouldBeEmpty();
    }

    [Fact]
    public async Task Signed_before_the_taking_back_arrives_it_is_signed()
    {
        await using var worker = Worker(("SignNow:FirstLook", "01:00:00"), ("SignNow:LongestLook", "01:00:00"));
        var (client, id) = await AgreementAsync(worker);
        await SendAsync(client, id);
        await UntilAsync(client, id, "sent");
        var there = (await vendors.SentAsync(id)).Single();
        foreach (var role in new[] { "Client", "Company" })
        {
            await vendors.OrderAsync($"signnow/documents/{there.Id}/sign", new { role, name = "Somebody" });
        }

        (await PostAsync(client, id, "void", new { reason = "Too late." })).ShouldBe(HttpStatusCode.Accepted);

        await UntilAsync(client, id, "completed");
    }

    [Fact]
    public async Task An_invitation_that_nobody_accepts_expires()
    {
        await using var worker = Worker();
        var (client, id) = await AgreementAsync(worker);
        await SendAsync(client, id);
        await UntilAsync(client, id, "sent");

        await vendors.OrderAsync("clock", new { advanceSeconds = 31 * 86_400 });

        (await UntilAsync(client, id, "expired")).GetProperty("signers")[0].GetProperty("state").GetString().ShouldBe("expired");
    }

    [Fact]
    public async Task A_role_that_the_document_does_not_know_is_said_before_anybody_is_written_to()
    {
        await using var worker = Worker();
        var (client, id) = await AgreementAsync(worker, "Client", "Witness");

        await SendAsync(client, id);
        var failed = await UntilAsync(client, id, "failed");

        failed.GetProperty("reason").GetString().ShouldBe("The document is to be signed by \"Witness\", and nobody is named for it.");
        (await vendors.SentAsync(id)).Single().TimesInvited.ShouldBe(0);
    }

    [Fact]
    public async Task A_document_without_tags_gets_a_place_for_each_signer_at_its_end()
    {
        await using var worker = Worker();
        var (client, id) = await AgreementAsync(worker, []);

        await SendAsync(client, id);
        await UntilAsync(client, id, "sent");

        var there = (await vendors.SentAsync(id)).Single();
        (there.Fields, there.Invites.Count).ShouldBe((4, 2));
    }

    [Fact]
    public async Task A_real_agreement_is_signed_where_its_PDF_of_LibreOffice_says_so()
    {
        await using var worker = documents.StartReal([("Jobs:Pause", "00:00:00.100"), .. Settings]);
        var client = documents.SignedIn(await documents.OrganisationAsync(), at: worker);
        var inputs = JsonNode.Parse(Writing.Demo.Development)!;
        inputs["terms"]!["governingLaw"] = "the State of California";
        inputs["signatory"] = new JsonObject { ["name"] = "Elena Marchetti" };
        var id = await DocumentsService.AskForAsync(client, inputs);
        var made = await DocumentsService.UntilAsync(client, id, "ready", "failed");
        made.GetProperty("state").GetString().ShouldBe("ready", made.GetRawText());
        (made.GetProperty("signature").ValueKind, made.GetProperty("files").GetArrayLength()).ShouldBe((JsonValueKind.Null, 2));

        using var response = await client.PostAsJsonAsync($"/documents/{id}/signature", new { signers = new[] { new { role = "Client", name = "Ada Client", email = "ada@client.example" }, new { role = "House", name = "Elena Marchetti", email = "elena@house.example" } } });
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        await UntilAsync(client, id, "sent");
        var there = (await vendors.SentAsync(id)).ShouldHaveSingleItem();
        // As wide as the agreement's tags say, which a place that we had to find ourselves is not.
        (await vendors.SignNow.GetFromJsonAsync<JsonElement>($"/document/{there.Id}")).GetProperty("fields").EnumerateArray().Where(field => field.GetProperty("type").GetString() == "signature")
            .Select(field => (field.GetProperty("role").GetString(), field.GetProperty("json_attributes").GetProperty("width").GetDouble())).ShouldBe([("Client", 200), ("House", 200)], ignoreOrder: true);
        foreach (var role in new[] { "Client", "House" })
        {
            await vendors.OrderAsync($"signnow/documents/{there.Id}/sign", new { role, name = "Somebody" });
        }

        await UntilAsync(client, id, "completed");
        (await client.GetFromJsonAsync<JsonElement>($"/documents/{id}")).GetProperty("signature").GetProperty("state").GetString().ShouldBe("completed");
        (await client.GetByteArrayAsync($"/documents/{id}/files/signed")).Length.ShouldBeGreaterThan((await client.GetByteArrayAsync($"/documents/{id}/files/pdf")).Length);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_at_once()
    {
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org);
        var contract = await documents.ReadyAsync(org);
        var deck = await documents.ReadyAsync(org, kind: "deck");

        using var nobody = await client.PostAsJsonAsync($"/documents/{contract}/signature", new { signers = Array.Empty<object>() });
        nobody.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var wrong = await client.PostAsJsonAsync($"/documents/{contract}/signature", new { signers = new object[] { new { role = "Client", name = " ", email = "ada@client" }, new { role = "Client", name = "Bob", email = "bob@house.example" } } });
        (await wrong.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["signers[0].name", "signers[0].email", "signers[1].role"], ignoreOrder: true);
        using var unsignable = await client.PostAsJsonAsync($"/documents/{deck}/signature", new { signers = Both });
        (unsignable.StatusCode, await DocumentsService.ProblemAsync(unsignable)).ShouldBe((HttpStatusCode.Conflict, "document-not-signable"));
        using var first = await client.PostAsJsonAsync($"/documents/{contract}/signature", new { signers = Both });
        using var twice = await client.PostAsJsonAsync($"/documents/{contract}/signature", new { signers = Both });
        using var other = await client.PostAsJsonAsync($"/documents/{contract}/signature", new { signers = Both[..1] });
        (first.StatusCode, twice.StatusCode, other.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task An_agent_sees_and_sends_own_documents_alone()
    {
        var (org, agent) = (await documents.OrganisationAsync(), Guid.CreateVersion7());
        var (own, others) = (await documents.ReadyAsync(org, owner: agent), await documents.ReadyAsync(org));
        var client = documents.SignedIn(org, Roles.Agent, agent);

        using var sent = await client.PostAsJsonAsync($"/documents/{own}/signature", new { signers = Both });
        using var refused = await client.PostAsJsonAsync($"/documents/{others}/signature", new { signers = Both });
        (await documents.SignedIn(org).PostAsJsonAsync($"/documents/{others}/signature", new { signers = Both })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var unseen = await client.GetAsync($"/documents/{others}/signature");

        (sent.StatusCode, refused.StatusCode, unseen.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task When_a_signer_is_erased_name_and_address_go_and_the_open_invitation_with_them()
    {
        await using var worker = Worker();
        var org = await documents.OrganisationAsync();
        var (client, id) = await AgreementAsync(worker, org, ["Client", "Company"]);
        await SendAsync(client, id);
        await UntilAsync(client, id, "sent");

        await using (var connection = await documents.Postgres.Owner.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = $"{org}" });
            (await connection.QueryAsync<string>("select what from documents.find_person('ADA@client.example') order by what")).ShouldBe(["document", "signature"]);
        }

        await documents.DoAsync("select set_config('teg.org_id', @org, false); select * from documents.erase_person('ada@client.example')", new { org = $"{org}" });
        var voided = await UntilAsync(client, id, "voided");

        voided.GetRawText().ShouldNotContain("ada@client.example");
        voided.GetRawText().ShouldNotContain("Ada Client");
        (await vendors.SentAsync(id)).Single().Invites.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", SignatureStanding.Withdrawn)]
    [InlineData("fulfilled,fulfilled", SignatureStanding.Complete)]
    [InlineData("fulfilled,skipped", SignatureStanding.Complete)]
    [InlineData("fulfilled,pending", SignatureStanding.Open)]
    [InlineData("declined,created", SignatureStanding.Declined)]
    [InlineData("expired,created", SignatureStanding.Expired)]
    public void What_invitations_come_to_follows_from_their_states(string states, object expected) =>
        SignatureStandings.Of([.. states.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(state => new VendorInvite("1", "Client", state, null, null, false))], DateTimeOffset.UnixEpoch)
            .ShouldBe((SignatureStanding)expected);

    private DocumentsService.Worker Worker(params (string Name, string Value)[] settings) => documents.StartWorker([("Jobs:Work", "false"), .. Settings, .. settings]);

    private (string Name, string Value)[] Settings =>
    [
        ("SignNow:Work", "true"), ("SignNow:Address", vendors.SignNowAddress.ToString()), ("SignNow:Settling", "00:00:00.300"), ("SignNow:FirstLook", "00:00:00.050"),
        ("SignNow:LongestLook", "00:00:00.300"), ("SignNow:FaultPause", "00:00:00.050"), ("SignNow:FaultsAllowed", "8"),
    ];

    private Task<(HttpClient Client, Guid Id)> AgreementAsync(DocumentsService.Worker worker) => AgreementAsync(worker, "Client", "Company");

    private async Task<(HttpClient Client, Guid Id)> AgreementAsync(DocumentsService.Worker worker, params string[] roles) => await AgreementAsync(worker, await documents.OrganisationAsync(), roles);

    private async Task<(HttpClient Client, Guid Id)> AgreementAsync(DocumentsService.Worker worker, Guid org, string[] roles) =>
        (documents.SignedIn(org, at: worker), await documents.ReadyAsync(org, pdf: SandboxVendors.Agreement(roles)));

    private static async Task<JsonElement> SendAsync(HttpClient client, Guid id)
    {
        using var response = await client.PostAsJsonAsync($"/documents/{id}/signature", new { signers = Both, subject = "Please sign", message = "As agreed." });
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, Guid id, string what, object body)
    {
        using var response = await client.PostAsJsonAsync($"/documents/{id}/signature/{what}", body);
        return response.StatusCode;
    }

    private static Task UntilAsync(string what, Func<Task<bool>> condition) => DocumentsService.UntilAsync(what, condition);

    private static async Task<JsonElement> UntilAsync(HttpClient client, Guid id, string state)
    {
        JsonElement found = default;
        await DocumentsService.UntilAsync($"the signature of {id} to be {state}", async () =>
        {
            found = await client.GetFromJsonAsync<JsonElement>($"/documents/{id}/signature");
            var now = found.GetProperty("state").GetString();
            if (now == "failed" && state != "failed")
            {
                throw new InvalidOperationException(found.GetRawText());
            }

            return now == state;
        });
        return found;
    }

    private static byte[] Delivery(string happened, string document) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        meta = new { timestamp = 1763629976, @event = happened, environment = "https://api.signnow.com" }, content = new { document_id = document, document_name = "Agreement" },
    });

    private async Task<HttpStatusCode> DeliverAsync(Guid id, byte[] body, string? signature)
    {
        var org = await documents.AskAsync<Guid>("select org_id from documents.signature where document_id = @id", new { id });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/signnow/{org}") { Content = new ByteArrayContent(body) };
        if (signature is not null)
        {
            request.Headers.Add("X-SignNow-Signature", signature);
        }

        using var client = documents.Client();
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
