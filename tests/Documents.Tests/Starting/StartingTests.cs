using System.Net.Http.Json;
using System.Text.Json;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Tests.Starting;

public sealed class StartingTests(DocumentsService documents)
{
    private readonly Guid lead = Guid.CreateVersion7();
    private readonly Guid deal = Guid.CreateVersion7();
    private readonly Guid agent = Guid.CreateVersion7();

    [Fact]
    public async Task Leads_and_deals_are_found_by_name_company_and_address_page_by_page_and_an_agent_finds_own_ones()
    {
        var org = await HouseAsync();
        var client = documents.SignedIn(org);

        var all = new List<string>();
        string? next = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/clients?limit=2{(next is null ? "" : $"&after={next}")}");
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(row => $"{row.GetProperty("kind")} {row.GetProperty("name")}"));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        // What is not closed yet comes first.
        all.ShouldBe(["deal Bridal line", "lead Ada Verre", "lead Olga Other"]);
        (await NamesAsync(client, "VERRE")).ShouldBe(["Bridal line", "Ada Verre"]);
        (await NamesAsync(client, "olga@")).ShouldBe(["Olga Other"]);
        (await NamesAsync(documents.SignedIn(org, Roles.Agent, agent), "")).ShouldBe(["Bridal line", "Ada Verre"]);
        (await NamesAsync(documents.SignedIn(await documents.OrganisationAsync()), "")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("contract")]
    [InlineData("deck")]
    [InlineData("workbook")]
    [InlineData("a-la-carte")]
    public async Task A_form_begins_with_what_the_deal_and_its_lead_say(string kind)
    {
        var org = await HouseAsync();

        var inputs = (await documents.SignedIn(org).GetFromJsonAsync<JsonElement>($"/defaults?kind={kind}&deal={deal}")).GetProperty("inputs");

        inputs.GetProperty("client").GetProperty("company").GetString().ShouldBe("Maison Verre");
        inputs.GetProperty("client").GetProperty("contact").GetString().ShouldBe("Ada Verre");
        if (kind == "deck")
        {
            inputs.GetProperty("category").GetString().ShouldBe("bridal-couture");
            return;
        }

        inputs.GetProperty("client").GetProperty("email").GetString().ShouldBe("ada@verre.example");
        inputs.GetProperty("project").GetProperty("name").GetString().ShouldBe("Bridal line");
    }

    [Fact]
    public async Task What_is_not_there_or_not_ones_own_begins_an_empty_form()
    {
        var org = await HouseAsync();

        foreach (var (client, query) in new[]
        {
            (documents.SignedIn(org), $"lead={Guid.NewGuid()}"), (documents.SignedIn(await documents.OrganisationAsync()), $"deal={deal}"), (documents.SignedIn(org, Roles.Agent), $"lead={lead}"),
        })
        {
            var inputs = (await client.GetFromJsonAsync<JsonElement>($"/defaults?kind=workbook&{query}")).GetProperty("inputs");
            inputs.GetProperty("client").EnumerateObject().ShouldAllBe(field => field.Value.ValueKind == JsonValueKind.Null);
            inputs.GetProperty("project").EnumerateObject().ShouldAllBe(field => field.Value.ValueKind == JsonValueKind.Null);
        }

        (await documents.SignedIn(org).GetFromJsonAsync<JsonElement>("/defaults?kind=contract")).GetProperty("inputs").GetProperty("terms").GetProperty("currency").GetString().ShouldBe("USD");
    }

    [Fact]
    public async Task The_catalogue_names_every_kind_and_what_it_needs()
    {
        var catalogue = await documents.SignedIn(await documents.OrganisationAsync(), Roles.Viewer).GetFromJsonAsync<JsonElement>("/templates");

        catalogue.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetProperty("kind").GetString()).ShouldBe(["contract", "deck", "workbook", "a-la-carte"]);
        catalogue.GetProperty("categories").GetArrayLength().ShouldBeGreaterThanOrEqualTo(6);
    }

    private async Task<Guid> HouseAsync()
    {
        var org = await documents.OrganisationAsync();
        await documents.DoAsync(
            """
            insert into accounts.account (id, name, user_name, normalized_user_name, email, normalized_email, security_stamp, concurrency_stamp, created_at)
            values (@agent, 'Ann', @agent::text, @agent::text, @agent::text, @agent::text, '', '', now());
            insert into accounts.membership (org_id, account_id, role, joined_at, sales_names) values (@org, @agent, 'Agent', now(), '{Ann}');
            insert into crm.lead (org_id, id, identity, email, name, company, project, received_at, received_day, channel, qualification, owner, source_id, stream, external_id, run_id) values
                (@org, @lead, 'ada@verre.example', 'ada@verre.example', 'Ada Verre', 'Maison Verre', 'Twelve gowns', now(), current_date, 'direct', 'qualified', 'Ann', @org, 's', '1', @org),
                (@org, gen_random_uuid(), 'olga@other.example', 'olga@other.example', 'Olga Other', null, null, now() - interval '1 day', current_date, 'direct', 'qualified', 'Bob', @org, 's', '2', @org);
            insert into warehouse.deal (org_id, id, source_id, deal_key, external_id, name, client, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
            values (@org, @deal, @org, 'd', 'd', 'Bridal line', 'Verre', 'ada@verre.example', 'Ann', 'Development', 'Proposal', false, 0, 'USD', null, @org)
            """, new { org, lead, deal, agent });
        return org;
    }

    private static async Task<List<string?>> NamesAsync(HttpClient client, string text) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"/clients?text={Uri.EscapeDataString(text)}")).GetProperty("items").EnumerateArray().Select(row => row.GetProperty("name").GetString())];
}
