using Dapper;
using Npgsql;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Rollups;

namespace Teg.Platform.Analytics.Explain;

/// <summary>A figure of the New leads page (D3).</summary>
internal sealed record LeadFigure : Figure<NewLeadsDashboard>
{
    private const string Everybody = "array['qualified', 'unsure', 'unjudged', 'not-a-fit', 'spam']";

    private const string Here = "l.received_at >= @From::timestamp at time zone @TimeZone and l.received_at < @Until::timestamp at time zone @TimeZone";

    // A day in California ends when London is hours into the next: whoever counts in UTC gets another number.
    private const string Elsewhere =
        """
        ((l.received_at >= @From::timestamp at time zone 'UTC' and l.received_at < least(@From::timestamp at time zone @TimeZone, @Until::timestamp at time zone 'UTC'))
              or (l.received_at >= greatest(@Until::timestamp at time zone @TimeZone, @From::timestamp at time zone 'UTC') and l.received_at < @Until::timestamp at time zone 'UTC'))
        """;

    private const string Repeated =
        $"""
        (select 'Further enquiries of people who are counted once' as why, coalesce(sum(duplicates), 0)::bigint as count, null::numeric as amount
         from (
             select l.duplicates, c.stage, c.is_lost, {LeadDays.Marks}
             from crm.lead l
             join analytics.lead_course c on c.org_id = l.org_id and c.lead_id = l.id
             where l.org_id = warehouse.current_org() and l.duplicates > 0 and {Here}
         ) x
         where qualification = any (@Counted) and {LeadQuestion.Kept})
        """;

    private const string OtherDay =
        $"""
        (select 'Received on these days by UTC, but not by the clocks of ' || replace(@TimeZone, '_', ' ') as why, count(*) as count, null::numeric as amount
         from (
             select c.stage, c.is_lost, {LeadDays.Marks}
             from crm.lead l
             join analytics.lead_course c on c.org_id = l.org_id and c.lead_id = l.id
             where l.org_id = warehouse.current_org() and {Elsewhere}
         ) x
         where qualification = any (@Counted) and {LeadQuestion.Kept})
        """;

    public static readonly LeadFigure[] All =
    [
        new()
        {
            Id = "new-leads.leads", Name = "New leads", Unit = FigureUnit.Count, Value = page => page.Totals.Leads, Measure = RowsMeasure.Count, LeftOut = Refused, LeftOutSql = [Repeated, OtherDay],
            Formula = "Everybody who wrote on these days, once each, without those whom their board's own column, or the qualifier, calls spam or not a fit. When judgements are filtered, all of those.",
        },
        new()
        {
            Id = "new-leads.received", Name = "Received", Unit = FigureUnit.Count, Value = page => page.Totals.Received, Measure = RowsMeasure.Count, Counted = Everybody, LeftOutSql = [Repeated, OtherDay],
            Formula = "Everybody who wrote on these days, once each, whatever was thought of it.",
        },
        new()
        {
            Id = "new-leads.qualified", Name = "Qualified leads", Unit = FigureUnit.Count, Value = page => page.Totals.Qualified, Measure = RowsMeasure.Count, Counted = "array['qualified']",
            LeftOut = page => [new("Judged neither way", page.Totals.Unsure), new("Not judged yet", page.Totals.Unjudged), new("Judged not a fit", page.Totals.Rejected), new("Spam", page.Totals.Spam)],
            Formula = "Everybody who wrote on these days, once each, whom their board's own column, or the qualifier, calls a right fit.",
        },
        new()
        {
            Id = "new-leads.rejected", Name = "Rejected leads", Unit = FigureUnit.Count, Value = page => page.Totals.Rejected, Measure = RowsMeasure.Count, Counted = "array['not-a-fit']",
            LeftOut = page => [new("Spam", page.Totals.Spam), new("Right fits, unsure and not judged yet", page.Totals.Qualified + page.Totals.Unsure + page.Totals.Unjudged)],
            Formula = "Everybody who wrote on these days, once each, whom their board's own column, or the qualifier, calls no fit. They are not among the new leads.",
        },
        new()
        {
            Id = "new-leads.spam", Name = "Spam", Unit = FigureUnit.Count, Value = page => page.Totals.Spam, Measure = RowsMeasure.Count, Counted = "array['spam']",
            LeftOut = page => [new("Everybody else", page.Totals.Received - page.Totals.Spam)],
            Formula = "Everything that came in on these days and that its board's own column, or the qualifier, calls spam. It is not among the new leads.",
        },
        Reached("contacted", "Leads contacted", page => page.Totals.Contacted, "stage <> 'new'", "that were contacted, by the board's status, or came further"),
        Reached("call-booked", "Leads with a call booked", page => page.Totals.CallBooked, "stage in ('call-booked', 'design-review', 'proposal', 'closed')",
            "that booked an intro call, by the board's status or the calendar, or came further"),
        Reached("design-review", "Leads with a design review", page => page.Totals.DesignReview, "stage in ('design-review', 'proposal', 'closed')",
            "that booked a design review, by the board's status or the calendar, or came further"),
        Reached("proposal", "Leads with a proposal", page => page.Totals.Proposal, "stage in ('proposal', 'closed')", "that were made a proposal, by the board's status or a deal, or came further"),
        Reached("closed", "Leads closed", page => page.Totals.Closed, "stage = 'closed'", "that became clients since, by the board's status or a deal won on or after the day they wrote"),
        new()
        {
            Id = "new-leads.lost", Name = "Leads lost", Unit = FigureUnit.Count, Value = page => page.Totals.Lost, Measure = RowsMeasure.Count, Also = "is_lost",
            LeftOut = page => [new("New leads that are not lost", page.Totals.Leads - page.Totals.Lost), .. Refused(page)],
            Formula = "The new leads of these days that their board calls lost since, however far they had come.",
        },
        new()
        {
            Id = "new-leads.conversion", Name = "Conversion", Unit = FigureUnit.Percent, Value = page => page.Totals.Conversion, Parts = ["new-leads.closed", "new-leads.leads"],
            Formula = "Leads closed ÷ new leads. Both are counted by the day the lead wrote, so young days still grow.",
        },
        new()
        {
            Id = "new-leads.days-to-close", Name = "Days to close", Unit = FigureUnit.Days, Value = page => page.Totals.MedianDaysToClose, Measure = RowsMeasure.Median("daysToClose"),
            Also = "closed_after is not null", LeftOut = page => [new("New leads that have not closed", page.Totals.Leads - page.Totals.Closed), .. Refused(page)],
            Formula = "The median of the days from writing to the close date of the first deal won, of the new leads of these days that have won one: half of them took as long or less.",
        },
    ];

