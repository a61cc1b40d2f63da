using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Boards;

/// <summary>Boards and items in Monday's own shape, so that code written for the vendor works on the warehouse.</summary>
internal static class BoardEndpoints
{
    public static void MapBoards(this IEndpointRouteBuilder routes)
    {
        var boards = routes.MapGroup("/boards").WithTags("Boards").RequireAuthorization(Roles.CompanyFigures);

        boards.MapGet("", List).WithName("ListBoards");
        boards.MapGet("/{id}/items", Items).WithName("ListBoardItems");
        boards.MapGet("/{id}/items_page", Page).WithName("GetItemsPage");
    }

    private static async Task<Ok<BoardPage>> List(Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, [MaxLength(40)] string? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<BoardRow>(new CommandDefinition(
            """
            select b.id, b.source_id, b.name, b.kind, b.items_count, b.columns::text as columns, b.synced_at
            from sync.board b
            where b.org_id = warehouse.current_org() and (@after::text is null or b.id > @after)
            order by b.id
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new BoardPage([.. rows.Take(limit).Select(row => row.ToItem())], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<Ok<ItemPage>, NotFound>> Items(
        [MaxLength(40)] string id, Database database, CancellationToken ct, [Range(1, 500)] int limit = 100, [MaxLength(40)] string? after = null)
    {
        return await ReadAsync(database, id, after, limit, ct) is var (_, items, next) ? TypedResults.Ok(new ItemPage(items, next)) : TypedResults.NotFound();
    }

    // What Monday answers to boards(ids) { id name items_page(limit, cursor) { cursor items { id name column_values { … } } } }, envelope and default limit included.
    private static async Task<Results<Ok<MondayAnswer>, NotFound, ProblemHttpResult>> Page(
        [MaxLength(40)] string id, Database database, CancellationToken ct, [Range(1, 500)] int limit = 25, [MaxLength(200)] string? cursor = null)
    {
        if (!Cursor.TryRead<ItemKey>(cursor, out var key))
        {
            return Cursor.Unreadable();
        }

        return await ReadAsync(database, id, key?.After, limit, ct) is var (name, items, next)
            ? TypedResults.Ok(new MondayAnswer(new MondayData([new MondayBoard(id, name, new MondayItemsPage(next is null ? null : Cursor.Of(new ItemKey(next)), items))])))
            : TypedResults.NotFound();
    }

    /// <returns>A page of a board's items in the vendor's shape, with the id of the last one when there are more; null when there is no such board.</returns>
    private static async Task<(string Name, IReadOnlyList<JsonElement> Items, string? Next)?> ReadAsync(
        Database database, string id, string? after, int limit, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var board = await connection.QuerySingleOrDefaultAsync<(Guid SourceId, string Name)?>(new CommandDefinition(
            "select source_id, name from sync.board where org_id = warehouse.current_org() and id = @id limit 1", new { id }, cancellationToken: ct));
        if (board is not { } found)
        {
            return null;
        }

        var rows = (await connection.QueryAsync<ItemRow>(new CommandDefinition(
            """
            select r.external_id, jsonb_build_object(
                       'id', r.payload -> 'id', 'name', r.payload -> 'name', 'column_values', r.payload -> 'column_values')::text as item
            from sync.record r
            where r.org_id = warehouse.current_org() and r.source_id = @SourceId and r.stream = @id and (@after::text is null or r.external_id > @after)
            order by r.external_id
            limit @limit + 1
            """, new { found.SourceId, id, after, limit }, cancellationToken: ct))).AsList();
        return (found.Name, [.. rows.Take(limit).Select(row => row.ToItem())], rows.Count > limit ? rows[limit - 1].ExternalId : null);
    }

    private sealed record ItemKey(string After);

    private sealed record ItemRow(string ExternalId, string Item)
    {
        public JsonElement ToItem()
        {
            using var json = JsonDocument.Parse(Item);
            return json.RootElement.Clone();
        }
    }

    private sealed record BoardRow(string Id, Guid SourceId, string Name, string? Kind, long? ItemsCount, string Columns, DateTimeOffset? SyncedAt)
    {
        public BoardItem ToItem() => new(
            Id, SourceId, Name, Kind, ItemsCount, JsonSerializer.Deserialize<List<BoardColumnItem>>(Columns, Mapping.SettingsJson.Options) ?? [], SyncedAt);
    }
}

public sealed record BoardPage(IReadOnlyList<BoardItem> Items, string? Next);

/// <param name="Kind">ads, leads or sales; null for a board that is only mirrored.</param>
public sealed record BoardItem(string Id, Guid SourceId, string Name, string? Kind, long? ItemsCount, IReadOnlyList<BoardColumnItem> Columns, DateTimeOffset? SyncedAt);

public sealed record BoardColumnItem(string Id, string Title, string Type);

/// <param name="Items">Monday's shape: <c>{id, name, column_values: [{id, type, text, value, column: {title}}]}</c>.</param>
public sealed record ItemPage(IReadOnlyList<JsonElement> Items, string? Next);

/// <summary>The envelope of Monday's GraphQL: code that reads <c>data.boards[0].items_page</c> reads it from here as well.</summary>
public sealed record MondayAnswer(MondayData Data);

public sealed record MondayData(IReadOnlyList<MondayBoard> Boards);

public sealed record MondayBoard(string Id, string Name, [property: JsonPropertyName("items_page")] MondayItemsPage ItemsPage);

/// <param name="Cursor">Pass it as <c>cursor</c> for the next page; null on the last. Unlike the vendor's it does not expire.</param>
/// <param name="Items">As of the last run that was published: <c>{id, name, column_values: [{id, type, text, value, column: {title}}]}</c>.</param>
public sealed record MondayItemsPage(string? Cursor, IReadOnlyList<JsonElement> Items);
