using Dapper;
using Npgsql;

namespace Teg.Platform.Warehouse.Tests;

public sealed class TenantTests(Postgres postgres)
{
    private static readonly string[] Schemas = ["accounts", "sync", "warehouse", "crm", "qualifier", "documents", "analytics", "audit"];

    // What belongs to the platform and not to an organisation, each with its reason.
    private static readonly HashSet<string> NotTenant =
    [
        "warehouse.migration", // the ledger of the database itself
        "accounts.account", // a person may belong to several organisations
        "accounts.account_login",
        "accounts.account_token",
        "accounts.second_factor", // a person's, like their password
        "accounts.recovery_code",
        "accounts.one_time_token", // begun before an organisation is known
        "accounts.data_protection_key", // the service's own
        "accounts.signing_key", // one issuer for all organisations
        "accounts.push_key", // the same one for push services
        "accounts.sign_in_attempt", // counted before anyone is known
    ];

    [Fact]
    public async Task Every_tenant_table_forces_row_level_security_and_begins_with_the_organisation()
    {
        await using var connection = await postgres.Server.Owner.OpenConnectionAsync();
        var tables = (await connection.QueryAsync<(string Name, bool Forced, string FirstColumn, string? KeyColumn, int Policies, string[] BadIndexes)>(
            """
            select n.nspname || '.' || c.relname, c.relrowsecurity and c.relforcerowsecurity,
                   (select attname from pg_attribute where attrelid = c.oid and attnum = 1),
                   (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary),
                   (select count(*)::int from pg_policy p where p.polrelid = c.oid),
                   (select coalesce(array_agg(i.indexrelid::regclass::text), '{}') from pg_index i
                     where i.indrelid = c.oid and not exists (
                         select from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attname = 'org_id'))
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname = any (@Schemas)
            """, new { Schemas })).Where(table => !NotTenant.Contains(table.Name)).ToList();

        tables.Count.ShouldBeGreaterThan(15);
        tables.Where(table => !table.Forced || table.Policies == 0).Select(table => table.Name).ShouldBeEmpty("row-level security is not forced");
        tables.Where(table => table.FirstColumn != "org_id" || table.KeyColumn != "org_id").Select(table => table.Name).ShouldBeEmpty("org_id does not lead");
        // The outbox dispatcher serves all tenants at once, and at sign-in the person is known before the organisation.
        tables.SelectMany(table => table.BadIndexes)
            .Where(index => !index.Contains("outbox_", StringComparison.Ordinal) && index != "accounts.membership_account")
            .ShouldBeEmpty("an index does not lead with org_id");
    }

    [Fact]
    public async Task Nobody_can_log_in_as_the_owner_and_no_service_owns_or_bypasses_anything()
    {
        await using var connection = await postgres.Server.Owner.OpenConnectionAsync();

        (await connection.QueryAsync<string>(
            """
            select r.rolname from pg_roles r
            where (r.rolname in ('teg_owner', 'teg_system') and r.rolcanlogin)
               or (r.rolname in ('accounts', 'sync', 'analytics', 'crm', 'qualifier', 'documents')
                   and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb
                        or exists (select from pg_class c where c.relowner = r.oid) or exists (select from pg_auth_members m where m.member = r.oid)))
            """)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sync", "insert into crm.lead (org_id) values (gen_random_uuid())")]
    [InlineData("sync", "update crm.lead set name = 'x'")]
    [InlineData("sync", "delete from analytics.daily_sales")]
    [InlineData("analytics", "insert into warehouse.changed_day (org_id, day, run_id) values (gen_random_uuid(), now(), gen_random_uuid())")]
    [InlineData("analytics", "delete from warehouse.deal")]
    [InlineData("analytics", "select * from sync.landing")]
    [InlineData("analytics", "select settings from sync.source")]
    [InlineData("analytics", "select columns from sync.board")]
    [InlineData("crm", "select sync.qualification_labels()")]
    [InlineData("analytics", "select crm.receive_leads(gen_random_uuid())")]
    [InlineData("analytics", "select password_hash from accounts.account")]
    [InlineData("accounts", "select * from warehouse.deal")]
    [InlineData("accounts", "select * from crm.lead")]
    [InlineData("crm", "update warehouse.deal set amount = 0")]
    [InlineData("crm", "insert into crm.lead_enquiry (org_id) values (gen_random_uuid())")]
    [InlineData("crm", "update qualifier.enquiry set name = 'x'")]
    [InlineData("crm", "insert into warehouse.changed_day (org_id, day) values (gen_random_uuid(), now())")]
    [InlineData("sync", "select crm.receive_enquiries('{}', '{}')")]
    [InlineData("qualifier", "update crm.lead set name = 'x'")]
    [InlineData("qualifier", "delete from qualifier.enquiry")]
    [InlineData("qualifier", "update qualifier.decision set final_score = 3")]
    [InlineData("qualifier", "select qualifier.erase_person('x')")]
    [InlineData("qualifier", "select * from accounts.membership")]
    [InlineData("documents", "update crm.lead set name = 'x'")]
    [InlineData("documents", "select * from accounts.membership")]
    [InlineData("documents", "update documents.price_list set note = 'x'")]
    [InlineData("documents", "update documents.file set content = ''")]
    [InlineData("documents", "update documents.image set hash = 'x'")]
    [InlineData("documents", "select documents.erase_person('x')")]
    [InlineData("crm", "select * from documents.document")]
    [InlineData("accounts", "select * from documents.document")]
    [InlineData("sync", "update sync.outbox set sent_at = now()")]
    [InlineData("analytics", "select sync.outbox_take(1)")]
    [InlineData("sync", "select accounts.erase_person('a@b.example')")]
    [InlineData("accounts", "select accounts.abandoned_account('a@b.example')")]
    [InlineData("analytics", "select warehouse.has_facts()")]
    [InlineData("sync", "create table sync.mine (id int)")]
    [InlineData("sync", "drop table sync.run")]
    [InlineData("sync", "alter table warehouse.deal disable row level security")]
    [InlineData("sync", "select * from audit.event")]
    [InlineData("analytics", "select audit.unsealed('0', 1)")]
    [InlineData("accounts", "update audit.event set status = 200")]
    [InlineData("accounts", "delete from audit.event")]
    [InlineData("accounts", "truncate audit.event")]
    [InlineData("accounts", "insert into audit.seal (org_id, seq, event_id, hash) values (gen_random_uuid(), 1, gen_random_uuid(), '')")]
    [InlineData("accounts", "delete from audit.waiting")]
    public async Task A_service_is_refused_what_is_not_its_own(string role, string sql)
    {
        await using var connection = await postgres.OpenAsync(role, Guid.NewGuid());

        var refused = await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync(sql));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, refused.MessageText);
    }

