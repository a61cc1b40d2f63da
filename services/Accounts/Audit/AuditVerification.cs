using System.Security.Cryptography;
using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Audit;

/// <summary>Reads a chain from its first event and computes every hash again. Memory does not grow with its length.</summary>
internal sealed class AuditVerification(Database database, TimeProvider clock)
{
    // Sealed within seconds of being recorded; an hour is more than any transaction lasts.
    private static readonly TimeSpan Latest = TimeSpan.FromHours(1);

    private const string ChainSql =
        """
        select s.seq, s.event_id, s.hash, e.org_id, e.id, e.at, e.recorded_at, e.service, e.actor_kind, e.actor_id, e.action, e.method, e.path, e.status,
               e.subjects::text as subjects, e.changes::text as changes, e.personal::text as personal, e.personal_salt, e.personal_digest
        from audit.seal s
        left join audit.event e on e.org_id = s.org_id and e.id = s.event_id
        where s.org_id = warehouse.current_org()
        order by s.seq
        """;

    // Past the sealing: neither in the chain nor waiting for it.
    private const string StraySql =
        """
        select e.id
        from audit.event e
        where e.org_id = warehouse.current_org()
          and not exists (select from audit.seal s where s.org_id = e.org_id and s.event_id = e.id)
          and not exists (select from audit.waiting w where w.org_id = e.org_id and w.event_id = e.id)
        order by e.id
        limit 1
        """;

    /// <summary>Checks the chain of one organisation.</summary>
    public async Task<AuditVerdict> CheckAsync(Guid orgId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(orgId, ct);
        // One view of the data: what is sealed meanwhile belongs to the next check.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var (events, previous, newest) = (0L, AuditChain.Start, DateTimeOffset.UnixEpoch);
        await foreach (var row in connection.QueryUnbufferedAsync<ChainRow>(ChainSql, transaction: transaction, commandTimeout: 0).WithCancellation(ct))
        {
            if (Fault(row, events + 1, previous, newest) is { } fault)
            {
                return new AuditVerdict(false, events, new BrokenEvent(row.Seq, row.EventId, fault), null, clock.GetUtcNow());
            }

            events++;
            previous = row.Hash;
            newest = row.RecordedAt > newest ? row.RecordedAt.Value : newest;
        }

        if (await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(StraySql, transaction: transaction, commandTimeout: 0, cancellationToken: ct)) is { } stray)
        {
            return new AuditVerdict(false, events, new BrokenEvent(null, stray, "The event was added past the sealing."), null, clock.GetUtcNow());
        }

        return new AuditVerdict(true, events, null, events == 0 ? null : Convert.ToHexStringLower(previous), clock.GetUtcNow());
    }

    /// <summary>Checks every organisation's chain and says what is broken. For <c>Accounts -- verify-audit</c>.</summary>
    /// <returns>The exit code: 0 when every chain is whole, otherwise 1.</returns>
    public async Task<int> CheckAllAsync(TextWriter output, CancellationToken ct)
    {
        var broken = 0;
        foreach (var orgId in await OrganisationsAsync(ct))
        {
            var verdict = await CheckAsync(orgId, ct);
            broken += verdict.Valid ? 0 : 1;
            await output.WriteLineAsync(verdict is { FirstBroken: { } first }
                ? $"{orgId} BROKEN after {verdict.Events} events: event {first.EventId}{(first.Seq is { } seq ? $", number {seq}" : "")}: {first.Reason}"
                : $"{orgId} whole, {verdict.Events} events, ends in {verdict.Head ?? "nothing"}");
        }

        return broken == 0 ? 0 : 1;
    }

    private async Task<IReadOnlyList<Guid>> OrganisationsAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        return (await connection.QueryAsync<Guid>(new CommandDefinition("select audit.organisations()", cancellationToken: ct))).AsList();
    }

    private static string? Fault(ChainRow row, long expected, byte[] previous, DateTimeOffset newest)
    {
        if (row.Seq != expected)
        {
            return $"Number {expected} of the chain is missing.";
        }

        if (row.ToEvent() is not { } sealedEvent)
        {
            return "The event was removed.";
        }

        if (!CryptographicOperations.FixedTimeEquals(AuditChain.Next(previous, row.Seq, sealedEvent), row.Hash))
        {
            return "The event, or its place, is not what was sealed.";
        }

        if (!AuditChain.PersonalMatches(row.Personal, row.PersonalSalt, row.PersonalDigest))
        {
            return "The event's personal details are not what was recorded.";
        }

        return sealedEvent.RecordedAt < newest - Latest ? "The event was put into the past: later ones had been sealed for more than an hour." : null;
    }

    // The event's side is empty where the event is gone.
    private sealed record ChainRow(
        long Seq, Guid EventId, byte[] Hash, Guid? OrgId, Guid? Id, DateTimeOffset? At, DateTimeOffset? RecordedAt, string? Service, string? ActorKind, Guid? ActorId,
        string? Action, string? Method, string? Path, int? Status, string? Subjects, string? Changes, string? Personal, byte[]? PersonalSalt, byte[]? PersonalDigest)
    {
        public SealedEvent? ToEvent() => Id is null
            ? null
            : new SealedEvent
            {
                OrgId = OrgId!.Value, Id = Id.Value, At = At!.Value, RecordedAt = RecordedAt!.Value, Service = Service!, ActorKind = ActorKind!, ActorId = ActorId,
                Action = Action!, Method = Method!, Path = Path!, Status = Status!.Value, Subjects = Subjects!, Changes = Changes, PersonalDigest = PersonalDigest,
            };
    }
}

/// <param name="Events">Events of the chain that are as they were sealed.</param>
/// <param name="FirstBroken">The first that is not; null when the chain is whole.</param>
/// <param name="Head">The chain's last hash in hex: compare it with the one you wrote down, or with the log.</param>
public sealed record AuditVerdict(bool Valid, long Events, BrokenEvent? FirstBroken, string? Head, DateTimeOffset CheckedAt);

/// <param name="Seq">Its number in the chain; null when it is in no chain.</param>
public sealed record BrokenEvent(long? Seq, Guid EventId, string Reason);
