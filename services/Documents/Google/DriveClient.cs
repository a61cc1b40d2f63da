using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Vendors;

namespace Teg.Platform.Documents.Google;

/// <summary>Drive v3 as far as pictures, copies of decks and printed workbooks need it; Sheets and Slides come of Drive's conversions.</summary>
internal sealed class DriveClient(HttpClient http, IOptions<GoogleOptions> options, GoogleTokens tokens)
{
    public const string Folder = "application/vnd.google-apps.folder";
    public const string Presentation = "application/vnd.google-apps.presentation";
    public const string Spreadsheet = "application/vnd.google-apps.spreadsheet";

    private const string Vendor = "Google";
    private const string Everywhere = "supportsAllDrives=true&includeItemsFromAllDrives=true";
    private const int MostBytes = 40 * 1024 * 1024;

    /// <param name="query">In Drive's own language; texts in it go through <see cref="Quoted"/>.</param>
    /// <exception cref="VendorFailureException">Google did not answer, or refused.</exception>
    public async Task<DriveList> ListAsync(Guid org, string query, string orderBy, int pageSize, string? pageToken, CancellationToken ct)
    {
        var path = string.Create(CultureInfo.InvariantCulture,
            $"/drive/v3/files?q={Uri.EscapeDataString(query)}&orderBy={Uri.EscapeDataString(orderBy)}&pageSize={pageSize}&spaces=drive&{Everywhere}&fields={Uri.EscapeDataString("nextPageToken,files(id,name,mimeType,imageMediaMetadata(width,height),thumbnailLink)")}");
        var answer = await JsonAsync(org, () => new HttpRequestMessage(HttpMethod.Get, At(pageToken is null ? path : $"{path}&pageToken={Uri.EscapeDataString(pageToken)}")), ct);
        return new DriveList([.. answer.GetProperty("files").EnumerateArray().Select(File)], Text(answer, "nextPageToken"));
    }

    public async Task<DriveItem> GetAsync(Guid org, string id, CancellationToken ct) => File(await JsonAsync(
        org, () => new HttpRequestMessage(HttpMethod.Get, At($"/drive/v3/files/{Uri.EscapeDataString(id)}?supportsAllDrives=true&fields=id,name,mimeType,imageMediaMetadata(width,height),thumbnailLink,webViewLink")), ct));

    public async Task<byte[]> DownloadAsync(Guid org, string id, int most, CancellationToken ct)
    {
        using var response = await SendAsync(org, () => new HttpRequestMessage(HttpMethod.Get, At($"/drive/v3/files/{Uri.EscapeDataString(id)}?alt=media&supportsAllDrives=true")), ct);
        return await VendorAnswers.ReadAsync(response, Vendor, most, ct);
    }

    /// <summary>Reads a small picture of the picture from where Drive says it is.</summary>
    public async Task<byte[]> ThumbnailAsync(Guid org, string link, int most, CancellationToken ct)
    {
        using var response = await SendAsync(org, () => new HttpRequestMessage(HttpMethod.Get, options.Value.Address is { } address ? new Uri(address, new Uri(link).PathAndQuery) : new Uri(link)), ct);
        return await VendorAnswers.ReadAsync(response, Vendor, most, ct);
    }

    /// <summary>Uploads an Office file and has it converted. Not to be repeated without looking: each call makes a file.</summary>
    public async Task<DriveItem> ConvertAsync(Guid org, string name, string googleType, byte[] file, string mediaType, string? folder, CancellationToken ct)
    {
        HttpRequestMessage Request()
        {
            var metadata = JsonContent.Create(folder is null ? new { name, mimeType = googleType } : (object)new { name, mimeType = googleType, parents = new[] { folder } });
            var media = new ByteArrayContent(file);
            media.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            return new HttpRequestMessage(HttpMethod.Post, At("/upload/drive/v3/files?uploadType=multipart&supportsAllDrives=true&fields=id,name,mimeType,webViewLink"))
            {
                Content = new MultipartContent("related") { metadata, media },
            };
        }

        return File(await JsonAsync(org, Request, ct));
    }

    public async Task<byte[]> ExportPdfAsync(Guid org, string id, CancellationToken ct)
    {
        using var response = await SendAsync(org, () => new HttpRequestMessage(HttpMethod.Get, At($"/drive/v3/files/{Uri.EscapeDataString(id)}/export?mimeType=application%2Fpdf")), ct);
        return await VendorAnswers.ReadAsync(response, Vendor, MostBytes, ct);
    }

    public async Task DeleteAsync(Guid org, string id, CancellationToken ct)
    {
        try
        {
            using var response = await SendAsync(org, () => new HttpRequestMessage(HttpMethod.Delete, At($"/drive/v3/files/{Uri.EscapeDataString(id)}?supportsAllDrives=true")), ct);
        }
        catch (VendorFailureException gone) when (gone.Failure == VendorFailure.Missing)
        {
            // Then it is gone already.
        }
    }

    /// <summary>Lets a person change the file. The same person has one permission, however often it is given.</summary>
    public async Task ShareAsync(Guid org, string id, string email, CancellationToken ct)
    {
        using var response = await SendAsync(
            org,
            () => new HttpRequestMessage(HttpMethod.Post, At($"/drive/v3/files/{Uri.EscapeDataString(id)}/permissions?supportsAllDrives=true&sendNotificationEmail=false"))
            {
                Content = JsonContent.Create(new { role = "writer", type = "user", emailAddress = email }),
            }, ct);
    }

    /// <summary>A text within a query.</summary>
    public static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private async Task<JsonElement> JsonAsync(Guid org, Func<HttpRequestMessage> request, CancellationToken ct)
    {
        using var response = await SendAsync(org, request, ct);
        return await VendorAnswers.JsonAsync(response, Vendor, ct);
    }

    // A token that Google no longer knows is got anew, once; a refused request has done nothing.
    private async Task<HttpResponseMessage> SendAsync(Guid org, Func<HttpRequestMessage> make, CancellationToken ct)
    {
        using (var request = make())
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.TokenAsync(org, ct));
            try
            {
                return await VendorAnswers.SendAsync(http, request, Vendor, ct);
            }
            catch (VendorFailureException refused) when (refused.Status == HttpStatusCode.Unauthorized)
            {
                tokens.Forget(org);
            }
        }

        using var again = make();
        again.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.TokenAsync(org, ct));
        return await VendorAnswers.SendAsync(http, again, Vendor, ct);
    }

    private Uri At(string path) => new(options.Value.Www, path);

    private static DriveItem File(JsonElement file) => new(
        Text(file, "id") ?? "", Text(file, "name") ?? "", Text(file, "mimeType") ?? "",
        file.TryGetProperty("imageMediaMetadata", out var picture) && picture.TryGetProperty("width", out var width) && width.TryGetInt32(out var pixels) ? pixels : null,
        file.TryGetProperty("imageMediaMetadata", out picture) && picture.TryGetProperty("height", out var height) && height.TryGetInt32(out pixels) ? pixels : null,
        Text(file, "thumbnailLink"), Text(file, "webViewLink"));

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

internal sealed record DriveList(IReadOnlyList<DriveItem> Files, string? Next);

internal sealed record DriveItem(string Id, string Name, string MimeType, int? Width, int? Height, string? ThumbnailLink, string? WebViewLink);
