using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Documents.Conversion;

namespace Teg.Platform.Documents.Tests.Jobs;

/// <summary>Documents are worked on; what happens in the middle is the test's.</summary>
public sealed class JobTests(DocumentsService documents) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await documents.ClearAsync();

    public async ValueTask DisposeAsync()
    {
        TestWriter.Writing = (_, _) => Task.CompletedTask;
        await documents.ClearAsync();
    }

    [Fact]
    public async Task A_document_becomes_ready_with_its_file_and_every_step_is_told()
    {
        await using var worker = documents.StartWorker();
        var client = documents.SignedIn(await documents.OrganisationAsync(), at: worker);

        var id = await DocumentsService.AskForAsync(client, new { text = new[] { "Gown" } });
        var document = await DocumentsService.UntilAsync(client, id, "ready", "failed");

        document.GetProperty("state").GetString().ShouldBe("ready", document.GetRawText());
        document.GetProperty("files")[0].GetProperty("name").GetString().ShouldBe("Gown.docx");
        document.GetProperty("files")[0].GetProperty("format").GetString().ShouldBe("office");
        document.GetProperty("attempts").GetInt32().ShouldBe(1);
        (await client.GetByteArrayAsync($"/documents/{id}/files/office")).Length.ShouldBe(document.GetProperty("files")[0].GetProperty("bytes").GetInt32());
        (await worker.Bus.Published.Any<DocumentProgressed>(told => told.Context.Message is { State: "ready" } message && message.DocumentId == id)).ShouldBeTrue();
        worker.Bus.Published.Select<DocumentProgressed>().Where(told => told.Context.Message.DocumentId == id && told.Context.Message.State == "working")
            .Select(told => told.Context.Message.Step).ShouldBe(["writing", "storing"]);
    }

    [Fact]
    public async Task The_same_inputs_give_the_same_bytes_kept_once()
    {
        await using var worker = documents.StartWorker();
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org, at: worker);
        var inputs = new { text = new[] { "Gown", "of silk" }, amount = 12.30m };

        var (one, two) = (await DocumentsService.AskForAsync(client, inputs), await DocumentsService.AskForAsync(client, inputs));
        await DocumentsService.UntilAsync(client, one, "ready");
        await DocumentsService.UntilAsync(client, two, "ready");

        (await client.GetByteArrayAsync($"/documents/{one}/files/office")).ShouldBe(await client.GetByteArrayAsync($"/documents/{two}/files/office"));
        (await documents.AskAsync<long>("select count(distinct snapshot_hash) from documents.document where org_id = @org", new { org })).ShouldBe(1);
        (await documents.AskAsync<long>("select count(*) from documents.file where org_id = @org", new { org })).ShouldBe(1);
    }

    [Fact]
    public async Task What_passes_is_tried_again_with_its_reason_noted_and_what_does_not_pass_fails_with_a_way_out()
    {
        var times = new ConcurrentDictionary<string, int>();
        TestWriter.Writing = (text, _) => (text, times.AddOrUpdate(text, 1, (_, n) => n + 1)) switch
        {
            ("passes", < 3) => throw new ConversionFailedException(ConversionFailure.QueueFull, "Too many wait.", "Wait."),
            ("never", _) => throw new ConversionFailedException(ConversionFailure.Crashed, "It crashed.", "Call somebody."),
            ("broken", _) => throw new InvalidOperationException("A defect."),
            _ => Task.CompletedTask,
        };
        await using var worker = documents.StartWorker(("Jobs:Attempts", "3"));
        var client = documents.SignedIn(await documents.OrganisationAsync(), at: worker);

        var ids = new Dictionary<string, Guid>();
        foreach (var text in new[] { "passes", "never", "broken" })
        {
            ids[text] = await DocumentsService.AskForAsync(client, new { text = new[] { text } });
        }

        var passes = await DocumentsService.UntilAsync(client, ids["passes"], "ready", "failed");
        passes.GetProperty("state").GetString().ShouldBe("ready");
        passes.GetProperty("attempts").GetInt32().ShouldBe(3);
        passes.GetProperty("failedAttempts").EnumerateArray().Select(attempt => $"{attempt.GetProperty("number")} {attempt.GetProperty("reason")}").ShouldBe(["1 Too many wait.", "2 Too many wait."]);
        var never = await DocumentsService.UntilAsync(client, ids["never"], "ready", "failed");
        (never.GetProperty("state").GetString(), never.GetProperty("attempts").GetInt32()).ShouldBe(("failed", 3));
        (never.GetProperty("reason").GetString(), never.GetProperty("wayOut").GetString()).ShouldBe(("It crashed.", "Call somebody."));
        var broken = await DocumentsService.UntilAsync(client, ids["broken"], "ready", "failed");
        (broken.GetProperty("state").GetString(), broken.GetProperty("attempts").GetInt32()).ShouldBe(("failed", 1));
        times["broken"].ShouldBe(1, "a defect is not tried again");
    }

    [Fact]
    public async Task Canceled_while_it_is_written_it_is_given_up_and_keeps_no_file()
    {
        var begun = new TaskCompletionSource();
        var givenUp = new TaskCompletionSource();
        TestWriter.Writing = async (_, ct) =>
        {
            begun.SetResult();
            await using var registration = ct.Register(givenUp.SetResult);
            await Task.Delay(Timeout.Infinite, ct);
        };
        await using var worker = documents.StartWorker(("Jobs:Lease", "00:00:00.300"));
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org, at: worker);
        var id = await DocumentsService.AskForAsync(client, new { text = new[] { "Gown" } });
        await begun.Task;

        using var canceled = await client.PostAsync(new Uri($"/documents/{id}/cancellation", UriKind.Relative), null);

        canceled.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await givenUp.Task.WaitAsync(TimeSpan.FromMinutes(2));
        (await FindAsync(client, id)).GetProperty("state").GetString().ShouldBe("canceled");
        (await documents.AskAsync<long>("select count(*) from documents.file where org_id = @org", new { org })).ShouldBe(0);
    }

    [Fact]
    public async Task Taken_over_after_its_lease_it_is_finished_once_by_the_one_who_holds_it()
    {
        // The first process hangs in writing and cannot prolong its lease; the second one takes over and ends it; then the first wakes up.
        var (first, wake) = (new TaskCompletionSource(), new TaskCompletionSource());
        var turn = 0;
        TestWriter.Writing = async (_, _) =>
        {
            if (Interlocked.Increment(ref turn) == 1)
            {
                first.SetResult();
                await wake.Task;
            }
        };
        var org = await documents.OrganisationAsync();
        await using var hanging = documents.StartWorker(("Jobs:AtOnce", "1"));
        var client = documents.SignedIn(org);
        var id = await DocumentsService.AskForAsync(client, new { text = new[] { "Gown" } });
        await first.Task;
        await documents.DoAsync("update documents.document set leased_until = now() - interval '1 second' where id = @id", new { id });

        await using var second = documents.StartWorker();
        var document = await DocumentsService.UntilAsync(client, id, "ready", "failed");
        wake.SetResult();
        await DocumentsService.UntilAsync("the first process to have tried", () => Task.FromResult(Volatile.Read(ref turn) == 2));

        document.GetProperty("state").GetString().ShouldBe("ready");
        document.GetProperty("attempts").GetInt32().ShouldBe(2);
        document.GetProperty("failedAttempts")[0].GetProperty("reason").GetString().ShouldBe("The process that worked on it ended.");
        await hanging.DisposeAsync();
        (await documents.AskAsync<long>("select count(*) from documents.document_file where org_id = @org", new { org })).ShouldBe(1);
    }

    [Fact]
    public async Task One_organisations_hundred_documents_do_not_keep_anothers_one_waiting()
    {
        var (manyOrg, fewOrg) = (await documents.OrganisationAsync(), await documents.OrganisationAsync());
        var (many, few) = (documents.SignedIn(manyOrg), documents.SignedIn(fewOrg));
        for (var n = 0; n < 20; n++)
        {
            await DocumentsService.AskForAsync(many, new { text = new[] { $"many {n}" } });
        }

        var one = await DocumentsService.AskForAsync(few, new { text = new[] { "few" } });
        // With two places the first goes to whoever asked first; while that one is under way the second goes to the other organisation.
        var gate = new TaskCompletionSource();
        TestWriter.Writing = (text, _) => text == "many 0" ? gate.Task : Task.CompletedTask;
        await using var worker = documents.StartWorker(("Jobs:AtOnce", "2"));
        await DocumentsService.UntilAsync(few, one, "ready");
        gate.SetResult();

        (await documents.AskAsync<long>(
            "select count(*) from documents.document where org_id = @manyOrg and started_at < (select started_at from documents.document where org_id = @fewOrg and id = @one)",
            new { manyOrg, fewOrg, one })).ShouldBeLessThanOrEqualTo(1, "it was taken as soon as one of the others was under way");
    }

    [Fact]
    public async Task Those_who_wait_are_told_their_place_and_an_agents_place_counts_everybodys()
    {
        var org = await documents.OrganisationAsync();
        var manager = documents.SignedIn(org);
        await DocumentsService.AskForAsync(manager, new { text = new[] { "one" } });
        await DocumentsService.AskForAsync(manager, new { text = new[] { "two" } });
        var agent = documents.SignedIn(org, ServiceDefaults.Roles.Agent);
        var id = await DocumentsService.AskForAsync(agent, new { text = new[] { "three" } });

        (await FindAsync(agent, id)).GetProperty("queuePosition").GetInt32().ShouldBe(2);
        (await documents.Bus.Published.Any<DocumentProgressed>(told => told.Context.Message is { State: "queued", QueuePosition: 2 } message && message.DocumentId == id)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_process_that_stops_gives_its_document_back_at_once()
    {
        var begun = new TaskCompletionSource();
        TestWriter.Writing = async (_, ct) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
        };
        var client = documents.SignedIn(await documents.OrganisationAsync());
        Guid id;
        await using (documents.StartWorker())
        {
            id = await DocumentsService.AskForAsync(client, new { text = new[] { "Gown" } });
            await begun.Task;
        }

        var document = await FindAsync(client, id);
        (document.GetProperty("state").GetString(), document.GetProperty("attempts").GetInt32()).ShouldBe(("queued", 0));
    }

    private static async Task<JsonElement> FindAsync(HttpClient client, Guid id) => JsonElement.Parse(await client.GetStringAsync($"/documents/{id}"));
}
