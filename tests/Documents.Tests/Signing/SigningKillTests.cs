using System.Net.Http.Json;
using System.Text.Json;
using Teg.Platform.Documents.Tests.Files;

namespace Teg.Platform.Documents.Tests.Signing;

/// <summary>SIGKILL to the service before and after every request that may be made only once: SignNow and Google have one of each in the end.</summary>
public sealed class SigningKillTests(SigningProcess process) : IClassFixture<SigningProcess>
{
    private const int Long = 120_000;

    [Fact]
    public async Task Killed_before_and_after_every_step_an_agreement_is_one_document_with_one_invitation_for_each_signer_and_one_signed_copy()
    {
        var vendors = process.Vendors;
        // The vendor has not begun; the vendor has done it and the answer is still on its way.
        var id = await AskHangingAsync("delay", "/document/fieldextract");
        await process.UntilAsync("the upload to hang", vendors.AllFaultsTakenAsync);
        await process.KillAndWaitOutAsync();
        (await vendors.SentAsync(id)).ShouldBeEmpty();

        await vendors.FaultAsync("signnow", "delay-answer", "/document/fieldextract", delayMs: Long);
        await process.RestartAsync();
        await process.UntilAsync("the document at the vendor", async () => (await vendors.SentAsync(id)).Count > 0);
        await process.KillAndWaitOutAsync();
        (await BegunAsync(id)).ShouldBeTrue();

        // Found by its name, and killed where its fields are read.
        await vendors.FaultAsync("signnow", "delay", $"/document/{(await vendors.SentAsync(id)).Single().Id}", delayMs: Long);
        await process.RestartAsync();
        await process.UntilAsync("the reading to hang", vendors.AllFaultsTakenAsync);
        await process.KillAndWaitOutAsync();

        await vendors.FaultAsync("signnow", "delay", "/invite", delayMs: Long);
        await process.RestartAsync();
        await process.UntilAsync("the invitation to hang", vendors.AllFaultsTakenAsync);
        await process.KillAndWaitOutAsync();
        (await vendors.SentAsync(id)).Single().TimesInvited.ShouldBe(0);

        await vendors.FaultAsync("signnow", "delay-answer", "/invite", delayMs: Long);
        await process.RestartAsync();
        await process.UntilAsync("the invitation at the vendor", async () => (await vendors.SentAsync(id)).Single().TimesInvited > 0);
        await process.KillAndWaitOutAsync();
        (await process.StateAsync(id)).ShouldBe("sending");

        await process.RestartAsync();
        await process.UntilAsync("the agreement to be sent", async () => await process.StateAsync(id) == "sent");
        var sent = (await vendors.SentAsync(id)).ShouldHaveSingleItem();
        (sent.TimesInvited, sent.Invites.Count).ShouldBe((1, 2));

        // Everybody signs, and it is killed while the copy is fetched.
        await vendors.FaultAsync("signnow", "delay", "/download", delayMs: Long);
        foreach (var role in new[] { "Client", "Company" })
        {
            await vendors.OrderAsync($"signnow/documents/{sent.Id}/sign", new { role, name = "Somebody" });
        }

        await process.UntilAsync("the download to hang", vendors.AllFaultsTakenAsync);
        await process.RestartKilledAsync();
        await process.UntilAsync("the signed copy", async () => await process.StateAsync(id) == "completed");
        (await process.AskAsync<long>("select count(*) from documents.document_file where document_id = @id and format = 'signed'", new { id })).ShouldBe(1);
        (await process.ListAsync<string>("select kind from documents.signature_event where document_id = @id and kind in ('sent', 'completed') order by id", new { id })).ShouldBe(["sent", "completed"]);
    }

