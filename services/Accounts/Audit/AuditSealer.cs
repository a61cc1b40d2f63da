using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Audit;

/// <summary>Puts new events of every organisation at the end of its chain, a batch at a time. Replicas take turns by a lock; the second finds nothing to do.</summary>
internal sealed partial class AuditSealer(Database database, TimeProvider clock, ILogger<AuditSealer> logger) : BackgroundService
{
    private const int Batch = 2_000;

    // Any constant that no other lock in the database uses; this one spells "seal".
    private const long Lock = 0x7365616c;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // Events of one moment reach the database within this, so that the chain is nearly in the order of time. One that comes later is sealed
    // later: the chain's order is its number, not the event's id.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>Seals what waits. Killed anywhere, it has sealed whole batches; the transaction holds the lock.</summary>
    /// <returns>How many events were sealed.</returns>
    internal async Task<int> RunAsync(TimeSpan settled, CancellationToken ct)
    {
        var total = 0;
        int sealedNow;
        do
        {
            sealedNow = await SealBatchAsync(settled, ct);
            total += sealedNow;
        }
        while (sealedNow == Batch);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(Settled, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogFailed(e);
            }
        }
    }

    private async Task<int> SealBatchAsync(TimeSpan settled, CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@Lock)", new { Lock }, transaction, cancellationToken: ct));
        var waiting = (await connection.QueryAsync<WaitingEvent>(new CommandDefinition(
            "select * from audit.unsealed(@settled, @Batch)", new { settled, Batch }, transaction, cancellationToken: ct))).AsList();
        if (waiting.Count == 0)
        {
            return 0;
        }

        var heads = new Dictionary<Guid, Seal>();
        var seals = new List<Seal>(waiting.Count);
        foreach (var audited in waiting)
        {
            var head = heads.GetValueOrDefault(audited.OrgId) ?? new Seal(audited.OrgId, audited.HeadSeq ?? 0, Guid.Empty, audited.HeadHash ?? AuditChain.Start);
            var next = new Seal(audited.OrgId, head.Seq + 1, audited.Id, AuditChain.Next(head.Hash, head.Seq + 1, audited));
            heads[audited.OrgId] = next;
            seals.Add(next);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "select audit.append_seals(@orgs, @seqs, @events, @hashes)",
            new
            {
                orgs = seals.Select(seal => seal.OrgId).ToArray(),
                seqs = seals.Select(seal => seal.Seq).ToArray(),
                events = seals.Select(seal => seal.EventId).ToArray(),
                hashes = seals.Select(seal => seal.Hash).ToArray(),
            },
            transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);

        foreach (var head in heads.Values)
        {
            // Outside of the database: who rewrites the whole chain cannot rewrite this line.
            LogSealed(head.OrgId, head.Seq, Convert.ToHexStringLower(head.Hash));
        }

        return seals.Count;
    }

    private sealed record Seal(Guid OrgId, long Seq, Guid EventId, byte[] Hash);

    private sealed record WaitingEvent : SealedEvent
    {
        public long? HeadSeq { get; init; }

        public byte[]? HeadHash { get; init; }
    }

    [LoggerMessage(LogLevel.Information, "Audit chain of {OrgId} sealed up to {Seq}: {Hash}")]
    private partial void LogSealed(Guid orgId, long seq, string hash);

    [LoggerMessage(LogLevel.Warning, "Audit events could not be sealed now; they wait")]
    private partial void LogFailed(Exception exception);
}
