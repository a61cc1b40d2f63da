using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Explain;

/// <summary>A figure of a page: what it is called, how it is worked out, and where its value and its rows are asked for.</summary>
internal abstract record Figure
{
    /// <summary>Page and name: <c>sales.revenue</c>. It stands in links that people keep, so it never changes.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required FigureUnit Unit { get; init; }

    /// <summary>In words, as sentences.</summary>
    public required string Formula { get; init; }

    /// <summary>The two figures of which it is the quotient: they have the rows then.</summary>
    public string[] Parts { get; init; } = [];

    /// <summary>How its rows make the value; null for a quotient.</summary>
    public RowsMeasure? Measure { get; init; }

    /// <summary>Kinds of sources that its facts come from.</summary>
    public abstract string[] From { get; }

    /// <summary>Nobody's own, so not for agents.</summary>
    public virtual bool IsCompanys => false;

    /// <summary>The days that count.</summary>
    public virtual DayRange DaysOf(Asked asked) => asked.Range;

    /// <summary>Asks what the page asks.</summary>
    public abstract Task<Found> AskAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct);

    /// <summary>Only of a figure without parts.</summary>
    public abstract RowsBehind RowsOf(Asked asked);

    /// <summary>The filters of its page that are set.</summary>
    public abstract IEnumerable<FilterInWords> FiltersOf(Asked asked, NamesOfIds names);
}

/// <summary>A figure found on its page's answer.</summary>
/// <param name="Parts">In the order of the figure's.</param>
internal sealed record Found(DateTimeOffset? AsOf, decimal? Value, IReadOnlyList<FigurePart> Parts, IReadOnlyList<Exclusion> Exclusions);

/// <summary>A figure of a page whose whole answer is a <typeparamref name="TPage"/>.</summary>
internal abstract record Figure<TPage> : Figure
{
    public required Func<TPage, decimal?> Value { get; init; }

    /// <summary>What the page itself says was left out.</summary>
    public Func<TPage, IEnumerable<Exclusion>> LeftOut { get; init; } = static _ => [];

    /// <summary>What was left out besides, from the facts: each a statement over the parameters of the rows with the columns why, count and amount.</summary>
    public string[] LeftOutSql { get; init; } = [];

    public override async Task<Found> AskAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct)
    {
        var (page, asOf) = await AskPageAsync(connection, asked, ct);
        var parts = new List<FigurePart>();
        foreach (var part in Parts.Select(Catalogue.Of).Cast<Figure<TPage>>())
        {
            parts.Add(new FigurePart(part.Id, part.Name, part.Unit, part.Value(page), part.Measure!, await part.LeftOutAsync(connection, page, asked, ct)));
        }

        return new Found(asOf, Value(page), parts, await LeftOutAsync(connection, page, asked, ct));
    }

    private async Task<IReadOnlyList<Exclusion>> LeftOutAsync(NpgsqlConnection connection, TPage page, Asked asked, CancellationToken ct)
    {
        var besides = LeftOutSql is []
            ? []
            : await connection.QueryAsync<Exclusion>(new CommandDefinition(string.Join("\nunion all\n", LeftOutSql), ParametersOf(asked), cancellationToken: ct));
        return [.. LeftOut(page).Concat(besides).Where(each => each.Count > 0)];
    }

    /// <summary>The page's own question.</summary>
    protected abstract Task<(TPage Page, DateTimeOffset? AsOf)> AskPageAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct);

    /// <summary>Days and filters as the rows take them, made anew for each question.</summary>
    protected abstract DynamicParameters ParametersOf(Asked asked);
}

/// <summary>What people call the ids that filters hold.</summary>
internal sealed record NamesOfIds(IReadOnlyDictionary<string, string> Campaigns, IReadOnlyDictionary<string, string> Boards)
{
    public static async Task<NamesOfIds> AskAsync(NpgsqlConnection connection, ExplainFilter filter, CancellationToken ct)
    {
        await using var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select campaign, name from warehouse.campaign where org_id = warehouse.current_org() and campaign = any (@Campaigns);
            select id, min(name) from sync.board where org_id = warehouse.current_org() and id = any (@Boards) group by id
            """, new { Campaigns = filter.Campaign ?? [], Boards = filter.Board ?? [] }, cancellationToken: ct));
        return new NamesOfIds(
            (await answer.ReadAsync<(string Id, string Name)>()).ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal),
            (await answer.ReadAsync<(string Id, string Name)>()).ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal));
    }

    public string Campaign(string id) => id is "" or "(none)" ? "No campaign" : Campaigns.GetValueOrDefault(id, id);
}

internal static class Words
{
    /// <summary>Nothing where nothing is filtered.</summary>
    public static IEnumerable<FilterInWords> Say(string name, string[]? values, Func<string, string>? nameOf = null)
    {
        if (values is { Length: > 0 })
        {
            yield return new FilterInWords(name, [.. values.Distinct(StringComparer.Ordinal).Select(value => nameOf?.Invoke(value) ?? value)]);
        }
    }
}
