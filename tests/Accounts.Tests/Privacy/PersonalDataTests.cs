using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Teg.Platform.Accounts.Tests.Privacy;

public sealed class PersonalDataTests(AccountsService accounts)
{
    // In every place an address or a name can stand, also behind a line break in a vendor's JSON and in another case.
    private const string Customer =
        """
        insert into crm.lead (org_id, identity, email, name, phone, company, project, received_at, received_day, channel, qualification, source_id, stream, external_id, run_id)
        values (@org, @email, @email, 'Carla Couture', '+1 555 0100', 'Couture & Co', 'Call Carla Couture', now(), current_date, 'direct', 'qualified', @org, 'leads', '1', @org);
        insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client, client_email, rep, stage, is_won, amount, currency, closed_on, run_id)
        values (@org, @org, 'd1', 'd1', 'Carla Couture · Production', 'Carla Couture', @email, 'Burki', 'Won', true, 12345.67, 'USD', current_date, @org);
        with booked as (
            insert into warehouse.call (org_id, source_id, external_id, kind, status, starts_at, ends_at, day, invitee_email, invitee_name, booked_at, run_id)
            values (@org, @org, 'c1', 'intro', 'canceled', now(), now(), current_date, @email, 'Carla Couture', now(), @org)
            returning id)
        insert into warehouse.call_event (org_id, call_id, at, kind, external_id, starts_at, actor, reason)
        select @org, id, now(), 'canceled', 'c1', now(), 'invitee', 'Carla Couture is ill' from booked;
        insert into sync.record (org_id, source_id, stream, external_id, kind, key, group_key, fields, payload, hash, run_id, fetched_at, changed_at) values
            (@org, @org, 'leads', '1', 'leads', @email, null,
             jsonb_build_object('email', @email, 'name', 'Carla Couture', 'phone', '+1 555 0100', 'qualification', 'qualified', 'answers', '{"budget": "$20k"}'::jsonb),
             jsonb_build_object('id', '1', 'name', 'Carla Couture', 'column_values', json_build_array(json_build_object('text', upper(@email)))), gen_random_uuid(), @org, now(), now()),
            (@org, @org, 'sales', 'd1', 'sales', 'd1', @email, jsonb_build_object('name', 'Carla Couture · Production', 'client', 'Carla Couture', 'client_email', @email, 'amount', 12345.67),
             jsonb_build_object('id', 'd1', 'name', 'Carla Couture · Production', 'note', E'Write to\n' || @email), gen_random_uuid(), @org, now(), now()),
            (@org, @org, 'events', 'e1', 'event', 'e1', 't1', '{"status": "active", "rep": "Burki"}', jsonb_build_object('uri', 'e1', 'event_guests', json_build_array(@email)),
             gen_random_uuid(), @org, now(), now()),
            (@org, @org, 'leads', '2', 'leads', 'other@house.example', null, '{"email": "other@house.example", "name": "Olga Other"}',
             '{"id": "2", "name": "Olga Other"}', gen_random_uuid(), @org, now(), now());
        insert into qualifier.enquiry (org_id, id, submission, origin, received_at, received_day, name, email, phone, company, project, budget, answers, counted,
                                       lead_identity, decision_id, score, fallback, decided_at) values
            (@org, @own, encode(sha256(@own::text::bytea), 'hex'), 'website', now(), current_date, 'Carla Couture', upper(@email), '+1 555 0100', 'Couture & Co',
             'I am Carla', '$20k', '{"Who sent you?": "Carla herself"}', '{"budget": "$20k", "Who sent you?": "Carla herself"}', @email, @own, 3, 'timeout', now()),
            (@org, @friends, encode(sha256(@friends::text::bytea), 'hex'), 'website', now(), current_date, 'Olga Other', 'other@house.example', null, null,
             'Ask ' || @email || ', who is Carla', '$5k', '{}', '{"budget": "$5k"}', 'other@house.example', null, null, null, null);
        insert into qualifier.decision (org_id, id, enquiry_id, kind, final_score, reason, rules_version, prompt_version, latency_ms, tokens_in, tokens_out, cost_usd, screened, decided_at)
        values (@org, @own, @own, 'first', 3, 'Carla knows what she wants.', 0, '1', 1, 1, 1, 0, '["Carla says: score 3"]', now());
        insert into qualifier.daily_outcome values (@org, current_date, 'website', 'budget', '$20k', 3, 1), (@org, current_date, 'website', 'Who sent you?', 'Carla herself', 3, 1);
        insert into crm.lead_enquiry values (@org, @own, @email, now(), 'direct', 'qualified', '{"given": true, "text": "Yes.", "at": "2026-01-01T00:00:00Z"}');
        """;

