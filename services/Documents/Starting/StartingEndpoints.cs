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

    // Open deals first, then leads and closed deals, newest first: a list to choose from while typing.
    private static async Task<Results<Ok<ClientPage>, ProblemHttpResult>> Clients(
        Database database, CancellationToken ct, [MaxLength(200)] string? text = null, [Range(1, 50)] int limit = 20, string? after = null)
    {
        if (!Cursor.TryRead<ClientKey>(after, out var key))
        {
            return Cursor.Unreadable();
        }

        await using var connection = await database.OpenAsync(ct);
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
                       coalesce(d.closed_on, date '9999-01-01')::timestamptz as at
                from warehouse.deal d
                where d.org_id = warehouse.current_org()
                order by d.id desc
                limit @LookedThrough
            )
            select c.kind, c.id, c.name, c.company, c.email, c.about, c.at
            from (select * from leads union all select * from deals) c
            where (@text::text is null or position(lower(@text) in lower(concat_ws(' ', c.name, c.company, c.email))) > 0)
              and (@id::uuid is null or (c.at, c.id) < (@at, @id))
            order by c.at desc, c.id desc
            limit @limit + 1
            """, new { LookedThrough, text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), key?.At, key?.Id, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new ClientPage(
            [.. rows.Take(limit).Select(row => row.ToClient())], rows.Count > limit ? Cursor.Of(new ClientKey(rows[limit - 1].At, rows[limit - 1].Id)) : null));
    }

    private static async Task<Ok<StartingInputs>> GetDefaults(
        Word<DocumentKind> kind, Database database, Caller caller, CancellationToken ct, Guid? lead = null, Guid? deal = null)
    {
        await using var connection = await database.OpenAsync(ct);
        var prices = (await PriceListVersion.InForceAsync(connection, null, ct)).ToList();
        var known = await Known.FindAsync(connection, lead, deal, ct);
        return TypedResults.Ok(new StartingInputs(JsonSerializer.SerializeToElement(StartingForm.Of(kind.Value, known, prices, caller.Name), PriceList.Json)));
    }

    private sealed record ClientKey(DateTimeOffset At, Guid Id);

    private sealed record ClientRow(string Kind, Guid Id, string Name, string? Company, string? Email, string? About, DateTimeOffset At)
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
