using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Mapping;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Calendly;

/// <summary>Which booking addresses mean which kind of call. Changing them decides anew about every stored call, by the next run.</summary>
internal static class CallKindEndpoints
{
    private const int MostPatterns = 50;
    private const int LongestPattern = 200;

    // What the pages know; an address no pattern knows is "other".
    private static readonly string[] Known = ["intro", "design-review"];

    public static void MapCallKinds(this IEndpointRouteBuilder routes)
    {
        var kinds = routes.MapGroup("/sources/{id:guid}/call-kinds").WithTags("Call kinds");

        kinds.MapGet("", Get).WithName("GetCallKinds").RequireAuthorization(Roles.CompanyFigures);
        kinds.MapPut("", Change).WithName("ChangeCallKinds").RequireAuthorization(Roles.Admin);
    }

    private static async Task<Results<Ok<CallKindSettings>, NotFound>> Get(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<StoredSettings>(new CommandDefinition(StoredSettings.Sql, new { id }, cancellationToken: ct)) is { } stored
            ? TypedResults.Ok(await AnswerAsync(connection, id, stored.Name, CalendlySettings.Parse(stored.Settings), ct))
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<CallKindSettings>, NotFound, ProblemHttpResult>> Change(
        Guid id, ChangeCallKinds request, Database database, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var wanted = request.Kinds.ToLookup(kind => kind.Kind, kind => kind.Patterns, StringComparer.Ordinal);
        if (FaultOf(wanted) is { } fault)
        {
            return TypedResults.Problem(fault, statusCode: 400, title: "These patterns cannot be kept.", type: "call-kinds-invalid");
        }

        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await connection.QuerySingleOrDefaultAsync<StoredSettings>(new CommandDefinition(
                $"{StoredSettings.Sql} for update", new { id }, transaction, cancellationToken: ct)) is not { } stored)
        {
            return TypedResults.NotFound();
        }

        var before = CalendlySettings.Parse(stored.Settings);
        var after = before with { Kinds = Known.ToDictionary(kind => kind, kind => Tidy(wanted[kind]), StringComparer.Ordinal) };

        // Every run reads the event types, whatever else it reads; those whose kind is another now take all their stored calls along. A run that is active
        // may have read the old patterns: due_at lets the schedule start the next one right after it.
        await connection.ExecuteAsync(new CommandDefinition(
            "update sync.source set settings = jsonb_set(settings, '{kinds}', @kinds::jsonb), due_at = @now where org_id = warehouse.current_org() and id = @id",
            new { id, kinds = JsonSerializer.Serialize(after.Kinds, SettingsJson.Options), now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        if (stored.Enabled)
        {
            await Run.QueueAsync(connection, transaction, id, Run.Incremental, "person", caller.Name, ct);
        }

        trail.Changed("call-kinds", id.ToString(), before.Kinds, after.Kinds);
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(await AnswerAsync(connection, id, stored.Name, after, ct));
    }

    /// <summary>The sentence that says what is wrong with the patterns, or null.</summary>
    internal static string? FaultOf(ILookup<string, IReadOnlyList<string>> wanted)
    {
        if (wanted.FirstOrDefault(kind => !Known.Contains(kind.Key, StringComparer.Ordinal)) is { } unknown)
        {
            return $"\"{unknown.Key}\" is no kind of call; there are {string.Join(" and ", Known)}.";
        }

        var patterns = Known.ToDictionary(kind => kind, kind => Tidy(wanted[kind]), StringComparer.Ordinal);
        if (patterns.Values.Any(parts => parts.Count > MostPatterns || parts.Any(part => part.Length is < 3 or > LongestPattern)))
        {
            return $"A kind has at most {MostPatterns} patterns of 3 to {LongestPattern} characters: a shorter one would be found in nearly every address.";
        }

        // Where two patterns are found in one address, the first kind wins; of the same pattern nobody could say which was meant.
        return patterns["intro"].Intersect(patterns["design-review"], StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } twice
            ? $"\"{twice}\" stands under both kinds."
            : null;
    }

    private static IReadOnlyList<string> Tidy(IEnumerable<IReadOnlyList<string>> patterns) =>
        [.. patterns.SelectMany(parts => parts).Select(part => part.Trim()).Where(part => part.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static async Task<CallKindSettings> AnswerAsync(NpgsqlConnection connection, Guid id, string name, CalendlySettings settings, CancellationToken ct)
    {
        // A vendor's account has tens of event types; the list is cut at two hundred, not paged.
        var types = await connection.QueryAsync<(string Name, string? Address, string? Host)>(new CommandDefinition(
            """
            select coalesce(r.payload ->> 'name', ''), r.payload ->> 'scheduling_url', r.fields ->> 'rep'
            from sync.record r
            where r.org_id = warehouse.current_org() and r.source_id = @id and r.kind = 'event-type'
            order by 1, 2
            limit 200
            """, new { id }, cancellationToken: ct));
        return new CallKindSettings(
            id, name, [.. Known.Select(kind => new CallKindPatterns(kind, settings.Kinds.GetValueOrDefault(kind) ?? []))],
            [.. types.Select(type => new EventTypeItem(type.Name, type.Address, type.Host, settings.KindOf(type.Address)))]);
    }

    private sealed record StoredSettings(string Name, bool Enabled, string Settings)
    {
        public const string Sql =
            "select name, enabled, settings::text as settings from sync.source where org_id = warehouse.current_org() and id = @id and kind = 'calendly'";
    }
}

public sealed record ChangeCallKinds([property: Required, MaxLength(10)] IReadOnlyList<CallKindPatterns> Kinds);

/// <param name="Kind"><c>intro</c> or <c>design-review</c>.</param>
/// <param name="Patterns">Parts of booking addresses, in any case of letters; the first kind of which one is found in an address wins, intro first.</param>
public sealed record CallKindPatterns([property: Required, MaxLength(20)] string Kind, [property: Required, MaxLength(50)] IReadOnlyList<string> Patterns);

/// <param name="EventTypes">What the vendor offered when it was last read, and what each is by the patterns as they are.</param>
public sealed record CallKindSettings(Guid SourceId, string Source, IReadOnlyList<CallKindPatterns> Kinds, IReadOnlyList<EventTypeItem> EventTypes);

/// <param name="Address">Where it is booked.</param>
/// <param name="Kind"><c>intro</c>, <c>design-review</c>, or <c>other</c> when no pattern is found in the address.</param>
public sealed record EventTypeItem(string Name, string? Address, string? Host, string Kind);
