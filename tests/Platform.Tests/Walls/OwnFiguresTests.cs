using System.Net;
using System.Text.Json;
using Teg.Platform.Platform.Tests.Truths;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>The demo's agent sells as Burki: the pages show what they show a manager who filters by Burki.</summary>
public sealed class OwnFiguresTests(Suite suite)
{
    [Fact]
    public async Task An_agents_sales_are_the_managers_filtered_to_the_agent()
    {
        using var agent = await suite.SignInAsync("agent@teg.example");
        var truth = await suite.TruthAsync();
        var range = $"from={truth.Text("from")}&to={truth.Text("to")}";

        var own = JsonElement.Parse(await agent.GetStringAsync($"/api/analytics/sales?{range}"));
        var filtered = await suite.GetAsync($"/api/analytics/sales?{range}&rep=Burki");

        own.GetProperty("total").GetProperty("deals").GetInt64().ShouldBeGreaterThan(10);
        foreach (var part in new[] { "total", "ytd", "mtd", "bySalesperson", "byCategory", "byPeriod" })
        {
            own.GetProperty(part).GetRawText().ShouldBe(filtered.GetProperty(part).GetRawText(), part);
        }

        own.GetProperty("filters").GetProperty("reps").EnumerateArray().Select(rep => rep.GetString()).ShouldBe(["Burki"]);
    }

    [Fact]
    public async Task An_agent_is_told_of_own_rows_alone_how_a_figure_came_about_and_of_advertising_nothing()
    {
        using var agent = await suite.SignInAsync("agent@teg.example");
        var truth = await suite.TruthAsync();
        var range = $"from={truth.Text("from")}&to={truth.Text("to")}";

        var own = JsonElement.Parse(await agent.GetStringAsync($"/api/analytics/explain/sales.revenue?{range}"));
        var filtered = await suite.GetAsync($"/api/analytics/explain/sales.revenue?{range}&rep=Burki");
        var rows = JsonElement.Parse(await agent.GetStringAsync($"/api/analytics/explain/sales.revenue/rows?{range}&limit=200")).GetProperty("items").GetRawText();

        own.GetProperty("value").GetDecimal().ShouldBeGreaterThan(0);
        foreach (var part in new[] { "value", "exclusions" })
        {
            own.GetProperty(part).GetRawText().ShouldBe(filtered.GetProperty(part).GetRawText(), part);
        }

        rows.ShouldBe((await suite.GetAsync($"/api/analytics/explain/sales.revenue/rows?{range}&limit=200&rep=Burki")).GetProperty("items").GetRawText());
        own.Rows("filters").ShouldHaveSingleItem().GetProperty("values").EnumerateArray().Select(name => name.GetString()).ShouldContain("Burki", "under each name the boards have for the person");
        own.Rows("sources").ShouldAllBe(source => source.GetProperty("run").ValueKind == JsonValueKind.Null && source.GetProperty("publishedAt").ValueKind == JsonValueKind.String);
        filtered.Rows("sources").ShouldAllBe(source => source.GetProperty("run").ValueKind == JsonValueKind.Object);

        foreach (var path in new[] { "ads.spend", "ads.leads/rows", "ads.revenue/rows.csv", "ads.revenue/rows.xlsx" })
        {
            using var answer = await agent.GetAsync(new Uri($"/api/analytics/explain/{path}", UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task An_agents_deals_are_the_managers_filtered_to_the_agent_in_every_column()
    {
        using var agent = await suite.SignInAsync("agent@teg.example");
        var truth = await suite.TruthAsync();
        var query = $"/api/analytics/sales/deals?from={truth.Text("from")}&to={truth.Text("to")}&limit=200";

        var own = JsonElement.Parse(await agent.GetStringAsync(query)).GetProperty("items");

        own.GetArrayLength().ShouldBeGreaterThan(10);
        own.GetRawText().ShouldBe((await suite.GetAsync($"{query}&rep=Burki")).GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task An_agents_new_leads_are_the_managers_filtered_to_the_agent_with_every_row()
    {
        using var agent = await suite.SignInAsync("agent@teg.example");
        var truth = await suite.TruthAsync();
        var range = $"from={truth.Text("from")}&to={truth.Text("to")}";

        var own = JsonElement.Parse(await agent.GetStringAsync($"/api/analytics/new-leads?{range}"));
        var filtered = await suite.GetAsync($"/api/analytics/new-leads?{range}&owner=Burki");
        var rows = JsonElement.Parse(await agent.GetStringAsync($"/api/analytics/new-leads/leads?{range}&limit=200")).GetProperty("items");

        own.GetProperty("totals").GetProperty("closed").GetInt64().ShouldBeGreaterThan(5);
        foreach (var part in new[] { "totals", "days", "weeks", "excluded" })
        {
            own.GetProperty(part).GetRawText().ShouldBe(filtered.GetProperty(part).GetRawText(), part);
        }

        own.GetProperty("by").Rows("owners").Select(owner => owner.Text("value")).ShouldBe(["Burki"]);
        // What an agent may not know of a campaign is its name.
        string Row(JsonElement row) => string.Join('|', row.EnumerateObject().Where(part => part.Name != "campaignName").Select(part => part.Value.GetRawText()));
        rows.EnumerateArray().Select(Row).ShouldBe(
            (await suite.GetAsync($"/api/analytics/new-leads/leads?{range}&limit=200&owner=Burki")).GetProperty("items").EnumerateArray().Select(Row));
    }

    [Fact]
    public async Task An_agents_calls_are_the_managers_filtered_to_the_agent()
    {
        using var agent = await suite.SignInAsync("agent@teg.example");
        var truth = await suite.TruthAsync();
        var range = $"from={truth.Text("from")}&to={truth.Text("to")}";

        var own = JsonElement.Parse(await agent.GetStringAsync($"/api/analytics/calls?{range}"));
        var filtered = await suite.GetAsync($"/api/analytics/calls?{range}&rep=Burki");

        own.GetProperty("totals").GetProperty("scheduled").GetInt64().ShouldBeGreaterThan(10);
        foreach (var part in new[] { "byRep", "byKind", "bySource", "months" })
        {
            own.GetProperty(part).GetRawText().ShouldBe(filtered.GetProperty(part).GetRawText(), part);
        }

        own.GetProperty("filters").GetProperty("reps").EnumerateArray().Select(rep => rep.GetProperty("value").GetString()).ShouldBe(["Burki"]);
        // Asking for somebody else's is answered with nothing.
        JsonElement.Parse(await agent.GetStringAsync($"/api/analytics/calls?{range}&rep=Sofia")).GetProperty("totals").GetProperty("booked").GetInt64().ShouldBe(0);
        JsonElement.Parse(await agent.GetStringAsync($"/api/analytics/calls/list?{range}&rep=Sofia")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }
}
