using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Teg.Platform.Qualifier.Tests.Intake;

/// <summary>SIGKILL to the service, to PostgreSQL and to RabbitMQ while people write: what was answered is stored, once, and told once.</summary>
public sealed class KillTests(QualifierProcess process) : IClassFixture<QualifierProcess>
{
    private const int Forms = 300;
    private const int Senders = 12;

    [Fact]
    public async Task Whatever_is_killed_under_load_every_enquiry_that_was_answered_is_stored_once_and_becomes_one_message_and_one_lead()
    {
        var answers = new ConcurrentDictionary<int, (Guid Id, int Score)>();
        var next = -1;
        var senders = Enumerable.Range(0, Senders).Select(async sender =>
        {
            while (Interlocked.Increment(ref next) is var form and < Forms)
            {
                answers[form] = await SendUntilAnsweredAsync("load", form);
                if (form % 10 == 0)
                {
                    // A double click, a proxy, an impatient person: the same again gets the same.
                    (await SendUntilAnsweredAsync("load", form)).Id.ShouldBe(answers[form].Id);
                }
            }
        }).ToList();

        await process.UntilAsync("60 answers", () => Task.FromResult(answers.Count >= 60));
        await process.Application.KillAsync("qualifier");
        await process.RestartAsync("qualifier");

        await process.UntilAsync("110 answers", () => Task.FromResult(answers.Count >= 110));
        await process.Application.KillAsync("postgres");
        await process.UntilAsync("160 answers, the last ones without a database", () => Task.FromResult(answers.Count >= 160));
        // Both at once: what only the spool knows survives the process too.
        await process.Application.KillAsync("qualifier");
        await process.RestartAsync("qualifier");
        await process.UntilAsync("200 answers", () => Task.FromResult(answers.Count >= 200));
        await process.RestartAsync("postgres");

        await process.Application.KillAsync("rabbitmq");
        await process.UntilAsync("240 answers, the last ones without a broker", () => Task.FromResult(answers.Count >= 240));
        await process.RestartAsync("rabbitmq");
        await Task.WhenAll(senders);

        await process.UntilAsync("everything in the database", async () => await CountAsync("load") == Forms);
        var stored = await process.ListAsync<(Guid Id, int Score)>(
            "select id, score::int from qualifier.enquiry where org_id = @Org and project like 'load %'", new { process.Site.Org });
        stored.ShouldBe(answers.Values, ignoreOrder: true);
        (await process.AskAsync<long>(
            "select count(*) from qualifier.decision d join qualifier.enquiry e using (org_id) where e.id = d.enquiry_id and e.project like 'load %' and d.kind = 'first'")).ShouldBe(Forms);
        await process.UntilAsync("every enquiry on the bus", () => Task.FromResult(stored.All(enquiry => process.Heard.ContainsKey(enquiry.Id))));
        (await process.AskAsync<long>(
            """
            select max(times) from (
                select count(*) as times
                from qualifier.outbox o, jsonb_array_elements_text(o.body -> 'enquiryIds') as enquiry(id)
                where o.message_type like '%EnquiriesJudged'
                group by enquiry.id) m
            """))
            .ShouldBe(1, "one message speaks of an enquiry");
        await process.UntilAsync("every enquiry to be a lead", async () =>
            await process.AskAsync<long>("select count(*) from crm.lead where org_id = @Org and email like 'load%'", new { process.Site.Org }) >= Forms);
        (await process.ListAsync<string>("select email from crm.lead where org_id = @Org and email like 'load%'", new { process.Site.Org }))
            .ShouldBe(Enumerable.Range(0, Forms).Select(form => $"load{form}@x.example"), ignoreOrder: true);
    }

    [Fact]
    public async Task Killed_right_after_the_answer_and_without_a_database_the_enquiry_and_its_decision_are_there_later()
    {
        await SendUntilAnsweredAsync("before", 0);
        await process.Application.KillAsync("postgres");
        var answers = new List<(Guid Id, int Score)>();
        for (var i = 0; i < 5; i++)
        {
            answers.Add(await SendUntilAnsweredAsync("after", i));
        }

        await process.Application.KillAsync("qualifier");

        // It starts without the database, knows the sites from its disk, says how it stands, and gives the same answer to who asks again.
        await process.RestartAsync("qualifier");
        var asked = process.Model.Asked;
        (await SendUntilAnsweredAsync("after", 4)).ShouldBe(answers[4]);
        process.Model.Asked.ShouldBe(asked);
        answers.Add(await SendUntilAnsweredAsync("after", 5));
        using var health = await process.Http.GetAsync(new Uri("/health", UriKind.Relative));
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await health.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString().ShouldBe("degraded");

        await process.RestartAsync("postgres");
        await process.UntilAsync("everything in the database", async () => await CountAsync("after") == answers.Count);
        (await process.ListAsync<(Guid Id, int Score)>("select id, score::int from qualifier.enquiry where org_id = @Org and project like 'after %'", new { process.Site.Org }))
            .ShouldBe(answers, ignoreOrder: true);
    }

    [Fact]
    public async Task Killed_while_the_model_thinks_the_enquiry_is_judged_after_the_restart_though_nobody_asks_again()
    {
        var gate = new TaskCompletionSource();
        process.Model.MayAnswer = gate.Task;
        var before = process.Model.Asked;
        var sent = TrySendAsync("thinking", 0);
        await process.UntilAsync("the model to be asked", () => Task.FromResult(process.Model.Asked > before));

        await process.Application.KillAsync("qualifier");
        (await sent).ShouldBeNull("nobody was answered");
        process.Model.MayAnswer = Task.CompletedTask;
        gate.SetResult();
        await process.RestartAsync("qualifier");

        await process.UntilAsync("the enquiry to be judged and stored", async () => await CountAsync("thinking") == 1);
        (await process.AskAsync<int>("select score::int from qualifier.enquiry where project like 'thinking %'")).ShouldBe(3);
    }

    private Task<long> CountAsync(string tag) =>
        process.AskAsync<long>("select count(*) from qualifier.enquiry where org_id = @Org and project like @like", new { process.Site.Org, like = $"{tag} %" });

    private async Task<(Guid Id, int Score)> SendUntilAnsweredAsync(string tag, int form)
    {
        (Guid, int)? answer = null;
        await process.UntilAsync($"an answer to form {form}", async () => (answer = await TrySendAsync(tag, form)) is not null);
        return answer!.Value;
    }

    /// <returns>Null without an answer that promises anything.</returns>
    private async Task<(Guid Id, int Score)?> TrySendAsync(string tag, int form)
    {
        try
        {
            using var response = await process.Http.PostAsJsonAsync("/qualify", new { key = process.Site.Key, name = $"Person {form}", email = $"{tag}{form}@x.example", project = $"{tag} {form}" });
            if (response.StatusCode is HttpStatusCode.OK)
            {
                var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
                return (answer.GetProperty("enquiryId").GetGuid(), answer.GetProperty("score").GetInt32());
            }

            response.StatusCode.ShouldBeOneOf(HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests);
            return null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
