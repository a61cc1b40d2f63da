using System.ComponentModel.DataAnnotations;
using System.Text.Json;
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
        await using var connection = await database.OpenAsync(ct);
        var source = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select source_id from sync.board where org_id = warehouse.current_org() and id = @id limit 1", new { id }, cancellationToken: ct));
        if (source is null)
        {
            return TypedResults.NotFound();
        }

        var rows = (await connection.QueryAsync<ItemRow>(new CommandDefinition(
            """
            select r.external_id, jsonb_build_object(
                       'id', r.payload -> 'id', 'name', r.payload -> 'name', 'column_values', r.payload -> 'column_values')::text as item
            from sync.record r
            where r.org_id = warehouse.current_org() and r.source_id = @source and r.stream = @id and (@after::text is null or r.external_id > @after)
            order by r.external_id
            limit @limit + 1
            """, new { source, id, after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new ItemPage([.. rows.Take(limit).Select(row => row.ToItem())], rows.Count > limit ? rows[limit - 1].ExternalId : null));
    }

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
