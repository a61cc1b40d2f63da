using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Search;

/// <summary>Leads and campaigns by what they are called, for the site's search field.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        // An agent finds own leads and no campaign: row-level security leaves out the rest.
        routes.MapGet("/search", Search).WithName("Search").WithTags("Search").RequireAuthorization(Roles.Viewer);

    private static async Task<Ok<SearchResults>> Search([Required, MinLength(2), MaxLength(100)] string text, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var found = await connection.QueryMultipleAsync(new CommandDefinition(
            $"{FoundLead.Sql}; {FoundCampaign.Sql}", new { text = text.Trim() }, cancellationToken: ct));
        return TypedResults.Ok(new SearchResults([.. await found.ReadAsync<FoundLead>()], [.. await found.ReadAsync<FoundCampaign>()]));
    }
}

/// <summary>At most eight of each.</summary>
public sealed record SearchResults(IReadOnlyList<FoundLead> Leads, IReadOnlyList<FoundCampaign> Campaigns);

/// <param name="Day">The day it came, in the organisation's time zone.</param>
/// <param name="EnquiryId">The enquiry of a website's form that it was made of; null for one that a board alone knows.</param>
public sealed record FoundLead(Guid Id, string Name, string? Company, string? Email, DateOnly Day, string Qualification, Guid? EnquiryId)
{
    // Eight from each index and no more, however many begin like it: the words of an index stand in their order, so the shortest comes first. No word has a letter behind the last of Unicode.
    internal const string Sql =
        """
        with found as (
            (select id from crm.lead where org_id = warehouse.current_org() and name_key >= lower(@text) and name_key < lower(@text) || chr(1114111) order by name_key limit 8)
            union
            (select id from crm.lead where org_id = warehouse.current_org() and surname_key >= lower(@text) and surname_key < lower(@text) || chr(1114111) order by surname_key limit 8)
            union
            (select id from crm.lead where org_id = warehouse.current_org() and email_key >= lower(@text) and email_key < lower(@text) || chr(1114111) order by email_key limit 8)
            union
            (select id from crm.lead where org_id = warehouse.current_org() and company_key >= lower(@text) and company_key < lower(@text) || chr(1114111) order by company_key limit 8)
        )
        select l.id, l.name, l.company, l.email, l.received_day as day, l.qualification, l.enquiry_id
        from found f
        join crm.lead l on l.org_id = warehouse.current_org() and l.id = f.id
        order by l.received_at desc, l.id desc
        limit 8
        """;
}

public sealed record FoundCampaign(string Id, string Name, string Channel)
{
    public string ChannelName => Contracts.Channel.NameOf(Channel);

    // Anywhere in the name: an organisation has hundreds of campaigns, not millions, and they are called "Brand – Search – US".
    internal const string Sql =
        """
        select campaign as id, name, channel
        from warehouse.campaign
        where org_id = warehouse.current_org() and (position(lower(@text) in lower(name)) > 0 or position(lower(@text) in lower(campaign)) > 0)
        order by position(lower(@text) in lower(name)) = 1 desc, name, campaign
        limit 8
        """;
}
