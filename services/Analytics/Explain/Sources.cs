using Dapper;
using Npgsql;

namespace Teg.Platform.Analytics.Explain;

/// <summary>Where the facts of a figure come from, and the last run of each source that was published.</summary>
internal static class Sources
{
    public const string Boards = "monday";
    public const string Calendar = "calendly";
    public const string GoogleAds = "google-ads";
    public const string Website = "enquiries";

    public static async Task<IReadOnlyList<SourceBehind>> AskAsync(NpgsqlConnection connection, string[] kinds, bool ownOnly, CancellationToken ct)
    {
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select s.kind, s.name, r.id, r.mode, r.published_at, r.rows_published, r.verdict
            from sync.source s
            left join lateral (
                select n.id, n.mode, n.published_at, n.rows_published, n.verdict
                from sync.run n
                where n.org_id = s.org_id and n.source_id = s.id and n.published_at is not null
                order by n.published_at desc
                limit 1
            ) r on true
            where s.org_id = warehouse.current_org() and s.kind = any (@kinds)
            order by s.kind, s.name
            """, new { kinds }, cancellationToken: ct));
        return
        [
            .. rows.Select(row => new SourceBehind(row.Kind, row.Name, row.PublishedAt, ownOnly || row.Id is null ? null : new RunBehind(row.Id.Value, row.Mode!, row.RowsPublished, row.Verdict))),
            .. kinds.Contains(Website, StringComparer.Ordinal) ? [new SourceBehind(Website, "Website form", null, null)] : Array.Empty<SourceBehind>(),
        ];
    }

    private sealed record Row(string Kind, string Name, Guid? Id, string? Mode, DateTimeOffset? PublishedAt, long RowsPublished, string? Verdict);
}
