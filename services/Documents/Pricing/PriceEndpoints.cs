using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Pricing;

/// <summary>What the house asks for what it does: the list in force, a new one, and those there were.</summary>
internal static class PriceEndpoints
{
    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        var prices = routes.MapGroup("/prices").WithTags("Prices").RequireAuthorization(Roles.Viewer);

        prices.MapGet("", Get).WithName("GetPrices");
        prices.MapPut("", Save).WithName("SavePrices").RequireAuthorization(Roles.Manager);
        prices.MapGet("/versions", List).WithName("ListPriceVersions");
    }

    private static async Task<Ok<PriceListVersion>> Get(Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(await PriceListVersion.InForceAsync(connection, null, ct));
    }

    // Newest first; "after" is the last version seen.
    private static async Task<Ok<PriceListPage>> List(Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, [Range(1, int.MaxValue)] int? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<PriceListRow>(new CommandDefinition(
            $"""
            select {PriceListRow.Columns}
            from documents.price_list
            where org_id = warehouse.current_org() and (@after::int is null or version < @after)
            order by version desc
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new PriceListPage([.. rows.Take(limit).Select(row => row.ToVersion())], rows.Count > limit ? rows[limit - 1].Version : null));
    }

    private static async Task<Results<Ok<PriceListVersion>, ValidationProblem, ProblemHttpResult>> Save(
        SavePrices request, Database database, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        if (PriceList.Check(request.Content) is { Count: > 0 } wrong)
        {
            return TypedResults.ValidationProblem(wrong.ToDictionary(StringComparer.Ordinal));
        }

        // Only what the check knows is kept: nothing comes in beside it.
        var content = PriceList.Read(request.Content, request.BasedOn + 1).ToJson();
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Two people who change the prices at once: the second sees the first one's version and is told so.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('prices:' || warehouse.current_org()::text, 0))", transaction: transaction, cancellationToken: ct));
        var newest = await PriceListVersion.InForceAsync(connection, transaction, ct);
        if (newest.Version != request.BasedOn)
        {
            return TypedResults.Problem(
                $"Version {newest.Version} is in force now. Look at it and decide again.", statusCode: StatusCodes.Status409Conflict, type: "prices-changed",
                title: "Somebody else changed the prices meanwhile.");
        }

        var saved = new PriceListVersion(newest.Version + 1, content, request.Note ?? "", caller.Name, clock.GetUtcNow());
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into documents.price_list (org_id, version, content, note, created_by, created_by_name, created_at)
            values (warehouse.current_org(), @Version, @content::jsonb, @Note, @UserId, @CreatedBy, @CreatedAt)
            """, new { saved.Version, content = content.GetRawText(), saved.Note, caller.UserId, saved.CreatedBy, saved.CreatedAt }, transaction, cancellationToken: ct));
        trail.Changed("prices", $"{saved.Version}", Facts(newest.ToList()), Facts(saved.ToList()));
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(saved);
    }

    // Prices, without the words the house uses of itself, which name people.
    private static object Facts(PriceList prices) => new
    {
        prices.Currency,
        items = prices.Items.ToDictionary(item => item.Code, item => item.UnitPrice, StringComparer.Ordinal),
        packages = prices.Packages.ToDictionary(package => package.Code, package => package.PricePerStyle, StringComparer.Ordinal),
    };
}

/// <param name="BasedOn">The version that was looked at; when it is not the newest any more, nothing is saved.</param>
public sealed record SavePrices([property: Range(0, int.MaxValue)] int BasedOn, JsonElement Content, [property: MaxLength(500)] string? Note = null);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record PriceListPage(IReadOnlyList<PriceListVersion> Items, int? Next);
