using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Contracts;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Filters;

internal static class FiltersEndpoints
{
    public static void MapFilters(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/filters", GetFilters).WithName("GetFilters").WithTags("Filters").RequireAuthorization(Roles.Viewer);

    // Everything here comes with a run, and a run drops the figures.
    private static Task<Answer<FilterChoices>> GetFilters(Answers answers, CancellationToken ct) =>
        answers.AskAsync(CachePolicy.Computed, new FiltersQuestion(), AskAsync, ct, Answers.Figures);

    internal static async Task<FilterChoices> AskAsync(NpgsqlConnection connection, FiltersQuestion question, CancellationToken ct)
    {
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(Sql, cancellationToken: ct));
        return new FilterChoices(
            [.. (await answer.ReadAsync<string>()).Select(id => new NamedChannel(id, Channel.NameOf(id)))],
            [.. (await answer.ReadAsync<(string Id, string Name, string Channel)>()).Select(row => new NamedCampaign(row.Id, row.Name, row.Channel))],
            [.. await answer.ReadAsync<string>()],
            [.. await answer.ReadAsync<string>()]);
    }

    internal static readonly string Sql =
        $"""
        with recursive {Among.Values("channels", "analytics.daily_marketing", "channel")}
        select value from channels where value is not null order by value;

        select campaign, name, channel from warehouse.campaign where org_id = warehouse.current_org() order by channel, name limit 2000;

        with recursive {Among.Values("reps", "analytics.daily_sales", "rep")}
        select value from reps where value is not null order by value;

        with recursive {Among.Values("categories", "analytics.daily_sales", "category")}
        select value from categories where value is not null order by value
        """;
}

internal sealed record FiltersQuestion;

/// <summary>Everything one can filter by that has happened at least once. An agent gets own names and categories; row-level security leaves out the rest.</summary>
public sealed record FilterChoices(
    IReadOnlyList<NamedChannel> Channels, IReadOnlyList<NamedCampaign> Campaigns, IReadOnlyList<string> Reps, IReadOnlyList<string> Categories);

public sealed record NamedChannel(string Id, string Name);

public sealed record NamedCampaign(string Id, string Name, string Channel);
