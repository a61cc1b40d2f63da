using Dapper;
using Npgsql;

namespace Teg.Platform.Warehouse.Tests;

public sealed class OwnRowsTests(Postgres postgres) : IAsyncLifetime
{
    private readonly Guid org = Guid.CreateVersion7();
    private readonly Guid agent = Guid.CreateVersion7();

    public async ValueTask InitializeAsync()
    {
        await using var owner = await postgres.Server.Owner.OpenConnectionAsync();
        await owner.ExecuteAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House', 'America/Los_Angeles', 'USD');
            insert into accounts.account (id, name, user_name, normalized_user_name, email, normalized_email, security_stamp, concurrency_stamp, created_at)
            values (@agent, 'Ann', @agent::text, @agent::text, @agent::text, @agent::text, '', '', now());
            insert into accounts.membership (org_id, account_id, role, joined_at, sales_names) values (@org, @agent, 'Agent', now(), '{Ann,"A. Field"}');

            insert into crm.lead (org_id, identity, name, received_at, received_day, channel, qualification, owner, source_id, stream, external_id, run_id)
            select @org, who, who, now(), current_date, 'direct', 'qualified', who, @org, 's', who, @org from unnest('{Ann,A. Field,Bob,nobody}'::text[]) who;
            update crm.lead set owner = null where org_id = @org and identity = 'nobody';
            insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, rep, stage, is_won, amount, currency, closed_on, run_id)
            select @org, @org, who, who, who, who, 'Won', true, 100, 'USD', current_date, @org from unnest('{Ann,A. Field,Bob,Cy}'::text[]) who;
            insert into warehouse.call (org_id, source_id, external_id, kind, status, starts_at, ends_at, day, rep, booked_at, run_id)
            select @org, @org, who, 'intro', 'active', now(), now(), current_date, who, now(), @org from unnest('{Ann,Bob}'::text[]) who;
            insert into warehouse.call_event (org_id, call_id, at, kind, external_id, starts_at)
            select org_id, id, now(), 'booked', external_id, now() from warehouse.call where org_id = @org;
            insert into analytics.daily_sales (org_id, day, rep, category, channel, deals, revenue)
            select @org, current_date, who, 'Production', 'direct', 1, 100 from unnest('{Ann,Bob,Unassigned}'::text[]) who;
            insert into analytics.lead_course (org_id, lead_id, day, owner, stage, is_lost) select @org, gen_random_uuid(), current_date, who, 'new', false from unnest('{Ann,Bob,Unassigned}'::text[]) who;
            insert into analytics.daily_leads (org_id, day, board, channel, campaign, source, medium, owner, qualification, stage, is_lost, leads)
            select @org, current_date, 's', 'direct', '', '', '', who, 'qualified', 'new', false, 1 from unnest('{Ann,Bob,Unassigned}'::text[]) who;
            insert into analytics.daily_lead_marks (
                org_id, kept_by, kept, mark, day, value, received, leads, qualified, unsure, unjudged, rejected, spam, contacted, call_booked, design_review, proposal, closed, lost)
            select @org, by, who, 'all', current_date, '', 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from (values ('', ''), ('owner', 'Ann'), ('owner', 'Bob'), ('channel', 'Ann')) k (by, who);
            insert into analytics.daily_sales_marks
            select @org, by, who, 'all', 'day', current_date, '', 1, 100 from (values ('', ''), ('rep', 'Ann'), ('rep', 'Bob'), ('category', 'Ann')) k (by, who);
            insert into analytics.daily_call_marks
            select @org, by, who, 'all', 'day', current_date, 'intro', '', 1, 1, 0, 0, 0, 0, 0 from (values ('', ''), ('rep', 'Ann'), ('rep', 'Bob'), ('source', 'Ann')) k (by, who);
            insert into analytics.daily_calls
            select @org, current_date, 'intro', who, 'direct', '', '', 9, 1, 1, 0, 0, 0, 0, 0, array_fill(0, array[15]) from unnest('{Ann,Bob}'::text[]) who;
            insert into analytics.daily_marketing (org_id, day, channel, campaign, spend) values (@org, current_date, 'google-ads', 'brand', 100);
            insert into warehouse.campaign values (@org, 'brand', 'Brand', 'google-ads', @org, @org);
            insert into warehouse.ad_insights values (@org, current_date, 'brand', @org, 100, 'USD', 1, 1, 'x', @org);
            insert into warehouse.ad_group_insights values (@org, current_date, @org, '1', 'brand', 'Core', 100, 'USD', 1, 1, 0, @org);
            insert into warehouse.keyword_insights values (@org, current_date, @org, '1', '1', 'brand', 'Core', 'brand', 'exact', 100, 'USD', 1, 1, 0, @org);
            insert into warehouse.ad_click values (@org, 'x', @org, current_date, 'brand', null, null, null, null, @org);
            insert into documents.file (org_id, hash, media_type, bytes, content) values (@org, repeat('0', 64), 'application/pdf', 0, '');
            insert into documents.document (org_id, id, kind, title, snapshot_hash, request_key, series_id, version, owner_id, requested_by, requested_by_name)
            select @org, who, 'deck', 'Deck', repeat('0', 64), who::text, who, 1, who, who, 'Somebody' from unnest(array[@agent, gen_random_uuid()]) who;
            insert into documents.document_file (org_id, document_id, format, hash, name) select org_id, id, 'pdf', repeat('0', 64), 'Deck.pdf' from documents.document where org_id = @org;
            """, new { org, agent });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("crm.lead", 2, 4)]
    [InlineData("warehouse.deal", 2, 4)]
    [InlineData("warehouse.call", 1, 2)]
    [InlineData("warehouse.call_event", 1, 2)]
    [InlineData("analytics.daily_sales", 1, 3)]
    [InlineData("analytics.lead_course", 1, 3)]
    [InlineData("analytics.daily_leads", 1, 3)]
    [InlineData("analytics.daily_lead_marks", 1, 4)]
    [InlineData("analytics.daily_sales_marks", 1, 4)]
    [InlineData("analytics.daily_call_marks", 1, 4)]
    [InlineData("analytics.daily_calls", 1, 2)]
    [InlineData("analytics.daily_marketing", 0, 1)]
    [InlineData("warehouse.campaign", 0, 1)]
    [InlineData("warehouse.ad_insights", 0, 1)]
    [InlineData("warehouse.ad_group_insights", 0, 1)]
    [InlineData("warehouse.keyword_insights", 0, 1)]
    [InlineData("warehouse.ad_click", 0, 1)]
    [InlineData("documents.document", 1, 2)]
    [InlineData("documents.document_file", 1, 2)]
    public async Task An_agent_sees_own_rows_and_every_other_role_and_background_work_all_of_them(string table, long own, long all)
    {
        (await CountAsync(table, "Agent", agent)).ShouldBe(own);

        foreach (var role in new[] { "Viewer", "Manager", "Admin", "" })
        {
            (await CountAsync(table, role, agent)).ShouldBe(all, role);
        }
    }

    [Theory]
    [InlineData("crm.lead")]
    [InlineData("warehouse.deal")]
    [InlineData("warehouse.call")]
    [InlineData("analytics.daily_sales")]
    [InlineData("analytics.lead_course")]
    [InlineData("analytics.daily_leads")]
    [InlineData("analytics.daily_calls")]
    [InlineData("analytics.daily_lead_marks")]
    [InlineData("analytics.daily_sales_marks")]
    [InlineData("analytics.daily_call_marks")]
    public async Task An_agent_without_names_or_membership_sees_nothing(string table)
    {
        (await CountAsync(table, "Agent", Guid.CreateVersion7())).ShouldBe(0);
        (await CountAsync(table, "Agent", null)).ShouldBe(0);
    }

    [Fact]
    public async Task A_name_counts_in_the_organisation_that_gave_it_alone()
    {
        var elsewhere = Guid.CreateVersion7();
        await using (var owner = await postgres.Server.Owner.OpenConnectionAsync())
        {
            await owner.ExecuteAsync(
                """
                insert into accounts.organisation (org_id, name, time_zone, currency) values (@elsewhere, 'Other house', 'America/Los_Angeles', 'USD');
                insert into accounts.membership (org_id, account_id, role, joined_at, sales_names) values (@elsewhere, @agent, 'Agent', now(), '{Bob}');
                """, new { elsewhere, agent });
        }

        await using var connection = await OpenAsync("analytics", "Agent", agent);

        (await connection.QueryAsync<string>("select distinct rep from analytics.daily_sales")).ShouldBe(["Ann"]);
    }

    [Fact]
    public async Task An_agents_connection_changes_no_row_of_another()
    {
        await using var connection = await OpenAsync("crm", "Agent", agent);

        (await connection.ExecuteAsync("update crm.lead set status = 'x'")).ShouldBe(2);
        (await connection.ExecuteAsync("delete from crm.lead where owner = 'Bob'")).ShouldBe(0);
        (await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync("update crm.lead set owner = 'Bob' where owner = 'Ann'")))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Names_and_role_are_asked_once_per_query_and_the_indexes_stay_in_use()
    {
        await using (var owner = await postgres.Server.Owner.OpenConnectionAsync())
        {
            await owner.ExecuteAsync(
                """
                insert into analytics.daily_sales (org_id, day, rep, category, channel, deals, revenue)
                select @org, current_date - day, 'Rep ' || rep, 'Production', 'direct', 1, 100 from generate_series(1, 2000) day, generate_series(1, 10) rep;
                analyze analytics.daily_sales
                """, new { org });
        }

        foreach (var role in new[] { "Agent", "Viewer" })
        {
            await using var connection = await OpenAsync("analytics", role, agent);
            var plan = string.Join('\n', await connection.QueryAsync<string>(
                """
                explain (analyze, costs off, timing off)
                select rep, sum(revenue) from analytics.daily_sales where day >= current_date - 30 and day < current_date + 1 group by rep
                """));

            plan.ShouldContain("Index Cond: ((org_id = ", Case.Sensitive, plan);
            plan.ShouldContain("(day >= ", Case.Sensitive, plan);
            plan.ShouldContain(role == "Agent" ? "InitPlan 2" : "InitPlan 1", Case.Sensitive, plan);
            plan.ShouldNotContain("SubPlan", Case.Sensitive, plan);
            // Nobody but an agent pays for the names.
            plan.Contains("(never executed)", StringComparison.Ordinal).ShouldBe(role != "Agent", plan);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Viewer")]
    [InlineData("Agent")]
    public async Task Deals_find_their_leads_by_the_index_under_the_policies_of_both(string role)
    {
        await using (var owner = await postgres.Server.Owner.OpenConnectionAsync())
        {
            await owner.ExecuteAsync(
                """
                insert into crm.lead (org_id, identity, name, received_at, received_day, channel, qualification, owner, source_id, stream, external_id, run_id)
                select @org, 'many' || n, 'N', now(), current_date, 'direct', 'qualified', 'Ann', @org, 's', n, @org from generate_series(1, 20000) n
                on conflict do nothing;
                insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, rep, stage, is_won, amount, currency, closed_on, run_id)
                select @org, @org, 'many' || n, n, 'N', 'many' || n, 'Ann', 'Won', true, 100, 'USD', current_date - 10 - n / 20, @org from generate_series(1, 20000) n
                on conflict do nothing;
                analyze crm.lead;
                analyze warehouse.deal
                """, new { org });
        }

        // The rollup's and the deal list's join.
        await using var connection = await OpenAsync("analytics", role, agent);
        var plan = string.Join('\n', await connection.QueryAsync<string>(
            """
            explain (analyze, costs off, timing off)
            select d.closed_on, l.channel, sum(d.amount)
            from warehouse.deal d
            left join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email
            where d.is_won and d.closed_on = any (array[current_date - 20, current_date - 21])
            group by d.closed_on, l.channel
            """));

        plan.ShouldContain("deal_closed", Case.Sensitive, plan);
        plan.ShouldContain("lead_org_id_identity_key", Case.Sensitive, plan);
        plan.ShouldNotContain("Seq Scan", Case.Sensitive, plan);
    }

    private async Task<long> CountAsync(string table, string role, Guid? user)
    {
        await using var connection = await OpenAsync(table.Split('.')[0] switch { "crm" => "crm", "documents" => "documents", _ => "analytics" }, role, user);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {table}");
    }

    private async Task<NpgsqlConnection> OpenAsync(string service, string role, Guid? user)
    {
        var connection = await postgres.OpenAsync(service, org);
        await connection.ExecuteAsync("select set_config('teg.role', @role, false), set_config('teg.user_id', @user, false)", new { role, user = user?.ToString() ?? "" });
        return connection;
    }
}
