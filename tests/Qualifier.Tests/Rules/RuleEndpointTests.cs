using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.Qualifier.Tests.Jobs;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Tests.Rules;

public sealed class RuleEndpointTests(JobHost host) : IClassFixture<JobHost>
{
    private readonly QualifierService qualifier = host.Qualifier;

    [Fact]
    public async Task Before_anybody_chose_the_defaults_hold_as_version_0()
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync(), Roles.Viewer);

        var rules = await client.GetFromJsonAsync<JsonElement>("/rules");

        rules.GetProperty("active").GetProperty("version").GetInt32().ShouldBe(0);
        rules.GetProperty("active").GetProperty("content").ToString().ShouldBe(rules.GetProperty("defaults").ToString());
        rules.GetProperty("active").GetProperty("content").GetProperty("thresholds").GetProperty("capBelowBudget").GetDecimal().ShouldBe(5_000);
        rules.GetProperty("promptVersions").EnumerateArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_change_is_the_next_version_and_the_trail_says_what_it_was_before()
    {
        var org = await qualifier.OrganisationAsync();
        var user = Guid.CreateVersion7();
        using var client = qualifier.SignedIn(org, user: user);

        using var saved = await client.PostAsJsonAsync("/rules", new { content = await ContentAsync(client, capBelowBudget: 6_000), note = "Dearer silk.", basedOn = 0 });

        saved.StatusCode.ShouldBe(HttpStatusCode.Created, await saved.Content.ReadAsStringAsync());
        var active = (await client.GetFromJsonAsync<JsonElement>("/rules")).GetProperty("active");
        active.GetProperty("version").GetInt32().ShouldBe(1);
        active.GetProperty("note").GetString().ShouldBe("Dearer silk.");
        active.GetProperty("createdBy").GetGuid().ShouldBe(user);
        active.GetProperty("content").GetProperty("thresholds").GetProperty("capBelowBudget").GetDecimal().ShouldBe(6_000);
        var changes = await qualifier.AskAsync<string>("select changes::text from audit.event where org_id = @org and action = 'SaveRules'", new { org });
        using var change = JsonDocument.Parse(changes);
        change.RootElement[0].GetProperty("before").GetProperty("thresholds").GetProperty("capBelowBudget").GetDecimal().ShouldBe(5_000);
        change.RootElement[0].GetProperty("after").GetProperty("thresholds").GetProperty("capBelowBudget").GetDecimal().ShouldBe(6_000);
    }

    [Fact]
    public async Task Who_judges_is_told_of_a_change()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await using var listening = await qualifier.Postgres.Owner.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand("listen qualifier_sites", listening))
        {
            await listen.ExecuteNonQueryAsync();
        }

        await SaveAsync(client, 0, 6_000);

        (await listening.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_change_of_what_somebody_else_has_changed_meanwhile_is_refused()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await SaveAsync(client, 0, 6_000);

        using var late = await client.PostAsJsonAsync("/rules", new { content = await ContentAsync(client, 7_000), note = "", basedOn = 0 });

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await QualifierService.ProblemAsync(late)).ShouldBe("rules-changed");
        (await qualifier.AskAsync<long>("select count(*) from qualifier.rule_set where org_id = @org", new { org })).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_at_once_one_wins_and_the_others_are_told()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        var content = await ContentAsync(client, 6_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.PostAsJsonAsync("/rules", new { content, note = "", basedOn = 0 })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
    }

    [Fact]
    public async Task Going_back_makes_a_new_version()
    {
        var org = await qualifier.OrganisationAsync();
        using var client = qualifier.SignedIn(org);
        await SaveAsync(client, 0, 6_000);
        await SaveAsync(client, 1, 7_000);

        using var restored = await client.PostAsync(new Uri("/rules/1/restoration", UriKind.Relative), null);
        using var defaults = await client.PostAsync(new Uri("/rules/0/restoration", UriKind.Relative), null);
        using var unknown = await client.PostAsync(new Uri("/rules/99/restoration", UriKind.Relative), null);
        using var same = await client.PostAsync(new Uri("/rules/4/restoration", UriKind.Relative), null);

        restored.StatusCode.ShouldBe(HttpStatusCode.Created);
        defaults.StatusCode.ShouldBe(HttpStatusCode.Created);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await QualifierService.ProblemAsync(same)).ShouldBe("rules-in-force");
        var versions = (await client.GetFromJsonAsync<JsonElement>("/rules/versions?limit=3")).GetProperty("items");
        versions.EnumerateArray().Select(version => (version.GetProperty("version").GetInt32(), Cap(version.GetProperty("content"))))
            .ShouldBe([(4, 5_000), (3, 6_000), (2, 7_000)]);
        var rest = await client.GetFromJsonAsync<JsonElement>("/rules/versions?limit=3&after=2");
        rest.GetProperty("items").EnumerateArray().Select(version => version.GetProperty("version").GetInt32()).ShouldBe([1]);
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Rules_that_nobody_could_obey_are_refused_with_the_value_that_is_wrong()
    {
        using var client = qualifier.SignedIn(await qualifier.OrganisationAsync());

        using var refused = await client.PostAsJsonAsync("/rules", new { content = await ContentAsync(client, 12_000), note = "", basedOn = 0 });

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("content.thresholds.liftFromBudget");
    }

    [Fact]
    public async Task A_preview_says_who_would_move_and_asks_no_model()
    {
        var org = await qualifier.OrganisationAsync();
        await host.EnquiriesAsync(
            org, ("poor@a.example", 3, 2, "$4,000", "8"), ("rich@a.example", 3, 3, "$50,000", "8"), ("edge@a.example", 3, 3, "$5,500", "8"), ("spam@a.example", 0, 0, "$50,000", "8"));
        using var client = qualifier.SignedIn(org, Roles.Viewer);
        var asked = host.Model.Asked;

        using var answer = await client.PostAsJsonAsync("/rules/preview", new { content = await ContentAsync(client, 6_000), days = 90 });

        var preview = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, preview.ToString());
        (preview.GetProperty("enquiries").GetInt64(), preview.GetProperty("moved").GetInt64()).ShouldBe((4, 1));
        var matrix = preview.GetProperty("matrix").EnumerateArray().ToDictionary(
            move => (move.GetProperty("from").GetInt32(), move.GetProperty("to").GetInt32()), move => move.GetProperty("enquiries").GetInt64());
        matrix.Count.ShouldBe(16);
        (matrix[(2, 2)], matrix[(3, 2)], matrix[(3, 3)], matrix[(0, 0)]).ShouldBe((1, 1, 1, 1));
        var sample = preview.GetProperty("samples").EnumerateArray().ShouldHaveSingleItem();
        sample.GetProperty("rulesBefore").GetArrayLength().ShouldBe(0);
        sample.GetProperty("rulesAfter")[0].GetProperty("rule").GetString().ShouldBe(Weighting.BudgetBelowMinimum);
        host.Model.Asked.ShouldBe(asked);
    }

    [Fact]
    public async Task A_preview_knows_nothing_of_older_enquiries()
    {
        var org = await qualifier.OrganisationAsync();
        await host.EnquiriesAsync(org, ("edge@a.example", 3, 3, "$5,500", "8"));
        using var client = qualifier.SignedIn(org, Roles.Viewer);

        using var answer = await client.PostAsJsonAsync("/rules/preview", new { content = await ContentAsync(client, 6_000), days = 2 });

        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("enquiries").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_viewer_changes_nothing_and_an_agent_sees_nothing()
    {
        var org = await qualifier.OrganisationAsync();
        using var viewer = qualifier.SignedIn(org, Roles.Viewer);
        using var agent = qualifier.SignedIn(org, Roles.Agent);

        using var saved = await viewer.PostAsJsonAsync("/rules", new { content = await ContentAsync(viewer, 6_000), note = "", basedOn = 0 });
        using var seen = await agent.GetAsync(new Uri("/rules", UriKind.Relative));

        saved.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        seen.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static decimal Cap(JsonElement content) => content.GetProperty("thresholds").GetProperty("capBelowBudget").GetDecimal();

    private static async Task SaveAsync(HttpClient client, int basedOn, decimal capBelowBudget)
    {
        using var saved = await client.PostAsJsonAsync("/rules", new { content = await ContentAsync(client, capBelowBudget), note = "", basedOn });
        saved.StatusCode.ShouldBe(HttpStatusCode.Created, await saved.Content.ReadAsStringAsync());
    }

    /// <summary>The defaults with another minimum.</summary>
    internal static async Task<object> ContentAsync(HttpClient client, decimal capBelowBudget)
    {
        var defaults = (await client.GetFromJsonAsync<JsonElement>("/rules")).GetProperty("defaults");
        return new
        {
            thresholds = new { capBelowBudget, capBelowStyles = 5, liftFromBudget = 10_000, liftToBudget = 20_000, currency = "USD", rates = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["EUR"] = 1.08m } },
            pages = defaults.GetProperty("pages"),
            promptVersion = (string?)null,
        };
    }
}
