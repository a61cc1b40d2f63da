using System.Text;
using Dapper;
using Npgsql;

namespace Teg.Platform.Warehouse.Schema;

/// <summary>Writes <c>docs/schema.md</c> from the catalogue of a migrated database, so the page cannot say what the database does not.</summary>
public static class SchemaDocument
{
    private const string Sql =
        """
        with tables as (
            select c.oid, n.nspname, c.relname, c.relforcerowsecurity, obj_description(c.oid, 'pg_class') as comment
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname in ('accounts', 'sync', 'warehouse', 'crm', 'qualifier', 'documents', 'analytics', 'audit')
        ),
        grants as (
            select t.oid, string_agg(g.grantee || ' (' || g.rights || ')', ', ' order by g.grantee) as text
            from tables t
            join lateral (
                select coalesce(r.rolname, 'public') as grantee, string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as rights
                from pg_class c, aclexplode(c.relacl) a
                left join pg_roles r on r.oid = a.grantee
                where c.oid = t.oid and a.grantee <> c.relowner
                group by r.rolname
            ) g on true
            group by t.oid
        )
        select t.nspname as schema, t.relname as table, t.relforcerowsecurity as protected, t.comment as "TableComment", g.text as grants,
               a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required, col_description(t.oid, a.attnum) as comment,
               (select string_agg(pg_get_constraintdef(k.oid), '; ' order by k.contype desc) from pg_constraint k
                 where k.conrelid = t.oid and k.contype in ('p', 'u', 'f')) as keys
        from tables t
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        left join grants g on g.oid = t.oid
        order by t.nspname, t.relname, a.attnum
        """;

    public static async Task<string> ReadAsync(NpgsqlDataSource data, CancellationToken ct)
    {
        await using var connection = await data.OpenConnectionAsync(ct);
        var columns = (await connection.QueryAsync<Column>(new CommandDefinition(Sql, cancellationToken: ct))).ToList();

        var page = new StringBuilder(
            """
            # Database schema

            Generated from a migrated database by `dotnet run --project services/Warehouse -- schema docs/schema.md`; a test compares the two.
            Tables marked "tenant" force row-level security: a connection sees the rows of the organisation it was opened for and no others.

            """);
        foreach (var schema in columns.GroupBy(column => column.Schema))
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {schema.Key}\n");
            foreach (var table in schema.GroupBy(column => column.Table))
            {
                var first = table.First();
                page.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n### {schema.Key}.{table.Key}{(first.Protected ? " (tenant)" : "")}\n\n");
                page.Append(first.TableComment is null ? "" : $"{first.TableComment}\n\n");
                page.Append("| column | type | null | |\n|---|---|---|---|\n");
                foreach (var column in table)
                {
                    page.Append(System.Globalization.CultureInfo.InvariantCulture,
                        $"| {column.Name} | {column.Type} | {(column.Required ? "no" : "yes")} | {column.Comment} |\n");
                }

                page.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nKeys: {first.Keys}  \nGrants: {first.Grants ?? "none"}\n");
            }
        }

        return page.ToString();
    }

    private sealed class Column
    {
        public required string Schema { get; init; }
        public required string Table { get; init; }
        public required bool Protected { get; init; }
        public string? TableComment { get; init; }
        public string? Grants { get; init; }
        public required string Name { get; init; }
        public required string Type { get; init; }
        public required bool Required { get; init; }
        public string? Comment { get; init; }
        public string? Keys { get; init; }
    }
}
