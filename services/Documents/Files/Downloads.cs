using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Teg.Platform.Documents.Files;

internal static class Downloads
{
    /// <summary>The content as an answer that can be asked for in parts and need not be sent twice; the answer takes the connection over.</summary>
    /// <param name="inline">Shown by the browser instead of saved; what it shows may do nothing.</param>
    /// <param name="cache">How long a browser may keep it, as Cache-Control says it.</param>
    public static FileStreamHttpResult Answer(HttpResponse response, NpgsqlConnection connection, StoredFile file, bool inline, string cache)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = cache;
        if (inline)
        {
            var disposition = new ContentDispositionHeaderValue("inline");
            disposition.SetHttpFileName(file.Name);
            response.Headers.ContentDisposition = disposition.ToString();
        }

        return TypedResults.Stream(
            new StoredContent(connection, file.Hash, file.Bytes), file.MediaType, inline ? null : file.Name, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""), enableRangeProcessing: true);
    }
}

internal sealed record StoredFile(string Hash, string Name, string MediaType, long Bytes);