    /// <summary>The judgements that are kept.</summary>
    public string Counted { get; init; } = "@Counted";

    /// <summary>The part of them that is counted.</summary>
    public string Also { get; init; } = "true";

    public override string[] From => [Sources.Boards, Sources.Calendar, Sources.Website];

    public override RowsBehind RowsOf(Asked asked) => Rows.OfLeads(() => ParametersOf(asked), Counted, Also);

    public override IEnumerable<FilterInWords> FiltersOf(Asked asked, NamesOfIds names)
    {
        var filter = asked.Filter;
        return
        [
            .. Words.Say("Channel", filter.Channel, Contracts.Channel.NameOf), .. Words.Say("Campaign", filter.Campaign, names.Campaign),
            .. Words.Say("UTM source", filter.Source, value => LeadNames.Of("source", value)), .. Words.Say("UTM medium", filter.Medium, value => LeadNames.Of("medium", value)),
            .. Words.Say("Board", filter.Board, id => names.Boards.GetValueOrDefault(id, LeadNames.Of("board", id))), .. Words.Say("Owner", filter.Owner),
            .. Words.Say("Judgement", filter.Qualification, value => LeadNames.Of("qualification", value)), .. Words.Say("Status", filter.Status, value => LeadNames.Of("status", value)),
            .. Words.Say("Came at least to", filter.Reached is { } reached ? [LeadNames.Of("status", reached.ToString())] : null),
        ];
    }

    protected override async Task<(NewLeadsDashboard Page, DateTimeOffset? AsOf)> AskPageAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct)
    {
        var page = await NewLeadsDashboard.AskAsync(connection, QuestionOf(asked), ct);
        return (page, page.AsOf);
    }

    protected override DynamicParameters ParametersOf(Asked asked) => QuestionOf(asked).Parameters();

    private static LeadQuestion QuestionOf(Asked asked)
    {
        var filter = asked.Filter;
        return LeadQuestion.Of(
            new LeadFilter
            {
                Channel = filter.Channel, Campaign = filter.Campaign, Source = filter.Source, Medium = filter.Medium, Board = filter.Board, Owner = filter.Owner,
                Qualification = filter.Qualification, Status = filter.Status, Reached = filter.Reached,
            },
            asked.Range, asked.Settings, asked.OwnOnly);
    }

    private static IEnumerable<Exclusion> Refused(NewLeadsDashboard page) =>
        page.Excluded.Select(left => new Exclusion($"{LeadNames.Of("qualification", left.Qualification)} in {left.BoardName}: {left.Reason}", left.Leads));

    private static LeadFigure Reached(string name, string words, Func<NewLeadsDashboard, decimal?> value, string also, string what) => new()
    {
        Id = $"new-leads.{name}", Name = words, Unit = FigureUnit.Count, Value = value, Measure = RowsMeasure.Count, Also = also,
        LeftOut = page => [new("New leads that have not come as far", page.Totals.Leads - (long)value(page)!.Value), .. Refused(page)],
        Formula = $"The new leads of these days {what}.",
    };
}
