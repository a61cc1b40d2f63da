using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Google.Sheets;
using Teg.Platform.Sandbox.Google.Slides;
using Teg.Platform.Sandbox.Journal;

namespace Teg.Platform.Sandbox.Google.Drive;

/// <summary>Everything that changes a file, one after the other.</summary>
internal sealed class DriveDesk(SandboxState state)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly Lock gate = new();

    public static byte[] Bytes(Spreadsheet sheet) => JsonSerializer.SerializeToUtf8Bytes(sheet, Options);

    /// <exception cref="GoogleException">There is none.</exception>
    public DriveFile With(string id) => state.Current.Drive.Find(id == "root" ? DriveAccount.Root : id) ?? throw GoogleException.NotFound(id);

    public byte[] ContentOf(DriveFile file) => file.Picture?.Png ?? (file.Hash is { } hash ? state.Files.Get(hash) : []);

    public byte[] OfficeOf(DriveFile file) => state.Files.Get(file.OfficeHash!);

    public DriveFile Create(string id, string name, string mimeType, IReadOnlyList<string> parents, byte[]? content, Action<DriveFile>? check = null, Func<DriveFile, DriveFile>? with = null)
    {
        var now = state.Now;
        var file = new DriveFile(id, name, mimeType, parents.Count > 0 ? parents : [DriveAccount.Root], now, now, content is null ? null : state.Files.Put(content), content?.Length ?? 0);
        file = with is null ? file : with(file);
        check?.Invoke(file);
        lock (gate)
        {
            foreach (var parent in parents.Where(parent => parent is not ("root" or DriveAccount.Root)))
            {
                With(parent);
            }

            if (state.Current.Drive.Find(id) is not null)
            {
                throw new GoogleException(409, "A file already exists with the provided ID.", "ALREADY_EXISTS", "fileIdInUse");
            }

            state.Record(new DriveFileKept(now, file));
        }

        return file;
    }

    /// <summary>An upload, turned into a Google document when its metadata asks for one.</summary>
    public DriveFile Upload(JsonObject metadata, string mediaType, byte[] content)
    {
        var name = (string?)metadata["name"] ?? "Untitled";
        var target = (string?)metadata["mimeType"] ?? mediaType;
        var id = (string?)metadata["id"] ?? DriveAccount.NewId();
        var parents = Texts(metadata["parents"]);
        if (!target.StartsWith("application/vnd.google-apps.", StringComparison.Ordinal) || target == mediaType)
        {
            return Create(id, name, target, parents, content, with: file => Described(file, metadata));
        }

        if (metadata.ContainsKey("id"))
        {
            throw GoogleException.Invalid("Generated IDs are not supported for Google Docs formats.");
        }

        var converted = (target, mediaType) switch
        {
            (DriveFile.Presentation, OfficeReading.Pptx) => JsonSerializer.SerializeToUtf8Bytes(OfficeReading.Presentation(content, id, name)),
            (DriveFile.Spreadsheet, OfficeReading.Xlsx) => Bytes(OfficeReading.Spreadsheet(content, name)),
            (DriveFile.Spreadsheet, "text/csv") => Bytes(new Spreadsheet(name, [CommaSeparated(System.Text.Encoding.UTF8.GetString(content))])),
            (DriveFile.Document, OfficeReading.Docx) => JsonSerializer.SerializeToUtf8Bytes(OfficeReading.Paragraphs(content)),
            (DriveFile.Document, "text/plain") => JsonSerializer.SerializeToUtf8Bytes(System.Text.Encoding.UTF8.GetString(content).ReplaceLineEndings("\n").Split('\n')),
            _ => throw new GoogleException(400, "Bad Request. The requested conversion is not supported.", "INVALID_ARGUMENT", "conversionUnsupportedConversionPath"),
        };
        return Create(id, name, target, parents, converted, with: file => Described(file, metadata) with { OfficeHash = state.Files.Put(content), OfficeType = mediaType, Size = content.Length });
    }

    /// <summary>A file without content: a folder or an empty Google document.</summary>
    public DriveFile CreateEmpty(JsonObject metadata)
    {
        var name = (string?)metadata["name"] ?? "Untitled";
        var id = (string?)metadata["id"] ?? DriveAccount.NewId();
        var type = (string?)metadata["mimeType"] ?? "application/octet-stream";
        byte[]? content = type switch
        {
            DriveFile.Presentation => JsonSerializer.SerializeToUtf8Bytes(SlidesModel.Empty(id, name, SlidesModel.UsualWidth, SlidesModel.UsualHeight)),
            DriveFile.Spreadsheet => Bytes(new Spreadsheet(name, [new SheetTab(1, "Sheet1", [])])),
            DriveFile.Document => "[]"u8.ToArray(),
            _ => null,
        };
        return Create(id, name, type, Texts(metadata["parents"]), content, with: file => Described(file, metadata));
    }

    public DriveFile Copy(string id, JsonObject metadata)
    {
        var from = With(id);
        if (from.MimeType == DriveFile.Folder)
        {
            throw new GoogleException(403, "This file cannot be copied by the user.", "PERMISSION_DENIED", "cannotCopyFile");
        }

        var copyId = DriveAccount.NewId();
        var parents = Texts(metadata["parents"]) is { Count: > 0 } given ? given : from.Parents;
        var name = (string?)metadata["name"] ?? $"Copy of {from.Name}";
        var content = ContentOf(from);
        if (from.MimeType == DriveFile.Presentation)
        {
            var presentation = GoogleAnswers.Parse(content);
            presentation["presentationId"] = copyId;
            presentation["title"] = name;
            content = JsonSerializer.SerializeToUtf8Bytes(presentation);
        }

        return Create(copyId, name, from.MimeType, parents, content, with: file => Described(file with { OfficeHash = from.OfficeHash, OfficeType = from.OfficeType, AppProperties = from.AppProperties }, metadata));
    }

    public DriveFile Change(string id, Func<DriveFile, DriveFile> change)
    {
        lock (gate)
        {
            var changed = change(With(id));
            changed = changed with { ModifiedAt = state.Now, Version = changed.Version + 1 };
            state.Record(new DriveFileKept(state.Now, changed));
            return changed;
        }
    }

    public DriveFile Describe(string id, JsonObject metadata, IReadOnlyList<string> add, IReadOnlyList<string> remove) => Change(id, file => Described(file, metadata) with
    {
        Name = (string?)metadata["name"] ?? file.Name,
        Trashed = metadata["trashed"] is { } trashed ? (bool)trashed : file.Trashed,
        Parents = [.. file.Parents.Where(parent => !remove.Contains(parent)).Concat(add).Distinct(StringComparer.Ordinal)],
    });

    public DriveFile Replace(string id, byte[] content) => Change(id, file => file.IsNative
        ? throw new GoogleException(403, "The content of this file cannot be replaced.", "PERMISSION_DENIED", "cannotModifyContent")
        : file with { Hash = state.Files.Put(content), Size = content.Length, Picture = null });

    public void Delete(string id)
    {
        lock (gate)
        {
            With(id);
            state.Record(new DriveFileDropped(state.Now, id));
        }
    }

    public (DriveFile File, Spreadsheet Sheet) SpreadsheetOf(string id)
    {
        var file = state.Current.Drive.Find(id);
        return file?.MimeType == DriveFile.Spreadsheet ? (file, JsonSerializer.Deserialize<Spreadsheet>(ContentOf(file), Options)!) : throw GoogleException.EntityNotFound();
    }

    public T ChangeSpreadsheet<T>(string id, Func<Spreadsheet, T> change)
    {
        lock (gate)
        {
            var (file, sheet) = SpreadsheetOf(id);
            var answer = change(sheet);
            state.Record(new DriveFileKept(state.Now, file with { Hash = state.Files.Put(Bytes(sheet)), ModifiedAt = state.Now, Version = file.Version + 1 }));
            return answer;
        }
    }

    public JsonObject PresentationOf(string id)
    {
        var file = state.Current.Drive.Find(id);
        return file?.MimeType == DriveFile.Presentation ? GoogleAnswers.Parse(ContentOf(file)) : throw GoogleException.EntityNotFound();
    }

    /// <summary>All of it or nothing: what throws has changed nothing.</summary>
    public T ChangePresentation<T>(string id, Func<JsonObject, T> change)
    {
        lock (gate)
        {
            var presentation = PresentationOf(id);
            var answer = change(presentation);
            state.Record(new DriveFileKept(state.Now, With(id) with
            {
                Hash = state.Files.Put(JsonSerializer.SerializeToUtf8Bytes(presentation)), ModifiedAt = state.Now, Version = With(id).Version + 1,
            }));
            return answer;
        }
    }

    public static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => (string?)text).OfType<string>().Select(id => id == "root" ? DriveAccount.Root : id)];

    private static DriveFile Described(DriveFile file, JsonObject metadata) => file with
    {
        Description = (string?)metadata["description"] ?? file.Description,
        AppProperties = metadata["appProperties"] is JsonObject properties
            ? properties.Where(property => property.Value is not null).ToDictionary(property => property.Key, property => property.Value!.ToString(), StringComparer.Ordinal)
            : file.AppProperties,
    };

    private static SheetTab CommaSeparated(string text)
    {
        var tab = new SheetTab(1, "Sheet1", []);
        var rows = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        for (var row = 0; row < rows.Length; row++)
        {
            // "a ""b""",c: a quoted cell may hold commas.
            var (column, quoted, cell) = (0, false, new System.Text.StringBuilder());
            foreach (var letter in rows[row] + ",")
            {
                if (letter == '"')
                {
                    quoted = !quoted;
                }
                else if (letter == ',' && !quoted)
                {
                    tab.Set(row, column++, SheetCell.Of(JsonValue.Create(cell.ToString()), typed: true));
                    cell.Clear();
                }
                else
                {
                    cell.Append(letter);
                }
            }
        }

        return tab;
    }
}
