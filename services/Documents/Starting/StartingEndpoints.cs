using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Starting;

/// <summary>Where a form begins: what can be made, for whom, and what is known of them already.</summary>
internal static class StartingEndpoints
{
    // Newest of each kind that are looked through: a search costs the same however many there are.
    private const int LookedThrough = 5_000;

    public static void MapStarting(this IEndpointRouteBuilder routes)
    {
        var starting = routes.MapGroup("").WithTags("Starting").RequireAuthorization(Roles.Viewer);

        starting.MapGet("/templates", Templates).WithName("GetTemplates");
        starting.MapGet("/clients", Clients).WithName("ListClients");
        starting.MapGet("/defaults", GetDefaults).WithName("GetDefaults");
    }

    private static async Task<Ok<TemplateCatalog>> Templates(Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return TypedResults.Ok(TemplateCatalog.Of((await PriceListVersion.InForceAsync(connection, null, ct)).ToList()));
    }

    // Newest first, leads and deals together. A list to choose from while typing; who is not on the page types more.
    private static async Task<Ok<ClientPage>> Clients(
        Database database, CancellationToken ct, [MaxLength(200)] string? text = null, [Range(1, 50)] int limit = 20, string? after = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var skip = int.TryParse(after, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seen) ? Math.Min(seen, LookedThrough) : 0;
        var rows = (await connection.QueryAsync<ClientRow>(new CommandDefinition(
            """
            with leads as (
                select 'lead' as kind, l.id, l.name, l.company, l.email, l.project as about, l.received_at as at
                from crm.lead l
                where l.org_id = warehouse.current_org()
                order by l.received_at desc, l.id desc
                limit @LookedThrough
            ),
            deals as (
                select 'deal' as kind, d.id, d.name, d.client as company, d.client_email as email, concat_ws(' · ', d.category, d.stage) as about,
                       coalesce(d.closed_on::timestamptz, now()) as at
                from warehouse.deal d
                where d.org_id = warehouse.current_org()
                order by d.id desc
                limit @LookedThrough
            )
            select c.kind, c.id, c.name, c.company, c.email, c.about
            from (select * from leads union all select * from deals) c
            where @text::text is null or position(lower(@text) in lower(concat_ws(' ', c.name, c.company, c.email))) > 0
            order by c.at desc, c.id desc
            offset @skip
            limit @limit + 1
            """, new { LookedThrough, text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), skip, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new ClientPage(
            [.. rows.Take(limit).Select(row => row.ToClient())],
            rows.Count > limit ? (skip + limit).ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Ok<StartingInputs>, NotFound>> GetDefaults(
        Word<DocumentKind> kind, Database database, Caller caller, CancellationToken ct, Guid? lead = null, Guid? deal = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var prices = (await PriceListVersion.InForceAsync(connection, null, ct)).ToList();
        if (await Known.FindAsync(connection, lead, deal, ct) is not { } known)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(new StartingInputs(JsonSerializer.SerializeToElement(StartingForm.Of(kind.Value, known, prices, caller.Name), PriceList.Json)));
    }

    private sealed record ClientRow(string Kind, Guid Id, string Name, string? Company, string? Email, string? About)
    {
        public Client ToClient() => new(Enum.Parse<ClientKind>(Kind, ignoreCase: true), Id, Name, Company, Email, string.IsNullOrEmpty(About) ? null : About);
    }
}

public enum ClientKind
{
    Lead,
    Deal,
}

/// <summary>A lead or a deal that a document may start from.</summary>
/// <param name="About">The project of a lead; category and stage of a deal.</param>
public sealed record Client(ClientKind Kind, Guid Id, string Name, string? Company, string? Email, string? About);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record ClientPage(IReadOnlyList<Client> Items, string? Next);

/// <param name="Inputs">As far as they are known; a form shows them and the person goes on.</param>
public sealed record StartingInputs(JsonElement Inputs);
