using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Analytics.Ads;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Targets;

/// <summary>Targets by month: managers set them, the pages show how far one has come.</summary>
internal static class TargetEndpoints
{
    public static void MapTargets(this IEndpointRouteBuilder routes)
    {
        var targets = routes.MapGroup("/targets").WithTags("Targets").RequireAuthorization(Roles.CompanyFigures);

        targets.MapGet("/", Get).WithName("GetTargets");
        targets.MapPut("/", Save).WithName("SaveTargets").RequireAuthorization(Roles.Manager);
    }

    private static async Task<Ok<TargetList>> Get([Range(1900, 2200)] int year, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(await AskAsync(connection, null, year, ct));
    }

    // Months that are sent are as they were sent afterwards, the others stay: who sends the same twice has it once.
    private static async Task<Ok<TargetList>> Save(
        SaveTargets request, Database database, TieredCache cache, Caller caller, Outbox outbox, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var months = request.Items.Select(item => item.ToMonth()).ToList();
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await SetAsync(connection, transaction, months, caller.Name, now, ct);

        await outbox.AddAsync(connection, transaction, caller.OrgId, new FiguresRefreshed(caller.OrgId, now), ct);
        trail.Changed("targets", caller.OrgId.ToString(), new { months = before.Select(Said).ToArray() }, new { months = months.Select(Said).ToArray() });
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        var after = await AskAsync(connection, transaction, months[0].Month.Year, ct);
        await using var change = await cache.ChangeAsync(RowScope.Tag(caller.OrgId, Answers.Figures));
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(after);
    }

    /// <returns>What stood there before.</returns>
    internal static async Task<IReadOnlyList<MonthTarget>> SetAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<MonthTarget> months, string by, DateTimeOffset now, CancellationToken ct)
    {
        var parameters = new
        {
            Months = months.Select(target => target.Month).ToArray(), Revenues = months.Select(target => target.Revenue).ToArray(), Spends = months.Select(target => target.Spend).ToArray(),
            Roas = months.Select(target => target.Roas).ToArray(), Costs = months.Select(target => target.CostPerLead).ToArray(), now, by,
        };
        var before = (await connection.QueryAsync<MonthTarget>(new CommandDefinition(
            """
            delete from analytics.target
            where org_id = warehouse.current_org() and month = any (@Months)
            returning month, revenue, spend, roas, cost_per_lead
            """, parameters, transaction, cancellationToken: ct))).AsList();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into analytics.target (org_id, month, revenue, spend, roas, cost_per_lead, set_at, set_by)
            select warehouse.current_org(), t.month, t.revenue, t.spend, t.roas, t.cost_per_lead, @now, @by
            from unnest(@Months, @Revenues, @Spends, @Roas, @Costs) t (month, revenue, spend, roas, cost_per_lead)
            where num_nonnulls(t.revenue, t.spend, t.roas, t.cost_per_lead) > 0
            on conflict (org_id, month) do update set
                revenue = excluded.revenue, spend = excluded.spend, roas = excluded.roas, cost_per_lead = excluded.cost_per_lead, set_at = excluded.set_at, set_by = excluded.set_by
            """, parameters, transaction, cancellationToken: ct));
        return before;
    }

    private static async Task<TargetList> AskAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int year, CancellationToken ct)
    {
        var rows = await connection.QueryAsync<MonthTarget>(new CommandDefinition(
            MonthTarget.Sql, new { TargetsFrom = new DateOnly(year, 1, 1), TargetsUntil = new DateOnly(year, 1, 1).AddYears(1) }, transaction, cancellationToken: ct));
        return new TargetList(year, [.. rows.Select(row => new TargetOfMonth(MonthLabel.Of(row.Month), row.Revenue, row.Spend, row.Roas, row.CostPerLead))]);
    }

    private static string Said(MonthTarget target) => string.Create(
        CultureInfo.InvariantCulture, $"{target.Month:yyyy-MM}: revenue {target.Revenue}, spend {target.Spend}, return {target.Roas}, cost per lead {target.CostPerLead}");
}

/// <param name="Items">Months of the year that have a target of any kind.</param>
public sealed record TargetList(int Year, IReadOnlyList<TargetOfMonth> Items);

/// <summary>Targets of one month, in the organisation's currency. What is null has no target; a month of which all is null has none left.</summary>
/// <param name="Month">Calendar month, <c>2026-03</c>.</param>
/// <param name="Revenue">Deals to win.</param>
/// <param name="Spend">Ad spend to stay within.</param>
/// <param name="Roas">Return on ad spend to reach.</param>
/// <param name="CostPerLead">Cost per lead to stay below.</param>
public sealed record TargetOfMonth(
    [property: Required, RegularExpression("(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")] string Month,
    [property: Range(0.01, 999_999_999_999.99)] decimal? Revenue,
    [property: Range(0.01, 999_999_999_999.99)] decimal? Spend,
    [property: Range(0.0001, 9_999)] decimal? Roas,
    [property: Range(0.01, 999_999_999_999.99)] decimal? CostPerLead)
{
    internal MonthTarget ToMonth() => new(DateOnly.ParseExact(Month, "yyyy-MM", CultureInfo.InvariantCulture), Revenue, Spend, Roas, CostPerLead);
}

public sealed record SaveTargets([property: Required, MinLength(1), MaxLength(36)] IReadOnlyList<TargetOfMonth> Items) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Items.Select(item => item.Month).Distinct(StringComparer.Ordinal).Count() != Items.Count)
        {
            yield return new ValidationResult("A month stands there twice.", [nameof(Items)]);
        }
    }
}
