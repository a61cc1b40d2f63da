using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Organisations;

internal static class OrganisationEndpoints
{
    public static void MapOrganisations(this IEndpointRouteBuilder routes)
    {
        var organisations = routes.MapGroup("/organisations").WithTags("Organisations").RequireAuthorization(Roles.Viewer);

        organisations.MapGet("/current", GetCurrent).WithName("GetCurrentOrganisation");
        organisations.MapPatch("/current", ChangeCurrent).WithName("ChangeCurrentOrganisation").RequireAuthorization(Roles.Admin).AddEndpointFilter<LiveSession>();
    }

    private static async Task<Results<Ok<OrganisationInfo>, NotFound>> GetCurrent(Database database, Caller caller, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var organisation = await connection.QuerySingleOrDefaultAsync<OrganisationInfo>(new CommandDefinition(
            OrganisationInfo.Sql, new { orgId = caller.OrgId }, cancellationToken: ct));
        return organisation is null ? TypedResults.NotFound() : TypedResults.Ok(organisation);
    }

    private static async Task<Ok<OrganisationInfo>> ChangeCurrent(ChangeOrganisation request, Database database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
            "select name from accounts.organisation where org_id = warehouse.current_org() for update", transaction: transaction, cancellationToken: ct));
        var organisation = await connection.QuerySingleAsync<OrganisationInfo>(new CommandDefinition(
            """
            update accounts.organisation
            set name = @name
            where org_id = warehouse.current_org()
            returning org_id as id, name, time_zone, currency::text as currency
            """, new { name = request.Name.Trim() }, transaction, cancellationToken: ct));
        trail.Changed("organisation", organisation.Id.ToString(), new { name = before }, new { name = organisation.Name });
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(organisation);
    }
}

public sealed record ChangeOrganisation([property: Required, MaxLength(200), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string Name);
