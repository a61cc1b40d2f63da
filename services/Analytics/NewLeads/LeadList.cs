using CsvHelper;
using Teg.Platform.Analytics.Rollups;

namespace Teg.Platform.Analytics.NewLeads;

/// <param name="AsOf">When the newest data behind these rows became visible; null before the first run.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record LeadList(DateTimeOffset? AsOf, IReadOnlyList<ReceivedLead> Items, string? Next);

/// <summary>A lead behind the figures.</summary>
public sealed record ReceivedLead
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Day of <see cref="ReceivedAt"/> in the organisation's time zone.</summary>
    public required DateOnly Day { get; init; }

    public required string Channel { get; init; }

    public string ChannelName => LeadNames.Of("channel", Channel);

    /// <summary>Campaign id, or "(none)".</summary>
    public required string Campaign { get; init; }

    public required string CampaignName { get; init; }

    /// <summary>UTM source, or "(none)".</summary>
    public required string Source { get; init; }

    /// <summary>UTM medium, or "(none)".</summary>
    public required string Medium { get; init; }

    public required string Board { get; init; }

    public required string Qualification { get; init; }

    /// <summary>Where it stands: the furthest stage, or lost.</summary>
    public required string Status { get; init; }

    /// <summary>The furthest it came.</summary>
    public required string Reached { get; init; }

    public required string Owner { get; init; }

    /// <summary>Days until the first deal won; null without one.</summary>
    public int? ClosedAfter { get; init; }

    /// <summary>What to call the board.</summary>
    public string BoardName => BoardKnownAs ?? LeadNames.Of("board", Board);

    internal string? BoardKnownAs { get; init; }

    // The rows that the figures counted: analytics.lead_course knows each of them. The instants bound the index; a row is never looked at twice.
    /// <param name="counted">SQL of the judgements that are kept.</param>
    /// <param name="also">SQL over the columns below: a part of these leads.</param>
    internal static string Sql(bool paged, string counted = "@Counted", string also = "true") =>
        $"""
        with chosen as (
            select x.*
            from (
                select l.id, l.name, l.received_at, l.received_day as day, c.stage, c.is_lost, c.closed_after,
                       {LeadDays.Marks}
                from crm.lead l
                join analytics.lead_course c on c.org_id = l.org_id and c.lead_id = l.id
                where l.org_id = warehouse.current_org()
                  and l.received_at >= (@From::timestamp at time zone @TimeZone) and l.received_at < (@Until::timestamp at time zone @TimeZone)
                  {(paged ? "and (l.received_at, l.id) < (coalesce(@AfterAt::timestamptz, 'infinity'), coalesce(@AfterId::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))" : "")}
            ) x
            where qualification = any ({counted}) and {LeadQuestion.Kept} and {also}
            order by x.received_at desc, x.id desc
            {(paged ? "limit @Take" : "")}
        )
        select x.id, x.name, x.received_at, x.day, x.channel, x.campaign, coalesce(k.name, case x.campaign when '(none)' then 'None' else x.campaign end) as campaign_name,
               x.source, x.medium, x.board, (select min(b.name) from sync.board b where b.org_id = warehouse.current_org() and b.id = x.board) as board_known_as,
               x.qualification, case when x.is_lost then 'lost' else x.stage end as status, x.stage as reached, x.owner, x.closed_after
        from chosen x
        left join warehouse.campaign k on k.org_id = warehouse.current_org() and k.campaign = x.campaign
        order by x.received_at desc, x.id desc
        """;
}

internal sealed record LeadKey(DateTimeOffset At, Guid Id);

/// <summary>A row of the leads' CSV.</summary>
[CsvRecord]
public sealed partial record LeadLine(
    string Lead, DateOnly Received, string Channel, string Campaign, string UtmSource, string UtmMedium, string Board, string Qualification, string Status, string Owner,
    int? DaysToClose)
{
    internal static LeadLine Of(ReceivedLead lead) => new(
        lead.Name, lead.Day, lead.ChannelName, lead.CampaignName, lead.Source, lead.Medium, lead.BoardName,
        LeadNames.Of("qualification", lead.Qualification), LeadNames.Of("status", lead.Status), lead.Owner, lead.ClosedAfter);
}
