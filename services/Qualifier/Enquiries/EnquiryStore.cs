using Dapper;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Outcomes;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Enquiries;

/// <summary>
/// Enquiries and decisions into the database: a batch of an organisation is one transaction of one statement, whatever its size. What was stored
/// before is left as it is, so a batch may come again, in part or in another order, and changes nothing.
/// </summary>
public sealed partial class EnquiryStore(Database database, Outbox outbox, TimeProvider clock, ILogger<EnquiryStore> logger)
{
    /// <summary>Stores enquiries with what was decided of them; of any organisation, best up to 500 at a time.</summary>
    /// <exception cref="NpgsqlException">Nothing of the organisation whose turn it was is stored; that of others may be. Repeat the whole batch.</exception>
    public async Task StoreAsync(IReadOnlyList<JudgedEnquiry> batch, CancellationToken ct)
    {
        foreach (var organisation in batch.GroupBy(judged => judged.Enquiry.OrgId))
        {
            // A form sent twice may stand in one batch twice; what was decided first is what the person was answered.
            var enquiries = organisation.GroupBy(judged => judged.Enquiry.Id)
                .Select(same => same.FirstOrDefault(judged => judged.Decision is not null) ?? same.First()).ToList();
            await WriteAsync(
                organisation.Key, [.. enquiries.Select(judged => StoredEnquiry.Of(judged.Enquiry))],
                [.. enquiries.Where(judged => judged.Decision is not null).Select(judged => StoredDecision.Of(judged.Decision! with { EnquiryId = judged.Enquiry.Id }))], ct);
        }
    }

    /// <summary>Adds later decisions of enquiries that are stored already; the newest counts. One of an enquiry that is not stored is left out.</summary>
    public Task AppendAsync(Guid orgId, IReadOnlyList<Decision> decisions, CancellationToken ct) =>
        decisions.Count == 0 ? Task.CompletedTask : WriteAsync(orgId, [], [.. decisions.Select(StoredDecision.Of)], ct);

