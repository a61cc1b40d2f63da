using CsvHelper;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Teg.Platform.ServiceDefaults;

/// <summary>A query as a CSV download: streamed row by row, so memory does not grow with it; cells that start a formula are neutralised.</summary>
public static class Csv
{
    private static readonly CsvWriterOptions Format = new() { Injection = CsvInjection.Escape };

    public static PushStreamHttpResult Stream<TRow, TLine>(string fileName, Database database, CommandDefinition query, Func<TRow, TLine> line) =>
        TypedResults.Stream(
            async body =>
            {
                await using var connection = await database.OpenAsync(query.CancellationToken);
                await using var csv = CsvWriter.Create(body, Format, leaveOpen: true);
                await csv.WriteRecordsAsync(
                    connection.QueryUnbufferedAsync<TRow>(query.CommandText, query.Parameters).Select(line), query.CancellationToken);
            },
            "text/csv; charset=utf-8", fileName);
}
