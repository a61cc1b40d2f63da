using System.ComponentModel.DataAnnotations;
using System.Globalization;
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

    private static async Task<Results<Ok<OrganisationInfo>, ProblemHttpResult>> ChangeCurrent(
        ChangeOrganisation request, Database database, Caller caller, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await connection.QuerySingleAsync<OrganisationInfo>(new CommandDefinition(
            $"{OrganisationInfo.Sql} for no key update", new { orgId = caller.OrgId }, transaction, cancellationToken: ct));
        var after = before with
        {
            Name = request.Name?.Trim() ?? before.Name, TimeZone = request.TimeZone ?? before.TimeZone, Currency = request.Currency ?? before.Currency,
        };

        // Every fact and rollup carries the day and the money it was derived with: another zone is another set of facts, not another setting.
        if ((after.TimeZone, after.Currency) != (before.TimeZone, before.Currency)
            && await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select warehouse.has_facts()", transaction: transaction, cancellationToken: ct)))
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict, type: "has-data", title: "Time zone and currency are settled once data has been read.",
                detail: "Every figure is a sum over days of this time zone in this currency; figures of before and after would not add up. A new organisation may begin with others.");
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "update accounts.organisation set name = @Name, time_zone = @TimeZone, currency = @Currency where org_id = @Id", after, transaction, cancellationToken: ct));
        if (after == before)
        {
            trail.About("organisation", caller.OrgId.ToString());
        }
        else
        {
            trail.Changed("organisation", caller.OrgId.ToString(), Settings(before), Settings(after));
        }

        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(after);
    }

    private static object Settings(OrganisationInfo organisation) => new { organisation.Name, organisation.TimeZone, organisation.Currency };
}

/// <summary>What is left out stays.</summary>
/// <param name="TimeZone">IANA name, such as America/Los_Angeles. Refused with has-data once data has been read.</param>
/// <param name="Currency">ISO 4217, such as USD. Refused with has-data once data has been read.</param>
public sealed record ChangeOrganisation(
    [property: MaxLength(200), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string? Name = null,
    [property: MaxLength(64)] string? TimeZone = null,
    [property: MaxLength(3)] string? Currency = null) : IValidatableObject
{
    private static readonly HashSet<string> Currencies = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name).ISOCurrencySymbol).Where(symbol => symbol.Length == 3).ToHashSet(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TimeZone is not null && !(TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) && zone.HasIanaId))
        {
            yield return new ValidationResult($"There is no time zone {TimeZone}.", [nameof(TimeZone)]);
        }

        if (Currency is not null && !Currencies.Contains(Currency))
        {
            yield return new ValidationResult($"There is no currency {Currency}.", [nameof(Currency)]);
        }
    }
}
