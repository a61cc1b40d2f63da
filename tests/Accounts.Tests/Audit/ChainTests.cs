using System.Net.Http.Headers;
using System.Net.Http.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Teg.Platform.Accounts.Audit;

namespace Teg.Platform.Accounts.Tests.Audit;

/// <summary>What somebody with every right to the database can do to the trail, and how it is found.</summary>
public sealed class ChainTests(AccountsService accounts)
{
    [Fact]
    public async Task A_chain_nobody_touched_is_whole()
    {
        var org = await SealedAsync(5);

        var verdict = await CheckAsync(org);

        verdict.ShouldSatisfyAllConditions(
            v => v.Valid.ShouldBeTrue(), v => v.Events.ShouldBe(5), v => v.FirstBroken.ShouldBeNull(), v => v.Head.ShouldNotBeNull());
    }

    [Theory]
    [InlineData("status = 403")]
    [InlineData("action = 'SomethingElse'")]
    [InlineData("at = at - interval '1 microsecond'")]
    [InlineData("recorded_at = recorded_at + interval '1 microsecond'")]
    [InlineData("actor_id = gen_random_uuid()")]
    [InlineData("actor_id = null")]
    [InlineData("subjects = '[]'")]
    [InlineData("changes = '[{\"kind\": \"membership\", \"id\": \"1\"}]'")]
    [InlineData("service = 'sync'")]
    [InlineData("path = '/other'")]
    [InlineData("personal_digest = sha256('x')")]
    [InlineData("personal = '{\"name\": \"Somebody else\"}'")]
    [InlineData("personal = null")]
    public async Task A_changed_event_is_found(string change)
    {
        var org = await SealedAsync(5);
        await TamperAsync($"update audit.event set {change} where org_id = @org and id = (select event_id from audit.seal where org_id = @org and seq = 3)", org);

        var verdict = await CheckAsync(org);

        verdict.Valid.ShouldBeFalse();
        verdict.FirstBroken!.Seq.ShouldBe(3);
        verdict.Events.ShouldBe(2);
    }

    [Fact]
    public async Task A_removed_event_is_found_with_and_without_its_seal()
    {
        var org = await SealedAsync(5);
        await TamperAsync("delete from audit.event where org_id = @org and id = (select event_id from audit.seal where org_id = @org and seq = 2)", org);
        (await CheckAsync(org)).FirstBroken!.Reason.ShouldBe("The event was removed.");

        await TamperAsync("delete from audit.seal where org_id = @org and seq = 2", org);
        (await CheckAsync(org)).FirstBroken!.Seq.ShouldBe(3);

        await TamperAsync("update audit.seal set seq = seq - 1 where org_id = @org and seq > 2", org);
        (await CheckAsync(org)).FirstBroken!.Seq.ShouldBe(2);
    }

    [Fact]
    public async Task An_inserted_event_is_found()
    {
        var org = await SealedAsync(5);
        await TamperAsync(
            """
            update audit.seal set seq = -seq - 1 where org_id = @org and seq > 2;
            update audit.seal set seq = -seq where org_id = @org and seq < 0;
            insert into audit.event (org_id, id, at, recorded_at, service, actor_kind, action, method, path, status)
            values (@org, warehouse.uuid_v7(), now(), now(), 'accounts', 'person', 'Forged', 'GET', '/', 200);
            insert into audit.seal (org_id, seq, event_id, hash) select @org, 3, id, sha256('forged') from audit.event where org_id = @org and action = 'Forged'
            """, org);

        (await CheckAsync(org)).FirstBroken!.Seq.ShouldBe(3);
    }

    [Fact]
    public async Task An_event_added_past_the_sealing_is_found()
    {
        var org = await SealedAsync(3);
        await TamperAsync(
            """
            insert into audit.event (org_id, id, at, recorded_at, service, actor_kind, action, method, path, status)
            values (@org, warehouse.uuid_v7(), now(), now(), 'accounts', 'person', 'Forged', 'GET', '/', 200)
            """, org);

        var broken = (await CheckAsync(org)).FirstBroken!;
        broken.Seq.ShouldBeNull();
        broken.Reason.ShouldBe("The event was added past the sealing.");
    }

