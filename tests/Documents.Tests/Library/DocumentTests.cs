using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Tests.Library;

/// <summary>Documents are asked for, listed, canceled and deleted over HTTP; nobody works on them here.</summary>
public sealed class DocumentTests(DocumentsService documents)
{
    [Fact]
    public async Task What_is_asked_for_waits_with_its_snapshot_its_prices_and_a_message_that_wakes_a_worker()
    {
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org);

        var id = await DocumentsService.AskForAsync(client, new { text = new[] { "Gown" }, amount = 1234.5m });

        var document = await client.GetFromJsonAsync<JsonElement>($"/documents/{id}");
        document.GetProperty("state").GetString().ShouldBe("queued");
        document.GetProperty("title").GetString().ShouldBe("contract · Gown");
        document.GetProperty("version").GetInt32().ShouldBe(1);
        document.GetProperty("total").GetDecimal().ShouldBe(1234.50m);
        document.GetProperty("currency").GetString().ShouldBe("USD");
        document.GetProperty("prices").GetProperty("lines")[0].GetProperty("amount").GetDecimal().ShouldBe(1234.5m);
        document.GetProperty("inputs").GetProperty("text")[0].GetString().ShouldBe("Gown");
        document.GetProperty("queuePosition").GetInt32().ShouldBe(0);
        document.GetProperty("requestedBy").GetString().ShouldBe("A Manager");
        (await documents.AskAsync<string>("select body ->> 'documentId' from documents.outbox where org_id = @org and message_type = @type", new { org, type = typeof(DocumentRequested).FullName }))
            .ShouldBe($"{id}");
        // The day of California, and the words of the organisation: all that decides the document.
        (await documents.AskAsync<string>("select snapshot ->> 'Organisation' from documents.document where id = @id", new { id })).ShouldBe("House of Tests");
        (await documents.AskAsync<string>("select changes ->> 0 from audit.event where org_id = @org and action = 'AskForDocument'", new { org })).ShouldContain($"{id}");
    }

    [Fact]
    public async Task Asked_for_twice_with_one_key_it_is_one_document_and_the_key_is_no_other_documents()
    {
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org);
        var body = new { requestKey = "k1", kind = "deck", inputs = new { text = new[] { "Gown" } } };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.PostAsJsonAsync("/documents", body)));

        var ids = await Task.WhenAll(answers.Select(async answer => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid()));
        ids.Distinct().Count().ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(7);
        (await documents.AskAsync<long>("select count(*) from documents.document where org_id = @org", new { org })).ShouldBe(1);
        (await documents.AskAsync<long>("select count(*) from documents.outbox where org_id = @org", new { org })).ShouldBe(1);

        using var other = await client.PostAsJsonAsync("/documents", new { requestKey = "k1", kind = "deck", inputs = new { text = new[] { "Coat" } } });
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await DocumentsService.ProblemAsync(other)).ShouldBe("request-key-used");
        using var unseen = await documents.SignedIn(org, Roles.Agent).PostAsJsonAsync("/documents", body);
        unseen.StatusCode.ShouldBe(HttpStatusCode.Conflict, "the document is not the agent's");
    }

    [Fact]
    public async Task A_document_is_found_by_how_title_client_or_project_begin_in_its_newest_version()
    {
        var org = await documents.OrganisationAsync();
        var (first, second, other) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await documents.DoAsync(
            """
            insert into documents.document (org_id, id, kind, title, snapshot_hash, request_key, series_id, version, owner_id, requested_by, requested_by_name)
            select @org, d.id, 'a-la-carte', d.title, repeat('0', 64), d.id::text, @first, d.version, gen_random_uuid(), gen_random_uuid(), 'Ada'
            from (values (@first, 1, 'À la carte · Maison Verre · Spring 2026'), (@second, 2, 'À la carte · Maison Verre · Spring 2026')) d (id, version, title);
            insert into documents.document (org_id, id, kind, title, snapshot_hash, request_key, series_id, version, owner_id, requested_by, requested_by_name)
            values (@org, @other, 'deck', 'Deck · House of Others', repeat('0', 64), 'other', @other, 1, gen_random_uuid(), gen_random_uuid(), 'Ada');
            """, new { org, first, second, other });
        var client = documents.SignedIn(org);

        foreach (var text in new[] { "à la", "MAISON", "spring" })
        {
            var found = (await client.GetFromJsonAsync<JsonElement>($"/documents/search?text={Uri.EscapeDataString(text)}")).GetProperty("items").EnumerateArray().ToList();
            found.Select(item => (item.GetProperty("id").GetGuid(), item.GetProperty("kind").GetString(), item.GetProperty("version").GetInt32())).ShouldBe([(second, "a-la-carte", 2)], text);
        }

        (await client.GetFromJsonAsync<JsonElement>("/documents/search?text=verre")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await documents.SignedIn(org, Roles.Agent).GetFromJsonAsync<JsonElement>("/documents/search?text=maison")).GetProperty("items").GetArrayLength().ShouldBe(0, "it is not the agent's");
        using var tooShort = await client.GetAsync(new Uri("/documents/search?text=m", UriKind.Relative));
        tooShort.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Wrong_inputs_are_refused_field_by_field_and_nothing_waits()
    {
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org);

        using var answer = await client.PostAsJsonAsync("/documents", new { requestKey = "k", kind = "contract", inputs = new { image = Guid.NewGuid() }, leadId = Guid.NewGuid() });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldBe(["inputs.text", "inputs.image", "leadId"], ignoreOrder: true);
        using var unkept = await client.PostAsync("/documents", new StringContent("""{"requestKey":"k","kind":"contract","inputs":{"text":["a"],"other":"\u0000"}}""", null, "application/json"));
        unkept.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var list = await client.PostAsync("/documents", new StringContent("""{"requestKey":"k","kind":"contract","inputs":[1]}""", null, "application/json"));
        (await list.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty("inputs", out _).ShouldBeTrue();
        using var kind = await client.PostAsync("/documents", new StringContent("""{"requestKey":"k","kind":"poem","inputs":{}}""", null, "application/json"));
        kind.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await documents.AskAsync<long>("select count(*) from documents.document where org_id = @org", new { org })).ShouldBe(0);
    }

    [Fact]
    public async Task A_preview_says_title_prices_and_problems_and_writes_nothing()
    {
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org, Roles.Agent);

        var good = await PreviewAsync(client, new { text = new[] { "Gown" }, amount = 10 });
        var bad = await PreviewAsync(client, new { amount = 10 });

        good.GetProperty("title").GetString().ShouldBe("workbook · Gown");
        good.GetProperty("prices").GetProperty("total").GetDecimal().ShouldBe(10);
        good.GetProperty("problems").EnumerateObject().ShouldBeEmpty();
        bad.GetProperty("prices").GetProperty("total").GetDecimal().ShouldBe(10);
        bad.GetProperty("problems").GetProperty("inputs.text")[0].GetString().ShouldBe("Say something.");
        (await documents.AskAsync<long>("select count(*) from documents.document where org_id = @org", new { org })).ShouldBe(0);
    }

    [Fact]
    public async Task Lists_are_paged_filtered_and_never_of_another_organisation_and_an_agent_has_own_ones_alone()
    {
        var (org, other, agent) = (await documents.OrganisationAsync(), await documents.OrganisationAsync(), Guid.CreateVersion7());
        var client = documents.SignedIn(org);
        var ids = new List<Guid>();
        foreach (var text in new[] { "Silk gown", "Wool coat", "Silk shirt" })
        {
            ids.Insert(0, await DocumentsService.AskForAsync(client, new { text = new[] { text } }, text.StartsWith("Wool", StringComparison.Ordinal) ? "deck" : "contract"));
        }

        var own = await DocumentsService.AskForAsync(documents.SignedIn(org, Roles.Agent, agent), new { text = new[] { "Agent's" } });
        var all = new List<Guid>();
        string? next = null;
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/documents?limit=2{(next is null ? "" : $"&after={next}")}");
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        all.ShouldBe([own, .. ids]);
        (await IdsAsync(client, "?kind=deck")).ShouldBe([ids[1]]);
        (await IdsAsync(client, "?text=SILK")).ShouldBe([ids[0], ids[2]]);
        (await IdsAsync(client, "?state=ready")).ShouldBeEmpty();
        await documents.DoAsync(
            """
            insert into documents.signature (org_id, document_id, state, vendor_name, requested_by, requested_by_name)
            values (@org, @sent, 'sent', 'one', @sent, 'A Manager'), (@org, @declined, 'declined', 'two', @sent, 'A Manager')
            """, new { org, sent = ids[2], declined = ids[0] });
        (await IdsAsync(client, "?signature=waiting")).ShouldBe([ids[2]]);
        (await IdsAsync(client, "?signature=signed")).ShouldBeEmpty();
        (await IdsAsync(client, "?signature=stopped")).ShouldBe([ids[0]]);
        (await IdsAsync(documents.SignedIn(org, Roles.Agent, agent), "?signature=waiting")).ShouldBeEmpty();
        (await IdsAsync(documents.SignedIn(org, Roles.Agent, agent), "")).ShouldBe([own]);
        (await IdsAsync(documents.SignedIn(org, Roles.Viewer), "")).Count.ShouldBe(4);
        (await IdsAsync(documents.SignedIn(other), "")).ShouldBeEmpty();
        using var foreign = await documents.SignedIn(other).GetAsync(new Uri($"/documents/{own}", UriKind.Relative));
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var notTheirs = await documents.SignedIn(org, Roles.Agent, agent).GetAsync(new Uri($"/documents/{ids[0]}", UriKind.Relative));
        notTheirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_version_keeps_series_owner_and_inputs_takes_todays_prices_and_is_numbered_once()
    {
        var (org, agent) = (await documents.OrganisationAsync(), Guid.CreateVersion7());
        var (client, agents) = (documents.SignedIn(org), documents.SignedIn(org, Roles.Agent, agent));
        var first = await DocumentsService.AskForAsync(agents, new { text = new[] { "One" } });
        await documents.DoAsync(
            "insert into documents.price_list (org_id, version, content, created_by, created_by_name) select @org, 1, @content::jsonb, @org, 'A Manager'",
            new { org, content = Teg.Platform.Documents.Pricing.PriceList.Default.ToJson().GetRawText() });

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => client.PostAsJsonAsync($"/documents/{first}/versions", new { requestKey = $"v{n}" })));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Accepted);
        var versions = (await agents.GetFromJsonAsync<JsonElement>($"/documents/{first}")).GetProperty("versions");
        versions.EnumerateArray().Select(version => version.GetProperty("version").GetInt32()).ShouldBe([5, 4, 3, 2, 1]);
        (await documents.ListAsync<int>("select (snapshot ->> 'prices')::int from documents.document where org_id = @org order by version", new { org })).ShouldBe([0, 1, 1, 1, 1]);
        using var again = await client.PostAsJsonAsync($"/documents/{first}/versions", new { requestKey = "v0" });
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = await agents.PostAsJsonAsync($"/documents/{first}/versions", new { requestKey = "v9", inputs = new { text = new[] { "Two" } } });
        other.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await documents.AskAsync<string>("select title from documents.document where org_id = @org and version = 6", new { org })).ShouldBe("contract · Two");
    }

    [Fact]
    public async Task What_waits_can_be_canceled_once_and_what_is_over_cannot()
    {
        var client = documents.SignedIn(await documents.OrganisationAsync());
        var id = await DocumentsService.AskForAsync(client, new { text = new[] { "One" } });

        using var canceled = await client.PostAsync(new Uri($"/documents/{id}/cancellation", UriKind.Relative), null);
        using var again = await client.PostAsync(new Uri($"/documents/{id}/cancellation", UriKind.Relative), null);

        canceled.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await DocumentsService.ProblemAsync(again)).ShouldBe("document-over");
        (await client.GetFromJsonAsync<JsonElement>($"/documents/{id}")).GetProperty("state").GetString().ShouldBe("canceled");
    }

    [Fact]
    public async Task A_deleted_document_is_gone_and_its_files_are_forgotten_when_nothing_else_names_them()
    {
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org);
        var shared = "shared"u8.ToArray();
        var (one, two) = (await documents.ReadyAsync(org, pdf: shared), await documents.ReadyAsync(org, pdf: shared));

        using var refused = await documents.SignedIn(org, Roles.Agent).DeleteAsync(new Uri($"/documents/{one}", UriKind.Relative));
        using var deleted = await client.DeleteAsync(new Uri($"/documents/{one}", UriKind.Relative));
        using var again = await client.DeleteAsync(new Uri($"/documents/{one}", UriKind.Relative));

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await documents.AskAsync<long>("select count(*) from documents.file where org_id = @org", new { org })).ShouldBe(3, "they are kept for a while");
        await documents.DoAsync("select documents.forget_files('0'); select documents.forget_files('0')");
        (await documents.AskAsync<long>("select count(*) from documents.file where org_id = @org", new { org })).ShouldBe(2);
        (await client.GetByteArrayAsync($"/documents/{two}/files/pdf")).ShouldBe(shared);
    }

    private static async Task<JsonElement> PreviewAsync(HttpClient client, object inputs)
    {
        using var answer = await client.PostAsJsonAsync("/documents/preview", new { kind = "workbook", inputs });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<List<Guid>> IdsAsync(HttpClient client, string query) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"/documents{query}")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
}
