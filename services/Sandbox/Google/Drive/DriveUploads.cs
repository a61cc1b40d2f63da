using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Google.Drive;

/// <summary>Uploads that come in pieces.</summary>
internal sealed class ResumableUploads
{
    private readonly ConcurrentDictionary<string, Session> sessions = new(StringComparer.Ordinal);

    public string Begin(JsonObject metadata, string mediaType, string? fileId)
    {
        var id = Guid.NewGuid().ToString("N");
        sessions[id] = new Session(metadata, mediaType, fileId);
        return id;
    }

    public Session? Find(string id) => sessions.GetValueOrDefault(id);

    public void End(string id) => sessions.TryRemove(id, out _);

    internal sealed record Session(JsonObject Metadata, string MediaType, string? FileId)
    {
        public MemoryStream Received { get; } = new();
    }
}

/// <summary>The three ways of handing a file in: with its description in one body, alone, or in pieces.</summary>
internal static class DriveUploads
{
    public static void MapUploads(this IEndpointRouteBuilder drive)
    {
        drive.MapPost("/upload/drive/v3/files", static (HttpContext context, DriveDesk desk, ResumableUploads pieces) => Receive(context, desk, pieces, null));
        drive.MapPatch("/upload/drive/v3/files/{id}", static (string id, HttpContext context, DriveDesk desk, ResumableUploads pieces) => Receive(context, desk, pieces, id));
        drive.MapPut("/upload/drive/v3/files", Continue);
        drive.MapPut("/upload/drive/v3/files/{id}", Continue);
    }

    private static IResult Receive(HttpContext context, DriveDesk desk, ResumableUploads pieces, string? id)
    {
        var body = VendorTraffic.BodyOf(context);
        switch (context.Request.Query["uploadType"].ToString())
        {
            case "multipart":
                var (metadata, mediaType, content) = Parts(context.Request.ContentType, body);
                return Keep(context, desk, metadata, mediaType, content, id);
            case "media":
                return Keep(context, desk, [], context.Request.ContentType ?? "application/octet-stream", body, id);
            case "resumable":
                var session = pieces.Begin(GoogleAnswers.Parse(body), context.Request.Headers["X-Upload-Content-Type"].ToString() is { Length: > 0 } type ? type : "application/octet-stream", id);
                context.Response.Headers.Location = $"{GoogleAnswers.Address(context)}{context.Request.Path}?uploadType=resumable&upload_id={session}{Fields(context)}";
                return TypedResults.Ok();
            default:
                throw GoogleException.Invalid("Invalid Value", "uploadType");
        }
    }

    private static IResult Continue(HttpContext context, DriveDesk desk, ResumableUploads pieces)
    {
        var id = context.Request.Query["upload_id"].ToString();
        if (pieces.Find(id) is not { } session)
        {
            throw new GoogleException(404, "Upload session not found.", "NOT_FOUND", "notFound");
        }

        // "bytes 0-524287/2000000", "bytes */2000000" to ask how far it is, or nothing when all comes at once.
        var range = context.Request.Headers.ContentRange.ToString();
        var body = VendorTraffic.BodyOf(context);
        if (range.StartsWith("bytes ", StringComparison.Ordinal))
        {
            var (span, total) = (range[6..].Split('/')[0], range[6..].Split('/')[^1]);
            if (span != "*")
            {
                if (!long.TryParse(span.Split('-')[0], CultureInfo.InvariantCulture, out var from) || from != session.Received.Length)
                {
                    throw new GoogleException(400, "Invalid request: the range does not go on where the last one ended.", "INVALID_ARGUMENT", "badRequest");
                }

                session.Received.Write(body);
            }

            if (!long.TryParse(total, CultureInfo.InvariantCulture, out var length) || session.Received.Length < length)
            {
                if (session.Received.Length > 0)
                {
                    context.Response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"bytes=0-{session.Received.Length - 1}");
                }

                return TypedResults.StatusCode(StatusCodes.Status308PermanentRedirect);
            }
        }
        else
        {
            session.Received.Write(body);
        }

        pieces.End(id);
        return Keep(context, desk, session.Metadata, session.MediaType, session.Received.ToArray(), session.FileId);
    }

    private static IResult Keep(HttpContext context, DriveDesk desk, JsonObject metadata, string mediaType, byte[] content, string? id)
    {
        if (id is null)
        {
            return DriveEndpoints.Answer(context, desk, desk.Upload(metadata, mediaType.Split(';')[0].Trim(), content));
        }

        desk.Replace(id, content);
        return DriveEndpoints.Answer(context, desk, desk.Describe(id, metadata, [], []));
    }

    private static string Fields(HttpContext context) => context.Request.Query["fields"].ToString() is { Length: > 0 } fields ? $"&fields={Uri.EscapeDataString(fields)}" : "";

    // multipart/related: the description as JSON, then the bytes under their own type.
    private static (JsonObject Metadata, string MediaType, byte[] Content) Parts(string? contentType, byte[] body)
    {
        var at = contentType?.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0 || !contentType!.StartsWith("multipart/related", StringComparison.OrdinalIgnoreCase))
        {
            throw new GoogleException(400, "Malformed multipart body.", "INVALID_ARGUMENT", "badContent");
        }

        var mark = Encoding.ASCII.GetBytes("--" + contentType[(at + 9)..].Split(';')[0].Trim().Trim('"'));
        var parts = new List<(string Headers, byte[] Content)>();
        for (var start = body.AsSpan().IndexOf(mark); start >= 0;)
        {
            var from = start + mark.Length;
            var next = body.AsSpan(from).IndexOf([(byte)'\n', .. mark]);
            if (next < 0)
            {
                break;
            }

            var part = body.AsSpan(from, next);
            part = part is [.., (byte)'\r'] ? part[..^1] : part;
            var (split, gap) = part.IndexOf("\r\n\r\n"u8) is >= 0 and var strict ? (strict, 4) : (part.IndexOf("\n\n"u8), 2);
            if (split >= 0)
            {
                parts.Add((Encoding.UTF8.GetString(part[..split]), part[(split + gap)..].ToArray()));
            }

            start = from + next + 1;
        }

        if (parts.Count != 2)
        {
            throw new GoogleException(400, "Malformed multipart body.", "INVALID_ARGUMENT", "badContent");
        }

        var content = parts[1].Content;
        if (Header(parts[1].Headers, "Content-Transfer-Encoding") is "base64")
        {
            content = Convert.FromBase64String(Encoding.ASCII.GetString(content));
        }

        return (GoogleAnswers.Parse(parts[0].Content), Header(parts[1].Headers, "Content-Type") ?? "application/octet-stream", content);
    }

    private static string? Header(string headers, string name) => headers.Split('\n', StringSplitOptions.TrimEntries)
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
