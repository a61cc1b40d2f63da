using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Google.Slides;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Pdf;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Google.Drive;

/// <summary>Drive v3.</summary>
internal static class DriveEndpoints
{
    private const string Usual = "kind,id,name,mimeType";

    public static void MapDrive(this IEndpointRouteBuilder routes)
    {
        var drive = routes.MapGroup("").WithMetadata(new OnVendor(Vendor.Google)).ExcludeFromDescription();

        drive.MapGet("/drive/v3/files", List);
        drive.MapPost("/drive/v3/files", static (HttpContext context, DriveDesk desk) => Answer(context, desk, desk.CreateEmpty(GoogleAnswers.BodyOf(context))));
        drive.MapGet("/drive/v3/files/generateIds", static (HttpContext context) => TypedResults.Json(new JsonObject
        {
            ["kind"] = "drive#generatedIds", ["space"] = "drive",
            ["ids"] = new JsonArray([.. Enumerable.Range(0, int.TryParse(context.Request.Query["count"], CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count, 1, 1000) : 10).Select(_ => (JsonNode)DriveAccount.NewId())]),
        }));
        drive.MapGet("/drive/v3/files/{id}", static (string id, HttpContext context, DriveDesk desk) => context.Request.Query["alt"] == "media" ? Media(desk, desk.With(id)) : Answer(context, desk, desk.With(id)));
        drive.MapPatch("/drive/v3/files/{id}", static (string id, HttpContext context, DriveDesk desk) => Answer(context, desk, desk.Describe(
            id, GoogleAnswers.BodyOf(context), Ids(context, "addParents"), Ids(context, "removeParents"))));
        drive.MapDelete("/drive/v3/files/{id}", static (string id, DriveDesk desk) =>
        {
            desk.Delete(id);
            return TypedResults.NoContent();
        });
        drive.MapPost("/drive/v3/files/{id}/copy", static (string id, HttpContext context, DriveDesk desk) => Answer(context, desk, desk.Copy(id, GoogleAnswers.BodyOf(context))));
        drive.MapGet("/drive/v3/files/{id}/export", Export);
        drive.MapPost("/drive/v3/files/{id}/permissions", Permit);
        drive.MapGet("/drive/v3/files/{id}/permissions", static (string id, DriveDesk desk) =>
            TypedResults.Json(new JsonObject { ["kind"] = "drive#permissionList", ["permissions"] = new JsonArray([.. desk.With(id).Permissions.Select(permission => (JsonNode)Permission(permission))]) }));
        drive.MapDelete("/drive/v3/files/{id}/permissions/{permissionId}", static (string id, string permissionId, DriveDesk desk) =>
        {
            desk.Change(id, file => file with { Permissions = [.. file.Permissions.Where(permission => permission.Id != permissionId)] });
            return TypedResults.NoContent();
        });
        drive.MapGet("/drive/v3/about", static () => TypedResults.Json(new JsonObject { ["kind"] = "drive#about", ["user"] = new JsonObject { ["displayName"] = "TEG Sandbox", ["emailAddress"] = "sandbox@teg-sandbox.iam.gserviceaccount.com" } }));
        drive.MapGet("/thumbnails/{id}", static (string id, DriveDesk desk) => desk.With(id) is { Picture: { } picture }
            ? TypedResults.File(picture.Thumbnail, "image/png")
            : Media(desk, desk.With(id))).WithMetadata(new WithoutGoogleToken());
        drive.MapUploads();
    }

    public static IResult Answer(HttpContext context, DriveDesk desk, DriveFile file)
    {
        var fields = context.Request.Query["fields"].ToString();
        var mask = FieldMask.Of(fields.Length > 0 ? fields : Usual);
        return TypedResults.Json(mask.Of(Describe(context, desk, file, mask.Has("md5Checksum") || mask.Has("size"))));
    }

