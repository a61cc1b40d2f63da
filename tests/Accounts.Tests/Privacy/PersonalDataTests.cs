using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Teg.Platform.Accounts.Notifications;

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
        insert into documents.file (org_id, hash, media_type, bytes, content) select @org, repeat(digit, 64), 'application/pdf', 1, digit::bytea from unnest('{a,b,c}'::text[]) digit;
        insert into documents.document (org_id, id, kind, title, state, inputs, snapshot, prices, snapshot_hash, request_key, series_id, version, owner_id, lead_id, requested_by, requested_by_name)
        select @org, d.id, d.kind, d.title, d.state, d.words, d.words, jsonb_build_object('lines', 'Gown for ' || (d.words #>> '{client,contact}')), repeat('0', 64), d.id::text, d.id, 1, @org, d.lead_id, @org, 'Somebody'
        from (values
            (@own, 'contract', 'Agreement with Carla Couture', 'ready', jsonb_build_object('client', jsonb_build_object('contact', 'Carla Couture', 'email', upper(@email))), null::uuid),
            (@friends, 'deck', 'Carla''s deck', 'queued', '{"client": {"contact": "Carla Couture"}}', (select id from crm.lead where org_id = @org)),
            (@others, 'deck', 'Olga''s deck', 'ready', '{"client": {"contact": "Olga Other"}}', null)) d (id, kind, title, state, words, lead_id);
        insert into documents.document_file (org_id, document_id, format, hash, name) values
            (@org, @own, 'office', repeat('a', 64), 'Carla.docx'), (@org, @own, 'pdf', repeat('b', 64), 'Carla.pdf'),
            (@org, @others, 'office', repeat('c', 64), 'Olga.pptx'), (@org, @others, 'pdf', repeat('b', 64), 'Olga.pdf');
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
            .ShouldBe(["call", "deal", "document", "document", "enquiry", "enquiry", "lead", "lead's enquiry", "source record", "source record", "source record"]);
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
            .ShouldBe(new Dictionary<string, long> { ["lead"] = 1, ["lead's enquiry"] = 1, ["deal"] = 1, ["call"] = 1, ["source record"] = 3, ["enquiry"] = 2, ["document"] = 2 }, ignoreOrder: true);

        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<decimal>("select sum(amount) from warehouse.deal where org_id = @org", new { org })).ShouldBe(12345.67m);
        // The deal is still the lead's: both carry the same alias.
        (await connection.ExecuteScalarAsync<long>(
            "select count(*) from warehouse.deal d join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email where d.org_id = @org", new { org })).ShouldBe(1);
        (await connection.ExecuteScalarAsync<string>("select payload ->> 'name' from sync.record where org_id = @org and external_id = '2'", new { org })).ShouldBe("Olga Other");
        (await connection.ExecuteScalarAsync<string>("select fields #>> '{answers,budget}' from sync.record where org_id = @org and external_id = '1'", new { org })).ShouldBe("$20k");
    }

    [Fact]
    public async Task An_erased_persons_documents_lose_their_words_and_files_and_what_another_document_shares_stays()
    {
        var (client, org) = await AdminAsync();
        var email = await CustomerAsync(org);

        using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email });
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());

        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.QueryAsync<string>(
            "select kind || ' ' || state || ' ' || title || ' ' || (snapshot is null and inputs is null and prices is null) from documents.document where org_id = @org order by 1", new { org }))
            .ShouldBe(["contract ready Erased true", "deck canceled Erased true", "deck ready Olga's deck false"]);
        (await connection.QueryAsync<string>("select name from documents.document_file where org_id = @org order by 1", new { org })).ShouldBe(["Olga.pdf", "Olga.pptx"]);
        (await connection.QueryAsync<string>("select left(hash, 1) from documents.file where org_id = @org order by 1", new { org })).ShouldBe(["b", "c"]);
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
    public async Task Who_worked_here_and_belongs_nowhere_any_more_loses_the_account_and_every_open_link()
    {
        var (client, org) = await AdminAsync();
        var (colleague, _) = await accounts.PersonAsync("Viewer", org);
        await accounts.SignInAsync(colleague);
        using var left = await client.DeleteAsync(new Uri($"/people/{colleague.Id}", UriKind.Relative));
        using var reset = await client.PostAsJsonAsync("/password-resets", new { email = colleague.Email });
        reset.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        using var exported = await client.PostAsJsonAsync("/privacy/exports", new { email = colleague.Email });
        using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email = colleague.Email });

        var held = (await exported.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("held").EnumerateArray().Select(row => row.GetProperty("what").GetString());
        held.ShouldBe(["account", "mailed link"], ignoreOrder: true);
        var found = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("found");
        (found.GetProperty("account").GetInt64(), found.GetProperty("mailed link").GetInt64()).ShouldBe((1, 1));
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.account where id = @Id", new { colleague.Id })).ShouldBe(0);
        (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.one_time_token where account_id = @Id", new { colleague.Id })).ShouldBe(0);
        (await connection.ExecuteScalarAsync<long>("select count(*) from audit.event where org_id = @org and actor_id = @Id and personal is not null", new { org, colleague.Id })).ShouldBe(0);
        (await client.GetFromJsonAsync<JsonElement>("/audit/verification")).GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_sign_up_that_was_begun_is_forgotten_too()
    {
        var (client, _) = await AdminAsync();
        var email = $"new.{Guid.NewGuid():n}@house.example";
        using var begun = await client.PostAsJsonAsync("/sign-ups", new { organisation = "House", name = "Nina New", email, timeZone = "UTC", acceptedTerms = true });
        begun.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email = email.ToUpperInvariant() });

        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("found").GetProperty("mailed link").GetInt64().ShouldBe(1);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.one_time_token where email = @email", new { email })).ShouldBe(0);
    }

    [Fact]
    public async Task An_account_that_works_elsewhere_or_never_worked_here_stays_and_is_not_spoken_of()
    {
        var (client, org) = await AdminAsync();
        var (colleague, _) = await accounts.PersonAsync("Viewer", org);
        await accounts.SignInAsync(colleague);
        var (_, elsewhere) = await AdminAsync();
        var (stranger, _) = await accounts.PersonAsync(role: null);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "insert into accounts.membership (org_id, account_id, role, joined_at) values (@elsewhere, @Id, 'Viewer', now())", new { elsewhere, colleague.Id });
        using var left = await client.DeleteAsync(new Uri($"/people/{colleague.Id}", UriKind.Relative));

        foreach (var person in new[] { colleague, stranger })
        {
            using var response = await client.PostAsJsonAsync("/privacy/erasures", new { email = person.Email });
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("found").TryGetProperty("account", out _).ShouldBeFalse();
            (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.account where id = @Id", new { person.Id })).ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_outbox_keeps_no_mail_that_was_sent()
    {
        var (client, org) = await AdminAsync();
        using var invited = await client.PostAsJsonAsync("/invitations", new { email = $"guest.{Guid.NewGuid():n}@house.example", role = "Viewer" });
        invited.StatusCode.ShouldBe(HttpStatusCode.Created);

        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        string? body = null;
        for (var attempt = 0; attempt < 400 && body is null; attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            body = await connection.ExecuteScalarAsync<string?>("select body::text from accounts.outbox where org_id = @org and sent_at is not null", new { org });
        }

        body.ShouldNotBeNull();
        body.ShouldContain("mailId");
        body.ShouldNotContain("sealed");
    }

    [Fact]
    public async Task Who_was_forgotten_is_not_written_to_although_the_mail_was_ordered_before()
    {
        var (client, org) = await AdminAsync();
        var email = $"guest.{Guid.NewGuid():n}@house.example";
        var orders = accounts.Services.GetRequiredService<MailOrders>();
        using var erased = await client.PostAsJsonAsync("/privacy/erasures", new { email });
        erased.StatusCode.ShouldBe(HttpStatusCode.OK);

        await using var connection = await accounts.Postgres.As("accounts").OpenConnectionAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = $"{org}" });
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            foreach (var to in new[] { email, $"other.{email}" })
            {
                await orders.OrderAsync(
                    connection, transaction, org, new OrderedMail(MailKind.Invitation, to, null, "House", "Ada", "token", accounts.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
            }

            await transaction.CommitAsync();
        }

        // Both left in this order: when the second has come, the first was dealt with.
        await accounts.MailToAsync($"other.{email}");
        await using var owner = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await owner.ExecuteScalarAsync<long>("select count(*) from accounts.notification where org_id = @org", new { org })).ShouldBe(1);
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
        await connection.ExecuteAsync(Customer, new { org, email, own = Guid.CreateVersion7(), friends = Guid.CreateVersion7(), others = Guid.CreateVersion7() });
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
