using System.Diagnostics;
using Dapper;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Lag;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Publishing;

/// <summary>
/// Makes a run visible: mirror, facts, changed days, certificate, the run's own row and its message in one transaction.
/// Readers see the previous data until it commits and all of the new data afterwards.
/// </summary>
internal sealed class Publication(Database database, Outbox outbox, TimeProvider clock)
{
    private const long ManyRows = 1_000;

    // The tables grow within these transactions, their statistics do not: a loop that was planned for a few rows would run for all of them.
    // With few rows the loop over an index is what keeps a webhook's run far below a second.
    private const string LoopsForbidden = "set local enable_nestloop = off";
    private const string LoopsAllowed = "set local enable_nestloop = on";

    /// <exception cref="LeaseLostException">Another process has taken the run over; nothing was published.</exception>
    public async Task<Published> PublishAsync(RunLease run, Source source, string trigger, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        await using var connection = await database.OpenAsync(run.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var step = new Step(connection, transaction, new { run.RunId, run.SourceId, source.TimeZone, source.Currency, now }, now, ct);

        // Publishing runs of an organisation follow one another, so changed_day ids are in the order of commits.
        // Compiling a plan costs more than these statements run.
        await step.DoAsync("set local jit = off");
        await step.DoAsync("select pg_advisory_xact_lock(hashtextextended('publish:' || warehouse.current_org()::text, 0))");
        await RunLease.ProveAsync(connection, transaction, run, ct);

        await step.DoAsync(trigger == Run.ByWebhook ? LoopsAllowed : LoopsForbidden);
        // Under the same lock a person is erased: no run that had read them before brings them back.
        await step.DoAsync("select sync.anonymise_landing(@RunId)");
        await step.DoAsync(MirrorSql.FindChanges);
        if (source.Kind == Source.GoogleAds)
        {
            await step.DoAsync(GoogleAdsSql.FindVanished);
        }

        var kinds = (await connection.QueryAsync<string>(new CommandDefinition(MirrorSql.ChangedKinds, transaction: transaction, cancellationToken: ct))).ToHashSet(StringComparer.Ordinal);
        var changes = await connection.ExecuteScalarAsync<long>(step.Command("select count(*) from change"));
        await step.DoAsync(changes > ManyRows ? LoopsForbidden : LoopsAllowed);
        await step.DoAsync(MirrorSql.Apply);
        await ConformAsync(step, kinds);
        await step.DoAsync(LagSql.FindCanary);
        await step.DoAsync(
            """
            insert into warehouse.changed_day (org_id, day, run_id)
            select warehouse.current_org(), day, @RunId
            from (select distinct day from touched_day where day is not null) d
            order by day
            """);

        var isOfBoards = source.Kind == Source.Monday && trigger != Run.ByWebhook;
        if (isOfBoards)
        {
            await step.DoAsync(MirrorSql.Boards);
        }

        await step.DoAsync(trigger == Run.ByWebhook ? LoopsAllowed : LoopsForbidden);
        await step.DoAsync(isOfBoards ? CertificateSql.Boards : CertificateSql.Lists);
        if (source.Kind == Source.Calendly)
        {
            await step.DoAsync(CertificateSql.Bookings);
        }

        if (source.Kind == Source.GoogleAds)
        {
            await step.DoAsync(GoogleAdsSql.Certificate);
        }

        var published = await FinishAsync(step, run, changes, started);
        await step.DoAsync(LagSql.Published);
        await outbox.AddAsync(connection, transaction, run.OrgId, new RunPublished(run.OrgId, run.RunId, run.SourceId, source.Name, now, published.Verdict), ct);
        await transaction.CommitAsync(ct);
        return published;
    }

    // Ads before leads: a lead's campaign is known by the campaigns. Leads before calls and sales is not needed: they are joined by address when asked.
    private static async Task ConformAsync(Step step, HashSet<string> kinds)
    {
        if (kinds.Contains("sales"))
        {
            await step.DoAsync(SalesSql.Conform);
        }

        if (kinds.Contains("event") || kinds.Contains("invitee") || kinds.Contains("event-type"))
        {
            // Chains are followed from booking to booking; only the indexes make that short, whatever the statistics say.
            await step.DoAsync("set local enable_seqscan = off");
            await step.DoAsync(CallsSql.Conform);
            await step.DoAsync("set local enable_seqscan = on");
        }

        if (kinds.Contains("ads"))
        {
            await step.DoAsync(AdsSql.Conform);
        }

        var isOfGoogle = kinds.Any(kind => kind.StartsWith("google-", StringComparison.Ordinal));
        if (isOfGoogle)
        {
            await step.DoAsync(GoogleAdsSql.Conform);
        }

        if (kinds.Contains("ads") || kinds.Contains("google-campaign") || kinds.Contains("leads"))
        {
            await step.DoAsync(LeadsSql.Conform);
        }
    }

    private static async Task<Published> FinishAsync(Step step, RunLease run, long rows, long started)
    {
        var verdict = await step.Connection.ExecuteScalarAsync<string?>(step.Command(CertificateSql.Verdict));
        var seconds = Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds);

        // The lock is the one that a delivery takes: either its record is claimed here, or its own run finds the place free.
        await step.DoAsync("select pg_advisory_xact_lock(hashtextextended('deliveries:' || @SourceId::text, 0))");
        return await step.Connection.QuerySingleAsync<Published>(new CommandDefinition(
            """
            with quarantined as (
                select string_agg('"' || name || '"', ', ' order by position) as boards
                from sync.checkpoint
                where org_id = warehouse.current_org() and run_id = @RunId and quarantined
            )
            update sync.run r
            set status = case when q.boards is null then 'succeeded' else 'quarantined' end,
                reason = case when q.boards is not null then 'Left out, because its columns no longer match the mapping: ' || q.boards || '.' end,
                way_out = case when q.boards is not null then 'Accept or dismiss the proposal under drift, or put the column back in Monday. Until then the last good data stays.' end,
                verdict = @verdict, rows_published = @rows, rows_per_second = round(@rows / @seconds)::int,
                published_at = @now, finished_at = clock_timestamp(), leased_by = null, leased_until = null
            from quarantined q
            where r.org_id = warehouse.current_org() and r.id = @RunId
            returning r.status, r.verdict, r.rows_published, r.reason, r.way_out;

            insert into sync.run (org_id, source_id, mode, trigger, settings_version)
            select d.org_id, d.source_id, 'incremental', 'webhook', s.settings_version
            from sync.source s
            join lateral (
                select w.org_id, w.source_id from sync.webhook_delivery w
                where w.org_id = s.org_id and w.source_id = s.id and w.run_id is null limit 1
            ) d on true
            where s.org_id = warehouse.current_org() and s.id = @SourceId
            on conflict do nothing
            """,
            new { run.RunId, run.SourceId, verdict, rows, seconds, now = step.Now }, step.Transaction, cancellationToken: step.Ct));
    }

    /// <summary>One statement after the other in the publishing transaction; none may time out half way.</summary>
    private sealed record Step(NpgsqlConnection Connection, NpgsqlTransaction Transaction, object Parameters, DateTimeOffset Now, CancellationToken Ct)
    {
        public CommandDefinition Command(string sql) => new(sql, Parameters, Transaction, commandTimeout: 0, cancellationToken: Ct);

        public Task DoAsync(string sql) => Connection.ExecuteAsync(Command(sql));
    }
}

/// <summary>How a published run ended.</summary>
internal sealed record Published(string Status, string? Verdict, long RowsPublished, string? Reason, string? WayOut);
