using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Demo;

/// <summary>Whether the demo organisation can be looked at: <c>teg up</c> waits for it.</summary>
internal static class FilledEndpoint
{
    public static void MapFilled(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health/filled", Filled).WithName("IsFilled").WithTags("Health").AllowAnonymous();

    private static async Task<Results<Ok<FillState>, JsonHttpResult<FillState>>> Filled(Database database, IOptions<DemoOptions> demo, CancellationToken ct)
    {
        if (!demo.Value.Enabled)
        {
            return TypedResults.Ok(new FillState(true, []));
        }

        try
        {
            await using var connection = await database.OpenAsync(DemoOrganisation.Id, ct);
            var waiting = (await connection.QueryAsync<SourceFill>(new CommandDefinition(
                """
                select s.name as source, coalesce(r.status, 'waiting') as status, coalesce(r.rows_read, 0) as rows_read, r.rows_expected, r.reason, r.way_out
                from sync.source s
                left join lateral (
                    select * from sync.run r
                    where r.org_id = s.org_id and r.source_id = s.id and r.trigger <> 'webhook'
                    order by r.requested_at desc limit 1
                ) r on true
                where s.org_id = warehouse.current_org() and s.enabled
                  and not exists (select from sync.run p where p.org_id = s.org_id and p.source_id = s.id and p.published_at is not null)
                order by s.name
                """, cancellationToken: ct))).AsList();
            var any = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "select exists (select from sync.source where org_id = warehouse.current_org())", cancellationToken: ct));
            var state = new FillState(any && waiting.Count == 0, waiting);
            return state.Filled ? TypedResults.Ok(state) : TypedResults.Json(state, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (NpgsqlException)
        {
            return TypedResults.Json(new FillState(false, []), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

/// <param name="Waiting">Sources that have not published yet, and how far they are.</param>
public sealed record FillState(bool Filled, IReadOnlyList<SourceFill> Waiting);

public sealed record SourceFill(string Source, string Status, long RowsRead, long? RowsExpected, string? Reason, string? WayOut);
