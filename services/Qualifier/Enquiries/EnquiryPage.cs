using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Enquiries;

/// <summary>Enquiries, the newest first.</summary>
/// <param name="Next">Pass as "after" to go on; null at the end. A page looks at a bounded number of enquiries, so one with few matches, or none, may have a next.</param>
/// <param name="Total">How many of them were judged; on the first page, where the figures know it without counting rows.</param>
public sealed record EnquiryPage(IReadOnlyList<EnquiryItem> Items, string? Next, int? Total);

/// <param name="Project">The first 160 characters of the description.</param>
/// <param name="Score">Final score of the newest decision; null while there is none.</param>
/// <param name="Fallback">Why rules decided alone, such as "timeout"; null when the model judged.</param>
public sealed record EnquiryItem(
    Guid Id, DateTimeOffset ReceivedAt, string Name, string? Company, string? Email, string? Project, string? Budget, string? Styles, int? Score, int? ModelScore,
    decimal? Confidence, string? Reason, string? Fallback, EnquiryOrigin Origin, Guid? LeadId)
{
    /// <summary>What one page costs at most, however few enquiries fit the filters.</summary>
    internal const int MostLookedAt = 5000;

    /// <summary>The page, where the looking ended, and the total.</summary>
    internal static string Sql(EnquiryFilter filter, bool isFirst) =>
        $"""
        with looked as (
            select e.org_id, e.id, e.received_at, e.name, e.company, e.email, e.project, e.budget, e.styles, e.score, e.fallback, e.origin, e.lead_identity,
                   e.decision_id, e.counted
            {Looked(isFirst)}
        ),
        page as (
            select e.* from looked e where {filter.Condition} order by e.received_at desc, e.id desc limit @Take
        )
        select p.id, p.received_at, p.name, p.company, p.email, left(p.project, 160) as project, p.budget, p.styles, p.score::int as score,
               d.model_score::int as model_score, d.confidence, d.reason, p.fallback, p.origin, l.id as lead_id
        from page p
        left join qualifier.decision d on d.org_id = p.org_id and d.id = p.decision_id
        left join crm.lead l on l.org_id = p.org_id and l.identity = p.lead_identity
        order by p.received_at desc, p.id desc;

        select max(t.looked)::int as looked, (array_agg(t.received_at))[1] as received_at, (array_agg(t.id))[1] as id
        from (
            select k.received_at, k.id, row_number() over (order by k.received_at desc, k.id desc) as looked
            from (select e.received_at, e.id {Looked(isFirst)}) k
            order by k.received_at, k.id
            limit 1
        ) t
        having count(*) > 0;

        select {(isFirst && filter.IsOnlyCounted ? Counted : "null::bigint")}
        """;

    private const string Counted =
        """
        coalesce((
            select sum(o.enquiries)
            from qualifier.daily_outcome o
            where o.org_id = warehouse.current_org() and o.day >= @From and o.day < @Until and o.question = 'budget'
              and (@Scores::smallint[] is null or o.score = any (@Scores)) and (@Origin::text is null or o.origin = @Origin)), 0)::bigint
        """;

    private static string Looked(bool isFirst) =>
        $"""
            from qualifier.enquiry e
            where e.org_id = warehouse.current_org() and e.received_at >= @Start and e.received_at < @End
              {(isFirst ? "" : "and (e.received_at, e.id) < (@AfterAt, @AfterId)")}
            order by e.received_at desc, e.id desc
            limit @Looked
        """;
}

