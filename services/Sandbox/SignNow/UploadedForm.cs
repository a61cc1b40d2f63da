using System.Text;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>
/// A multipart body as the vendor takes it: its own SDK ends with <c>--boundary\r\n</c> instead of <c>--boundary--</c>, which ASP.NET Core's reader refuses.
/// </summary>
internal sealed class UploadedForm
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public string? FileName { get; private set; }

    public byte[]? File { get; private set; }

    public string? this[string name] => values.GetValueOrDefault(name);

    public static UploadedForm Of(string? contentType, byte[] body)
    {
        var form = new UploadedForm();
        if (BoundaryOf(contentType) is not { } boundary)
        {
            return form;
        }

        var mark = Encoding.ASCII.GetBytes("--" + boundary);
        var at = body.AsSpan().IndexOf(mark);
        while (at >= 0)
        {
            var start = at + mark.Length;
            var next = body.AsSpan(start).IndexOf([.. "\r\n"u8, .. mark]);
            var end = next < 0 ? body.Length : start + next;
            form.Take(body.AsSpan(start, end - start));
            at = next < 0 ? -1 : end + 2;
        }

        return form;
    }

    private static string? BoundaryOf(string? contentType)
    {
        var at = contentType?.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase) ?? -1;
        return at < 0 || !contentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) ? null : contentType[(at + 9)..].Split(';')[0].Trim().Trim('"');
    }

    // \r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: …\r\n\r\n<bytes>
    private void Take(ReadOnlySpan<byte> part)
    {
        var split = part.IndexOf("\r\n\r\n"u8);
        if (split < 0)
        {
            return;
        }

        var headers = Encoding.UTF8.GetString(part[..split]);
        var content = part[(split + 4)..];
        if (Attribute(headers, "name") is not { } name)
        {
            return;
        }

        if (Attribute(headers, "filename") is { } fileName)
        {
            FileName = fileName;
            File = content.ToArray();
        }
        else
        {
            values[name] = Encoding.UTF8.GetString(content);
        }
    }

    // name=file and name="file" both occur; filename*=utf-8''… goes before filename.
    private static string? Attribute(string headers, string name)
    {
        foreach (var line in headers.Split("\r\n").Where(line => line.StartsWith("Content-Disposition:", StringComparison.OrdinalIgnoreCase)))
        {
            var pieces = line.Split(';', StringSplitOptions.TrimEntries);
            if (Array.Find(pieces, piece => piece.StartsWith(name + "*=utf-8''", StringComparison.OrdinalIgnoreCase)) is { } encoded)
            {
                return Uri.UnescapeDataString(encoded[(name.Length + 9)..]);
            }

            if (Array.Find(pieces, piece => piece.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase)) is { } plain)
            {
                return plain[(name.Length + 1)..].Trim('"');
            }
        }

        return null;
    }
}
