using Dapper;
using Npgsql;
using Teg.Platform.Qualifier.Intake;

namespace Teg.Platform.Qualifier.Batches;

/// <summary>Writes an upload's rows as they are read, a thousand at a time: what is in memory does not grow with the table.</summary>
internal static class BatchStore
{
    private const int RowsAtOnce = 1_000;
    private const int LongestDescription = 20_000;

    /// <returns>How many rows there are, and how many of them cannot be judged.</returns>
    public static async Task<(int Total, int Failed)> WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid jobId, UploadedTable table, CancellationToken ct)
    {
        var (total, failed) = (0, 0);
        foreach (var rows in table.Rows.Chunk(RowsAtOnce))
        {
            var problems = Array.ConvertAll(rows, row => row.Problem ?? ProblemOf(row, table));
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into qualifier.batch_row (org_id, job_id, row_number, state, identity, cells, problem, way_out)
                select warehouse.current_org(), @jobId, v.row_number, case when v.problem is null then 'waiting' else 'failed' end, v.identity, v.cells::jsonb, v.problem, v.way_out
                from unnest(@numbers, @identities, @cells, @problems, @wayOuts) as v (row_number, identity, cells, problem, way_out)
                """,
                new
                {
                    jobId,
                    numbers = Array.ConvertAll(rows, row => row.Number),
                    identities = Array.ConvertAll(rows, row => IdentityOf(row.Text(table.Columns.Email))),
                    cells = Array.ConvertAll(rows, row => BatchCells.Write(row.Cells)),
                    problems = Array.ConvertAll(problems, problem => problem?.What),
                    wayOuts = Array.ConvertAll(problems, problem => problem?.WayOut),
                }, transaction, cancellationToken: ct));
            total += rows.Length;
            failed += problems.Count(problem => problem is not null);
        }

        return (total, failed);
    }

    private static string? IdentityOf(string? email) => email is not null && EmailAddress.IsOne(email) ? email.ToLowerInvariant() : null;

    private static RowProblem? ProblemOf(SheetRow row, UploadedTable table) => row.Text(table.Columns.Project) switch
    {
        null => new RowProblem("There is no description of the project.", $"Fill in \"{table.Headers[table.Columns.Project]}\", or leave the row out."),
        { Length: > LongestDescription } => new RowProblem("The description is longer than 20,000 characters.", "Shorten it to what the project is."),
        _ => null,
    };
}
