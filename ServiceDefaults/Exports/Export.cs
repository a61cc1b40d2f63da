using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Teg.Platform.ServiceDefaults;

/// <summary>What rows can be downloaded as.</summary>
public enum ExportFormat
{
    Csv,
    Xlsx,
}

/// <summary>A query as a download: streamed row by row in either format, so memory does not grow with it, and without formulas.</summary>
public static class Export
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int RowsPerPiece = 250;

    /// <param name="name">Of the file, without its extension.</param>
    public static PushStreamHttpResult Stream<TRow, TLine>(ExportFormat format, string name, Database database, CommandDefinition query, Func<TRow, TLine> line)
        where TLine : notnull => format is ExportFormat.Csv
        ? Csv.Stream($"{name}.csv", database, query, line)
        : TypedResults.Stream(body => WriteAsync(body, database, query, line), Excel, $"{name}.xlsx");

    private static async Task WriteAsync<TRow, TLine>(Stream body, Database database, CommandDefinition query, Func<TRow, TLine> line)
        where TLine : notnull
    {
        await using var connection = await database.OpenAsync(query.CancellationToken);
        await using var outgoing = new OutgoingStream();
        var written = 0;
        using (var sheet = new SheetWriter(outgoing, "Rows", [.. LineColumns<TLine>.All.Select(column => (column.Name, column.Width))]))
        {
            await foreach (var row in connection.QueryUnbufferedAsync<TRow>(query.CommandText, query.Parameters).WithCancellation(query.CancellationToken))
            {
                sheet.Add(LineColumns<TLine>.Cells(line(row)));
                if (++written % RowsPerPiece == 0)
                {
                    await outgoing.SendAsync(body, query.CancellationToken);
                }
            }
        }

        await outgoing.SendAsync(body, query.CancellationToken);
    }
}
