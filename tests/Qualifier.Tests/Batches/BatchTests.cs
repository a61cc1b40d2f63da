using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Qualifier.Batches;
using Teg.Platform.Qualifier.Jobs;
using Teg.Platform.Qualifier.Tests.Jobs;
using Teg.Platform.Qualifier.Tests.Rules;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Tests.Batches;

public sealed class BatchTests(JobHost host) : IClassFixture<JobHost>, IAsyncLifetime
{
    private const string Header = "Name,E-mail,Project description,Budget,Styles,Source\n";

    private readonly QualifierService qualifier = host.Qualifier;

    public async ValueTask InitializeAsync() => await host.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_table_is_judged_and_comes_back_as_a_workbook_with_everything_it_held()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await using var worker = host.Start();
        var file = Header
            + "Ada,ada@a.example,Evening gowns,\"$12,000\",8,=HYPERLINK(\"http://evil.example\")\n"
            + "Bea,bea@a.example,Hats,\"$4,000\",8,Fair\n"
            + "Cis,,,5k,8,Fair\n";

        var uploaded = await UploadAsync(client, file);
        var batch = await JobHost.UntilAsync(client, $"/batches/{uploaded.GetProperty("id").GetGuid()}", "batch", "succeeded", "failed");

        uploaded.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("usedAs").GetString()).ShouldBe(["name", "email", "project", "budget", "styles", null]);
        var summary = batch.GetProperty("batch");
        (summary.GetProperty("total").GetInt32(), summary.GetProperty("done").GetInt32(), summary.GetProperty("failed").GetInt32()).ShouldBe((3, 2, 1));
        summary.GetProperty("costUsd").GetDecimal().ShouldBe(2 * ((400 * 0.15m) + (40 * 0.60m)) / 1_000_000);
        batch.GetProperty("scores").EnumerateArray().Select(score => (score.GetProperty("score").GetInt32(), score.GetProperty("rows").GetInt64())).ShouldBe([(2, 1), (3, 1)]);
        var errors = await client.GetFromJsonAsync<JsonElement>($"/batches/{summary.GetProperty("id").GetGuid()}/errors");
        var error = errors.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        error.GetProperty("row").GetInt32().ShouldBe(4);
        error.GetProperty("problem").GetString().ShouldBe("There is no description of the project.");
        error.GetProperty("wayOut").GetString()!.ShouldContain("Project description");

        var result = Sheet.Read(await client.GetByteArrayAsync(new Uri($"/batches/{summary.GetProperty("id").GetGuid()}/result.xlsx", UriKind.Relative)));
        result.Headers.ShouldBe(
            ["Name", "E-mail", "Project description", "Budget", "Styles", "Source", "Final score", "Model score", "Rules", "Confidence", "Reason", "Redirect", "Fallback", "Problem"]);
        var rows = result.Rows.ToList();
        rows[0].Cells.ShouldBe(
        [
            "Ada", "ada@a.example", "Evening gowns", "$12,000", 8m, "=HYPERLINK(\"http://evil.example\")", 3m, 3m, null, 0.9m, "A clear project.",
            "https://app.teg.example/qualify/intro-call", null, null,
        ]);
        (rows[1].Cells[6], rows[1].Cells[7], rows[1].Cells[8]).ShouldBe((2m, 3m, "The budget of $4,000 is below $5,000."));
        rows[2].Cells[^1].ShouldBe("There is no description of the project.");
    }

    [Fact]
    public async Task The_workbook_says_where_each_would_have_been_sent_with_the_booking_filled_in()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await qualifier.DoAsync(
            """
            insert into qualifier.rule_set (org_id, version, content)
            values (@org, 1, '{"thresholds":{"capBelowBudget":5000,"capBelowStyles":5,"liftFromBudget":10000,"liftToBudget":20000,"currency":"USD","rates":{}},
                               "pages":{"thankYou":"https://www.house.example/thanks","letsChat":"https://calendly.com/house/chat","introCall":"https://calendly.com/house/intro"},
                               "promptVersion":null}')
            """, new { org });
        await using var worker = host.Start();

        var batch = await RunAsync(client, Header + "Ada & Co,ada@a.example,Gowns,,,\n");

        batch.GetProperty("batch").GetProperty("rulesVersion").GetInt32().ShouldBe(1);
        Sheet.Read(await client.GetByteArrayAsync(Result(batch))).Rows.Single().Cells[11].ShouldBe("https://calendly.com/house/intro?name=Ada%20%26%20Co&email=ada%40a.example&a1=Gowns");
    }

    [Fact]
    public async Task A_form_with_a_workbook_does_as_well_as_the_bare_file()
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync());
        using var workbook = new ByteArrayContent(Packed.Xlsx(Packed.Sheet($"<row>{Packed.Text("A1", "Project")}</row><row>{Packed.Text("A2", "Gowns")}</row>")));
        workbook.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var form = new MultipartFormDataContent { { new StringContent("ignored"), "note" }, { workbook, "file", "../../Leads 2025.xlsx" } };

        using var answer = await client.PostAsync(new Uri("/batches", UriKind.Relative), form);

        var batch = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, batch.ToString());
        (batch.GetProperty("name").GetString(), batch.GetProperty("format").GetString(), batch.GetProperty("total").GetInt32()).ShouldBe(("Leads 2025.xlsx", "xlsx", 1));
        batch.GetProperty("estimatedCostUsd").GetDecimal().ShouldBe(0.0002m);
    }

    [Fact]
    public async Task A_refused_file_leaves_nothing_behind()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);

        // The last row is one too many: the others were written already.
        using var refused = await PostAsync(client, "Project\n" + string.Concat(Enumerable.Repeat("Gowns\n", Sheet.MostRows + 1)));
        using var nothing = await PostAsync(client, "Project\n");

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await QualifierService.ProblemAsync(refused)).ShouldBe("batch-too-large");
        (await QualifierService.ProblemAsync(nothing)).ShouldBe("batch-empty");
        (await qualifier.AskAsync<long>("select (select count(*) from qualifier.job where org_id = @org) + (select count(*) from qualifier.batch_row where org_id = @org)", new { org })).ShouldBe(0);
    }

    [Fact]
    public async Task More_than_ten_megabytes_are_refused()
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync());

        using var refused = await PostAsync(client, "Project\n" + new string('x', Sheet.MostBytes));

        refused.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_model_that_does_not_answer_leaves_the_rules_and_says_so()
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync());
        // Nobody listens there.
        await using var worker = host.Start(("OpenAI:Address", "http://127.0.0.1:9/v1"), ("Jobs:Attempts", "2"));

        var batch = await RunAsync(client, Header + "Ada,ada@a.example,Gowns,\"$12,000\",8,\n");

        var row = Sheet.Read(await client.GetByteArrayAsync(Result(batch))).Rows.Single();
        (row.Cells[6], row.Cells[7], row.Cells[12]).ShouldBe((3m, null, "unavailable"));
        batch.GetProperty("scores")[0].GetProperty("withoutModel").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_killed_process_is_replaced_and_each_row_is_judged_once()
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync());
        var id = (await UploadAsync(client, Header + string.Concat(Enumerable.Range(0, 80).Select(at => $"P{at},p{at}@a.example,Gowns {at},,,\n")))).GetProperty("id").GetGuid();
        var mayAnswer = new TaskCompletionSource();
        (host.Model.AnswersFirst, host.Model.MayAnswer) = (host.Model.Asked + 40, mayAnswer.Task);
        await using (var first = host.Start(("Jobs:ModelCalls", "4")))
        {
            await Intake.IntakeHost.UntilAsync("some rows", async () => await qualifier.AskAsync<int>("select done from qualifier.job where id = @id", new { id }) >= 16);
        }

        host.Model.MayAnswer = Task.CompletedTask;
        mayAnswer.SetResult();
        var before = await qualifier.ListAsync<string>("select row_number || ' ' || xmin::text from qualifier.batch_row where job_id = @id and state = 'done' order by row_number", new { id });
        await qualifier.DoAsync("update qualifier.job set state = 'running', leased_by = gen_random_uuid(), leased_until = now() - interval '1 second' where id = @id and state = 'running'", new { id });
        var asked = host.Model.Asked;
        await using var second = host.Start();
        var batch = await JobHost.UntilAsync(client, $"/batches/{id}", "batch", "succeeded");

        batch.GetProperty("batch").GetProperty("done").GetInt32().ShouldBe(80);
        (host.Model.Asked - asked).ShouldBe(80 - before.Count);
        (await qualifier.ListAsync<string>("select row_number || ' ' || xmin::text from qualifier.batch_row where job_id = @id and state = 'done' order by row_number", new { id }))
            .Intersect(before, StringComparer.Ordinal).Count().ShouldBe(before.Count);
        (await second.Bus.Published.Any<BatchProgressed>(told => told.Context.Message is { State: "succeeded", Done: 80 } message && message.BatchId == id)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_canceled_batch_gives_what_is_done_and_an_unfinished_one_nothing_yet()
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync());
        var id = (await UploadAsync(client, Header + "Ada,,Gowns,,,\n")).GetProperty("id").GetGuid();

        using var early = await client.GetAsync(new Uri($"/batches/{id}/result.xlsx", UriKind.Relative));
        using var canceled = await client.PostAsync(new Uri($"/batches/{id}/cancellation", UriKind.Relative), null);
        using var result = await client.GetAsync(new Uri($"/batches/{id}/result.xlsx", UriKind.Relative));

        (await QualifierService.ProblemAsync(early)).ShouldBe("batch-not-over");
        canceled.StatusCode.ShouldBe(HttpStatusCode.OK);
        result.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        Sheet.Read(await result.Content.ReadAsByteArrayAsync()).Rows.Single().Cells[6].ShouldBeNull();
    }

    [Fact]
    public async Task Uploads_are_forgotten_after_their_time_and_replays_are_not()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        var old = (await UploadAsync(client, "Project\nGowns\n")).GetProperty("id").GetGuid();
        var young = (await UploadAsync(client, "Project\nGowns\n")).GetProperty("id").GetGuid();
        await host.EnquiriesAsync(org, ("edge@a.example", 3, 3, "$5,500", "8"));
        var today = qualifier.Clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (await client.PostAsJsonAsync("/replays", new { from = "2026-01-01", to = today, content = await RuleEndpointTests.ContentAsync(client, 6_000) })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await qualifier.DoAsync("update qualifier.job set requested_at = now() - interval '90 days 1 second' where id = @old or (org_id = @org and kind = 'replay')", new { org, old });
        await qualifier.DoAsync("update qualifier.job set requested_at = now() - interval '89 days' where id = @young", new { young });

        await using var worker = host.Start();

        await Intake.IntakeHost.UntilAsync("the old batch to be gone", async () => await qualifier.AskAsync<long>("select count(*) from qualifier.job where id = @old", new { old }) == 0);
        (await qualifier.AskAsync<long>("select count(*) from qualifier.batch_row where job_id = @old", new { old })).ShouldBe(0);
        (await qualifier.AskAsync<long>("select count(*) from qualifier.job where org_id = @org", new { org })).ShouldBe(2);
    }

    [Fact]
    public async Task A_person_is_found_and_erased_in_every_row_that_names_them()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        var id = (await UploadAsync(client, Header + "Ada,Ada@A.example,Gowns,,,\nBea,bea@a.example,Hats for ada@a.example,,,\nCis,cis@a.example,Coats,,,\n")).GetProperty("id").GetGuid();
        await using var accounts = await qualifier.Postgres.As("accounts").OpenConnectionAsync();
        await using var command = accounts.CreateCommand();
        command.CommandText = "select set_config('teg.org_id', @org, false)";
        command.Parameters.AddWithValue("org", $"{org}");
        await command.ExecuteNonQueryAsync();

        (await PersonAsync(accounts, "select count(*) from qualifier.find_person('ada@a.example') where what = 'batch row'")).ShouldBe(2);
        (await PersonAsync(accounts, "select sum(rows)::bigint from qualifier.erase_person('ADA@a.example') where what = 'batch row'")).ShouldBe(2);
        (await qualifier.ListAsync<int>("select row_number from qualifier.batch_row where job_id = @id", new { id })).ShouldBe([4]);
    }

    [Fact]
    public async Task Another_organisation_sees_nothing_of_it_and_a_viewer_uploads_nothing()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        using var viewer = qualifier.SignedIn(org, Roles.Viewer);
        using var stranger = qualifier.SignedIn(await qualifier.OrganisationAsync(), Roles.Admin);
        var id = (await UploadAsync(client, "Project\nGowns\n")).GetProperty("id").GetGuid();

        foreach (var path in new[] { $"/batches/{id}", $"/batches/{id}/errors", $"/batches/{id}/result.xlsx" })
        {
            using var seen = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            seen.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var deleted = await stranger.DeleteAsync(new Uri($"/batches/{id}", UriKind.Relative));
        using var uploaded = await PostAsync(viewer, "Project\nGowns\n");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        uploaded.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_process_that_lost_its_lease_writes_nothing()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        var id = (await UploadAsync(client, "Project\nGowns\n")).GetProperty("id").GetGuid();
        var settings = await qualifier.AskAsync<string>("select settings::text from qualifier.job where id = @id", new { id });
        await qualifier.DoAsync("update qualifier.job set state = 'canceled' where id = @id", new { id });
        await using var worker = host.Start(("Jobs:Work", "false"));
        var zombie = new JobLease(org, id, JobLease.Batch, settings, 1, Guid.NewGuid(), TimeSpan.FromSeconds(30));

        await Should.ThrowAsync<LeaseLostException>(() => worker.Services.GetServices<IJobWork>().OfType<BatchWork>().Single().StepAsync(zombie, CancellationToken.None));

        (await qualifier.AskAsync<string>("select state from qualifier.batch_row where job_id = @id", new { id })).ShouldBe("waiting");
    }

    private static async Task<long> PersonAsync(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Uri Result(JsonElement batch) => new($"/batches/{batch.GetProperty("batch").GetProperty("id").GetGuid()}/result.xlsx", UriKind.Relative);

    private static async Task<JsonElement> RunAsync(HttpClient client, string csv) =>
        await JobHost.UntilAsync(client, $"/batches/{(await UploadAsync(client, csv)).GetProperty("id").GetGuid()}", "batch", "succeeded", "failed");

    private static async Task<JsonElement> UploadAsync(HttpClient client, string csv)
    {
        using var answer = await PostAsync(client, csv);
        var batch = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, batch.ToString());
        return batch;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string csv)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return client.PostAsync(new Uri("/batches", UriKind.Relative), content);
    }
}
