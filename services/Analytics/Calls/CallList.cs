using System.Globalization;
using CsvHelper;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Calls;

/// <param name="AsOf">When the newest data behind these rows became visible; null before the first run.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record CallList(DateTimeOffset? AsOf, IReadOnlyList<CallRow> Items, string? Next);

/// <summary>A call, however often it was moved; channel and campaign are those of the lead with the invitee's address.</summary>
public record CallRow
{
    public required Guid Id { get; init; }

    public CallKind Kind => Word<CallKind>.Parse(KindWord, CultureInfo.InvariantCulture).Value;

    public CallOutcome Outcome => Word<CallOutcome>.Parse(OutcomeWord, CultureInfo.InvariantCulture).Value;

    /// <summary>Day of the final start in the organisation's time zone.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was booked first.</summary>
    public required DateTimeOffset BookedAt { get; init; }

    public required string Rep { get; init; }

    public string? Invitee { get; init; }

    public string? Email { get; init; }

    public required string Channel { get; init; }

    public string? Campaign { get; init; }

    /// <summary>UTM source of the first booking.</summary>
    public string? Source { get; init; }

    /// <summary>How often it was moved.</summary>
    public required int Reschedules { get; init; }

    public DateTimeOffset? CanceledAt { get; init; }

    /// <summary><c>invitee</c> or <c>host</c>, where the vendor says so.</summary>
    public string? CanceledBy { get; init; }

    internal string KindWord { get; init; } = "";

    internal string OutcomeWord { get; init; } = "";

    private const string Calls =
        """
        with calls as (
            select c.id, c.kind, c.day, c.starts_at, c.ends_at, c.booked_at, coalesce(c.rep, 'Unassigned') as rep, c.invitee_name as invitee, c.invitee_email as email,
                   coalesce(l.channel, 'direct') as channel, coalesce(l.campaign, '') as campaign, left(coalesce(c.utm_source, ''), 100) as utm_source, c.reschedules, c.canceled_at,
                   (select e.actor from warehouse.call_event e
                    where c.status = 'canceled' and e.org_id = c.org_id and e.call_id = c.id and e.kind = 'canceled'
                    order by e.at desc limit 1) as canceled_by,
                   case when c.status = 'canceled' then 'canceled' when c.no_show then 'no-show' when c.ends_at > @Now then 'upcoming' else 'held' end as outcome
            from warehouse.call c
            left join crm.lead l on l.org_id = c.org_id and l.identity = c.invitee_email
            where c.org_id = warehouse.current_org()
        """;

    private const string Columns =
        """
        id, kind as kind_word, day, starts_at, ends_at, booked_at, rep, invitee, email, channel, nullif(campaign, '') as campaign,
               nullif(utm_source, '') as source, reschedules, canceled_at, canceled_by, outcome as outcome_word
        """;

    /// <param name="by">The day the range is about; the rows are in its order, newest first.</param>
    /// <param name="paged">A page after <c>@AfterAt</c> and <c>@AfterId</c>, or all.</param>
    /// <param name="also">SQL over the columns below: a part of these calls.</param>
    internal static string Sql(CallDay by, bool paged, string also = "true")
    {
        // Only these two names reach the text of the query.
        var at = by is CallDay.Start ? "starts_at" : "booked_at";
        return
            $"""
            {Calls}
                  and c.{at} >= @From::timestamp at time zone @Zone and c.{at} < @Until::timestamp at time zone @Zone
                  {(paged ? $"and (@AfterId::uuid is null or (c.{at}, c.id) < (@AfterAt::timestamptz, @AfterId))" : "")}
            ),
            local as (
                select *, extract(isodow from {at} at time zone @Zone)::int as weekday, extract(hour from {at} at time zone @Zone)::int as hour from calls
            )
            select {Columns}
            from local
            where (@Kind::text is null or kind = @Kind)
              and (@Reps::text[] is null or rep = any (@Reps))
              and (@Channels::text[] is null or channel = any (@Channels))
              and (@Campaigns::text[] is null or campaign = any (@Campaigns))
              and (@Sources::text[] is null or utm_source = any (@Sources))
              and (@Weekdays::int[] is null or weekday = any (@Weekdays))
              and (@Hours::int[] is null or hour = any (@Hours))
              and (@Outcome::text is null or outcome = @Outcome) and {also}
            order by {at} desc, id desc
            {(paged ? "limit @Take" : "")}
            """;
    }

    internal const string ById =
        $"""
        {Calls} and c.id = @id
        )
        select {Columns} from calls;

        select at, kind as kind_word, starts_at, actor as by, reason
        from warehouse.call_event
        where org_id = warehouse.current_org() and call_id = @id
        order by at, kind, external_id
        """;
}

/// <summary>A call with all that happened to it.</summary>
/// <param name="Events">In the order they happened.</param>
public sealed record CallDetails(CallRow Call, IReadOnlyList<CallMoment> Events);

public enum CallMomentKind
{
    Booked,
    Rescheduled,
    Canceled,
    NoShow,
}

/// <summary>Something that happened to a call.</summary>
public sealed record CallMoment
{
    public required DateTimeOffset At { get; init; }

    public CallMomentKind Kind => Word<CallMomentKind>.Parse(KindWord, CultureInfo.InvariantCulture).Value;

    /// <summary>When the meeting was to start from then on.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <inheritdoc cref="CallRow.CanceledBy"/>
    public string? By { get; init; }

    public string? Reason { get; init; }

    internal string KindWord { get; init; } = "";
}

internal sealed record CallKey(DateTimeOffset At, Guid Id);

/// <summary>A row of the calls' CSV. Times are the organisation's, as its clocks showed them.</summary>
[CsvRecord]
public sealed partial record CallLine(
    string Kind, string Invitee, string Email, string Host, DateOnly Day, string Start, string End, string Booked, string Outcome, string? CanceledBy, int Moved,
    string Channel, string? Campaign, string? Source, int DaysAhead)
{
    internal static CallLine Of(CallRow row, TimeZoneInfo zone)
    {
        string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new(
            CallsAnswer.NameOf(row.Kind), row.Invitee ?? "", row.Email ?? "", row.Rep, row.Day, Local(row.StartsAt), Local(row.EndsAt), Local(row.BookedAt), row.OutcomeWord,
            row.CanceledBy, row.Reschedules, Contracts.Channel.NameOf(row.Channel), row.Campaign, row.Source,
            // As the median of the lead time counts them: in whole days, 14 being all that is longer.
            Math.Clamp(row.Day.DayNumber - DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.BookedAt, zone).DateTime).DayNumber, 0, 14));
    }
}