    private async Task WriteAsync(Guid orgId, StoredEnquiry[] enquiries, StoredDecision[] decisions, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(orgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        List<Guid> changed;
        await using (var answer = await connection.QueryMultipleAsync(new CommandDefinition(
            Sql, new { enquiries = StoredJson.Write(enquiries), decisions = StoredJson.Write(decisions), now = clock.GetUtcNow() },
            transaction, cancellationToken: ct)))
        {
            await answer.ReadAsync<int>();
            changed = (await answer.ReadAsync<Guid>()).AsList();
        }

        if (changed.Count > 0)
        {
            await outbox.AddAsync(connection, transaction, orgId, new EnquiriesJudged(orgId, changed), ct);
        }

        await transaction.CommitAsync(ct);
        LogStored(orgId, enquiries.Length, decisions.Length, changed.Count);
    }

    /// <summary>
    /// Two statements in one message. The lock first: the second then sees everything that was committed while it waited, so differences are
    /// taken from what is there and rows of a day are never locked crosswise. Erasing a person takes the same lock.
    /// </summary>
    internal const string Sql =
        """
        select 1 from pg_advisory_xact_lock(hashtextextended('enquiries:' || warehouse.current_org()::text, 0));

        with given as materialized (
            select g.*, e.erased_at as person_erased_at,
                   (g.received_at at time zone coalesce((select o.time_zone from accounts.organisation o where o.org_id = warehouse.current_org()), 'UTC'))::date as received_day
            from jsonb_to_recordset(@enquiries::jsonb) as g(
                id uuid, submission text, origin text, site_key_id uuid, received_at timestamptz, name text, email text, phone text, company text, project text,
                budget text, styles text, pieces_per_style text, timeline text, utm_source text, utm_medium text, utm_campaign text, utm_term text, utm_content text,
                gclid text, landing_page text, answers jsonb, consent jsonb, counted jsonb, counted_without_words jsonb, lead_identity text)
            left join warehouse.erased_person e
                on e.org_id = warehouse.current_org() and e.email_digest = warehouse.person_digest(warehouse.current_org(), g.email)
        ),
        made as materialized (
            select *
            from jsonb_to_recordset(@decisions::jsonb) as m(
                id uuid, enquiry_id uuid, kind text, model_score smallint, final_score smallint, confidence numeric, reason text, rules jsonb, rules_version int,
                model text, prompt_version text, latency_ms int, tokens_in int, tokens_out int, cost_usd numeric, fallback text, screened jsonb, decided_at timestamptz)
        ),
        known as materialized (
            select e.id, e.origin, e.received_day, e.counted, e.score, e.decision_id, e.decided_at, e.erased_at
            from qualifier.enquiry e
            where e.org_id = warehouse.current_org() and e.id in (select g.id from given g union all select m.enquiry_id from made m)
        ),
        stored as (
            insert into qualifier.enquiry (
                org_id, id, submission, origin, site_key_id, received_at, received_day, name, email, phone, company, project, budget, styles, pieces_per_style,
                timeline, utm_source, utm_medium, utm_campaign, utm_term, utm_content, gclid, landing_page, answers, consent, counted, lead_identity,
                decision_id, score, fallback, decided_at, erased_at)
            select warehouse.current_org(), g.id, g.submission, g.origin, g.site_key_id, g.received_at, g.received_day,
                   case when g.person_erased_at is null then g.name else 'Erased' end,
                   case when g.person_erased_at is null then g.email else warehouse.person_alias(warehouse.current_org(), g.email) end,
                   case when g.person_erased_at is null then g.phone end, case when g.person_erased_at is null then g.company end,
                   case when g.person_erased_at is null then g.project end, g.budget, g.styles, g.pieces_per_style,
                   g.timeline, g.utm_source, g.utm_medium, g.utm_campaign, g.utm_term, g.utm_content,
                   case when g.person_erased_at is null then g.gclid end, case when g.person_erased_at is null then g.landing_page end,
                   case when g.person_erased_at is null then g.answers else '{}' end, g.consent,
                   case when g.person_erased_at is null then g.counted else g.counted_without_words end,
                   case when g.person_erased_at is null then g.lead_identity else warehouse.person_alias(warehouse.current_org(), g.email) end,
                   m.id, m.final_score, m.fallback, m.decided_at, case when g.person_erased_at is not null then @now end
            from given g
            left join made m on m.enquiry_id = g.id
            on conflict do nothing
            returning id, origin, received_day, counted, score, erased_at
        ),
        decided as (
            insert into qualifier.decision (
                org_id, id, enquiry_id, kind, model_score, final_score, confidence, reason, rules, rules_version, model, prompt_version, latency_ms,
                tokens_in, tokens_out, cost_usd, fallback, screened, decided_at)
            select warehouse.current_org(), m.id, m.enquiry_id, m.kind, m.model_score, m.final_score, m.confidence,
                   case when e.erased_at is null then m.reason else 'Erased.' end, m.rules, m.rules_version, m.model, m.prompt_version, m.latency_ms,
                   m.tokens_in, m.tokens_out, m.cost_usd, m.fallback, case when e.erased_at is null then m.screened else '[]' end, m.decided_at
            from made m
            join (select k.id, k.erased_at from known k union all select s.id, s.erased_at from stored s) e on e.id = m.enquiry_id
            on conflict do nothing
            returning id, enquiry_id, final_score, fallback, decided_at
        ),
        newest as (
            select distinct on (d.enquiry_id) d.* from decided d order by d.enquiry_id, d.decided_at desc, d.id desc
        ),
        moved as (
            update qualifier.enquiry e
            set decision_id = n.id, score = n.final_score, fallback = n.fallback, decided_at = n.decided_at
            from newest n
            join known k on k.id = n.enquiry_id
            where e.org_id = warehouse.current_org() and e.id = n.enquiry_id
              and (k.decision_id is null or (k.decided_at, k.decision_id) < (n.decided_at, n.id))
            returning e.id, e.origin, k.received_day, k.counted, k.score as score_before, n.final_score as score
        ),
        difference as (
            select c.received_day as day, c.origin, a.key as question, a.value as answer, c.score, sum(c.enquiries) as enquiries
            from (
                select received_day, origin, counted, score, 1 as enquiries from stored
                union all
                select received_day, origin, counted, score, 1 from moved
                union all
                select received_day, origin, counted, score_before, -1 from moved
            ) c
            cross join lateral jsonb_each_text(c.counted) a
            where c.score is not null
            group by c.received_day, c.origin, a.key, a.value, c.score
            having sum(c.enquiries) <> 0
        ),
        counted as (
            insert into qualifier.daily_outcome as o (org_id, day, origin, question, answer, score, enquiries)
            select warehouse.current_org(), d.day, d.origin, d.question, d.answer, d.score, d.enquiries
            from difference d
            on conflict (org_id, day, origin, question, answer, score) do update set enquiries = o.enquiries + excluded.enquiries
        )
        select s.id from stored s where s.origin = 'website'
        union all
        select m.id from moved m where m.origin = 'website'
        """;

    private sealed record StoredEnquiry(
        Guid Id, string Submission, EnquiryOrigin Origin, Guid? SiteKeyId, DateTimeOffset ReceivedAt, string Name, string? Email, string? Phone, string? Company,
        string? Project, string? Budget, string? Styles, string? PiecesPerStyle, string? Timeline, string? UtmSource, string? UtmMedium, string? UtmCampaign,
        string? UtmTerm, string? UtmContent, string? Gclid, string? LandingPage, IReadOnlyDictionary<string, string> Answers, Consent? Consent,
        IReadOnlyDictionary<string, string> Counted, IReadOnlyDictionary<string, string> CountedWithoutWords, string LeadIdentity)
    {
        public static StoredEnquiry Of(Enquiry e)
        {
            var counted = FormAnswers.Of(e);
            return new(
                e.Id, e.Submission, e.Origin, e.SiteKeyId, e.ReceivedAt, e.Name, e.Email, e.Phone, e.Company, e.Project, e.Budget, e.Styles, e.PiecesPerStyle,
                e.Timeline, e.UtmSource, e.UtmMedium, e.UtmCampaign, e.UtmTerm, e.UtmContent, e.Gclid, e.LandingPage, e.Answers, e.Consent,
                counted, FormAnswers.Without(counted), e.LeadIdentity);
        }
    }

    private sealed record StoredDecision(
        Guid Id, Guid EnquiryId, DecisionKind Kind, int? ModelScore, int FinalScore, decimal? Confidence, string Reason, IReadOnlyList<AppliedRule> Rules,
        int RulesVersion, string? Model, string PromptVersion, int LatencyMs, int TokensIn, int TokensOut, decimal CostUsd, Judging.Fallback? Fallback,
        IReadOnlyList<string> Screened, DateTimeOffset DecidedAt)
    {
        public static StoredDecision Of(Decision d) => new(
            d.Id, d.EnquiryId, d.Kind, d.Judgement.Score, d.FinalScore, d.Judgement.Confidence, d.Judgement.Reason, d.Rules, d.RulesVersion,
            d.Judgement.Model, d.Judgement.PromptVersion, d.Judgement.LatencyMs, d.Judgement.TokensIn, d.Judgement.TokensOut, d.Judgement.CostUsd,
            d.Judgement.Fallback, d.Judgement.Screened, d.DecidedAt);
    }

    [LoggerMessage(LogLevel.Debug, "Stored for organisation {OrgId}: {Enquiries} enquiries and {Decisions} decisions, {Changed} of them news")]
    private partial void LogStored(Guid orgId, int enquiries, int decisions, int changed);
}
