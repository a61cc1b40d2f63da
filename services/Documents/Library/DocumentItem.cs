using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Signing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Library;

public enum DocumentState
{
    Queued,
    Working,
    Ready,

    /// <summary>The reason says why, the way out what a person does about it.</summary>
    Failed,
    Canceled,
}

/// <summary>How it stands with the signers, as a list is asked for it.</summary>
public enum SignatureFilter
{
    /// <summary>Sent, and not yet signed by all.</summary>
    Waiting,

    Signed,

    /// <summary>Declined, expired, taken back, or it could not be sent.</summary>
    Stopped,
}

public enum FileFormat
{
    /// <summary>As Word, PowerPoint or Excel opens it.</summary>
    Office,
    Pdf,

    /// <summary>As everybody signed it, a PDF.</summary>
    Signed,
}

/// <param name="Version">1 for the first of its series.</param>
/// <param name="Step">writing, converting or storing while it is worked on.</param>
/// <param name="Total">What it comes to, of documents with prices.</param>
public sealed record DocumentItem(
    Guid Id, DocumentKind Kind, string Title, DocumentState State, int Version, string? Step, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt,
    decimal? Total, string? Currency, IReadOnlyList<DocumentFile> Files, DocumentSignature? Signature);

/// <summary>How far it is with the signers; a document that was never sent has none.</summary>
public sealed record DocumentSignature(SignatureState State);

public sealed record DocumentFile(FileFormat Format, string Name, long Bytes);

/// <summary>A <see cref="DocumentItem"/> with what it was made from and what became of it.</summary>
/// <param name="Inputs">What the person sent; null when the document was erased.</param>
/// <param name="Attempts">How often it was taken up.</param>
/// <param name="FailedAttempts">Those that did not end well, each with its reason.</param>
/// <param name="QueuePosition">How many of the organisation are before it; null when it does not wait.</param>
/// <param name="Versions">Of its series, newest first.</param>
public sealed record DocumentDetails(
    Guid Id, DocumentKind Kind, string Title, DocumentState State, int Version, string? Step, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt,
    decimal? Total, string? Currency, IReadOnlyList<DocumentFile> Files, DocumentSignature? Signature,
    JsonElement? Inputs, Prices? Prices, int Attempts, IReadOnlyList<FailedAttempt> FailedAttempts, int? QueuePosition, string? Reason, string? WayOut,
    Guid? LeadId, Guid? DealId, DateTimeOffset? StartedAt, DateTimeOffset? ErasedAt, IReadOnlyList<DocumentVersion> Versions);

public sealed record FailedAttempt(int Number, DateTimeOffset At, string Reason);

public sealed record DocumentVersion(
    Guid Id, int Version, DocumentState State, string RequestedBy, DateTimeOffset RequestedAt, decimal? Total, string? Currency);

/// <summary>What a document says about money, as it was worked out when it was asked for. Two decimals.</summary>
/// <param name="Complimentary">What the free lines would have cost.</param>
/// <param name="Deposit">What is due first; null where the document says nothing of it.</param>
public sealed record Prices(
    IReadOnlyList<PricedLine> Lines, decimal Subtotal, decimal Discount, decimal Total, string Currency, decimal Complimentary, decimal? Deposit, decimal? Balance)
{
    internal static Prices? Of(PriceSummary? summary) => summary is null ? null : new Prices(
        [.. summary.Lines.Select(line => new PricedLine(line.Name, line.Quantity, line.Unit, line.UnitPrice, line.Amount, line.Free))],
        summary.Subtotal, summary.Discount, summary.Total, summary.Currency, summary.Complimentary, summary.Deposit, summary.Balance);

    internal static Prices? Read(string? stored) => stored is null ? null : JsonSerializer.Deserialize<Prices>(stored, JsonSerializerOptions.Web);

    internal string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}

/// <param name="Amount">Zero for a free line, whose unit price is still said.</param>
public sealed record PricedLine(string Name, decimal Quantity, string? Unit, decimal UnitPrice, decimal Amount, bool Free);

/// <summary>A row of documents.document as people see it.</summary>
internal sealed record DocumentRow(
    Guid Id, string Kind, string Title, string State, int Version, string? Step, string RequestedByName, DateTimeOffset RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    decimal? Total, string? Currency, int Attempt, string Attempts, string? Reason, string? WayOut, Guid SeriesId, Guid OwnerId, Guid? LeadId, Guid? DealId, DateTimeOffset? ErasedAt,
    string Files, string? Signature)
{
    public const string Columns =
        """
        d.id, d.kind, d.title, d.state, d.version, d.step, d.requested_by_name, d.requested_at, d.started_at, d.finished_at,
        d.total, d.currency::text as currency, d.attempt, d.attempts::text as attempts, d.reason, d.way_out, d.series_id, d.owner_id, d.lead_id, d.deal_id, d.erased_at,
        (select coalesce(jsonb_agg(jsonb_build_object('format', f.format, 'name', f.name, 'bytes', c.bytes) order by f.format), '[]')
         from documents.document_file f
         join documents.file c on c.org_id = f.org_id and c.hash = f.hash
         where f.org_id = d.org_id and f.document_id = d.id)::text as files,
        (select s.state from documents.signature s where s.org_id = d.org_id and s.document_id = d.id) as signature
        """;

    private static readonly JsonSerializerOptions Json = Rules();

    public bool IsWaiting => State == "queued";

    public DocumentKind ToKind() => DocumentKinds.Of(Kind)!.Value;

    public DocumentItem ToItem() => new(
        Id, ToKind(), Title, StateOf(State), Version, Step, RequestedByName, RequestedAt, FinishedAt, Total, Currency, JsonSerializer.Deserialize<DocumentFile[]>(Files, Json)!,
        Signature is null ? null : new DocumentSignature(Enum.Parse<SignatureState>(Signature, ignoreCase: true)));

    public DocumentDetails ToDetails(string? inputs, string? prices, int? queuePosition, IReadOnlyList<DocumentVersion> versions)
    {
        var item = ToItem();
        return new DocumentDetails(
            Id, item.Kind, Title, item.State, Version, Step, RequestedByName, RequestedAt, FinishedAt, Total, Currency, item.Files, item.Signature,
            inputs is null ? null : JsonElement.Parse(inputs), Prices.Read(prices), Attempt, JsonSerializer.Deserialize<FailedAttempt[]>(Attempts, Json)!, queuePosition,
            Reason, WayOut, LeadId, DealId, StartedAt, ErasedAt, versions);
    }

    public static DocumentState StateOf(string state) => Enum.Parse<DocumentState>(state, ignoreCase: true);

    public static Task<DocumentRow?> FindAsync(NpgsqlConnection connection, Guid id, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<DocumentRow>(new CommandDefinition(
            $"select {Columns} from documents.document d where d.org_id = warehouse.current_org() and d.id = @id", new { id }, cancellationToken: ct));

    private static JsonSerializerOptions Rules()
    {
        var json = new JsonSerializerOptions();
        ServiceDefaults.Defaults.ApplyJsonRules(json);
        return json;
    }
}