    private static IResult List(HttpContext context, DriveDesk desk, SandboxState state)
    {
        var query = context.Request.Query;
        var filter = query["q"].ToString() is { Length: > 0 } q ? DriveQuery.Of(q) : static _ => true;
        var size = int.TryParse(query["pageSize"], CultureInfo.InvariantCulture, out var wanted) ? wanted : 100;
        if (size is < 1 or > 1000)
        {
            throw GoogleException.Invalid($"Invalid value '{size}'. Values must be within the range: [1, 1000]", "pageSize");
        }

        var skip = 0;
        if (query["pageToken"].ToString() is { Length: > 0 } token && (!token.StartsWith("~!!~", StringComparison.Ordinal) || !int.TryParse(token[4..], CultureInfo.InvariantCulture, out skip)))
        {
            throw GoogleException.Invalid("Invalid Value", "pageToken");
        }

        var found = Ordered(state.Current.Drive.Files.Where(filter), query["orderBy"].ToString());
        var mask = FieldMask.Of(query["fields"].ToString() is { Length: > 0 } fields ? fields : $"kind,incompleteSearch,nextPageToken,files({Usual})");
        var whole = query["fields"].ToString() is var given && (given.Contains("size", StringComparison.Ordinal) || given.Contains("md5", StringComparison.Ordinal) || given.Contains('*', StringComparison.Ordinal));
        var answer = new JsonObject { ["kind"] = "drive#fileList", ["incompleteSearch"] = false };
        if (found.Count > skip + size)
        {
            answer["nextPageToken"] = string.Create(CultureInfo.InvariantCulture, $"~!!~{skip + size}");
        }

        answer["files"] = new JsonArray([.. found.Skip(skip).Take(size).Select(file => (JsonNode)Describe(context, desk, file, whole))]);
        return TypedResults.Json(mask.Of(answer));
    }

    private static List<DriveFile> Ordered(IEnumerable<DriveFile> files, string orderBy)
    {
        IOrderedEnumerable<DriveFile>? ordered = null;
        foreach (var key in orderBy.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var descending = key.EndsWith(" desc", StringComparison.Ordinal);
            Func<DriveFile, IComparable> by = key.Split(' ')[0] switch
            {
                "name" or "name_natural" => file => file.Name.ToUpperInvariant(),
                "createdTime" => file => file.CreatedAt,
                "modifiedTime" or "recency" => file => file.ModifiedAt,
                "folder" => file => file.MimeType == DriveFile.Folder ? 0 : 1,
                _ => throw GoogleException.Invalid("Invalid Value", "orderBy"),
            };
            ordered = (ordered, descending) switch
            {
                (null, false) => files.OrderBy(by),
                (null, true) => files.OrderByDescending(by),
                (_, false) => ordered.ThenBy(by),
                _ => ordered.ThenByDescending(by),
            };
        }

        return [.. ordered is null ? files.OrderByDescending(file => file.ModifiedAt).ThenBy(file => file.Id, StringComparer.Ordinal) : ordered.ThenBy(file => file.Id, StringComparer.Ordinal)];
    }

