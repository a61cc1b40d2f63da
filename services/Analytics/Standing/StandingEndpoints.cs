using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Standing;

/// <summary>A12: a page of which nothing is stored says what stands in the way and what to run.</summary>
internal static class StandingEndpoints
{
    public static void MapStanding(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/standing").WithTags("Standing").RequireAuthorization(Roles.Viewer)
            .MapGet("/", Get).WithName("GetStanding");

    // Asked only by a page that has nothing to show, and never kept: what stood in the way a moment ago may be gone.
    private static async Task<Ok<PageStanding>> Get(Word<FigurePage> page, Database database, Caller caller, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var sources = await connection.QueryAsync<SourceStanding>(new CommandDefinition(SourceStanding.Sql, cancellationToken: ct));
        return TypedResults.Ok(PageStanding.Of(page.Value, sources.AsList(), caller.Role != Roles.Agent));
    }
}
