using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Filters;

internal static class FiltersEndpoints
{
    public static void MapFilters(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/filters", GetFilters).WithName("GetFilters").WithTags("Filters").RequireAuthorization(Roles.Viewer);

    private static async Task<Ok<FilterChoices>> GetFilters(Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select distinct channel from analytics.daily_marketing order by channel;
            select campaign, name, channel from warehouse.campaign order by channel, name limit 2000;
            select distinct rep from analytics.daily_sales order by rep;
            select distinct category from analytics.daily_sales order by category
            """, cancellationToken: ct));

        return TypedResults.Ok(new FilterChoices(
            [.. (await answer.ReadAsync<string>()).Select(id => new NamedChannel(id, Channel.NameOf(id)))],
            [.. (await answer.ReadAsync<(string Id, string Name, string Channel)>()).Select(row => new NamedCampaign(row.Id, row.Name, row.Channel))],
            [.. await answer.ReadAsync<string>()],
            [.. await answer.ReadAsync<string>()]));
    }
}

/// <summary>Everything one can filter by that has happened at least once. An agent gets own names and categories; row-level security leaves out the rest.</summary>
public sealed record FilterChoices(
    IReadOnlyList<NamedChannel> Channels, IReadOnlyList<NamedCampaign> Campaigns, IReadOnlyList<string> Reps, IReadOnlyList<string> Categories);

public sealed record NamedChannel(string Id, string Name);

public sealed record NamedCampaign(string Id, string Name, string Channel);
