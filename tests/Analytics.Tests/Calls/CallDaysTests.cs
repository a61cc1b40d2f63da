using System.Globalization;
using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Calls;

public sealed class CallDaysTests(AnalyticsDatabase database) : IAsyncLifetime
{
    private static readonly DateTimeOffset Later = new(2026, 12, 1, 20, 0, 0, TimeSpan.Zero);

    private readonly Guid org = Guid.NewGuid();
    private NpgsqlConnection facts = null!;
    private NpgsqlConnection analytics = null!;

    public async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        facts = await OpenAsync(database.Postgres.Owner);
        analytics = await OpenAsync(database.Postgres.As("analytics"));
        await facts.ExecuteAsync("insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House', 'America/Los_Angeles', 'USD')", new { org });
    }

    public async ValueTask DisposeAsync()
    {
        await facts.DisposeAsync();
        await analytics.DisposeAsync();
    }

    [Theory]
    // An evening is the next day in UTC; on the two days the clocks change too, an hour of which comes twice in autumn and never in spring.
    [InlineData("2026-07-14 18:30-07", "2026-07-14", 18)]
    [InlineData("2026-03-07 23:30-08", "2026-03-07", 23)]
    [InlineData("2026-03-08 00:30-08", "2026-03-08", 0)]
    [InlineData("2026-03-08 03:00-07", "2026-03-08", 3)]
    [InlineData("2026-03-08 18:30-07", "2026-03-08", 18)]
    [InlineData("2026-11-01 01:30-07", "2026-11-01", 1)]
    [InlineData("2026-11-01 01:30-08", "2026-11-01", 1)]
    [InlineData("2026-11-01 23:30-08", "2026-11-01", 23)]
    public async Task A_call_and_its_booking_lie_on_the_day_and_hour_of_californias_clocks(string instant, string day, int hour)
    {
        await CallAsync("started", startsAt: instant, bookedAt: "2026-02-02 12:00-08");
        await CallAsync("booked", startsAt: "2026-12-24 12:00-08", bookedAt: instant);
        await RefreshAsync();

        var only = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var answer = await AskAsync(only, only, Later);

        (answer.Totals.Scheduled, answer.Totals.Booked).ShouldBe((1, 1));
        answer.Hours.ShouldHaveSingleItem().Hour.ShouldBe(hour);
    }

    [Fact]
    public async Task Whether_a_call_was_held_follows_the_clock_without_a_refresh()
    {
        await CallAsync("late", startsAt: "2026-07-14 23:45-07", minutes: 30);
        await CallAsync("morning", startsAt: "2026-07-14 09:00-07", minutes: 30);
        await RefreshAsync();
        var day = new DateOnly(2026, 7, 14);

        async Task<(long Upcoming, long Held)> AtAsync(string now)
        {
            var totals = (await AskAsync(day, day, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture).ToUniversalTime())).Totals;
            totals.Scheduled.ShouldBe(2);
            return (totals.Upcoming, totals.Held);
        }

        (await AtAsync("2026-07-10T12:00-07:00")).ShouldBe((2, 0), "days to come");
        (await AtAsync("2026-07-14T09:29:59-07:00")).ShouldBe((2, 0), "it has not ended");
        (await AtAsync("2026-07-14T09:30-07:00")).ShouldBe((1, 1));
        (await AtAsync("2026-07-15T00:10-07:00")).ShouldBe((1, 1), "a call over midnight goes on");
        (await AtAsync("2026-07-15T00:15-07:00")).ShouldBe((0, 2));
        (await AtAsync("2026-09-01T12:00-07:00")).ShouldBe((0, 2), "days that are over");
    }

    [Fact]
    public async Task Outcomes_rates_and_the_median_of_the_lead_time_are_told_apart()
    {
        await CallAsync("held", startsAt: "2026-07-14 09:00-07", bookedAt: "2026-07-12 23:59-07");
        await CallAsync("held too", startsAt: "2026-07-14 10:00-07", bookedAt: "2026-07-09 12:00-07", reschedules: 2);
        await CallAsync("missed", startsAt: "2026-07-14 11:00-07", bookedAt: "2026-05-01 12:00-07", noShow: true);
        await CallAsync("off", startsAt: "2026-07-14 12:00-07", canceledBy: "invitee");
        await CallAsync("off too", startsAt: "2026-07-14 13:00-07", canceledBy: "host");
        await CallAsync("other kind", startsAt: "2026-07-14 14:00-07", kind: "design-review");
        await RefreshAsync();

        var day = new DateOnly(2026, 7, 14);
        var totals = (await AskAsync(day, day, Later, kind: CallKind.Intro)).Totals;

        (totals.Scheduled, totals.Held, totals.NoShow, totals.Canceled, totals.CanceledByInvitee, totals.CanceledByHost, totals.Rescheduled, totals.Booked)
            .ShouldBe((5, 2, 1, 2, 1, 1, 1, 0));
        (totals.ShowRate, totals.CancellationRate, totals.ReschedulingRate).ShouldBe((0.6667m, 0.4m, 0.2m));
        totals.LeadTimeDays.ShouldBe(5, "2, 5 and more than 14 days");
    }

    [Fact]
    public async Task Each_filter_keeps_its_own_and_the_range_is_compared_with_the_days_before_and_the_year_before()
    {
        await CallAsync("a", startsAt: "2026-07-14 09:00-07", rep: "Burki", source: "google");
        await CallAsync("b", startsAt: "2026-07-13 09:00-07", rep: "Sofia");
        await CallAsync("c", startsAt: "2025-07-14 09:00-07", rep: "Burki");
        await CallAsync("first", startsAt: "2025-01-02 09:00-08", rep: "Burki");
        await RefreshAsync();
        var day = new DateOnly(2026, 7, 14);

        var all = await AskAsync(day, day, Later);
        (all.Totals.Scheduled, all.Previous!.Scheduled, all.LastYear!.Scheduled).ShouldBe((1, 1, 1));
        all.BySource.ShouldHaveSingleItem().Value.ShouldBe("google");
        (await AskAsync(day.AddDays(-1), day, Later, filter => filter with { Rep = ["Sofia"] })).Totals.Scheduled.ShouldBe(1);
        (await AskAsync(day.AddDays(-1), day, Later, filter => filter with { Source = ["(none)"] })).ByRep.ShouldHaveSingleItem().Value.ShouldBe("Sofia");
        (await AskAsync(day.AddDays(-1), day, Later, filter => filter with { Weekday = [2] })).Totals.Scheduled.ShouldBe(1);
        (await AskAsync(day.AddDays(-1), day, Later, filter => filter with { Hour = [10] })).Empty.ShouldNotBeNull();
        (await AskAsync(new DateOnly(2025, 1, 2), day, Later)).LastYear.ShouldBeNull("there is nothing to compare with");
    }

    [Fact]
    public async Task After_random_changes_the_rollup_equals_a_recomputation_and_the_facts_of_its_days()
    {
        var dice = new Random(11);
        for (var round = 0; round < 12; round++)
        {
            for (var step = 0; step < 10; step++)
            {
                var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(dice.Next(20 * 24 * 60));
                await CallAsync(
                    $"call {dice.Next(40)}", $"{start:O}", $"{start.AddHours(-dice.Next(1, 500)):O}", kind: dice.Next(2) == 0 ? "intro" : "design-review", rep: dice.Next(2) == 0 ? "Burki" : null,
                    source: dice.Next(2) == 0 ? "google" : null, noShow: dice.Next(6) == 0, canceledBy: dice.Next(4) switch { 0 => "host", 1 => "invitee", _ => null }, reschedules: dice.Next(3));
            }

            await RefreshAsync();
        }

        var kept = await SnapshotAsync();
        await analytics.ExecuteAsync("delete from analytics.daily_calls; update analytics.progress set change_id = 0");
        await RefreshAsync();

        kept.ShouldNotBeEmpty();
        (await SnapshotAsync()).ShouldBe(kept);
        // What is worked out for the running days and what is stored are the same figures.
        var (from, to) = (new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 11));
        var ran = await AskAsync(from, to, new DateTimeOffset(2026, 3, 12, 6, 59, 59, TimeSpan.Zero));
        var over = await AskAsync(from, to, Later);
        (ran.Totals with { Held = 0, Upcoming = 0, LeadDays = [] }).ShouldBe(over.Totals with { Held = 0, Upcoming = 0, LeadDays = [] });
        ran.Totals.LeadDays.ShouldBe(over.Totals.LeadDays);
        (ran.Totals.Held + ran.Totals.Upcoming).ShouldBe(over.Totals.Held);
    }

    private async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource pool)
    {
        var connection = await pool.OpenConnectionAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = org.ToString() });
        return connection;
    }

    private Task<CallsDashboard> AskAsync(DateOnly from, DateOnly to, DateTimeOffset now, Func<CallFilter, CallFilter>? with = null, CallKind? kind = null)
    {
        var filter = new CallFilter { Kind = kind is { } known ? new Word<CallKind>(known) : null };
        return CallsEndpoints.AskAsync(
            analytics, CallQuestion.Of(with?.Invoke(filter) ?? filter, new DayRange(from, to), new OrganisationSettings("America/Los_Angeles", "USD"), now), TestContext.Current.CancellationToken);
    }

    private async Task RefreshAsync()
    {
        await using var transaction = await analytics.BeginTransactionAsync();
        await RefreshRollups.RefreshAsync(analytics, transaction, org, DateTimeOffset.UnixEpoch, CancellationToken.None);
        await transaction.CommitAsync();
    }

    /// <summary>Stores or changes a call as a run publishes it: the days it left and entered are announced with it.</summary>
    private Task CallAsync(
        string id, string startsAt, string bookedAt = "2024-01-15 12:00-08", int minutes = 30, string kind = "intro", string? rep = "Burki", string? source = null, bool noShow = false,
        string? canceledBy = null, int reschedules = 0) => facts.ExecuteAsync(
        """
        with before as (
            delete from warehouse.call where org_id = @org and external_id = @id returning day, booked_at
        ),
        left_days as (
            insert into warehouse.changed_day (org_id, day)
            select @org, unnest(array[day, (booked_at at time zone 'America/Los_Angeles')::date]) from before
        )
        select 1;
        with added as (
            insert into warehouse.call (org_id, source_id, external_id, kind, status, no_show, starts_at, ends_at, day, rep, invitee_email, booked_at, reschedules, utm_source, run_id)
            values (@org, @org, @id, @kind, case when @canceledBy::text is null then 'active' else 'canceled' end, @noShow, @startsAt::timestamptz,
                    @startsAt::timestamptz + @minutes * interval '1 minute', (@startsAt::timestamptz at time zone 'America/Los_Angeles')::date, @rep, @id, @bookedAt::timestamptz,
                    @reschedules, @source, @org)
            returning id, day, starts_at, booked_at
        ),
        entered_days as (
            insert into warehouse.changed_day (org_id, day)
            select @org, unnest(array[day, (booked_at at time zone 'America/Los_Angeles')::date]) from added
        )
        insert into warehouse.call_event (org_id, call_id, at, kind, external_id, starts_at, actor)
        select @org, id, booked_at, 'canceled', @id, starts_at, @canceledBy from added where @canceledBy::text is not null
        """, new { org, id, startsAt, bookedAt, minutes, kind, rep, source, noShow, canceledBy, reschedules });

    private async Task<List<string>> SnapshotAsync() => (await analytics.QueryAsync<string>("select c::text from analytics.daily_calls c order by 1")).AsList();
}
