using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Qualifier.Intake;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Rules;

/// <summary>How enquiries are weighed and routed: the versions there were, a new one, an old one again, and what a change would have done.</summary>
internal static class RuleEndpoints
{
    // Two people who change the rules at once: the second sees the first one's version and is told so.
    private const string OneAtATime = "select pg_advisory_xact_lock(hashtextextended('rules:' || warehouse.current_org()::text, 0))";

    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup("/rules").WithTags("Rules").RequireAuthorization(Roles.CompanyFigures);

        rules.MapGet("", Get).WithName("GetRules");
        rules.MapGet("/versions", List).WithName("ListRuleVersions");
        rules.MapPost("", Save).WithName("SaveRules").RequireAuthorization(Roles.Manager);
        rules.MapPost("/{version:int}/restoration", Restore).WithName("RestoreRules").RequireAuthorization(Roles.Manager);
        rules.MapPost("/preview", Preview).WithName("PreviewRules");
    }

    private static async Task<Ok<ActiveRules>> Get(Database database, IOptions<IntakeOptions> intake, CancellationToken ct)
    {
        var defaults = RuleSet.Default(intake.Value.PublicAddress!);
        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(new ActiveRules(await RuleVersion.InForceAsync(connection, null, defaults, ct), RuleContent.Of(defaults), PromptBook.Versions));
    }

    // Newest first; "after" is the last version seen.
    private static async Task<Ok<RuleVersionPage>> List(Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, [Range(1, int.MaxValue)] int? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<RuleRow>(new CommandDefinition(
            $"""
            select {RuleRow.Columns}
            from qualifier.rule_set
            where org_id = warehouse.current_org() and (@after::int is null or version < @after)
            order by version desc
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new RuleVersionPage([.. rows.Take(limit).Select(row => row.ToVersion())], rows.Count > limit ? rows[limit - 1].Version : null));
    }

    private static async Task<Results<Created<RuleVersion>, ValidationProblem, ProblemHttpResult>> Save(
        SaveRules request, Database database, IOptions<IntakeOptions> intake, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var defaults = RuleSet.Default(intake.Value.PublicAddress!);
        var wrong = RuleCheck.Of(request.Content, defaults, PromptBook.Versions);
        if (wrong.Count > 0)
        {
            return TypedResults.ValidationProblem(wrong);
        }

        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var newest = await LockAsync(connection, transaction, defaults, ct);
        if (newest.Version != request.BasedOn)
        {
            return Changed(newest.Version);
        }

        var saved = await AddAsync(connection, transaction, request.BasedOn + 1, request.Content, request.Note ?? "", newest.Content, caller, trail, clock, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Created($"/rules/versions?limit=1&after={saved.Version + 1}", saved);
    }

    private static async Task<Results<Created<RuleVersion>, NotFound, ProblemHttpResult>> Restore(
        int version, Database database, IOptions<IntakeOptions> intake, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var defaults = RuleSet.Default(intake.Value.PublicAddress!);
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var newest = await LockAsync(connection, transaction, defaults, ct);
        var old = version == 0
            ? RuleVersion.Of(defaults)
            : (await connection.QuerySingleOrDefaultAsync<RuleRow>(new CommandDefinition(
                $"select {RuleRow.Columns} from qualifier.rule_set where org_id = warehouse.current_org() and version = @version", new { version }, transaction, cancellationToken: ct)))?.ToVersion();
        if (old is null)
        {
            return TypedResults.NotFound();
        }

        if (old.Version == newest.Version)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, type: "rules-in-force", title: "These rules are in force already.");
        }

        // A page or a prompt that was fine then may be gone now; what cannot be obeyed must not come back.
        if (RuleCheck.Of(old.Content, defaults, PromptBook.Versions) is { Count: > 0 } wrong)
        {
            return TypedResults.Problem(
                $"{wrong.Keys.First()}: {wrong.Values.First()[0]} Save these rules anew with another value.", statusCode: StatusCodes.Status409Conflict,
                type: "rules-outdated", title: $"Version {version} can no longer be obeyed.");
        }

        var note = version == 0 ? "The defaults again." : $"Version {version} again.";
        var saved = await AddAsync(connection, transaction, newest.Version + 1, old.Content, note, newest.Content, caller, trail, clock, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Created($"/rules/versions?limit=1&after={saved.Version + 1}", saved);
    }

    private static async Task<Results<Ok<RulesPreview>, ValidationProblem>> Preview(
        PreviewRules request, Database database, IOptions<IntakeOptions> intake, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        trail.About("rules", "preview");
        var wrong = RuleCheck.Of(request.Content, RuleSet.Default(intake.Value.PublicAddress!), PromptBook.Versions);
        if (wrong.Count > 0)
        {
            return TypedResults.ValidationProblem(wrong);
        }

        var to = clock.GetUtcNow();
        var preview = new RulePreview(request.Content.Thresholds);
        await using var connection = await database.OpenAsync(ct);
        await foreach (var row in connection.QueryUnbufferedAsync<PreviewRow>(RulePreview.Sql, new { from = to.AddDays(-request.Days), to }).WithCancellation(ct))
        {
            preview.Add(row);
        }

        return TypedResults.Ok(preview.Result(request.Days));
    }

    private static async Task<RuleVersion> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, RuleSet defaults, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(OneAtATime, transaction: transaction, cancellationToken: ct));
        return await RuleVersion.InForceAsync(connection, transaction, defaults, ct);
    }

    private static async Task<RuleVersion> AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int version, RuleContent content, string note, RuleContent before,
        Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into qualifier.rule_set (org_id, version, content, note, created_by, created_at)
            values (warehouse.current_org(), @version, @content::jsonb, @note, @UserId, @now)
            """, new { version, content = content.Write(), note, caller.UserId, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        trail.Changed("rules", $"{version}", before.ToJson(), content.ToJson());
        await trail.WriteAsync(transaction, StatusCodes.Status201Created, ct);
        return new RuleVersion(version, content, note, caller.UserId, clock.GetUtcNow());
    }

    private static ProblemHttpResult Changed(int newest) => TypedResults.Problem(
        $"Version {newest} is in force now. Look at it and decide again.", statusCode: StatusCodes.Status409Conflict,
        type: "rules-changed", title: "Somebody else changed the rules meanwhile.");
}

internal sealed record RuleRow(int Version, string Content, string Note, Guid? CreatedBy, DateTimeOffset CreatedAt)
{
    public const string Columns = "version, content::text as content, note, created_by, created_at";

    public const string Newest = $"select {Columns} from qualifier.rule_set where org_id = warehouse.current_org() order by version desc limit 1";

    public RuleVersion ToVersion() => new(Version, RuleContent.Read(Content), Note, CreatedBy, CreatedAt);
}

/// <param name="BasedOn">The version that was looked at; when it is not the newest any more, nothing is saved. 0 are the defaults.</param>
public sealed record SaveRules([property: Required] RuleContent Content, [property: MaxLength(500)] string? Note, [property: Range(0, int.MaxValue)] int BasedOn);

/// <param name="Days">How many of the last days are looked at.</param>
public sealed record PreviewRules([property: Required] RuleContent Content, [property: Range(1, 366)] int Days = 90);

/// <param name="Active">What is in force; version 0 before anybody chose.</param>
/// <param name="PromptVersions">Newest first.</param>
public sealed record ActiveRules(RuleVersion Active, RuleContent Defaults, IReadOnlyList<string> PromptVersions);

/// <param name="CreatedBy">Whose account; null for the defaults.</param>
public sealed record RuleVersion(int Version, RuleContent Content, string Note, Guid? CreatedBy, DateTimeOffset? CreatedAt)
{
    internal static RuleVersion Of(RuleSet rules) => new(rules.Version, RuleContent.Of(rules), "", null, null);

    /// <summary>What holds now, of the connection's organisation.</summary>
    internal static async Task<RuleVersion> InForceAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, RuleSet defaults, CancellationToken ct) =>
        (await connection.QuerySingleOrDefaultAsync<RuleRow>(new CommandDefinition(RuleRow.Newest, transaction: transaction, cancellationToken: ct)))?.ToVersion() ?? Of(defaults);
}

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record RuleVersionPage(IReadOnlyList<RuleVersion> Items, int? Next);