    [Fact]
    public async Task Everything_held_on_a_person_is_exported_whatever_case_the_address_is_written_in()
    {
        var (client, org) = await AdminAsync();
        var email = await CustomerAsync(org);

        using var response = await client.PostAsJsonAsync("/privacy/exports", new { email = $" {email.ToUpperInvariant()} " });
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var export = await response.Content.ReadFromJsonAsync<JsonElement>();

        export.GetProperty("held").EnumerateArray().Select(row => row.GetProperty("what").GetString()).Order()
            .ShouldBe(["call", "deal", "enquiry", "enquiry", "lead", "lead's enquiry", "source record", "source record", "source record"]);
        export.GetProperty("receipt").GetProperty("found").GetProperty("source record").GetInt64().ShouldBe(3);
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task An_erased_person_is_in_no_row_of_no_table_and_the_figures_stay()
    {
        var (client, org) = await AdminAsync();
        var email = await CustomerAsync(org);
        (await MentionsAsync(org, email)).ShouldNotBeEmpty();

        using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email });
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var receipt = await response.Content.ReadFromJsonAsync<JsonElement>();

        (await MentionsAsync(org, email)).ShouldBeEmpty();
        (await MentionsAsync(org, "Carla")).ShouldBeEmpty();
        (await MentionsAsync(org, "555 0100")).ShouldBeEmpty();
        receipt.GetProperty("kind").GetString().ShouldBe("erasure");
        receipt.GetProperty("found").EnumerateObject().ToDictionary(row => row.Name, row => row.Value.GetInt64())
            .ShouldBe(new Dictionary<string, long> { ["lead"] = 1, ["lead's enquiry"] = 1, ["deal"] = 1, ["call"] = 1, ["source record"] = 3, ["enquiry"] = 2 }, ignoreOrder: true);

        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<decimal>("select sum(amount) from warehouse.deal where org_id = @org", new { org })).ShouldBe(12345.67m);
        // The deal is still the lead's: both carry the same alias.
        (await connection.ExecuteScalarAsync<long>(
            "select count(*) from warehouse.deal d join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email where d.org_id = @org", new { org })).ShouldBe(1);
        (await connection.ExecuteScalarAsync<string>("select payload ->> 'name' from sync.record where org_id = @org and external_id = '2'", new { org })).ShouldBe("Olga Other");
        (await connection.ExecuteScalarAsync<string>("select fields #>> '{answers,budget}' from sync.record where org_id = @org and external_id = '1'", new { org })).ShouldBe("$20k");
    }

    [Fact]
    public async Task An_erased_persons_enquiries_go_on_being_counted_and_are_not_judged_again()
    {
        var (client, org) = await AdminAsync();
        var email = await CustomerAsync(org);

        using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email });
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());

        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.QueryAsync<string>("select question || '=' || answer || ' ' || enquiries from qualifier.daily_outcome where org_id = @org order by 1", new { org }))
            .ShouldBe(["Who sent you?=(erased) 1", "budget=$20k 1"]);
        (await connection.ExecuteScalarAsync<string>(
            "select counted::text || fallback from qualifier.enquiry where org_id = @org and decision_id is not null", new { org })).ShouldBe("""{"budget": "$20k", "Who sent you?": "(erased)"}no-text""");
        (await connection.ExecuteScalarAsync<string>("select name || '/' || coalesce(project, 'none') from qualifier.enquiry where org_id = @org and decision_id is null", new { org }))
            .ShouldBe("Olga Other/none");
        // The enquiry, its lead and its deal are still one person's.
        (await connection.ExecuteScalarAsync<long>(
            """
            select count(*)
            from qualifier.enquiry e
            join crm.lead_enquiry n on n.org_id = e.org_id and n.enquiry_id = e.id and n.identity = e.lead_identity
            join crm.lead l on l.org_id = e.org_id and l.identity = n.identity
            join warehouse.deal d on d.org_id = e.org_id and d.client_email = l.identity
            where e.org_id = @org
            """, new { org })).ShouldBe(1);
    }

    [Fact]
    public async Task Erasing_again_finds_nothing_and_says_so()
    {
        var (client, org) = await AdminAsync();
        var email = await CustomerAsync(org);
        using var first = await client.PostAsJsonAsync("/privacy/erasures", new { email });
        using var second = await client.PostAsJsonAsync("/privacy/erasures", new { email });

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("found").EnumerateObject().Sum(row => row.Value.GetInt64()).ShouldBe(0);
        var page = await client.GetFromJsonAsync<JsonElement>("/privacy/requests?limit=1");
        page.GetProperty("items").GetArrayLength().ShouldBe(1);
        page.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task Who_has_left_is_forgotten_in_the_trail_and_in_invitations_and_the_chain_stays_whole()
    {
        var (client, org) = await AdminAsync();
        var (colleague, _) = await accounts.PersonAsync("Viewer", org);
        await accounts.SignInAsync(colleague);
        using var invited = await client.PostAsJsonAsync("/invitations", new { email = $"x.{colleague.Email}", role = "Viewer" });
        invited.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var left = await client.DeleteAsync(new Uri($"/people/{colleague.Id}", UriKind.Relative));
        left.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        const string Named = "select count(*) from audit.event where org_id = @org and actor_id = @Id and personal is not null";
        (await connection.ExecuteScalarAsync<long>(Named, new { org, colleague.Id })).ShouldBeGreaterThan(0);

        using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email = colleague.Email });
        using var also = await client.PostAsJsonAsync("/privacy/erasures", new { email = $"x.{colleague.Email}" });

        (await connection.ExecuteScalarAsync<long>(Named, new { org, colleague.Id })).ShouldBe(0);
        (await MentionsAsync(org, colleague.Email!)).Where(row => row.StartsWith("accounts.invitation", StringComparison.Ordinal)).ShouldBeEmpty();
        (await also.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("found").GetProperty("invitation").GetInt64().ShouldBe(1);
        (await client.GetFromJsonAsync<JsonElement>("/audit/verification")).GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Another_organisation_keeps_its_own_record_of_the_same_person()
    {
        var (client, org) = await AdminAsync();
        var (_, other) = await AdminAsync();
        var email = await CustomerAsync(org);
        await CustomerAsync(other, email);
        var before = await MentionsAsync(other, email);

        using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email });

        (await MentionsAsync(other, email)).ShouldBe(before);
    }

    [Fact]
    public async Task Who_works_here_is_not_erased_as_a_customer()
    {
        var (client, org) = await AdminAsync();
        var (colleague, _) = await accounts.PersonAsync("Agent", org);

        using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email = colleague.Email });

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await AccountsService.ProblemAsync(response)).ShouldBe("is-a-member");
        (await client.GetFromJsonAsync<JsonElement>("/privacy/requests")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Only_an_administrator_may_ask()
    {
        var (client, _) = await AdminAsync("Manager");
        using var response = await client.PostAsJsonAsync("/privacy/exports", new { email = "anybody@house.example" });
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<(HttpClient Client, Guid Org)> AdminAsync(string role = "Admin")
    {
        var (user, org) = await accounts.PersonAsync(role);
        var client = accounts.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await accounts.SignInAsync(user)).AccessToken);
        return (client, org);
    }

    private async Task<string> CustomerAsync(Guid org, string? email = null)
    {
        email ??= $"carla.{Guid.NewGuid():n}@house.example";
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(Customer, new { org, email, own = Guid.CreateVersion7(), friends = Guid.CreateVersion7() });
        return email;
    }

    // Every row of the organisation in every table that has one, as text.
    private async Task<List<string>> MentionsAsync(Guid org, string words)
    {
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        var tables = await connection.QueryAsync<string>(
            """
            select distinct format('%I.%I', n.nspname, c.relname)
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
            join pg_namespace n on n.oid = c.relnamespace and n.nspname not like 'pg%'
            where a.attname = 'org_id' and not a.attisdropped
            order by 1
            """);
        var mentions = new List<string>();
        foreach (var table in tables)
        {
            mentions.AddRange(await connection.QueryAsync<string>(
                $"select @table || ': ' || t::text from {table} t where t.org_id = @org and position(lower(@words) in lower(t::text)) > 0", new { table, org, words }));
        }

        return mentions;
    }
}
