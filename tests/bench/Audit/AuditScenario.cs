using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Hosting;
using Npgsql;
using NpgsqlTypes;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Bench.Audit;

internal sealed class AuditScenario : IScenario
{
    private const int Together = 500;

    public string Name => "audit";

    public string Title => "The audit trail";

    public string Method =>
        """
        Every request of a signed-in caller leaves an event. A write waits for its own; reads' events are gathered and written up to 500 at a time. The baseline
        is the same statement into a plain table without trigger, index or row-level security, committed the same way. The verifier reads a whole chain and
        computes each hash again; its baseline is the bare query for the same rows.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        await using var owner = NpgsqlDataSource.Create(system.OwnerConnectionString);
        await using var accounts = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(system.OwnerConnectionString)
        {
            Username = "accounts", Password = RunningSystem.AccountsPassword,
        }.ConnectionString);
        var store = new AuditStore(accounts, Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Teg.Platform.Accounts" }).Environment);
        await using (var connection = await owner.OpenConnectionAsync(ct))
        {
            await connection.ExecuteAsync("create schema bench; create table bench.event as table audit.event with no data");
        }

        Candidate Trail(int events, string name, string beside, int perRound) => new(name, cancel => store.WriteAsync([.. Events(events)], cancel))
        {
            PerRound = perRound, Beside = beside, Grows = "with the events written, not with those stored",
        };
        var written = await Rounds.RunAsync(15,
        [
            new Candidate("a plain row", cancel => BareAsync(owner, 1, cancel)) { PerRound = 30 },
            Trail(1, "an event (what a write waits for)", "a plain row", 30),
            new Candidate($"{Together} plain rows", cancel => BareAsync(owner, Together, cancel)) { PerRound = 2 },
            Trail(Together, $"{Together} events (what a second of reads costs)", $"{Together} plain rows", 2),
        ], ct);

        var (small, smallCount) = await VerifyAsync(system, owner, ct);
        for (var i = 0; i < 60; i++)
        {
            await store.WriteAsync([.. Events(Together)], ct);
        }

        var (large, largeCount) = await VerifyAsync(system, owner, ct);
        var each = written[3].Time.P50 / Together;
        return new Finding([.. written, .. small, .. large],
        [
            $"A read's share of such a batch is {Finding.Short(each)}. The verifier checks {largeCount / large[1].Time.P50.TotalSeconds:n0} events a second; "
            + $"{largeCount / (double)smallCount:0.0} times the events took it {large[1].Time.P50 / small[1].Time.P50:0.0} times as long.",
        ]);
    }

    private static IEnumerable<AuditEvent> Events(int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Enumerable.Range(0, count).Select(_ => new AuditEvent
        {
            OrgId = DemoOrganisation.Id,
            Id = Guid.CreateVersion7(now),
            At = now,
            Service = "accounts",
            ActorKind = AuditActor.System,
            Action = "Measure",
            Method = "GET",
            Path = "/measured/{id}",
            Status = 200,
            Subjects = [new AuditSubject("measured", Guid.NewGuid().ToString())],
            Personal = new AuditPersonal("Nobody in particular", "127.0.0.1", "bench", null),
        });
    }

    private static async Task BareAsync(NpgsqlDataSource owner, int count, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            insert into bench.event (org_id, id, at, service, actor_kind, action, method, path, status, subjects, personal)
            select e."OrgId", e."Id", e."At", e."Service", e."ActorKind", e."Action", e."Method", e."Path", e."Status", e."Subjects", e."Personal"
            from jsonb_to_recordset($1) as e ("OrgId" uuid, "Id" uuid, "At" timestamptz, "Service" text, "ActorKind" text, "Action" text, "Method" text, "Path" text,
                                              "Status" int, "Subjects" jsonb, "Personal" jsonb)
            """, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(Events(count)), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The bare query and the verifier over HTTP, once all that was written is sealed.</summary>
    private static async Task<(IReadOnlyList<Measured> Rows, long Events)> VerifyAsync(RunningSystem system, NpgsqlDataSource owner, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await RunningSystem.UntilAsync(
            async () => await connection.ExecuteScalarAsync<long>("select count(*) from audit.waiting") < 100, TimeSpan.FromMinutes(2), "the events are sealed", ct);
        var events = await connection.ExecuteScalarAsync<long>("select count(*) from audit.seal where org_id = @Id", new { DemoOrganisation.Id });
        using var admin = await system.ClientOfAsync("accounts", "admin@teg.example", ct);
        async Task ReadAsync(CancellationToken cancel)
        {
            await using var command = new NpgsqlCommand(
                """
                select s.seq, s.event_id, s.hash, e.*, e.subjects::text, e.changes::text, e.personal::text
                from audit.seal s
                join audit.event e on e.org_id = s.org_id and e.id = s.event_id
                where s.org_id = $1
                order by s.seq
                """, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = DemoOrganisation.Id } } };
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                _ = reader.GetInt64(0);
            }
        }

        async Task CheckAsync(CancellationToken cancel)
        {
            var verdict = await admin.GetFromJsonAsync<JsonElement>("/audit/verification", cancel);
            if (!verdict.GetProperty("valid").GetBoolean())
            {
                throw new InvalidOperationException($"The chain is broken: {verdict}");
            }
        }

        return (await Rounds.RunAsync(9,
        [
            new Candidate($"the rows of {events:n0} events read", ReadAsync) { PerRound = 2 },
            new Candidate($"the chain of {events:n0} events verified", CheckAsync)
            {
                PerRound = 2, Beside = $"the rows of {events:n0} events read", Processes = () => system.Processes("accounts"), Grows = "with the events of the organisation",
            },
        ], ct), events);
    }
}
