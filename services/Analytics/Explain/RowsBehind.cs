using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Explain;

/// <summary>The rows behind a figure under some filters: what they are read with, page by page or whole.</summary>
internal abstract record RowsBehind
{
    /// <returns>Null when <paramref name="after"/> is not the end of a page of these rows.</returns>
    public abstract Task<ExplainedRows?> PageAsync(NpgsqlConnection connection, string? after, int limit, CancellationToken ct);

    public abstract PushStreamHttpResult Export(ExportFormat format, string name, Database database, CancellationToken ct);
}

/// <param name="Sql">Of a page after <c>After</c>, or of all; newest first.</param>
/// <param name="Parameters">Made anew for each question.</param>
/// <param name="Key">Where a page ended that ends with this row.</param>
/// <param name="After">The parameters that begin after it; of the first page null is known.</param>
/// <param name="Line">A row as people read it, on the screen and in files.</param>
internal sealed record RowsBehind<TRow, TKey, TLine>(
    Func<bool, string> Sql, Func<DynamicParameters> Parameters, Func<TRow, string> Id, Func<TRow, TKey> Key, Func<TKey?, object> After, Func<TRow, TLine> Line) : RowsBehind
    where TKey : class
    where TLine : notnull
{
    public override async Task<ExplainedRows?> PageAsync(NpgsqlConnection connection, string? after, int limit, CancellationToken ct)
    {
        if (!Cursor.TryRead<TKey>(after, out var key))
        {
            return null;
        }

        var parameters = Parameters();
        parameters.AddDynamicParams(After(key));
        parameters.AddDynamicParams(new { Take = limit + 1 });
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            $"select as_of from analytics.progress where org_id = warehouse.current_org(); {Sql(true)}", parameters, cancellationToken: ct));
        var asOf = await answer.ReadSingleOrDefaultAsync<DateTimeOffset?>();
        var rows = (await answer.ReadAsync<TRow>()).AsList();
        var page = rows.Count > limit ? rows[..limit] : rows;
        return new ExplainedRows(
            asOf, LineColumns<TLine>.All, [.. page.Select(row => new ExplainedRow(Id(row), LineColumns<TLine>.Cells(Line(row))))],
            rows.Count > limit ? Cursor.Of(Key(page[^1])) : null);
    }

    public override PushStreamHttpResult Export(ExportFormat format, string name, Database database, CancellationToken ct) =>
        ServiceDefaults.Export.Stream(format, name, database, new CommandDefinition(Sql(false), Parameters(), commandTimeout: 0, cancellationToken: ct), Line);
}
