using CsvHelper;

namespace Teg.Platform.Analytics.Sales;

/// <param name="AsOf">When the newest data behind these rows became visible; null before the first run.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record DealList(DateTimeOffset? AsOf, IReadOnlyList<WonDeal> Items, string? Next);

/// <summary>A won deal; channel and campaign are those of the lead with the client's e-mail.</summary>
public sealed record WonDeal
{
    public required Guid Id { get; init; }

    public string? DealNo { get; init; }

    public required string Name { get; init; }

    public string? Client { get; init; }

    public required string Rep { get; init; }

    public required string Category { get; init; }

    public required string Channel { get; init; }

    public string? Campaign { get; init; }

    public required DateOnly ClosedOn { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    /// <param name="also">SQL over the columns below: a part of these deals.</param>
    internal static string Sql(bool paged, string also = "true") =>
        $"""
        with won as (
            select d.id, d.deal_no, d.name, d.client, coalesce(d.rep, 'Unassigned') as rep, coalesce(d.category, 'Uncategorised') as category,
                   coalesce(l.channel, 'direct') as channel, l.campaign, d.closed_on, d.amount, d.currency
            from warehouse.deal d
            left join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email
            where d.org_id = warehouse.current_org() and d.is_won and d.closed_on >= @From and d.closed_on < @Until
              {(paged ? "and (@AfterId::uuid is null or (d.closed_on, d.id) < (@AfterDay::date, @AfterId))" : "")}
        )
        select id, deal_no, name, client, rep, category, channel, campaign, closed_on, amount, currency
        from won
        where {SalesSql.Filter} and {also}
        order by closed_on desc, id desc
        {(paged ? "limit @Take" : "")}
        """;
}

internal sealed record DealKey(DateOnly Day, Guid Id);

/// <summary>A row of the deals' CSV.</summary>
[CsvRecord]
public sealed partial record DealLine(
    string? DealNo, string Deal, string? Client, string Salesperson, string Category, string Channel, string? Campaign, DateOnly ClosedOn, decimal Amount, string Currency)
{
    internal static DealLine Of(WonDeal deal) => new(
        deal.DealNo, deal.Name, deal.Client, deal.Rep, deal.Category, Contracts.Channel.NameOf(deal.Channel), deal.Campaign, deal.ClosedOn, deal.Amount, deal.Currency);
}