    [Fact]
    public async Task Killed_before_and_after_it_is_sent_again_and_taken_back_an_agreement_has_the_invitations_that_were_asked_for_and_no_other()
    {
        var vendors = process.Vendors;
        var id = await process.AskToSignAsync();
        await process.UntilAsync("the agreement to be sent", async () => await process.StateAsync(id) == "sent");

        await KilledAroundAsync("/fieldinvitecancel", () => process.AskAgainAsync(id), async () => await CanceledAsync(id) == 1);
        await vendors.FaultAsync("signnow", "delay-answer", "/invite", delayMs: Long);
        await process.RestartAsync();
        await process.UntilAsync("the second invitation at the vendor", async () => (await vendors.SentAsync(id)).Single().TimesInvited == 2);
        await process.RestartKilledAsync();
        await process.UntilAsync("the agreement to be sent again", async () => await process.StateAsync(id) == "sent");
        (await CanceledAsync(id)).ShouldBe(1);

        await KilledAroundAsync("/fieldinvitecancel", () => process.TakeBackAsync(id), async () => await CanceledAsync(id) == 2);
        await process.RestartAsync();
        await process.UntilAsync("the agreement to be void", async () => await process.StateAsync(id) == "voided");

        var sent = (await vendors.SentAsync(id)).ShouldHaveSingleItem();
        (sent.TimesInvited, sent.Invites.Count, await CanceledAsync(id)).ShouldBe((2, 0, 2));
        (await process.AskAsync<long>("select count(*) from documents.signature_event where document_id = @id and kind = 'voided'", new { id })).ShouldBe(1);
    }

    [Fact]
    public async Task Killed_before_and_after_the_conversion_a_deck_is_one_presentation()
    {
        var vendors = process.Vendors;
        await vendors.FaultAsync("google", "delay", "/upload/drive", delayMs: Long);
        var id = await process.ReadyAsync("deck", "office", DeckFile.Of(null, DeckFile.Shape(2, "Title", "Hello")));
        await process.DoAsync("insert into documents.slides_copy (org_id, document_id, vendor_name, requested_by) values (@Org, @id, 'A deck ' || @id::text, @id)", new { process.Org, id });
        await process.UntilAsync("the upload to hang", vendors.AllFaultsTakenAsync);
        await process.KillAndWaitOutAsync();

        await vendors.FaultAsync("google", "delay-answer", "/upload/drive", delayMs: Long);
        await process.RestartAsync();
        await process.UntilAsync("the presentation at Google", async () => await CopiesAsync(id) > 0);
        await process.RestartKilledAsync();
        await process.UntilAsync("the copy to be ready", () => process.AskAsync<bool>("select state = 'ready' and url is not null from documents.slides_copy where document_id = @id", new { id }));

        (await CopiesAsync(id)).ShouldBe(1);
    }

    // Once while the vendor has not begun, once when it has done it and its answer is still on the way.
    private async Task KilledAroundAsync(string path, Func<Task> ask, Func<Task<bool>> done)
    {
        await process.Vendors.FaultAsync("signnow", "delay", path, delayMs: Long);
        await ask();
        await process.UntilAsync($"{path} to hang", process.Vendors.AllFaultsTakenAsync);
        await process.KillAsync();
        (await done()).ShouldBeFalse();
        await process.Vendors.FaultAsync("signnow", "delay-answer", path, delayMs: Long);
        await process.RestartAsync();
        await process.UntilAsync($"{path} at the vendor", done);
        await process.KillAsync();
    }

    private async Task<int> CanceledAsync(Guid id) => (await process.Vendors.SentAsync(id)).Single().History.Count(what => what.StartsWith("invitation canceled", StringComparison.Ordinal));

    private async Task<Guid> AskHangingAsync(string kind, string path)
    {
        await process.Vendors.FaultAsync("signnow", kind, path, delayMs: Long);
        return await process.AskToSignAsync();
    }

    private Task<bool> BegunAsync(Guid id) => process.AskAsync<bool>("select begun_at is not null from documents.signature where document_id = @id", new { id });

    private async Task<int> CopiesAsync(Guid id) =>
        (await process.Vendors.Google.GetFromJsonAsync<JsonElement>($"/drive/v3/files?q={Uri.EscapeDataString($"name = 'A deck {id}'")}")).GetProperty("files").GetArrayLength();
}
