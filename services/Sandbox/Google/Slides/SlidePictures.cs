using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Webhooks;

namespace Teg.Platform.Sandbox.Google.Slides;

/// <summary>Fetches the pictures of a batch, each address once, before anything is changed.</summary>
internal sealed class SlidePictures(SandboxState state, IHttpClientFactory http)
{
    private const int LongestAddress = 2_000;
    private const int MostBytes = 50_000_000;
    private const long MostPixels = 25_000_000;
    private const string NotPublic = "The provided image should be publicly accessible, within size limit, and in supported formats.";

    public async Task<IReadOnlyDictionary<string, FetchedPicture>> FetchAsync(JsonArray requests, string address, CancellationToken ct)
    {
        var found = new Dictionary<string, FetchedPicture>(StringComparer.Ordinal);
        foreach (var url in requests.OfType<JsonObject>().SelectMany(request => request.Select(pair => pair.Value)).OfType<JsonObject>()
            .Select(asked => (string?)asked["imageUrl"] ?? (string?)asked["url"]).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            found[url] = await FetchAsync(url, address, ct);
        }

        return found;
    }

    private async Task<FetchedPicture> FetchAsync(string url, string address, CancellationToken ct)
    {
        if (url.Length > LongestAddress || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return Broken("The image URL is not valid.");
        }

        try
        {
            using var response = await http.CreateClient(WebhookSender.Client).GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > MostBytes)
            {
                return Broken(NotPublic);
            }

            var bytes = await response.Content.ReadAsByteArrayAsync(ct);
            return bytes.Length > MostBytes || SizeOf(bytes) is not var (width, height) || (long)width * height is <= 0 or > MostPixels
                ? Broken(NotPublic)
                : new FetchedPicture($"{address}/pictures/{state.Files.Put(bytes)}", width, height, null);
        }
        catch (HttpRequestException)
        {
            return Broken(NotPublic);
        }
    }

    private static FetchedPicture Broken(string why) => new("", 0, 0, why);

    private static (int Width, int Height)? SizeOf(byte[] file)
    {
        switch (file)
        {
            case [0x89, 0x50, 0x4e, 0x47, ..] when file.Length > 24:
                return (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
            case [0x47, 0x49, 0x46, 0x38, ..] when file.Length > 10:
                return (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(6)), BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8)));
            case [0xff, 0xd8, ..]:
                // The segments up to the start of frame.
                for (var at = 2; at + 9 < file.Length && file[at] == 0xff; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2)))
                {
                    if (file[at + 1] is (>= 0xc0 and <= 0xcf) and not (0xc4 or 0xc8 or 0xcc))
                    {
                        return (BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 7)), BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 5)));
                    }
                }

                return null;
            default:
                return null;
        }
    }
}