    [Fact]
    public async Task An_event_put_into_the_past_and_sealed_is_found()
    {
        var org = await SealedAsync(3);
        await TamperAsync(
            """
            insert into audit.event (org_id, id, at, recorded_at, service, actor_kind, action, method, path, status)
            values (@org, warehouse.uuid_v7(), now() - interval '2 hours', now() - interval '2 hours', 'accounts', 'person', 'Forged', 'GET', '/', 200);
            insert into audit.waiting select org_id, id from audit.event where org_id = @org and action = 'Forged'
            """, org);
        await SealAsync();

        (await CheckAsync(org)).FirstBroken!.Seq.ShouldBe(4);
    }

    [Fact]
    public async Task Reordered_events_are_found()
    {
        var org = await SealedAsync(5);
        await TamperAsync(
            """
            update audit.seal set seq = seq - 5 where org_id = @org and seq in (2, 3);
            update audit.seal set seq = -seq where org_id = @org and seq < 0
            """, org);

        (await CheckAsync(org)).FirstBroken!.Seq.ShouldBe(2);
    }

    [Fact]
    public async Task An_event_that_comes_late_is_sealed_later()
    {
        var org = Guid.CreateVersion7();
        var late = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddMinutes(-1));
        await WriteAsync(org, 3);
        await SealAsync();
        await WriteAsync(org, 1, late);
        await SealAsync();

