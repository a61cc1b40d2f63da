using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Teg.Platform.Documents.Signing;

public enum SignatureState
{
    /// <summary>It is being handed to SignNow.</summary>
    Sending,

    /// <summary>The signers have their invitations.</summary>
    Sent,

    /// <summary>Everybody has signed; the signed file is being fetched.</summary>
    Completing,
    Completed,
    Declined,
    Expired,

    /// <summary>The invitations are being taken back.</summary>
    Voiding,
    Voided,

    /// <summary>The reason says why, the way out what a person does about it.</summary>
    Failed,
}

public enum SignerState
{
    /// <summary>Not invited yet, or another signer's turn comes first.</summary>
    Waiting,
    Invited,
    Opened,
    Signed,
    Declined,
    Expired,
}

/// <param name="Signers">In the order of signing.</param>
public sealed record SendForSignature(
    [property: MaxLength(10)] IReadOnlyList<SignerRequest> Signers, [property: MaxLength(200)] string? Subject, [property: MaxLength(2000)] string? Message)
{
    internal IDictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (Signers is not { Count: > 0 } || Signers.Any(signer => signer is null))
        {
            problems["signers"] = ["Name at least one signer."];
            return problems;
        }

        for (var index = 0; index < Signers.Count; index++)
        {
            var signer = Signers[index];
            Check(problems, $"signers[{index}].role", string.IsNullOrWhiteSpace(signer.Role) ? "Say whose place it is in the document." : null);
            Check(problems, $"signers[{index}].role", Signers.Take(index).Any(before => string.Equals(before.Role?.Trim(), signer.Role?.Trim(), StringComparison.Ordinal)) ? "Somebody else signs there already." : null);
            Check(problems, $"signers[{index}].name", string.IsNullOrWhiteSpace(signer.Name) ? "Say the signer's name." : null);
            Check(problems, $"signers[{index}].email", IsAddress(signer.Email) ? null : "This is no e-mail address.");
        }

        return problems;
    }

    private static bool IsAddress(string? email) =>
        MailAddress.TryCreate(email?.Trim(), out var address) && address.Address == email!.Trim() && address.Host.Contains('.', StringComparison.Ordinal);

    private static void Check(Dictionary<string, string[]> problems, string field, string? problem)
    {
        if (problem is not null)
        {
            problems.TryAdd(field, [problem]);
        }
    }
}

/// <param name="Role">As the document's own signature lines name it: "Client", "Company".</param>
public sealed record SignerRequest([property: MaxLength(100)] string Role, [property: MaxLength(200)] string Name, [property: MaxLength(320)] string Email);

public sealed record VoidSignature([property: Required, MaxLength(500)] string Reason);

public sealed record ResendForSignature([property: MaxLength(500)] string? Reason);

/// <param name="Round">How often it was sent.</param>
/// <param name="Events">The newest two hundred, oldest first.</param>
public sealed record SignatureDetails(
    SignatureState State, int Round, string? Subject, string? Message, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? SentAt, DateTimeOffset? FinishedAt,
    string? Reason, string? WayOut, IReadOnlyList<SignerItem> Signers, IReadOnlyList<SignatureEvent> Events)
{
    private static readonly JsonSerializerOptions Json = Rules();

    internal static async Task<SignatureDetails?> FindAsync(NpgsqlConnection connection, Guid documentId, CancellationToken ct)
    {
        var row = await connection.QuerySingleOrDefaultAsync<DetailsRow>(new CommandDefinition(
            """
            select s.state, s.round, s.subject, s.message, s.requested_by_name, s.requested_at, s.sent_at, s.finished_at, s.reason, s.way_out,
                   (select coalesce(jsonb_agg(jsonb_build_object('role', p.role, 'name', p.name, 'email', p.email, 'state', p.state, 'changedAt', p.changed_at, 'reason', p.reason) order by p.position), '[]')
                    from documents.signature_signer p
                    where p.org_id = s.org_id and p.document_id = s.document_id)::text as signers,
                   (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'role', e.role, 'detail', e.detail, 'at', e.at) order by e.id), '[]')
                    from (select * from documents.signature_event n where n.org_id = s.org_id and n.document_id = s.document_id order by n.id desc limit 200) e)::text as events
            from documents.signature s
            where s.org_id = warehouse.current_org() and s.document_id = @documentId
            """, new { documentId }, cancellationToken: ct));
        return row is null ? null : new SignatureDetails(
            Enum.Parse<SignatureState>(row.State, ignoreCase: true), row.Round, row.Subject, row.Message, row.RequestedByName, row.RequestedAt, row.SentAt, row.FinishedAt, row.Reason, row.WayOut,
            JsonSerializer.Deserialize<SignerItem[]>(row.Signers, Json)!, JsonSerializer.Deserialize<SignatureEvent[]>(row.Events, Json)!);
    }

    private static JsonSerializerOptions Rules()
    {
        var json = new JsonSerializerOptions();
        ServiceDefaults.Defaults.ApplyJsonRules(json);
        return json;
    }

    private sealed record DetailsRow(
        string State, int Round, string? Subject, string? Message, string RequestedByName, DateTimeOffset RequestedAt, DateTimeOffset? SentAt, DateTimeOffset? FinishedAt,
        string? Reason, string? WayOut, string Signers, string Events);
}

public sealed record SignerItem(string Role, string Name, string Email, SignerState State, DateTimeOffset ChangedAt, string? Reason);

/// <param name="Kind">requested, sent, told (by SignNow), opened, signed, declined, completed, voiding, voided, expired or failed.</param>
/// <param name="Role">Whose, where it is one signer's.</param>
public sealed record SignatureEvent(string Kind, string? Role, string? Detail, DateTimeOffset At);
