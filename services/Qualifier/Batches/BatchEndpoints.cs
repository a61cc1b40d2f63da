using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Intake;
using Teg.Platform.Qualifier.Jobs;
using Teg.Platform.Qualifier.Routing;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Batches;

/// <summary>Leads of the past, uploaded as a table and judged as the website's enquiries are.</summary>
internal static class BatchEndpoints
{
    // What a form puts around the file.
    private const int Wrapping = 64 * 1024;

    private const int RowsPerPiece = 250;

    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapBatches(this IEndpointRouteBuilder routes)
    {
        var batches = routes.MapGroup("/batches").WithTags("Batches").RequireAuthorization(Roles.CompanyFigures);

        batches.MapGet("", List).WithName("ListBatches");
        batches.MapPost("", Upload).WithName("UploadBatch").RequireAuthorization(Roles.Manager)
            .WithMetadata(new RequestSizeLimitAttribute(Sheet.MostBytes + Wrapping))
            // What it is, is seen by its bytes; a name or a type that comes with it says nothing.
            .Accepts<IFormFile>("multipart/form-data", "application/octet-stream", Excel, "text/csv", "*/*");
        batches.MapGet("/{id:guid}", Get).WithName("GetBatch");
        batches.MapDelete("/{id:guid}", Delete).WithName("DeleteBatch").RequireAuthorization(Roles.Manager);
        batches.MapPost("/{id:guid}/cancellation", Cancel).WithName("CancelBatch").RequireAuthorization(Roles.Manager);
        batches.MapGet("/{id:guid}/errors", Errors).WithName("ListBatchErrors");
        batches.MapGet("/{id:guid}/result.xlsx", Result).WithName("DownloadBatchResult")
            .Produces(StatusCodes.Status200OK, contentType: Excel).DisableRequestTimeout();
    }

