using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Google;

/// <summary>A deck as Google Slides.</summary>
internal static class SlidesEndpoints
{
    public static void MapSlides(this IEndpointRouteBuilder routes)
    {
        var slides = routes.MapGroup("/documents/{id:guid}/slides").WithTags("Drive").RequireAuthorization(Roles.Viewer);

        slides.MapGet("", Get).WithName("GetSlidesCopy");
        slides.MapPost("", Ask).WithName("AskForSlidesCopy").RequireAuthorization(Roles.Agent);
    }

    private static async Task<Results<Ok<SlidesCopy>, NotFound>> Get(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await FindAsync(connection, id, ct) is { } copy ? TypedResults.Ok(copy) : TypedResults.NotFound();
    }

    // Asked for again it is the same copy; one that failed is tried again.
    private static async Task<Results<Accepted<SlidesCopy>, NotFound, ProblemHttpResult>> Ask(
        Guid id, Database database, Caller caller, AuditTrail trail, IOptions<GoogleOptions> options, SlidesSignal signal, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var document = await connection.QuerySingleOrDefaultAsync<DeckRow>(new CommandDefinition(
            "select kind, state, title, erased_at from documents.document where org_id = warehouse.current_org() and id = @id for update", new { id }, transaction, cancellationToken: ct));
        switch (document)
        {
            case null:
                return TypedResults.NotFound();
            case not { Kind: "deck", State: "ready", ErasedAt: null }:
                return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, type: "document-not-a-deck", title: "Only a deck that is ready becomes Google Slides.");
        }

        if (options.Value.KeyOf(caller.OrgId) is null)
        {
            return TypedResults.Problem("Set Google__Key in the configuration of Documents.", statusCode: StatusCodes.Status409Conflict, type: "google-not-configured", title: "Google is not configured.");
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into documents.slides_copy (org_id, document_id, vendor_name, requested_by)
            values (warehouse.current_org(), @id, @name, @UserId)
            on conflict (org_id, document_id) do update
            set state = 'waiting', next_at = now(), tries = 0, reason = null, way_out = null
            where slides_copy.state = 'failed'
            """, new { id, name = $"{document.Title[..Math.Min(document.Title.Length, 150)]} · {id:N}", caller.UserId }, transaction, cancellationToken: ct));
        trail.Changed("slides-copy", $"{id}", null, new { asked = true });
        await trail.WriteAsync(transaction, StatusCodes.Status202Accepted, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
        return TypedResults.Accepted($"/documents/{id}/slides", await FindAsync(connection, id, ct));
    }

    private static Task<SlidesCopy?> FindAsync(Npgsql.NpgsqlConnection connection, Guid id, CancellationToken ct) => connection.QuerySingleOrDefaultAsync<SlidesCopy>(new CommandDefinition(
        """
        select state, url, requested_at, finished_at, reason, way_out
        from documents.slides_copy
        where org_id = warehouse.current_org() and document_id = @id
        """, new { id }, cancellationToken: ct));

    private sealed record DeckRow(string Kind, string State, string Title, DateTimeOffset? ErasedAt);
}

/// <param name="State">waiting, ready or failed.</param>
/// <param name="Url">Where the presentation is opened, when it is ready.</param>
public sealed record SlidesCopy(string State, string? Url, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt, string? Reason, string? WayOut);
