using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Teg.Platform.Documents.Files;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Images;

/// <summary>Pictures for documents: brought by people, kept once, everybody's in the organisation.</summary>
internal static class ImageEndpoints
{
    // What a form puts around the file.
    private const int Wrapping = 64 * 1024;

    // An id means one picture for ever.
    private const string ForEver = "private, max-age=31536000, immutable";

    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        var images = routes.MapGroup("/images").WithTags("Images").RequireAuthorization(Roles.Viewer);

        images.MapGet("", List).WithName("ListImages");
        images.MapPost("", Upload).WithName("UploadImage").RequireAuthorization(Roles.Agent)
            .WithMetadata(new RequestSizeLimitAttribute(ImageStore.MostBytes + Wrapping))
            .Accepts<IFormFile>("multipart/form-data", "application/octet-stream", "image/png", "image/jpeg", "*/*");
        images.MapGet("/{id:guid}", Download).WithName("DownloadImage").Produces(StatusCodes.Status200OK, contentType: "image/png").DisableRequestTimeout();
    }

    // Newest first; ids are in the order of time.
    private static async Task<Ok<ImagePage>> List(Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, Guid? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<ImageItem>(new CommandDefinition(
            $"""
            select {ImageItem.Columns}
            from documents.image i
            where i.org_id = warehouse.current_org() and (@after::uuid is null or i.id < @after)
            order by i.id desc
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new ImagePage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<Created<ImageItem>, ProblemHttpResult>> Upload(
        HttpRequest http, Database database, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct, [MaxLength(200)] string? name = null)
    {
        var (content, fileName) = await ReadAsync(http, ct);
        try
        {
            await using var connection = await database.OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var image = await ImageStore.AddAsync(connection, transaction, content, name ?? fileName, "upload", caller.UserId, clock.GetUtcNow(), ct);
            trail.Changed("image", $"{image.Id}", null, new { image.Hash, image.Width, image.Height });
            await trail.WriteAsync(transaction, StatusCodes.Status201Created, ct);
            await transaction.CommitAsync(ct);
            return TypedResults.Created($"/images/{image.Id}", image);
        }
        catch (ImageRefusedException refused)
        {
            return TypedResults.Problem(refused.WayOut, statusCode: StatusCodes.Status400BadRequest, type: refused.Type, title: refused.Message);
        }
    }

    private static async Task<Results<FileStreamHttpResult, NotFound>> Download(Guid id, Database database, HttpResponse response, CancellationToken ct)
    {
        var connection = await database.OpenAsync(ct);
        try
        {
            if (await connection.QuerySingleOrDefaultAsync<StoredFile>(new CommandDefinition(
                """
                select i.hash, i.name, f.media_type, f.bytes
                from documents.image i
                join documents.file f on f.org_id = i.org_id and f.hash = i.hash
                where i.org_id = warehouse.current_org() and i.id = @id
                """, new { id }, cancellationToken: ct)) is { } file)
            {
                var answer = Downloads.Answer(response, connection, file, inline: true, ForEver);
                connection = null;
                return answer;
            }

            return TypedResults.NotFound();
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    /// <summary>A form's first file, or the body itself; the size is limited before.</summary>
    private static async Task<(byte[] Content, string Name)> ReadAsync(HttpRequest http, CancellationToken ct)
    {
        using var content = new MemoryStream();
        if (!http.HasFormContentType)
        {
            await http.Body.CopyToAsync(content, ct);
            return (content.ToArray(), "");
        }

        try
        {
            if (await http.ReadFormAsync(ct) is { Files: [var file, ..] })
            {
                await file.CopyToAsync(content, ct);
                return (content.ToArray(), file.FileName);
            }
        }
        catch (InvalidDataException)
        {
            // A form that cannot be read holds no picture: refused as what it is not.
        }

        return ([], "");
    }
}

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record ImagePage(IReadOnlyList<ImageItem> Items, Guid? Next);
