using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Images;
using Teg.Platform.Documents.Vendors;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Google;

/// <summary>Pictures for decks that lie in Google Drive: looked through folder by folder, and brought in.</summary>
internal static class DriveEndpoints
{
    private const int MostThumbnail = 2 * 1024 * 1024;

    public static void MapGoogle(this IEndpointRouteBuilder routes)
    {
        var drive = routes.MapGroup("/drive/images").WithTags("Drive").RequireAuthorization(Roles.Viewer);

        drive.MapGet("", List).WithName("ListDriveImages");
        drive.MapGet("/{fileId}/thumbnail", Thumbnail).WithName("GetDriveThumbnail").Produces(StatusCodes.Status200OK, contentType: "image/png");
        drive.MapPost("/import", Import).WithName("ImportDriveImages").RequireAuthorization(Roles.Agent);
        routes.MapSlides();
    }

    // Drive's own page token is the cursor.
    private static async Task<Results<Ok<DriveImagePage>, ProblemHttpResult>> List(
        DriveClient drive, IOptions<GoogleOptions> options, Caller caller, CancellationToken ct,
        [MaxLength(200)] string? folder = null, [MaxLength(2000)] string? after = null, [Range(1, 200)] int limit = 50)
    {
        try
        {
            if ((folder ?? await DriveFolders.RootAsync(drive, options.Value, caller.OrgId, ct)) is not { } inside)
            {
                return TypedResults.Ok(new DriveImagePage([], [], null));
            }

            var found = await drive.ListAsync(
                caller.OrgId, $"{DriveClient.Quoted(inside)} in parents and trashed = false and (mimeType = '{DriveClient.Folder}' or mimeType = 'image/png' or mimeType = 'image/jpeg')",
                "folder,name", limit, after, ct);
            return TypedResults.Ok(new DriveImagePage(
                [.. found.Files.Where(file => file.MimeType == DriveClient.Folder).Select(file => new DriveFolder(file.Id, file.Name))],
                [.. found.Files.Where(file => file.MimeType != DriveClient.Folder).Select(file => new DriveImage(file.Id, file.Name, file.Width, file.Height))],
                found.Next));
        }
        catch (VendorFailureException e)
        {
            return Failed(e);
        }
    }

    private static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> Thumbnail(
        [MaxLength(200)] string fileId, DriveClient drive, Caller caller, HttpResponse response, CancellationToken ct)
    {
        try
        {
            var file = await drive.GetAsync(caller.OrgId, fileId, ct);
            if (file.ThumbnailLink is not { } link || !file.MimeType.StartsWith("image/", StringComparison.Ordinal))
            {
                return TypedResults.NotFound();
            }

            var picture = await drive.ThumbnailAsync(caller.OrgId, link, MostThumbnail, ct);
            response.Headers.CacheControl = "private, max-age=3600";
            return picture switch
            {
                [0x89, 0x50, 0x4e, 0x47, ..] => TypedResults.File(picture, "image/png"),
                [0xff, 0xd8, 0xff, ..] => TypedResults.File(picture, "image/jpeg"),
                _ => TypedResults.NotFound(),
            };
        }
        catch (VendorFailureException gone) when (gone.Failure == VendorFailure.Missing)
        {
            return TypedResults.NotFound();
        }
        catch (VendorFailureException e)
        {
            return Failed(e);
        }
    }

    /// <summary>Each picture is kept by itself, so a list that breaks off half way keeps what it has; bringing it again adds nothing twice.</summary>
    private static async Task<Results<Ok<DriveImport>, ValidationProblem, ProblemHttpResult>> Import(
        ImportDriveImages request, DriveClient drive, Database database, Caller caller, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        if (request.FileIds is not { Count: > 0 } || request.FileIds.Any(id => id is not { Length: > 0 and <= 200 }))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["fileIds"] = ["Name between one and twenty pictures."] });
        }

        var images = new List<ImageItem>();
        var refused = new List<RefusedImage>();
        await using var connection = await database.OpenAsync(ct);
        foreach (var id in request.FileIds.Distinct(StringComparer.Ordinal))
        {
            try
            {
                var file = await drive.GetAsync(caller.OrgId, id, ct);
                var content = await drive.DownloadAsync(caller.OrgId, id, ImageStore.MostBytes, ct);
                await using var transaction = await connection.BeginTransactionAsync(ct);
                var image = await ImageStore.AddAsync(connection, transaction, content, file.Name, "drive", caller.UserId, clock.GetUtcNow(), ct);
                await transaction.CommitAsync(ct);
                trail.Changed("image", $"{image.Id}", null, new { image.Hash, image.Width, image.Height });
                images.Add(image);
            }
            catch (ImageRefusedException e)
            {
                refused.Add(new RefusedImage(id, e.Message, e.WayOut));
            }
            catch (VendorFailureException e) when (e.Failure is VendorFailure.Missing || (e.Failure == VendorFailure.Decisive && e.Status is null && images.Count + refused.Count > 0))
            {
                refused.Add(new RefusedImage(id, e.Message, e.WayOut));
            }
            catch (VendorFailureException e)
            {
                return Failed(e);
            }
        }

        return TypedResults.Ok(new DriveImport(images, refused));
    }

    internal static ProblemHttpResult Failed(VendorFailureException e) => e.Failure is VendorFailure.Decisive or VendorFailure.Missing
        ? TypedResults.Problem(e.WayOut, statusCode: StatusCodes.Status409Conflict, type: "google-refused", title: e.Message)
        : TypedResults.Problem(e.WayOut, statusCode: StatusCodes.Status503ServiceUnavailable, type: "google-away", title: e.Message);
}

internal static class DriveFolders
{
    /// <returns>The folder that holds the folders of pictures; null when there is none.</returns>
    public static async Task<string?> RootAsync(DriveClient drive, GoogleOptions options, Guid org, CancellationToken ct) => options.ImagesFolder is { Length: > 0 } configured
        ? configured
        : (await drive.ListAsync(org, $"name = {DriveClient.Quoted(options.ImagesFolderName)} and mimeType = '{DriveClient.Folder}' and trashed = false", "createdTime", 1, null, ct)).Files is [var folder, ..] ? folder.Id : null;
}

/// <param name="Folders">What lies deeper; their ids are "folder" of another call.</param>
/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record DriveImagePage(IReadOnlyList<DriveFolder> Folders, IReadOnlyList<DriveImage> Items, string? Next);

public sealed record DriveFolder(string Id, string Name);

/// <param name="Width">In pixels, where Drive knows it.</param>
public sealed record DriveImage(string Id, string Name, int? Width, int? Height);

/// <param name="FileIds">At most twenty.</param>
public sealed record ImportDriveImages([property: MaxLength(20)] IReadOnlyList<string> FileIds);

/// <param name="Refused">What is no picture that documents can show.</param>
public sealed record DriveImport(IReadOnlyList<ImageItem> Images, IReadOnlyList<RefusedImage> Refused);

public sealed record RefusedImage(string FileId, string Reason, string WayOut);
