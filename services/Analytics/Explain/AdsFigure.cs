using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Ads;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Explain;

/// <summary>A figure of the Advertising page (D1).</summary>
internal sealed record AdsFigure : Figure<AdsDashboard>
{
    private const string NotSpam = "array['qualified', 'unsure', 'unjudged', 'not-a-fit']";

    private const string OfCampaign = "coalesce(campaign, '') <> ''";

    // This page's filter knows no word for "without a campaign", which the rows of other pages know.
    private const string DealsHere = "(@Campaigns::text[] is null or coalesce(campaign, '') = any (@Campaigns))";
    private const string LeadsHere = "(@Campaigns::text[] is null or campaign <> '(none)')";
    private const string CallsHere = "(@Campaigns::text[] is null or campaign <> '')";

    private const string NotCounted =
        $"""
        (select 'Days of campaigns of which another source''s word counts' as why, count(*) as count, coalesce(sum(amount), 0) as amount
         from (
             {AdDay.Said}
             select s.spend as amount from said s cross join counted d where not ({SpendChoice.IsCounted})
         ) other)
        """;

    private const string Unattributed =
        $"""
        (select 'Deals won whose lead came from no known campaign' as why, count(*) as count, coalesce(sum(amount), 0) as amount
         from (
             select d.amount, l.campaign, coalesce(l.channel, 'direct') as channel
             from warehouse.deal d
             left join crm.lead l on l.org_id = d.org_id and l.identity = d.client_email
             where d.org_id = warehouse.current_org() and d.is_won and d.closed_on >= @From and d.closed_on < @Until
         ) won
         where not ({OfCampaign}) and {DealsHere} and (@Channels::text[] is null or channel = any (@Channels)))
        """;

    public static readonly AdsFigure[] All =
    [
        new()
        {
            Id = "ads.spend", Name = "Ad spend", Unit = FigureUnit.Money, Value = page => page.Totals.Spend, Measure = RowsMeasure.Sum("spend"), Behind = Facts.AdDays, LeftOutSql = [NotCounted],
            Formula = "What the campaigns cost on these days, added up. Where a board and Google Ads both say what a campaign's day cost, one of them counts, as is set on the Data page.",
        },
        new()
        {
            Id = "ads.revenue", Name = "Revenue attributed", Unit = FigureUnit.Money, Value = page => page.Totals.AttributedRevenue, Measure = RowsMeasure.Sum("amount"), Behind = Facts.Deals, Also = OfCampaign,
            LeftOutSql = [Unattributed],
            Formula = "The amounts of the deals won whose lead came from a known campaign, added up by their close date. A deal's lead is the one with its client's e-mail address.",
        },
        new()
        {
            Id = "ads.roas", Name = "Return on ad spend", Unit = FigureUnit.Times, Value = page => page.Totals.Roas, Parts = ["ads.revenue", "ads.spend"],
            Formula = "Revenue attributed ÷ ad spend, of the same days.",
        },
        new()
        {
            Id = "ads.campaigns", Name = "Campaigns", Unit = FigureUnit.Count, Value = page => page.Campaigns, Measure = RowsMeasure.Count, Behind = Facts.Campaigns,
            Formula = "How many campaigns cost something on these days.",
        },
        new()
        {
            Id = "ads.leads", Name = "Leads", Unit = FigureUnit.Count, Value = page => page.Totals.Leads, Measure = RowsMeasure.Count, Behind = Facts.Leads, LeftOut = page => [new("Spam", page.Totals.Spam)],
            Formula = "Everybody who wrote on these days, once each, without spam. Those that were judged not a fit are among them here: their clicks were paid for too.",
        },
        new()
        {
            Id = "ads.paid-leads", Name = "Leads from campaigns", Unit = FigureUnit.Count, Value = page => page.Totals.CampaignLeads, Measure = RowsMeasure.Count, Behind = Facts.Leads, Also = "campaign <> '(none)'",
            LeftOut = page => [new("Leads that came from no known campaign", page.Totals.Leads - page.Totals.CampaignLeads), new("Spam", page.Totals.Spam)],
            Formula = "The leads of these days that came from a known campaign, by their UTM marks or their click.",
        },
        new()
        {
            Id = "ads.cost-per-lead", Name = "Cost per lead", Unit = FigureUnit.Money, Value = page => page.Totals.CostPerLead, Parts = ["ads.spend", "ads.paid-leads"],
            Formula = "Ad spend ÷ leads from campaigns, of the same days.",
        },
        new()
        {
            Id = "ads.deals", Name = "Deals won", Unit = FigureUnit.Count, Value = page => page.Totals.Deals, Measure = RowsMeasure.Count, Behind = Facts.Deals,
            Formula = "How many deals were won, by their close date, wherever their lead came from.",
        },
        new()
        {
            Id = "ads.conversion", Name = "Conversion", Unit = FigureUnit.Percent, Value = page => page.Totals.Conversion, Parts = ["ads.deals", "ads.leads"],
            Formula = "Deals won ÷ leads, each of the same days. The deals are mostly of older leads; how the leads of these days themselves went is on New leads.",
        },
        new()
        {
            Id = "ads.calls", Name = "Intro calls", Unit = FigureUnit.Count, Value = page => page.Totals.Calls, Measure = RowsMeasure.Count, Behind = Facts.Calls,
            Also = "kind = 'intro' and outcome <> 'canceled'",
            LeftOut = page => [new("Called off and not moved", page.Totals.CanceledCalls), new("Design reviews", page.Totals.DesignReviews)],
            Formula = "Intro calls that start on these days and were not called off, no-shows among them. A call that was moved is one call, on its final day.",
        },
    ];

