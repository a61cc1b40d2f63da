using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Lag;

/// <summary>Source → screen, for the foot of every page.</summary>
internal static class LagEndpoints
{
    public static void MapLag(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/lag").WithTags("Lag").RequireAuthorization(Roles.Viewer)
            .MapGet("/", Get).WithName("GetLag");

    private static async Task<Ok<LagReport>> Get(Database database, IOptions<CanaryOptions> canary, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(await AskAsync(connection, canary.Value.Patience, clock.GetUtcNow(), ct));
    }

    internal static async Task<LagReport> AskAsync(NpgsqlConnection connection, TimeSpan patience, DateTimeOffset now, CancellationToken ct)
    {
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(Sql, new { patience }, cancellationToken: ct));
        var canary = await answer.ReadSingleOrDefaultAsync<CanaryRow>();
        var newest = await answer.ReadSingleOrDefaultAsync<NewestRow>();
        var stages = (await answer.ReadAsync<StageRow>()).ToLookup(row => row.Within);

        var (state, why) = canary switch
        {
            { IsBack: false, Failure: { } failure } => (LagState.Lost, $"The canary could not be written: {failure}"),
            { IsBack: false } => (LagState.Lost, "The last canary was written at the source and has not come back. Look at the runs and webhooks of its source."),
            _ when newest is null => (LagState.NotMeasured, "No change has come through by itself in the last day."),
            _ => (LagState.Measured, (string?)null),
        };
        return new LagReport(now, state, newest is null ? null : newest.Kind == "canary" ? LagKind.Canary : LagKind.Change, why,
            newest is null ? null : new LagSample(newest.ShownAt, Math.Round(newest.Seconds, 3)), Spread(stages["hour"]), Spread(stages["day"]));
    }

    // A canary goes its way every few minutes; changes of people come when they come, and their vendors' clocks are not ours.
    private const string Preferred =
        """
        select case when exists (
            select from sync.lag where org_id = warehouse.current_org() and kind = 'canary' and noted_at > now() - interval '1 day' and shown_at is not null)
            then 'canary' else 'change' end as kind
        """;

    // Clocks of two machines differ by a little: a stage is never negative. What was shown more than a day ago is not looked at, whatever is kept.
    private const string Sql =
        $"""
        select coalesce(shown_at is not null, false) as is_back, failure
        from sync.lag
        where org_id = warehouse.current_org() and kind = 'canary' and noted_at > now() - interval '1 day' and (failure is not null or noted_at < now() - @patience)
        order by noted_at desc
        limit 1;

        with preferred as ({Preferred})
        select l.kind, l.shown_at, extract(epoch from greatest(l.shown_at - coalesce(l.happened_at, l.received_at, l.published_at), '0'))::float8 as seconds
        from sync.lag l
        join preferred p on p.kind = l.kind
        where l.org_id = warehouse.current_org() and l.noted_at > now() - interval '1 day' and l.shown_at is not null
        order by l.noted_at desc
        limit 1;

        with preferred as ({Preferred}),
        sample as (
            select l.noted_at, way.stage, extract(epoch from greatest(way.took, '0'))::float8 as seconds
            from sync.lag l
            join preferred p on p.kind = l.kind
            cross join lateral (values
                ('total', l.shown_at - coalesce(l.happened_at, l.received_at, l.published_at)), ('webhook', l.received_at - l.happened_at), ('published', l.published_at - l.received_at),
                ('rollup', l.refreshed_at - l.published_at), ('event', l.shown_at - l.refreshed_at)) way (stage, took)
            where l.org_id = warehouse.current_org() and l.noted_at > now() - interval '1 day' and l.shown_at is not null and way.took is not null
        )
        select w.within, s.stage, count(*) as samples, percentile_cont(0.5) within group (order by s.seconds) as p50, percentile_cont(0.95) within group (order by s.seconds) as p95
        from sample s
        join (values ('hour', interval '1 hour'), ('day', interval '1 day')) w (within, length) on s.noted_at > now() - w.length
        group by w.within, s.stage
        """;

    private sealed record CanaryRow(bool IsBack, string? Failure);

    private sealed record NewestRow(string Kind, DateTimeOffset ShownAt, double Seconds);

    private sealed record StageRow(string Within, string Stage, long Samples, double P50, double P95);

    private static LagSpread? Spread(IEnumerable<StageRow> rows)
    {
        var stages = rows.ToDictionary(row => row.Stage);
        LagPercentiles? Of(string stage) => stages.TryGetValue(stage, out var row) ? new LagPercentiles(Math.Round(row.P50, 3), Math.Round(row.P95, 3)) : null;
        return Of("total") is { } total ? new LagSpread(stages["total"].Samples, total, Of("webhook"), Of("published"), Of("rollup"), Of("event")) : null;
    }
}
