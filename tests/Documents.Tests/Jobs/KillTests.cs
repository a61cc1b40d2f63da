using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
using Teg.Platform.Documents.Tests.Conversion;

namespace Teg.Platform.Documents.Tests.Jobs;

/// <summary>SIGKILL to the service, to PostgreSQL and to RabbitMQ while documents are made: each that was accepted is made, once, with its files.</summary>
public sealed class KillTests(DocumentsProcess process) : IClassFixture<DocumentsProcess>
{
    private const int Documents = 60;

    [Fact]
    public async Task Killed_in_the_transaction_that_ends_it_a_document_is_made_again_and_has_its_files_once()
    {
        Guid id;
        await using (var connection = await process.Owner.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("lock table documents.file in share mode", transaction: transaction);
            id = await process.AskForAsync("ending", "a-la-carte", Inputs("Ending"));
            for (var time = 0; time < 3; time++)
            {
                // The document's row says ready in a transaction that stands before its files and never ends.
                await process.UntilBlockedAsync("insert into documents.file");
                await process.KillAsync();
                (await StateAsync(id)).ShouldBe("working");
                // A server that waits for a lock does not notice that its client is gone, as it otherwise would at once.
                await process.DoAsync("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'documents'");
                await process.RestartAsync();
            }
        }

        await process.UntilAsync("the document to be ready", async () => await StateAsync(id) == "ready");
        (await process.AskAsync<int>("select attempt from documents.document where id = @id", new { id })).ShouldBeGreaterThanOrEqualTo(4);
        (await process.ListAsync<string>("select format from documents.document_file where document_id = @id order by format", new { id })).ShouldBe(["office", "pdf"]);
        (await process.AskAsync<long>("select count(*) from documents.file f where not exists (select from documents.document_file d where d.org_id = f.org_id and d.hash = f.hash)")).ShouldBe(0);
    }

    [Fact]
    public async Task Killed_while_LibreOffice_has_it_before_itself_a_document_is_made_again_and_nothing_of_the_first_time_is_left()
    {
        var ids = new List<Guid>();
        var interrupted = 0;
        while (interrupted < 2)
        {
            ids.Count.ShouldBeLessThan(50, "LibreOffice was always faster");
            var id = await process.AskForAsync($"converting {ids.Count}", "a-la-carte", Inputs($"Converting {ids.Count}"));
            ids.Add(id);
            await process.UntilAsync("the file before LibreOffice", async () => Farm.Documents(process.Engines).Count > 0 || await StateAsync(id) == "ready");
            // Held where it is, unless it is through already.
            await SignalAsync("STOP");
            if (Farm.Documents(process.Engines).Count == 0)
            {
                await SignalAsync("CONT");
                continue;
            }

            await process.KillAsync();
            interrupted += await StateAsync(id) == "working" ? 1 : 0;
            await process.RestartAsync();
        }

        foreach (var id in ids)
        {
            await process.UntilAsync("the document to be ready", async () => await StateAsync(id) == "ready");
            (await process.ListAsync<string>("select format from documents.document_file where document_id = @id order by format", new { id })).ShouldBe(["office", "pdf"]);
        }

        (await process.AskAsync<long>("select count(*) from documents.document where id = any (@ids) and attempt > 1", new { ids })).ShouldBe(interrupted);
        await process.UntilAsync("no file on any desk", () => Task.FromResult(Farm.Documents(process.Engines).Count == 0));

        async Task SignalAsync(string signal)
        {
            using var kill = Process.Start("sh", ["-c", $"kill -{signal} {string.Join(' ', Farm.Processes(process.Engines))} 2>/dev/null"]);
            await kill.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Whatever_is_killed_under_load_every_document_that_was_accepted_is_made_once_and_the_same_inputs_make_one_file()
    {
        var ids = new ConcurrentDictionary<int, Guid>();
        var next = -1;
        var asking = Enumerable.Range(0, 4).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number and < Documents)
            {
                // Every two have the same inputs.
                ids[number] = await process.AskForAsync($"load {number}", "a-la-carte", Inputs($"Load {number / 2}"));
                if (number % 10 == 0)
                {
                    (await process.AskForAsync($"load {number}", "a-la-carte", Inputs($"Load {number / 2}"))).ShouldBe(ids[number], "a double click is one document");
                }
            }
        }).ToList();

        foreach (var accepted in new[] { 5, 15, 25 })
        {
            await process.UntilAsync($"{accepted} accepted and one under way", async () => ids.Count >= accepted && (await WorkingAsync() > 0 || await ReadyAsync() >= ids.Count));
            await process.RestartKilledAsync();
        }

        await process.UntilAsync("35 accepted", () => Task.FromResult(ids.Count >= 35));
        await process.Application.KillAsync("postgres");
        await process.RestartAsync("postgres");
        await process.UntilAsync("45 accepted", () => Task.FromResult(ids.Count >= 45));
        await process.Application.KillAsync("rabbitmq");
        await Task.WhenAll(asking);
        await process.UntilAsync("documents to be made without a broker", async () => await ReadyAsync() >= 50);
        await process.RestartAsync("rabbitmq");

        await process.UntilAsync("every document to be ready", async () => await ReadyAsync() == Documents);
        (await process.ListAsync<Guid>("select id from documents.document where org_id = @Org and request_key like 'load %'", new { process.Org })).ShouldBe(ids.Values, ignoreOrder: true);
        (await process.AskAsync<long>(
            "select count(*) from documents.document_file f join documents.document d on d.org_id = f.org_id and d.id = f.document_id where d.request_key like 'load %'")).ShouldBe(Documents * 2);
        (await process.AskAsync<long>(
            "select count(distinct f.hash) from documents.document_file f join documents.document d on d.org_id = f.org_id and d.id = f.document_id where d.request_key like 'load %'")).ShouldBe(Documents, "an Office file and a PDF for every two");
        (await process.AskAsync<long>(
            "select count(*) from documents.outbox where body ->> 'documentId' = any (@ids)", new { ids = ids.Values.Select(id => $"{id}").ToArray() })).ShouldBe(Documents, "one message for each document");
        await process.UntilAsync("every message on the bus", () => Task.FromResult(ids.Values.All(process.Requested.ContainsKey)));
    }

    private static object Inputs(string project) => new
    {
        client = new { company = "Maison Verre", contact = "Ada Verre" },
        project = new { name = project },
        lines = new object[] { new { item = "toile", quantity = 3 }, new { name = "Studio day", quantity = 1, price = 1200.50m } },
        date = "2026-11-20",
    };

    private Task<string> StateAsync(Guid id) => process.AskAsync<string>("select state from documents.document where id = @id", new { id });

    private async Task<long> ReadyAsync()
    {
        try
        {
            return await process.AskAsync<long>("select count(*) from documents.document where org_id = @Org and state = 'ready' and request_key like 'load %'", new { process.Org });
        }
        catch (Npgsql.NpgsqlException)
        {
            // The server has just been killed.
            return -1;
        }
    }

    private Task<long> WorkingAsync() => process.AskAsync<long>("select count(*) from documents.document where org_id = @Org and state = 'working'", new { process.Org });
}
