using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Ads;

/// <summary>Two sources that say what a campaign cost: how they differ, and whose word counts.</summary>
internal static class SpendEndpoints
{
    public static void MapSpend(this IEndpointRouteBuilder routes)
    {
        var ads = routes.MapGroup("/ads").WithTags("Ads").RequireAuthorization(Roles.CompanyFigures);

        ads.MapGet("/reconciliation", GetReconciliation).WithName("GetAdsReconciliation");
        ads.MapGet("/reconciliation.csv", ExportReconciliation).WithName("ExportAdsReconciliation").DisableRequestTimeout();
        ads.MapGet("/spend-choice", GetChoice).WithName("GetSpendChoice");
        ads.MapPut("/spend-choice", SetChoice).WithName("SetSpendChoice").RequireAuthorization(Roles.Admin).DisableRequestTimeout();
    }

    private static async Task<Results<Ok<Reconciliation>, ProblemHttpResult>> GetReconciliation(
        DateOnly? from, DateOnly? to, [MaxLength(200)] string[]? campaign, string? after, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct,
        bool different = false, [Range(1, 200)] int limit = 50)
    {
        var (range, settings, problem) = await organisation.RangeAsync(from, to, clock, ct);
        if (range is null)
        {
            return problem!;
        }

        if (!Cursor.TryRead<ReconciliationKey>(after, out var key))
        {
            return Cursor.Unreadable();
        }

        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(await Reconciliation.AskAsync(connection, range, settings.Currency, Parameters(range, campaign, different, key), limit, ct));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportReconciliation(
        DateOnly? from, DateOnly? to, [MaxLength(200)] string[]? campaign, Word<ExportFormat>? format, Organisation organisation, Database database, TimeProvider clock, CancellationToken ct,
        bool different = false)
    {
        var (range, settings, problem) = await organisation.RangeAsync(from, to, clock, ct);
        return range is null ? problem! : Export.Stream(format?.Value ?? ExportFormat.Csv, $"ad-spend-{range.From:yyyy-MM-dd}-{range.To:yyyy-MM-dd}", database,
            new CommandDefinition(ReconciledDay.Sql(paged: false), Parameters(range, campaign, different, null), commandTimeout: 0, cancellationToken: ct),
            (ReconciledDay row) => ReconciliationLine.Of(row, settings.Currency));
    }

    private static async Task<Ok<SpendChoice>> GetChoice(Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(await SpendChoice.AskAsync(connection, null, ct));
    }

    private static async Task<Ok<SpendChoice>> SetChoice(
        SetSpendChoice request, Database database, TieredCache cache, Caller caller, Outbox outbox, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var before = await SpendChoice.AskAsync(connection, transaction, ct);
        await ChooseAsync(connection, transaction, caller.OrgId, request.Counts!.Value, caller.Name, now, ct);

        await outbox.AddAsync(connection, transaction, caller.OrgId, new FiguresRefreshed(caller.OrgId, now), ct);
        trail.Changed("spend-choice", caller.OrgId.ToString(), new { before.Counts }, new { request.Counts });
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        var after = await SpendChoice.AskAsync(connection, transaction, ct);
        await using var change = await cache.ChangeAsync(RowScope.Tag(caller.OrgId, Answers.Figures));
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(after);
    }

    /// <summary>Writes the choice and works out again every day it may change, under the lock of the runs: figures and choice are seen together.</summary>
    internal static async Task ChooseAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid org, SpendSource counts, string by, DateTimeOffset now, CancellationToken ct)
    {
        await RefreshRollups.LockAsync(connection, transaction, org, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into analytics.spend_choice (org_id, counts, set_at, set_by)
            values (@org, @counts, @now, @by)
            on conflict (org_id) do update set counts = excluded.counts, set_at = excluded.set_at, set_by = excluded.set_by
            """, new { org, counts = new Word<SpendSource>(counts).ToString(), now, by }, transaction, cancellationToken: ct));
        var days = await connection.QuerySingleAsync<DateOnly[]>(new CommandDefinition(
            """
            select coalesce(array_agg(distinct i.day), '{}')
            from warehouse.ad_insights i
            join warehouse.campaign c on c.org_id = i.org_id and c.campaign = i.campaign
            where i.org_id = @org and c.channel = 'google-ads'
            """, new { org }, transaction, commandTimeout: 0, cancellationToken: ct));
        await RefreshRollups.RecomputeAsync(connection, transaction, days, ct);
    }

    internal static DynamicParameters Parameters(DayRange range, string[]? campaigns, bool different, ReconciliationKey? after) => new(new
    {
        range.From, range.Until, Campaigns = campaigns.OrAll(), Different = different, AfterDay = after?.Day, AfterCampaign = after?.Campaign,
    });
}
