using Dapper;
using Npgsql;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Starting;

/// <summary>What is known of whom a document is for; everything may be missing.</summary>
internal sealed record Known(string? Contact, string? Company, string? Email, string? Project, string? Description, string? Category, string Currency)
{
    /// <summary>A lead or deal that is not there, or not the caller's, is known by nothing: the form begins empty.</summary>
    public static async Task<Known> FindAsync(NpgsqlConnection connection, Guid? lead, Guid? deal, CancellationToken ct)
    {
        await using var asked = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select currency::text from accounts.organisation where org_id = warehouse.current_org();

            select d.name, d.client, d.client_email, d.category, d.currency::text as currency
            from warehouse.deal d
            where d.org_id = warehouse.current_org() and d.id = @deal;

            -- The lead that was named, or the deal's own, which is known by its e-mail address.
            select l.name, l.company, l.email, l.project
            from crm.lead l
            where l.org_id = warehouse.current_org()
              and (l.id = @lead
                   or @lead::uuid is null and l.identity = (select lower(btrim(d.client_email)) from warehouse.deal d where d.org_id = warehouse.current_org() and d.id = @deal))
            """, new { lead, deal }, cancellationToken: ct));
        var currency = await asked.ReadSingleAsync<string>();
        var ofDeal = await asked.ReadSingleOrDefaultAsync<DealRow>();
        var ofLead = await asked.ReadSingleOrDefaultAsync<LeadRow>();
        return new Known(ofLead?.Name, ofLead?.Company ?? ofDeal?.Client, ofLead?.Email ?? ofDeal?.ClientEmail, ofDeal?.Name, ofLead?.Project, ofDeal?.Category, ofDeal?.Currency ?? currency);
    }

    private sealed record DealRow(string Name, string? Client, string? ClientEmail, string? Category, string Currency);

    private sealed record LeadRow(string Name, string? Company, string? Email, string? Project);
}

/// <summary>The first state of a form: what is known, and what most documents of the kind say.</summary>
internal static class StartingForm
{
    // A deck's columns and a contract's words have to fit; a website's visitor may write a page.
    private const int LongestDescription = 600;

    public static object Of(DocumentKind kind, Known known, PriceList prices, string person) => kind switch
    {
        DocumentKind.Contract => new
        {
            agreement = known.Category?.Contains("production", StringComparison.OrdinalIgnoreCase) == true ? "production" : "development",
            client = new { company = known.Company ?? known.Contact, contact = known.Contact, email = known.Email, address = new { } },
            project = new { name = known.Project, description = Cut(known.Description), styles = Array.Empty<object>() },
            terms = new { deposit = 50, balanceDue = "before-shipment", currency = known.Currency, governingLaw = prices.House.Jurisdiction },
            schedules = new[] { "payment", "deliverables", "specifications" },
            signatory = new { name = prices.House.SignatoryName ?? person, title = prices.House.SignatoryTitle },
        },
        DocumentKind.Deck => new
        {
            category = CategoryOf(known),
            client = new { company = known.Company ?? known.Contact, contact = known.Contact },
            services = prices.Services.Take(4).Select(service => service.Code),
            priorities = Array.Empty<object>(),
            images = new { gallery = Array.Empty<Guid>() },
            presenter = new { name = person },
        },
        DocumentKind.Workbook => new
        {
            client = new { company = known.Company ?? known.Contact, contact = known.Contact, email = known.Email },
            project = new { name = known.Project },
            package = prices.Packages.Count > 0 ? prices.Packages[0].Code : null,
            styles = Array.Empty<object>(),
            lines = Array.Empty<object>(),
        },
        _ => new
        {
            client = new { company = known.Company ?? known.Contact, contact = known.Contact, email = known.Email },
            project = new { name = known.Project },
            lines = Array.Empty<object>(),
        },
    };

    // "Bridal gowns, twelve styles" is bridal couture: the first word of a category that the deal or the enquiry speaks of.
    private static string? CategoryOf(Known known)
    {
        var words = $"{known.Category} {known.Project} {known.Description}";
        return TemplateCatalog.AllCategories.FirstOrDefault(category => words.Contains(category.Code.Split('-')[0], StringComparison.OrdinalIgnoreCase))?.Code;
    }

    private static string? Cut(string? text) => text is { Length: > LongestDescription } ? text[..LongestDescription] : text;
}