/// <summary>Everything an enquiry said, and every decision, the newest first.</summary>
/// <param name="Answers">What else the form asked.</param>
public sealed record EnquiryDetails(
    Guid Id, DateTimeOffset ReceivedAt, EnquiryOrigin Origin, string Name, string? Email, string? Phone, string? Company, string? Project, string? Budget, string? Styles,
    string? PiecesPerStyle, string? Timeline, string? UtmSource, string? UtmMedium, string? UtmCampaign, string? UtmTerm, string? UtmContent, string? Gclid,
    string? LandingPage, IReadOnlyDictionary<string, string> Answers, Consent? Consent, int? Score, string? Fallback, DateTimeOffset? DecidedAt,
    IReadOnlyList<DecisionItem> Decisions, EnquiryLead? Lead)
{
    internal const string Sql =
        $"""
        select e.id, e.received_at, e.origin, e.name, e.email, e.phone, e.company, e.project, e.budget, e.styles, e.pieces_per_style, e.timeline,
               e.utm_source, e.utm_medium, e.utm_campaign, e.utm_term, e.utm_content, e.gclid, e.landing_page, e.answers::text as answers,
               e.consent::text as consent, e.score::int as score, e.fallback, e.decided_at
        from qualifier.enquiry e
        where e.org_id = warehouse.current_org() and e.id = @id;

        select {DecisionItem.Columns}
        from qualifier.decision d
        where d.org_id = warehouse.current_org() and d.enquiry_id = @id
        order by d.decided_at desc, d.id desc;

        select l.id, l.status, l.qualification, l.owner, coalesce(s.won, false) as won, s.amount
        from qualifier.enquiry e
        join crm.lead l on l.org_id = e.org_id and l.identity = e.lead_identity
        left join lateral (
            select true as won, sum(d.amount) as amount
            from warehouse.deal d
            where d.org_id = l.org_id and d.client_email = l.identity and d.is_won
            having count(*) > 0
        ) s on true
        where e.org_id = warehouse.current_org() and e.id = @id
        """;
}

/// <summary>What became of it.</summary>
/// <param name="Amount">Of the won deals of the same person, in the organisation's currency; null without any.</param>
public sealed record EnquiryLead(Guid Id, string? Status, string Qualification, string? Owner, bool Won, decimal? Amount);

internal sealed record EnquiryKey(DateTimeOffset At, Guid Id);

internal sealed record EnquiryEnd(int Looked, DateTimeOffset ReceivedAt, Guid Id);

internal sealed record EnquiryRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Name { get; init; }

    public string? Company { get; init; }

    public string? Email { get; init; }

    public string? Project { get; init; }

    public string? Budget { get; init; }

    public string? Styles { get; init; }

    public int? Score { get; init; }

    public int? ModelScore { get; init; }

    public decimal? Confidence { get; init; }

    public string? Reason { get; init; }

    public string? Fallback { get; init; }

    public required string Origin { get; init; }

    public Guid? LeadId { get; init; }

    public EnquiryItem ToItem() => new(
        Id, ReceivedAt, Name, Company, Email, Project, Budget, Styles, Score, ModelScore, Confidence, Reason, Fallback,
        Word<EnquiryOrigin>.Parse(Origin, null).Value, LeadId);
}

internal sealed record DetailsRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Origin { get; init; }

    public required string Name { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Company { get; init; }

    public string? Project { get; init; }

    public string? Budget { get; init; }

    public string? Styles { get; init; }

    public string? PiecesPerStyle { get; init; }

    public string? Timeline { get; init; }

    public string? UtmSource { get; init; }

    public string? UtmMedium { get; init; }

    public string? UtmCampaign { get; init; }

    public string? UtmTerm { get; init; }

    public string? UtmContent { get; init; }

    public string? Gclid { get; init; }

    public string? LandingPage { get; init; }

    public required string Answers { get; init; }

    public string? Consent { get; init; }

    public int? Score { get; init; }

    public string? Fallback { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public EnquiryDetails ToDetails(IReadOnlyList<DecisionItem> decisions, EnquiryLead? lead) => new(
        Id, ReceivedAt, Word<EnquiryOrigin>.Parse(Origin, null).Value, Name, Email, Phone, Company, Project, Budget, Styles, PiecesPerStyle, Timeline,
        UtmSource, UtmMedium, UtmCampaign, UtmTerm, UtmContent, Gclid, LandingPage, StoredJson.Read<Dictionary<string, string>>(Answers),
        Consent is null ? null : StoredJson.Read<Consent>(Consent), Score, Fallback, DecidedAt, decisions, lead);
}
