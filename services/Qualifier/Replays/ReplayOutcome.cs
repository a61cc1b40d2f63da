using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Teg.Platform.Qualifier.Replays;

/// <summary>What became of the people behind a replay's enquiries, by old and new score.</summary>
internal static class ReplayOutcome
{
    // Who wrote more than once is counted where the newest enquiry is: sums over the cells are sums over people.
    private const string Sql =
        """
        with judged as (
            select r.old_score, r.new_score, e.lead_identity, row_number() over (partition by e.lead_identity order by r.position) as turn
            from qualifier.replay_row r
            join qualifier.enquiry e on e.org_id = r.org_id and e.id = r.enquiry_id
            where r.org_id = warehouse.current_org() and r.job_id = @id and not r.waiting
        ),
        calls as (
            select distinct c.invitee_email
            from warehouse.call c
            where c.org_id = warehouse.current_org() and c.kind = 'intro' and c.invitee_email is not null
        ),
        clients as (
            select d.client_email, count(*) as deals, sum(d.amount) as amount
            from warehouse.deal d
            where d.org_id = warehouse.current_org() and d.is_won and d.client_email is not null
            group by d.client_email
        ),
        people as (
            select j.old_score, j.new_score, l.id is not null as is_lead, l.status, l.qualification, c.invitee_email is not null as called,
                   coalesce(w.deals, 0) as deals, coalesce(w.amount, 0) as amount
            from judged j
            left join crm.lead l on l.org_id = warehouse.current_org() and l.identity = j.lead_identity
            left join calls c on c.invitee_email = j.lead_identity
            left join clients w on w.client_email = j.lead_identity
            where j.turn = 1 and j.lead_identity is not null
        ),
        statuses as (
            select s.old_score, s.new_score, jsonb_object_agg(s.status, s.leads) as by_status
            from (
                select p.old_score, p.new_score, coalesce(p.status, '(none)') as status, count(*) as leads
                from people p where p.is_lead group by 1, 2, 3
            ) s
            group by s.old_score, s.new_score
        ),
        qualifications as (
            select s.old_score, s.new_score, jsonb_object_agg(s.qualification, s.leads) as by_qualification
            from (
                select p.old_score, p.new_score, p.qualification, count(*) as leads
                from people p where p.is_lead group by 1, 2, 3
            ) s
            group by s.old_score, s.new_score
        ),
        fates as (
            select p.old_score, p.new_score, count(*) filter (where p.is_lead) as leads, count(*) filter (where p.called) as calls_booked,
                   count(*) filter (where p.deals > 0) as clients, sum(p.deals)::bigint as deals, sum(p.amount) as amount
            from people p
            group by p.old_score, p.new_score
        ),
        cells as (
            select j.old_score, j.new_score, count(*) as enquiries from judged j group by j.old_score, j.new_score
        )
        select c.old_score, c.new_score, c.enquiries, coalesce(f.leads, 0) as leads, s.by_status::text as by_status, q.by_qualification::text as by_qualification,
               coalesce(f.calls_booked, 0) as calls_booked, coalesce(f.clients, 0) as clients, coalesce(f.deals, 0) as deals, coalesce(f.amount, 0) as amount,
               o.currency::text as currency
        from cells c
        join accounts.organisation o on o.org_id = warehouse.current_org()
        left join fates f on f.old_score = c.old_score and f.new_score = c.new_score
        left join statuses s on s.old_score = c.old_score and s.new_score = c.new_score
        left join qualifications q on q.old_score = c.old_score and q.new_score = c.new_score
        order by c.old_score, c.new_score
        """;

    public static async Task<IReadOnlyList<ReplayCell>> ReadAsync(NpgsqlConnection connection, Guid id, CancellationToken ct) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition(Sql, new { id }, cancellationToken: ct))).Select(row => row.ToCell())];

    /// <summary>"12 that were let's-chat would be intro calls; 7 booked one, 3 became clients worth $41,000."</summary>
    internal static string Sentence(int from, int to, long enquiries, long callsBooked, long clients, decimal amount, string currency)
    {
        var one = enquiries == 1;
        var moved = from == to
            ? $"{Count(enquiries)} {(one ? "stays" : "stay")} {Name(from)}"
            : $"{Count(enquiries)} that {(one ? "was" : "were")} {Name(from)} would be {Name(to)}";
        var fate = (callsBooked, clients) switch
        {
            (0, 0) => "nobody booked an intro call or became a client",
            (_, 0) => $"{Count(callsBooked)} booked an intro call, nobody became a client",
            (0, _) => Became(clients, amount, currency),
            _ => $"{Count(callsBooked)} booked an intro call, {Became(clients, amount, currency)}",
        };
        return $"{moved}; {fate}.";
    }

    private static string Became(long clients, decimal amount, string currency) => $"{Count(clients)} became {(clients == 1 ? "a client" : "clients")} worth {Money(amount, currency)}";

    private static string Name(int score) => score switch { 0 => "spam", 1 => "not a fit", 2 => "let's chat", _ => "intro call" };

    private static string Count(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Money(decimal amount, string currency)
    {
        var number = amount.ToString("#,##0", CultureInfo.InvariantCulture);
        return currency switch { "USD" => $"${number}", "EUR" => $"€{number}", "GBP" => $"£{number}", _ => $"{currency} {number}" };
    }

    private sealed record Row(
        short OldScore, short NewScore, long Enquiries, long Leads, string? ByStatus, string? ByQualification, long CallsBooked, long Clients, long Deals, decimal Amount, string Currency)
    {
        public ReplayCell ToCell() => new(
            OldScore, NewScore, Enquiries, Leads, Counts(ByStatus), Counts(ByQualification), CallsBooked, Clients, Deals, Amount, Currency,
            Sentence(OldScore, NewScore, Enquiries, CallsBooked, Clients, Amount, Currency));

        private static Dictionary<string, long> Counts(string? json) => json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, long>>(json) ?? [];
    }
}

/// <summary>Enquiries of one old and one new final score. A person who wrote more than once is counted where the newest enquiry is.</summary>
/// <param name="Leads">People who are leads.</param>
/// <param name="Statuses">Those leads by their status in the CRM.</param>
/// <param name="Qualifications">Those leads by their qualification.</param>
/// <param name="CallsBooked">People who booked an intro call.</param>
/// <param name="Clients">People with whom a deal was won.</param>
/// <param name="Amount">Of the won deals, in <paramref name="Currency"/>.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record ReplayCell(
    int From, int To, long Enquiries, long Leads, IReadOnlyDictionary<string, long> Statuses, IReadOnlyDictionary<string, long> Qualifications,
    long CallsBooked, long Clients, long Deals, decimal Amount, string Currency, string Sentence);
