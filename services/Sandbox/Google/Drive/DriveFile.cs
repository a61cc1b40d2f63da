namespace Teg.Platform.Sandbox.Google.Drive;

/// <summary>A file or folder.</summary>
/// <param name="Hash">Its bytes; of a Google document its content as JSON. Null for folders and for pictures of the demo, which are drawn when somebody looks.</param>
internal sealed record DriveFile(string Id, string Name, string MimeType, IReadOnlyList<string> Parents, DateTimeOffset CreatedAt, DateTimeOffset ModifiedAt, string? Hash, long Size)
{
    public const string Folder = "application/vnd.google-apps.folder";
    public const string Presentation = "application/vnd.google-apps.presentation";
    public const string Spreadsheet = "application/vnd.google-apps.spreadsheet";
    public const string Document = "application/vnd.google-apps.document";

    public bool Trashed { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> AppProperties { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<DrivePermission> Permissions { get; init; } = [];

    /// <summary>The Office file a Google document was made of.</summary>
    public string? OfficeHash { get; init; }

    public string? OfficeType { get; init; }

    public long Version { get; init; } = 1;

    public DemoPicture? Picture { get; init; }

    public bool IsNative => MimeType.StartsWith("application/vnd.google-apps.", StringComparison.Ordinal);
}

internal sealed record DrivePermission(string Id, string Type, string Role, string? EmailAddress);
