using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Judging.Later;

/// <summary>
/// Judges what waits: synced leads nobody has judged, and enquiries the rules decided alone. One process at a time serves an organisation, by a lock that its
/// session holds and a killed process loses; what was judged and not yet written is then judged again, and written once by the first decision's key. While the model
/// is away nothing is written and the pauses grow; a text it cannot judge is asked about three times.
/// </summary>
internal sealed partial class LaterJudging(
    Database database, EnquiryStore store, Judge judge, SiteBook sites, IOptions<LaterOptions> options, TimeProvider clock, ILogger<LaterJudging> logger) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim wake = new(0, 1);

    /// <summary>Something waits: look now.</summary>
    public void Wake()
    {
        if (wake.CurrentCount == 0)
        {
            try
            {
                wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else just did.
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.JudgesLater)
        {
            return;
        }

        var pause = options.Value.LaterEvery;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var well = await JudgeWaitingAsync(stoppingToken);
                pause = well ? options.Value.LaterEvery : Longer(pause);
                await wake.WaitAsync(pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Npgsql says InvalidOperationException when a connection broke between two commands.
            catch (Exception e) when (e is DbException or SocketException or IOException or TimeoutException or InvalidOperationException)
            {
                LogDatabaseAway(e.Message);
                await Task.Delay(options.Value.LaterEvery, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Everything that may be judged now, of every organisation.</summary>
    /// <returns>False when the model is away, and asking on would only cost.</returns>
    internal async Task<bool> JudgeWaitingAsync(CancellationToken ct)
    {
        if (!sites.IsKnown)
        {
            return true;
        }

        List<Guid> organisations;
        await using (var connection = await database.OpenUnscopedAsync(ct))
        {
            organisations = (await connection.QueryAsync<Guid>(new CommandDefinition("select * from qualifier.waiting_organisations()", cancellationToken: ct))).AsList();
        }

        foreach (var organisation in organisations)
        {
            if (!await JudgeOrganisationAsync(organisation, ct))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> JudgeOrganisationAsync(Guid organisation, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(organisation, ct);
        // A killed process loses it with its session. A connection that only goes back to the pool would keep it, so it is given back by hand.
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select pg_try_advisory_lock(hashtextextended('judged later:' || warehouse.current_org()::text, 0))", cancellationToken: ct)))
        {
            return true;
        }

        try
        {
            return await JudgeOrganisationAsync(connection, organisation, ct);
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
            {
                await connection.ExecuteAsync("select pg_advisory_unlock_all()");
            }
        }
    }

    private async Task<bool> JudgeOrganisationAsync(NpgsqlConnection connection, Guid organisation, CancellationToken ct)
    {
        var rules = sites.RulesOf(organisation);
        var judged = new HashSet<Guid>();
        while (!await IsSpentAsync(connection, ct))
        {
            var waiting = (await connection.QueryAsync<WaitingEnquiry>(new CommandDefinition(
                WaitingEnquiry.Sql, new { settled = clock.GetUtcNow() - options.Value.LaterAfter, limit = Batch }, cancellationToken: ct)))
                .Where(enquiry => judged.Add(enquiry.Id)).ToList();
            if (waiting.Count == 0)
            {
                return true;
            }

            var (decisions, away) = await JudgeAsync(waiting, rules, ct);
            await store.AppendAsync(organisation, decisions, ct);
            LogJudged(organisation, decisions.Count, waiting.Count);
            if (away is { } kept)
            {
                LogModelAway(kept);
                return false;
            }
        }

        LogSpent(organisation);
        return true;
    }

    private async Task<(List<Decision> Decisions, Fallback? Away)> JudgeAsync(List<WaitingEnquiry> waiting, RuleSet rules, CancellationToken ct)
    {
        var decisions = new List<Decision>(waiting.Count);
        Fallback? away = null;
        await Parallel.ForEachAsync(waiting, new ParallelOptions { MaxDegreeOfParallelism = options.Value.LaterAtOnce, CancellationToken = ct }, async (enquiry, token) =>
        {
            lock (decisions)
            {
                if (away is not null)
                {
                    return;
                }
            }

            var judgement = await judge.JudgeAsync(enquiry.Project, rules.PromptVersion, options.Value.LaterWithin, token);
            lock (decisions)
            {
                // Only what the model said, or what it will say again about this text, is news.
                if (judgement.Fallback is null or Fallback.NoText or Fallback.Refused or Fallback.Truncated or Fallback.Invalid)
                {
                    decisions.Add(Decision.Of(
                        enquiry.Id, enquiry.Budget, enquiry.Styles, judgement, rules, enquiry.Decided ? DecisionKind.Rejudged : DecisionKind.First, clock.GetUtcNow()));
                }
                else
                {
                    away = judgement.Fallback;
                }
            }
        });
        return (decisions, away);
    }

    private async Task<bool> IsSpentAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (options.Value.LaterDailyCost is not { } most)
        {
            return false;
        }

        var midnight = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        // Ids of decisions begin with their time, so the key finds the day.
        var first = Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"{midnight.ToUnixTimeMilliseconds():x12}{0:d20}"));
        return most <= await connection.ExecuteScalarAsync<decimal>(new CommandDefinition(
            "select coalesce(sum(cost_usd), 0) from qualifier.decision where org_id = warehouse.current_org() and id >= @first", new { first }, cancellationToken: ct));
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Information, "Judged {Judged} of {Waiting} waiting enquiries of organisation {OrgId}")]
    private partial void LogJudged(Guid orgId, int judged, int waiting);

    [LoggerMessage(LogLevel.Warning, "What waits goes on waiting: the model does not judge ({Fallback})")]
    private partial void LogModelAway(Fallback fallback);

    [LoggerMessage(LogLevel.Warning, "What waits of organisation {OrgId} goes on waiting: judgements of today cost what they may")]
    private partial void LogSpent(Guid orgId);

    [LoggerMessage(LogLevel.Warning, "What waits goes on waiting: PostgreSQL does not answer ({Reason})")]
    private partial void LogDatabaseAway(string reason);
}

/// <summary>An enquiry to judge later.</summary>
internal sealed record WaitingEnquiry(Guid Id, string? Project, string? Budget, string? Styles, bool Decided)
{
    // The newest first: somebody may still be waiting for an answer to it. Where the words were erased there is nothing more to judge.
    internal const string Sql =
        """
        select e.id, e.project, e.budget, e.styles, e.decision_id is not null as decided
        from qualifier.enquiry e
        where e.org_id = warehouse.current_org()
          and (e.decision_id is null or e.fallback in ('timeout', 'refused', 'truncated', 'invalid', 'rate-limited', 'unavailable', 'rejected', 'busy'))
          and (e.decision_id is null or (e.decided_at < @settled and e.erased_at is null))
          and (e.fallback is null or e.fallback not in ('refused', 'truncated', 'invalid')
               or (select count(*) from qualifier.decision d where d.org_id = e.org_id and d.enquiry_id = e.id and d.fallback is not null) < 3)
        order by e.received_at desc
        limit @limit
        """;
}