    // Newest first; ids are in the order of time.
    private static async Task<Ok<BatchPage>> List(Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, Guid? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = await JobRow.ListAsync(connection, JobLease.Batch, after, limit, ct);
        return TypedResults.Ok(new BatchPage([.. rows.Take(limit).Select(BatchSummary.Of)], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<Accepted<BatchSummary>, ProblemHttpResult>> Upload(
        HttpRequest http, Database database, IOptions<IntakeOptions> intake, IOptions<JobOptions> options, Caller caller, AuditTrail trail, TimeProvider clock,
        CancellationToken ct, [MaxLength(200)] string? name = null)
    {
        try
        {
            var (file, fileName) = await ReadAsync(http, ct);
            var table = Sheet.Read(file);
            await using var connection = await database.OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var rules = await RuleVersion.InForceAsync(connection, transaction, RuleSet.Default(intake.Value.PublicAddress!), ct);
            var settings = new BatchSettings(table.Format, table.Headers, table.Columns, rules.Version, rules.Content);
            var id = Guid.CreateVersion7(clock.GetUtcNow());
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into qualifier.job (org_id, id, kind, name, settings, total, estimated_cost_usd, cost_limit_usd, requested_by)
                values (warehouse.current_org(), @id, 'batch', @name, @settings::jsonb, 0, 0, @MaxCostUsd, @requestedBy)
                """,
                new { id, name = NameOf(name, fileName), settings = settings.Write(), options.Value.MaxCostUsd, requestedBy = caller.Name },
                transaction, cancellationToken: ct));
            var (total, failed) = await BatchStore.WriteAsync(connection, transaction, id, table, ct);
            if (total == 0)
            {
                throw new FileRefusedException("batch-empty", "There are no rows below the header.", "Upload a table with at least one row.");
            }

            await connection.ExecuteAsync(new CommandDefinition(
                "update qualifier.job set total = @total, failed = @failed, estimated_cost_usd = @estimated where org_id = warehouse.current_org() and id = @id",
                new { id, total, failed, estimated = decimal.Round((total - failed) * await JobCost.PerCallAsync(connection, transaction, options.Value, ct), 6) },
                transaction, cancellationToken: ct));
            trail.Changed("batch", $"{id}", null, new { total, failed, rulesVersion = rules.Version });
            await trail.WriteAsync(transaction, StatusCodes.Status202Accepted, ct);
            var stored = await JobRow.FindAsync(connection, JobLease.Batch, id, ct);
            await transaction.CommitAsync(ct);
            return TypedResults.Accepted($"/batches/{id}", BatchSummary.Of(stored!));
        }
        catch (FileRefusedException refused)
        {
            return TypedResults.Problem(refused.WayOut, statusCode: StatusCodes.Status400BadRequest, type: refused.Type, title: refused.Message);
        }
    }

    private static async Task<Results<Ok<BatchDetails>, NotFound>> Get(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        if (await JobRow.FindAsync(connection, JobLease.Batch, id, ct) is not { } job)
        {
            return TypedResults.NotFound();
        }

        var scores = (await connection.QueryAsync<BatchScore>(new CommandDefinition(
            """
            select final_score::int as score, count(*) as rows, count(*) filter (where fallback is not null) as without_model
            from qualifier.batch_row
            where org_id = warehouse.current_org() and job_id = @id and state = 'done'
            group by final_score
            order by final_score
            """, new { id }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new BatchDetails(BatchSummary.Of(job), scores));
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, Database database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        trail.Changed("batch", $"{id}", new { }, null);
        return await JobRow.DeleteAsync(connection, JobLease.Batch, id, ct) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<BatchSummary>, NotFound, ProblemHttpResult>> Cancel(Guid id, Database database, Caller caller, JobProgress progress, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var canceled = await JobRow.CancelAsync(connection, JobLease.Batch, id, ct);
        if (await JobRow.FindAsync(connection, JobLease.Batch, id, ct) is not { } job)
        {
            return TypedResults.NotFound();
        }

        if (canceled is null)
        {
            return JobRow.IsOverAlready();
        }

        progress.TellEnd(caller.OrgId, id, JobLease.Batch, canceled);
        return TypedResults.Ok(BatchSummary.Of(job));
    }

    // In the order of the file; "after" is the last row seen.
    private static async Task<Results<Ok<BatchErrorPage>, NotFound>> Errors(Guid id, Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, int? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        if (await JobRow.FindAsync(connection, JobLease.Batch, id, ct) is null)
        {
            return TypedResults.NotFound();
        }

        var rows = (await connection.QueryAsync<BatchError>(new CommandDefinition(
            """
            select row_number as row, problem, way_out
            from qualifier.batch_row
            where org_id = warehouse.current_org() and job_id = @id and state = 'failed' and (@after::int is null or row_number > @after)
            order by row_number
            limit @limit + 1
            """, new { id, after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new BatchErrorPage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Row : null));
    }

    private static async Task<Results<PushStreamHttpResult, NotFound, ProblemHttpResult>> Result(Guid id, Database database, IOptions<IntakeOptions> intake, CancellationToken ct)
    {
        JobRow? job;
        await using (var connection = await database.OpenAsync(ct))
        {
            job = await JobRow.FindAsync(connection, JobLease.Batch, id, ct);
        }

        return job switch
        {
            null => TypedResults.NotFound(),
            { IsOver: false } => TypedResults.Problem(
                "Wait for its end, or cancel it and take what is done.", statusCode: StatusCodes.Status409Conflict, type: "batch-not-over", title: "The batch is not over yet."),
            _ => TypedResults.Stream(body => WriteResultAsync(body, id, BatchSettings.Read(job.Settings), database, intake.Value.PublicAddress!, ct), Excel, $"batch-{id:n}.xlsx"),
        };
    }

    private static async Task WriteResultAsync(Stream body, Guid id, BatchSettings settings, Database database, Uri ownAddress, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var outgoing = new OutgoingStream();
        var written = 0;
        using (var workbook = new SheetWriter(outgoing, "Result", ResultRow.Headers(settings)))
        {
            await foreach (var row in connection.QueryUnbufferedAsync<ResultRow>(ResultRow.Sql, new { id }).WithCancellation(ct))
            {
                workbook.Add(row.Cells(settings, ownAddress));
                if (++written % RowsPerPiece == 0)
                {
                    await outgoing.SendAsync(body, ct);
                }
            }
        }

        await outgoing.SendAsync(body, ct);
    }

    private static string NameOf(string? given, string? fileName)
    {
        var name = Text.Line(given is { Length: > 0 } ? given : Path.GetFileName(fileName) ?? "");
        return name.Length == 0 ? "Upload" : Text.Cut(name, 200);
    }

    /// <summary>The file, whole: ten megabytes at most. It is a form's first file, or the body itself.</summary>
    private static async Task<(byte[] File, string? Name)> ReadAsync(HttpRequest http, CancellationToken ct)
    {
        if (MediaTypeHeaderValue.TryParse(http.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
            if (boundary is not { Length: > 0 and <= 200 })
            {
                throw new FileRefusedException("batch-no-file", "The form holds no file.", "Choose an Excel workbook or a CSV file.");
            }

            var reader = new MultipartReader(boundary, http.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
            try
            {
                while (await reader.ReadNextSectionAsync(ct) is { } section)
                {
                    if (section.AsFileSection() is { FileStream: { } stream } file)
                    {
                        return (await ReadAsync(stream, ct), file.FileName);
                    }
                }
            }
            catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
            {
                throw new FileRefusedException("batch-no-file", "The form could not be read.", "Send it again.");
            }

            throw new FileRefusedException("batch-no-file", "The form holds no file.", "Choose an Excel workbook or a CSV file.");
        }

        return (await ReadAsync(http.Body, ct), null);
    }

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken ct)
    {
        using var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, ct)) > 0)
        {
            if (file.Length + read > Sheet.MostBytes)
            {
                throw FileRefusedException.TooMuch("The file is larger than 10 MB.");
            }

            file.Write(buffer, 0, read);
        }

        return file.ToArray();
    }

    private sealed record ResultRow(
        int RowNumber, string Row, string? Problem, short? ModelScore, short? FinalScore, decimal? Confidence, string? Reason, string? Rules, string? Fallback)
    {
        public const string Sql =
            """
            select row_number, cells::text as row, problem, model_score, final_score, confidence, reason, rules::text as rules, fallback
            from qualifier.batch_row
            where org_id = warehouse.current_org() and job_id = @id
            order by row_number
            """;

        public static List<(string Name, double Width)> Headers(BatchSettings settings) =>
        [
            .. settings.Headers.Select((header, column) => (header, column == settings.Columns.Project ? 60d : Math.Clamp(header.Length + 4, 12d, 30d))),
            ("Final score", 12), ("Model score", 12), ("Rules", 40), ("Confidence", 12), ("Reason", 60), ("Redirect", 40), ("Fallback", 14), ("Problem", 40),
        ];

        public object?[] Cells(BatchSettings settings, Uri ownAddress)
        {
            var row = BatchCells.Read(RowNumber, Row);
            return
            [
                .. row.Cells, (int?)FinalScore, (int?)ModelScore,
                Rules is null ? null : string.Join(' ', (JsonSerializer.Deserialize<AppliedRule[]>(Rules, RuleContent.Json) ?? []).Select(rule => rule.Because)),
                Confidence, Reason, FinalScore is { } score ? Destination.Of(settings.Rules.Pages, EnquiryOf(row, settings.Columns), score, ownAddress).AbsoluteUri : null,
                Fallback, Problem,
            ];
        }

        // Only what fills in a booking page is asked of it.
        private static Enquiry EnquiryOf(SheetRow row, BatchColumns columns) => new(
            Guid.Empty, Guid.Empty, "", EnquiryOrigin.Synced, null, default, row.Text(columns.Name) ?? "", row.Text(columns.Email), null, null, row.Text(columns.Project),
            row.Text(columns.Budget), row.Text(columns.Styles), null, null, null, null, null, null, null, null, null, new Dictionary<string, string>(StringComparer.Ordinal), null);
    }
}

/// <param name="Header">As it stands in the file.</param>
/// <param name="UsedAs">Null is carried through.</param>
public sealed record BatchColumn(string Header, BatchColumnUse? UsedAs);

/// <param name="Total">Rows of the file.</param>
/// <param name="Done">Rows with a score.</param>
/// <param name="Failed">Rows that cannot be judged; each with its reason under errors.</param>
/// <param name="RulesVersion">The rules in force when it was uploaded; they hold for the whole batch.</param>
/// <param name="CostUsd">What the model has cost so far.</param>
/// <param name="Reason">Why it did not go to its end.</param>
public sealed record BatchSummary(
    Guid Id, string Name, BatchFormat Format, IReadOnlyList<BatchColumn> Columns, int RulesVersion, string? PromptVersion, JobState State, int Total, int Done, int Failed,
    decimal CostUsd, decimal EstimatedCostUsd, decimal CostLimitUsd, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    string? Reason, string? WayOut)
{
    internal static BatchSummary Of(JobRow job)
    {
        var settings = BatchSettings.Read(job.Settings);
        return new BatchSummary(
            job.Id, job.Name, settings.Format, [.. settings.Headers.Select((header, column) => new BatchColumn(header, settings.Columns.UseOf(column)))],
            settings.RulesVersion, settings.Rules.PromptVersion, job.ToState(), job.Total, job.Done, job.Failed,
            job.CostUsd, job.EstimatedCostUsd, job.CostLimitUsd, job.RequestedBy, job.RequestedAt, job.StartedAt, job.FinishedAt, job.Reason, job.WayOut);
    }
}

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record BatchPage(IReadOnlyList<BatchSummary> Items, Guid? Next);

/// <param name="Scores">Judged rows by final score.</param>
public sealed record BatchDetails(BatchSummary Batch, IReadOnlyList<BatchScore> Scores);

/// <param name="WithoutModel">Of these, those that the rules decided alone.</param>
public sealed record BatchScore(int Score, long Rows, long WithoutModel);

/// <param name="Row">As the spreadsheet counts; the header is row 1. Of CSV the line on which the row begins.</param>
public sealed record BatchError(int Row, string Problem, string WayOut);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record BatchErrorPage(IReadOnlyList<BatchError> Items, int? Next);
