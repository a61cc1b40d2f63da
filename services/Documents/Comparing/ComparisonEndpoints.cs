using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Documents.Files;
using Teg.Platform.Documents.Library;
using Teg.Platform.Documents.Writing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Comparing;

/// <summary>What is different between two documents of one kind: what was sent, what it costs, what is written.</summary>
internal static class ComparisonEndpoints
{
    public static void MapComparison(this IEndpointRouteBuilder routes) => routes.MapGet("/documents/{id:guid}/comparison", Compare)
        .WithTags("Documents").WithName("CompareDocuments").RequireAuthorization(Roles.Viewer);

    /// <param name="with">The one it is compared with; what this one does not have any more was removed, what it has instead was added.</param>
    private static async Task<Results<Ok<Comparison>, NotFound, ProblemHttpResult>> Compare(Guid id, Guid with, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<Side>(new CommandDefinition(
            """
            select d.id, d.kind, d.inputs::text as inputs, d.prices::text as prices, f.hash
            from documents.document d
            left join documents.document_file f on f.org_id = d.org_id and f.document_id = d.id and f.format = 'office'
            where d.org_id = warehouse.current_org() and d.id = any (@ids)
            """, new { ids = new[] { id, with } }, cancellationToken: ct))).ToDictionary(side => side.Id);
        if (!rows.TryGetValue(id, out var to) || !rows.TryGetValue(with, out var from))
        {
            return TypedResults.NotFound();
        }

        if (from.Kind != to.Kind)
        {
            return TypedResults.Problem(
                "Choose two of the same kind.", statusCode: StatusCodes.Status409Conflict, type: "kinds-differ", title: "A document is compared with one of its kind.");
        }

        var equal = from.Hash == to.Hash;
        var before = from.Hash is null ? [] : OfficeText.Paragraphs(await FileStore.ReadAsync(connection, from.Hash, ct) ?? []);
        var after = equal ? before : to.Hash is null ? [] : OfficeText.Paragraphs(await FileStore.ReadAsync(connection, to.Hash, ct) ?? []);
        return TypedResults.Ok(new Comparison(
            JsonDifference.Of(Parsed(from.Inputs), Parsed(to.Inputs)), new PriceComparison(Prices.Read(from.Prices), Prices.Read(to.Prices)), TextDifference.Of(before, after)));
    }

    private static JsonElement? Parsed(string? json) => json is null ? null : JsonElement.Parse(json);

    private sealed record Side(Guid Id, string Kind, string? Inputs, string? Prices, string? Hash);
}

/// <summary>What differs. A document without files yet, or without any more, has no text.</summary>
public sealed record Comparison(IReadOnlyList<InputChange> Inputs, PriceComparison Prices, IReadOnlyList<TextChange> Text);

/// <param name="Path">As in inputs: <c>lines[2].quantity</c>.</param>
/// <param name="From">Null when it was not there.</param>
/// <param name="To">Null when it is not there any more.</param>
public sealed record InputChange(string Path, JsonElement? From, JsonElement? To);

public sealed record PriceComparison(Prices? From, Prices? To);

public enum TextChangeKind
{
    Same,
    Removed,
    Added,
}

/// <param name="Text">One paragraph; of a workbook one row.</param>
public sealed record TextChange(TextChangeKind Kind, string Text);