    [Fact]
    public async Task Another_tenant_is_invisible_and_cannot_be_written_for()
    {
        var (mine, theirs) = (Guid.NewGuid(), Guid.NewGuid());
        await using var connection = await postgres.OpenAsync("sync", theirs);
        await connection.ExecuteAsync(Insert, new { org = theirs });

        await using var me = await postgres.OpenAsync("sync", mine);
        (await me.ExecuteScalarAsync<long>("select count(*) from warehouse.changed_day")).ShouldBe(0);
        (await me.ExecuteAsync("update warehouse.changed_day set day = day - 1")).ShouldBe(0);
        (await me.ExecuteAsync("delete from warehouse.changed_day")).ShouldBe(0);
        (await Should.ThrowAsync<PostgresException>(() => me.ExecuteAsync(Insert, new { org = theirs })))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

        (await connection.ExecuteScalarAsync<long>("select count(*) from warehouse.changed_day")).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_tenant_there_are_no_rows()
    {
        var org = Guid.NewGuid();
        await using (var connection = await postgres.OpenAsync("sync", org))
        {
            await connection.ExecuteAsync(Insert, new { org });
        }

        await using var nobody = await postgres.OpenAsync("sync", null);
        (await nobody.ExecuteScalarAsync<long>("select count(*) from warehouse.changed_day")).ShouldBe(0);
        await Should.ThrowAsync<PostgresException>(() => nobody.ExecuteAsync(Insert, new { org }));
    }

    [Fact]
    public async Task Functions_that_see_every_tenant_are_the_ones_we_know()
    {
        await using var connection = await postgres.Server.Owner.OpenConnectionAsync();
        var found = (await connection.QueryAsync<string>(
            """
            select p.oid::regprocedure::text from pg_proc p where p.proowner = 'teg_system'::regrole
              and p.proname not like 'outbox%' order by 1
            """)).AsList();

        // A new one here is a decision: it reads across tenants.
        found.ShouldBe(
        [
            // An account and a link are no organisation's; whether the account still belongs to any, only this can tell.
            "accounts.abandoned_account(text)",
            "accounts.erase_person(text)",
            "accounts.find_person(text)",
            "accounts.forget_pushes(timestamp with time zone)",
            "accounts.forget_sessions(timestamp with time zone)",
            "accounts.organisations_with_push(timestamp with time zone)",
            "accounts.release_push_endpoint(bytea,uuid)",
            "audit.append_seals(uuid[],bigint[],uuid[],bytea[])",
            "audit.organisations()",
            "audit.unsealed(interval,integer)",
            // The caller's organisation alone, but past the policy of own documents: whoever waits knows how many are before them.
            "documents.ahead_of(uuid)",
            "documents.forget_files(interval)",
            "documents.jobs_waiting()",
            "documents.take_job(uuid,interval)",
            "documents.take_signature(uuid,interval)",
            "documents.take_slides_copy(uuid,interval)",
            "qualifier.forget_batches(interval)",
            "qualifier.site_book()",
            "qualifier.take_job(uuid,interval)",
            "qualifier.waiting_organisations()",
            "sync.credentials_not_under(text)",
            "sync.schedule()",
            "sync.take_run(uuid,interval,boolean)",
        ]);
    }

    private const string Insert = "insert into warehouse.changed_day (org_id, day, run_id) values (@org, date '2026-03-08', gen_random_uuid())";
}
