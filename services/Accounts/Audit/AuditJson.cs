using System.Text.Json;

namespace Teg.Platform.Accounts.Audit;

/// <summary>The jsonb columns of an event.</summary>
internal static class AuditJson
{
    public static IReadOnlyList<AuditedSubject> Subjects(string json) => JsonSerializer.Deserialize<List<AuditedSubject>>(json, JsonSerializerOptions.Web) ?? [];

    public static IReadOnlyList<AuditedChange>? Changes(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<List<AuditedChange>>(json, JsonSerializerOptions.Web);
}