    private static IReadOnlyList<string> Ids(HttpContext context, string name) => [.. context.Request.Query[name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static IResult Media(DriveDesk desk, DriveFile file) => file.IsNative
        ? throw new GoogleException(403, "Only files with binary content can be downloaded. Use Export with Docs Editors files.", "PERMISSION_DENIED", "fileNotDownloadable", "alt", "parameter")
        : TypedResults.File(desk.ContentOf(file), file.MimeType);

    private static IResult Export(string id, HttpContext context, DriveDesk desk, GoogleLimits limits)
    {
        var file = desk.With(id);
        var type = context.Request.Query["mimeType"].ToString();
        if (!file.IsNative || file.MimeType == DriveFile.Folder)
        {
            throw new GoogleException(403, "Export only supports Docs Editors files.", "PERMISSION_DENIED", "fileNotExportable", "alt", "parameter");
        }

        var content = (file.MimeType, type) switch
        {
            _ when type == file.OfficeType => desk.OfficeOf(file),
            (DriveFile.Presentation, "application/pdf") => PlainPdf.Of(SlidesModel.TextsOf(desk.PresentationOf(id)), 960, 540),
            (DriveFile.Presentation, "text/plain") => Text(SlidesModel.TextsOf(desk.PresentationOf(id)).SelectMany(lines => lines)),
            (DriveFile.Spreadsheet, "application/pdf") => PlainPdf.Of(desk.SpreadsheetOf(id).Sheet.Sheets.Select(tab => (IReadOnlyList<string>)[tab.Title, "", .. Lines(tab, "    ")])),
            (DriveFile.Spreadsheet, "text/csv") => Text(Lines(desk.SpreadsheetOf(id).Sheet.Sheets[0], ",")),
            (DriveFile.Document, "application/pdf") => PlainPdf.Of([JsonSerializer.Deserialize<string[]>(desk.ContentOf(file))!]),
            (DriveFile.Document, "text/plain") => Text(JsonSerializer.Deserialize<string[]>(desk.ContentOf(file))!),
            _ => throw new GoogleException(400, "The requested conversion is not supported.", "INVALID_ARGUMENT", "badRequest", "convertTo", "parameter"),
        };
        return content.Length > limits.Now.ExportLimitBytes
            ? throw new GoogleException(403, "This file is too large to be exported.", "PERMISSION_DENIED", "exportSizeLimitExceeded")
            : TypedResults.File(content, type);
    }

    private static byte[] Text(IEnumerable<string> lines) => System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static IEnumerable<string> Lines(Sheets.SheetTab tab, string between) => tab.Rows.Select(row => string.Join(between, row.Select(cell =>
        between == "," && (cell?.Shown.Contains(',', StringComparison.Ordinal) ?? false) ? $"\"{cell.Shown}\"" : cell?.Shown ?? "")).TrimEnd());

    private static IResult Permit(string id, HttpContext context, DriveDesk desk)
    {
        var body = GoogleAnswers.BodyOf(context);
        var type = (string?)body["type"] is "user" or "group" or "domain" or "anyone" && (string?)body["type"] is { } known ? known : throw GoogleException.Invalid("The permission type field is required.", "permission.type");
        var role = (string?)body["role"] is "owner" or "organizer" or "fileOrganizer" or "writer" or "commenter" or "reader" && (string?)body["role"] is { } named
            ? named
            : throw GoogleException.Invalid("The permission role field is required.", "permission.role");
        var address = (string?)body["emailAddress"];
        if (type is "user" or "group" && address is null)
        {
            throw GoogleException.Invalid("The specified emailAddress is invalid or not applicable for the given permission type.", "permission.emailAddress");
        }

        // The same person or everybody has one permission, however often it is given.
        var permission = new DrivePermission(type == "anyone" ? "anyoneWithLink" : BitConverter.ToUInt64(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address ?? type))).ToString(CultureInfo.InvariantCulture), type, role, address);
        desk.Change(id, file => file with { Permissions = [.. file.Permissions.Where(given => given.Id != permission.Id), permission] });
        return GoogleAnswers.Json(context, Permission(permission));
    }

    private static JsonObject Permission(DrivePermission permission)
    {
        var json = new JsonObject { ["kind"] = "drive#permission", ["id"] = permission.Id, ["type"] = permission.Type, ["role"] = permission.Role };
        if (permission.EmailAddress is { } address)
        {
            json["emailAddress"] = address;
        }

        return json;
    }

    private static JsonObject Describe(HttpContext context, DriveDesk desk, DriveFile file, bool whole)
    {
        var address = GoogleAnswers.Address(context);
        var json = new JsonObject
        {
            ["kind"] = "drive#file",
            ["id"] = file.Id,
            ["name"] = file.Name,
            ["mimeType"] = file.MimeType,
            ["starred"] = false,
            ["trashed"] = file.Trashed,
            ["parents"] = new JsonArray([.. file.Parents.Select(parent => (JsonNode)parent)]),
            ["version"] = file.Version.ToString(CultureInfo.InvariantCulture),
            ["createdTime"] = Time(file.CreatedAt),
            ["modifiedTime"] = Time(file.ModifiedAt),
            ["ownedByMe"] = true,
            ["webViewLink"] = file.MimeType switch
            {
                DriveFile.Presentation => $"{address}/presentation/d/{file.Id}/edit",
                DriveFile.Spreadsheet => $"{address}/spreadsheets/d/{file.Id}/edit",
                DriveFile.Document => $"{address}/document/d/{file.Id}/edit",
                DriveFile.Folder => $"{address}/drive/folders/{file.Id}",
                _ => $"{address}/file/d/{file.Id}/view",
            },
            ["permissions"] = new JsonArray([.. file.Permissions.Select(permission => (JsonNode)Permission(permission))]),
            ["appProperties"] = new JsonObject(file.AppProperties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Value))),
        };
        if (file.Description is { } description)
        {
            json["description"] = description;
        }

        if (file.Picture is { } picture)
        {
            json["imageMediaMetadata"] = new JsonObject { ["width"] = picture.Width, ["height"] = picture.Height };
            json["thumbnailLink"] = $"{address}/thumbnails/{file.Id}";
        }

        if (!file.IsNative && whole)
        {
            var content = desk.ContentOf(file);
            json["size"] = content.Length.ToString(CultureInfo.InvariantCulture);
            // What Drive itself gives out; nothing is secured by it.
#pragma warning disable CA5351
            json["md5Checksum"] = Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
        }

        return json;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
