using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Organisations;

internal static class OrganisationEndpoints
{
    public static void MapOrganisations(this IEndpointRouteBuilder routes)
    {
        var organisations = routes.MapGroup("/organisations").WithTags("Organisations").RequireAuthorization(Roles.Viewer);

        organisations.MapGet("/current", GetCurrent).WithName("GetCurrentOrganisation");
    }

    private static async Task<Results<Ok<OrganisationInfo>, NotFound>> GetCurrent(Database database, Caller caller, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var organisation = await connection.QuerySingleOrDefaultAsync<OrganisationInfo>(new CommandDefinition(
            OrganisationInfo.Sql, new { orgId = caller.OrgId }, cancellationToken: ct));
        return organisation is null ? TypedResults.NotFound() : TypedResults.Ok(organisation);
    }
}