    /// <summary>What a figure of this page counts.</summary>
    internal enum Facts
    {
        AdDays,
        Campaigns,
        Leads,
        Calls,
        Deals,
    }

    public Facts Behind { get; init; }

    /// <summary>The part of them that is counted.</summary>
    public string Also { get; init; } = "true";

    public override bool IsCompanys => true;

    public override string[] From => Parts is not []
        ? [.. Parts.SelectMany(part => Catalogue.Of(part).From).Distinct(StringComparer.Ordinal)]
        : Behind switch
        {
            Facts.AdDays or Facts.Campaigns => [Sources.Boards, Sources.GoogleAds],
            Facts.Leads => [Sources.Boards, Sources.Website],
            Facts.Calls => [Sources.Calendar],
            _ => [Sources.Boards],
        };

    public override RowsBehind RowsOf(Asked asked) => Behind switch
    {
        Facts.AdDays => Rows.OfAdDays(() => ParametersOf(asked)),
        Facts.Campaigns => Rows.OfCampaigns(() => ParametersOf(asked)),
        Facts.Leads => Rows.OfLeads(
            () => LeadQuestion.Of(new LeadFilter { Channel = asked.Filter.Channel, Campaign = asked.Filter.Campaign }, asked.Range, asked.Settings).Parameters(), NotSpam, $"{Also} and {LeadsHere}"),
        Facts.Calls => Rows.OfCalls(() => CallsOf(asked), CallDay.Start, $"{Also} and {CallsHere}", asked.Settings.TimeZone),
        _ => Rows.OfDeals(() => ParametersOf(asked), $"{Also} and {DealsHere}"),
    };

    public override IEnumerable<FilterInWords> FiltersOf(Asked asked, NamesOfIds names) =>
        [.. Words.Say("Channel", asked.Filter.Channel, Contracts.Channel.NameOf), .. Words.Say("Campaign", asked.Filter.Campaign, names.Campaign)];

    protected override async Task<(AdsDashboard Page, DateTimeOffset? AsOf)> AskPageAsync(NpgsqlConnection connection, Asked asked, CancellationToken ct)
    {
        var filter = new AdsFilter { Channel = asked.Filter.Channel, Campaign = asked.Filter.Campaign };
        var page = await AdsEndpoints.AskDashboardAsync(connection, AdsQuestion.Of(filter, asked.Range, asked.Settings), ct);
        return (page, page.AsOf);
    }

    protected override DynamicParameters ParametersOf(Asked asked) => new(new
    {
        asked.Range.From, asked.Range.Until, Channels = asked.Filter.Channel.OrAll(), Campaigns = asked.Filter.Campaign.OrAll(), Reps = (string[]?)null, Categories = (string[]?)null,
    });

    private static DynamicParameters CallsOf(Asked asked)
    {
        var parameters = CallQuestion.Of(new CallFilter { Channel = asked.Filter.Channel, Campaign = asked.Filter.Campaign }, asked.Range, asked.Settings, asked.Now).Parameters();
        parameters.AddDynamicParams(new { Outcome = (string?)null });
        return parameters;
    }
}