        (await CheckAsync(org)).ShouldSatisfyAllConditions(v => v.Valid.ShouldBeTrue(), v => v.Events.ShouldBe(4));
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>("select seq from audit.seal where org_id = @org and event_id = @late", new { org, late })).ShouldBe(4);
    }

    [Fact]
    public async Task Replicas_that_seal_at_once_make_one_chain()
    {
        var org = Guid.CreateVersion7();
        for (var round = 0; round < 5; round++)
        {
            await WriteAsync(org, 20);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SealAsync()));
        }

        (await CheckAsync(org)).ShouldSatisfyAllConditions(v => v.Valid.ShouldBeTrue(), v => v.Events.ShouldBe(100));
    }

    [Fact]
    public async Task Erasing_who_somebody_was_leaves_the_chain_whole()
    {
        var org = await SealedAsync(4);
        await using (var connection = await OpenAsync(org))
        {
            (await connection.ExecuteScalarAsync<int>("select audit.erase_personal(@org, @Actor)", new { org, Actor })).ShouldBe(4);
            (await connection.ExecuteScalarAsync<int>("select audit.erase_personal(@org, @Actor)", new { org, Actor })).ShouldBe(0);
            (await connection.ExecuteScalarAsync<long>("select count(*) from audit.event where personal is not null or personal_salt is not null")).ShouldBe(0);
        }

        (await CheckAsync(org)).Valid.ShouldBeTrue();
    }

    [Fact]
    public async Task Another_organisations_personal_details_cannot_be_erased()
    {
        var org = await SealedAsync(2);
        await using var stranger = await OpenAsync(Guid.CreateVersion7());

        (await stranger.ExecuteScalarAsync<int>("select audit.erase_personal(@org, @Actor)", new { org, Actor })).ShouldBe(0);
    }

    [Theory]
    [InlineData("update audit.event set status = 200 where org_id = @org")]
    [InlineData("update audit.event set personal = null where org_id = @org")]
    [InlineData("update audit.event set personal = null, personal_salt = null, status = 201 where org_id = @org")]
    [InlineData("delete from audit.event where org_id = @org")]
    [InlineData("truncate audit.event")]
    [InlineData("update audit.seal set hash = '' where org_id = @org")]
    [InlineData("delete from audit.seal where org_id = @org")]
    [InlineData("truncate audit.seal")]
    public async Task Even_the_superuser_is_refused_a_change(string sql)
    {
        var org = await SealedAsync(1);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();

        (await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync(sql, new { org }))).MessageText.ShouldContain("append-only");
    }

    [Fact]
    public async Task The_command_names_the_broken_event_and_fails()
    {
        var whole = await SealedAsync(2);
        var broken = await SealedAsync(3);
        await TamperAsync("update audit.event set status = 418 where org_id = @org and id = (select event_id from audit.seal where org_id = @org and seq = 2)", broken);
        await using var output = new StringWriter();

        (await Verification.CheckAllAsync(output, CancellationToken.None)).ShouldBe(1);

        var lines = output.ToString().Split('\n');
        lines.Single(line => line.StartsWith($"{broken}", StringComparison.Ordinal)).ShouldContain("BROKEN after 1 events");
        lines.Single(line => line.StartsWith($"{broken}", StringComparison.Ordinal)).ShouldContain("number 2");
        lines.Single(line => line.StartsWith($"{whole}", StringComparison.Ordinal)).ShouldContain("whole, 2 events");
    }

    [Fact]
    public async Task An_administrator_asks_for_the_check_of_their_own_organisation()
    {
        var (admin, org) = await accounts.PersonAsync("Admin");
        await WriteAsync(org, 2);
        await SealAsync();
        var tokens = await accounts.SignInAsync(admin);
        using var client = accounts.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);

        var verdict = await client.GetFromJsonAsync<AuditVerdict>("/audit/verification");
        verdict!.Valid.ShouldBeTrue();
        verdict.Events.ShouldBeGreaterThanOrEqualTo(2);

        await TamperAsync("update audit.event set status = 418 where org_id = @org and id = (select event_id from audit.seal where org_id = @org and seq = 1)", org);
        verdict = await client.GetFromJsonAsync<AuditVerdict>("/audit/verification");
        verdict!.Valid.ShouldBeFalse();
        verdict.FirstBroken!.Seq.ShouldBe(1);
    }

    private static readonly Guid Actor = Guid.Parse("01900000-0000-7000-8000-0000000000aa");

    private AuditVerification Verification => accounts.Services.GetRequiredService<AuditVerification>();

    private Task<AuditVerdict> CheckAsync(Guid org) => Verification.CheckAsync(org, CancellationToken.None);

    private Task<int> SealAsync() => ActivatorUtilities.CreateInstance<AuditSealer>(accounts.Services).RunAsync(TimeSpan.Zero, CancellationToken.None);

    private async Task<Guid> SealedAsync(int events)
    {
        var org = Guid.CreateVersion7();
        await WriteAsync(org, events);
        await SealAsync();
        return org;
    }

    private async Task WriteAsync(Guid org, int events, Guid? id = null)
    {
        await using var connection = await OpenAsync(org);
        for (var number = 0; number < events; number++)
        {
            await connection.ExecuteAsync(
                """
                insert into audit.event (org_id, id, at, service, actor_kind, actor_id, action, method, path, status, subjects, personal)
                values (@org, @id, now(), 'accounts', 'person', @Actor, 'GetThing', 'GET', '/things/{id}', 200, '[{"kind": "things", "id": "7"}]', '{"name": "Ada", "address": "203.0.113.9"}')
                """, new { org, id = id ?? Guid.CreateVersion7(), Actor });
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(Guid org)
    {
        var connection = await accounts.Postgres.As("accounts").OpenConnectionAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = org.ToString() });
        return connection;
    }

    // What a superuser does who knows the triggers.
    private async Task TamperAsync(string sql, Guid org)
    {
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync("set session_replication_role = replica");
        await connection.ExecuteAsync(sql, new { org });
        await connection.ExecuteAsync("set session_replication_role = origin");
    }
}
