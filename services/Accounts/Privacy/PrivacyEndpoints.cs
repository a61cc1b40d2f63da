using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Privacy;

/// <summary>What a person may ask of an organisation: everything that is held on them, and to be forgotten. Addresses travel in bodies, never in addresses of pages or logs.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        var privacy = routes.MapGroup("/privacy").WithTags("Privacy").RequireAuthorization(Roles.Admin);

        privacy.MapGet("/requests", List).WithName("ListPrivacyRequests");
        privacy.MapGet("/requests/{id:guid}", Get).WithName("GetPrivacyRequest");
        privacy.MapPost("/exports", Export).WithName("ExportPerson");
        privacy.MapPost("/erasures", Erase).WithName("ErasePerson");
    }

    // Newest first; ids are in the order of time.
    private static async Task<Ok<PrivacyRequestPage>> List(Database database, CancellationToken ct, [Range(1, 200)] int limit = 50, Guid? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<PrivacyRequestRow>(new CommandDefinition(
            $"""
            {PrivacyRequestRow.Sql}
            where r.org_id = warehouse.current_org() and (@after::uuid is null or r.id < @after)
            order by r.id desc
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new PrivacyRequestPage([.. rows.Take(limit).Select(row => row.ToReceipt())], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Results<Ok<PrivacyReceipt>, NotFound>> Get(Guid id, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<PrivacyRequestRow>(new CommandDefinition(
            $"{PrivacyRequestRow.Sql} where r.org_id = warehouse.current_org() and r.id = @id", new { id }, cancellationToken: ct));
        return row is null ? TypedResults.NotFound() : TypedResults.Ok(row.ToReceipt());
    }

    private static async Task<Ok<PersonExport>> Export(PersonRequest request, PersonalData people, Caller caller, AuditTrail trail, HttpContext http, CancellationToken ct)
    {
        var export = await people.ExportAsync(caller, trail, request.Email.Trim(), ct);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"person-{export.Receipt.Id:n}.json\"";
        return TypedResults.Ok(export);
    }

    private static async Task<Results<Ok<PrivacyReceipt>, ProblemHttpResult>> Erase(
        PersonRequest request, PersonalData people, Caller caller, AuditTrail trail, CancellationToken ct) =>
        await people.EraseAsync(caller, trail, request.Email.Trim(), ct) is { } receipt
            ? TypedResults.Ok(receipt)
            : TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict, type: "is-a-member", title: "This person works here.",
                detail: "Remove them from the organisation first; what customers' records say of them is erased then.");
}

public sealed record PersonRequest([property: Required, EmailAddress, MaxLength(254), RegularExpression(@"\P{Cc}+")] string Email);

/// <summary>What was asked for and done about a person, without saying who they are.</summary>
/// <param name="Person">Digest of organisation and e-mail address, in hexadecimal: whoever knows the address can check that the receipt is about it.</param>
/// <param name="Found">Rows by what they are, such as {"lead": 1, "deal": 2}. After an erasure these hold no words of or about the person.</param>
public sealed record PrivacyReceipt(Guid Id, PrivacyRequestKind Kind, string Person, string RequestedBy, DateTimeOffset At, IReadOnlyDictionary<string, long> Found);

public enum PrivacyRequestKind
{
    Export,
    Erasure,
}

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record PrivacyRequestPage(IReadOnlyList<PrivacyReceipt> Items, Guid? Next);

/// <summary>Everything held on a person, as it is stored.</summary>
public sealed record PersonExport(PrivacyReceipt Receipt, IReadOnlyList<HeldRow> Held);

/// <param name="What">
/// enquiry (with its decisions), lead, lead's enquiry, deal, call, document (with its files' names), source record (the vendor's own document), invitation, member, session, account (of nobody's any more),
/// mailed link or saved view (their own, or one whose name or filters say their address).
/// </param>
public sealed record HeldRow(string What, string Id, JsonElement Data);

internal sealed record PrivacyRequestRow(Guid Id, string Kind, byte[] EmailDigest, string RequestedBy, DateTimeOffset At, string Found)
{
    public const string Sql =
        """
        select r.id, r.kind, r.email_digest, coalesce(a.name, 'somebody who has left') as requested_by, r.at, r.found::text as found
        from accounts.privacy_request r
        left join accounts.account a on a.id = r.requested_by
        """;

    public PrivacyReceipt ToReceipt() => new(
        Id, Enum.Parse<PrivacyRequestKind>(Kind, ignoreCase: true), Convert.ToHexStringLower(EmailDigest), RequestedBy, At,
        JsonSerializer.Deserialize<Dictionary<string, long>>(Found) ?? []);
}
