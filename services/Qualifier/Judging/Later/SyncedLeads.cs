using System.Security.Cryptography;
using System.Text;
using Dapper;
using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Judging.Later;

/// <summary>
/// Leads of a board become enquiries that wait for a judgement. A lead whose words changed becomes a new one and the one before is counted no longer, so that a
/// person counts once. Leads that came from our own forms are enquiries already.
/// </summary>
internal sealed partial class SyncedLeads(
    Database database, EnquiryStore store, LaterJudging later, IOptions<LaterOptions> options, ILogger<SyncedLeads> logger) : IConsumer<RunPublished>
{
    private const int Batch = 500;

    public async Task Consume(ConsumeContext<RunPublished> context)
    {
        if (options.Value.JudgeSyncedLeads)
        {
            // At least once: what is there and what is on the board are compared, whichever run said so, so a redelivery finds nothing to do.
            await TakeAsync(context.Message.OrgId, context.CancellationToken);
        }
    }

    internal async Task<int> TakeAsync(Guid organisation, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(organisation, ct);
        var leads = (await connection.QueryAsync<SyncedLead>(new CommandDefinition(SyncedLead.Sql, commandTimeout: 0, cancellationToken: ct))).AsList();
        foreach (var batch in leads.Chunk(Batch))
        {
            await ForgetAsync(connection, [.. batch.Where(lead => lead.Before is not null).Select(lead => lead.Before!.Value)], ct);
            await store.StoreAsync([.. batch.Select(lead => new JudgedEnquiry(lead.ToEnquiry(organisation), Decision: null))], ct);
        }

        if (leads.Count > 0)
        {
            later.Wake();
            LogTaken(organisation, leads.Count);
        }

        return leads.Count;
    }

    // Under the same lock as every change of the figures. Killed between this and the new enquiry, the next run finds the lead changed and does the rest.
    private static async Task ForgetAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken ct)
    {
        if (ids.Length == 0)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(Uncount, new { ids }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }

    private const string Uncount =
        """
        select 1 from pg_advisory_xact_lock(hashtextextended('enquiries:' || warehouse.current_org()::text, 0));

        with before as materialized (
            select e.id, e.received_day, e.origin, e.counted, e.score
            from qualifier.enquiry e
            where e.org_id = warehouse.current_org() and e.id = any (@ids)
        ),
        emptied as (
            update qualifier.enquiry e
            set counted = '{}'
            from before b
            where e.org_id = warehouse.current_org() and e.id = b.id
        ),
        difference as (
            select b.received_day as day, b.origin, a.key as question, a.value as answer, b.score, count(*) as enquiries
            from before b
            cross join lateral jsonb_each_text(b.counted) a
            where b.score is not null
            group by b.received_day, b.origin, a.key, a.value, b.score
        )
        update qualifier.daily_outcome o
        set enquiries = o.enquiries - d.enquiries
        from difference d
        where o.org_id = warehouse.current_org() and o.day = d.day and o.origin = d.origin and o.question = d.question and o.answer = d.answer and o.score = d.score
        """;

    [LoggerMessage(LogLevel.Information, "{Leads} synced leads of organisation {OrgId} wait to be judged")]
    private partial void LogTaken(Guid orgId, int leads);
}

/// <summary>A lead of a board that is no enquiry yet, or says something else than its enquiry does.</summary>
/// <param name="Before">Its enquiry so far.</param>
internal sealed record SyncedLead(
    Guid Id, string Identity, DateTimeOffset ReceivedAt, string Name, string? Email, string? Phone, string? Company, string? Project, string? Budget, string? Styles,
    string? PiecesPerStyle, string? Timeline, string? UtmSource, string? UtmMedium, string? UtmCampaign, string? Gclid, string? LandingPage, Guid? Before)
{
    internal const string Sql =
        """
        with newest as (
            select distinct on (e.lead_identity) e.lead_identity, e.id, e.project, e.budget, e.styles, e.pieces_per_style, e.timeline, e.erased_at
            from qualifier.enquiry e
            where e.org_id = warehouse.current_org() and e.origin = 'synced'
            order by e.lead_identity, e.created_at desc, e.id desc
        ),
        lead as (
            select l.*, l.answers ->> 'budget' as budget, l.answers ->> 'styles' as styles,
                   coalesce(l.answers ->> 'piecesPerStyle', l.answers ->> 'pieces_per_style') as pieces_per_style, l.answers ->> 'timeline' as timeline
            from crm.lead l
            where l.org_id = warehouse.current_org() and l.source_id is not null and l.enquiry_id is null
        )
        select l.id, l.identity, l.received_at, l.name, l.email, l.phone, l.company, l.project, l.budget, l.styles, l.pieces_per_style, l.timeline,
               l.utm_source, l.utm_medium, l.utm_campaign, l.gclid, l.landing_page, n.id as before
        from lead l
        left join newest n on n.lead_identity = l.identity
        where n.id is null
           or (n.erased_at is null
               and (l.project, l.budget, l.styles, l.pieces_per_style, l.timeline) is distinct from (n.project, n.budget, n.styles, n.pieces_per_style, n.timeline))
        order by l.received_at
        """;

    public Enquiry ToEnquiry(Guid organisation)
    {
        // Two processes that see the same change make the same enquiry; a lead that is changed back is a new one.
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', organisation, Id, Before, Project, Budget, Styles, PiecesPerStyle, Timeline)));
        return new Enquiry(
            organisation, new Guid(digest.AsSpan(0, 16)), Convert.ToHexStringLower(digest), EnquiryOrigin.Synced, SiteKeyId: null,
            ReceivedAt, Name, Email, Phone, Company, Project, Budget, Styles, PiecesPerStyle, Timeline,
            UtmSource, UtmMedium, UtmCampaign, UtmTerm: null, UtmContent: null, Gclid, LandingPage, new Dictionary<string, string>(StringComparer.Ordinal), Consent: null)
        {
            LeadIdentity = Identity,
        };
    }
}
