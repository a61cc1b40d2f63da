using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Tests.World;

public sealed class WorldTests
{
    private static readonly DateOnly Anchor = new(2026, 11, 20);
    private static readonly DateTimeOffset Now = SandboxHost.Noon;
    private static readonly Sandbox.World.World Year = new(20_260_101, Anchor);

    private static WorldFacts Facts => Year.At(Now);

    [Fact]
    public void A_year_of_business_has_the_size_of_the_real_one()
    {
        Catalogue.Campaigns.Count.ShouldBe(40);
        Facts.Leads.Count(lead => !lead.IsDuplicate && lead.ReceivedAt <= Now).ShouldBeInRange(5_600, 6_400);
        Facts.Leads.Count(lead => lead.IsDuplicate && lead.ReceivedAt <= Now).ShouldBeInRange(200, 400);
        Facts.Calls.Where(call => call.Kind != CallKind.Fitting).Sum(call => call.Events.Count(one => one.BookedAt <= Now)).ShouldBeInRange(2_300, 3_000);
        Facts.Deals.Count(deal => deal.IsWonAt(Now)).ShouldBeInRange(310, 400);
        Facts.Deals.Where(deal => deal.Amount != 0).ShouldAllBe(deal => deal.Amount >= 3_000 && deal.Amount <= 90_000);
    }

    [Fact]
    public void About_eighteen_percent_of_the_enquiries_are_spam()
    {
        var leads = Facts.Leads.Where(lead => !lead.IsDuplicate).ToList();

        (leads.Count(lead => lead.Verdict == Qualification.Spam) / (double)leads.Count).ShouldBeInRange(0.16, 0.20);
    }

    [Fact]
    public void Advertising_returns_three_to_six_times_what_it_costs()
    {
        var truth = Truth.Of(Facts, Now, Year.Start, Anchor);

        truth.Totals.Roas!.Value.ShouldBeInRange(3, 6);
        truth.Months.Count.ShouldBe(13);
        truth.Months.ShouldAllBe(month => month.Spend > 0 && month.Leads > 0);
    }

    [Fact]
    public void The_same_seed_and_anchor_make_the_same_world()
    {
        var again = new Sandbox.World.World(20_260_101, Anchor).At(Now);

        again.Leads.Select(lead => lead.EmailAsTyped).ShouldBe(Facts.Leads.Select(lead => lead.EmailAsTyped));
        again.AdRows.Select(row => row.Final).ShouldBe(Facts.AdRows.Select(row => row.Final));
        again.Calls.SelectMany(call => call.Events).Select(one => one.Id).ShouldBe(Facts.Calls.SelectMany(call => call.Events).Select(one => one.Id));
    }

    [Fact]
    public void Another_seed_makes_another_world() =>
        new Sandbox.World.World(7, Anchor).At(Now).AdRows[0].Final.ShouldNotBe(Facts.AdRows[0].Final);

    [Fact]
    public void A_day_later_the_past_is_unchanged_and_the_day_is_added()
    {
        var later = new Sandbox.World.World(20_260_101, Anchor).At(Now.AddDays(1));

        later.Through.ShouldBe(Anchor.AddDays(1));
        later.Leads.Take(Facts.Leads.Count).Select(lead => lead.ItemId).ShouldBe(Facts.Leads.Select(lead => lead.ItemId));
        Truth.Of(later, Now, Year.Start, Anchor).Totals.ShouldBe(Truth.Of(Facts, Now, Year.Start, Anchor).Totals);
    }

    [Fact]
    public void Leads_get_calls_calls_get_reviews_and_reviews_get_deals()
    {
        var leads = Facts.Leads.Where(lead => lead.Email is not null && !lead.IsDuplicate).ToDictionary(lead => lead.Email!);
        var calls = Facts.Calls.Where(call => leads.ContainsKey(call.InviteeEmail.ToLowerInvariant())).ToLookup(call => call.InviteeEmail.ToLowerInvariant());

        foreach (var deal in Facts.Deals.Where(deal => deal.Campaign is not null))
        {
            var lead = leads[deal.ClientEmailAsTyped.Trim().ToLowerInvariant()];
            deal.Campaign.ShouldBe(lead.Campaign);
            deal.Channel.ShouldBe(lead.Channel);
            var review = calls[lead.Email!].FirstOrDefault(call => call.Kind == CallKind.DesignReview);
            if (review is not null)
            {
                review.Events[0].BookedAt.ShouldBeGreaterThan(lead.ReceivedAt);
                deal.ProposedAt.ShouldBeGreaterThan(review.Events[^1].End);
            }
        }
    }

    [Fact]
    public void No_two_leads_share_an_address()
    {
        var addresses = Facts.Leads.Where(lead => lead.Email is not null && !lead.IsDuplicate).Select(lead => lead.Email).ToList();

        addresses.Distinct().Count().ShouldBe(addresses.Count);
    }

    [Fact]
    public void A_repetition_comes_after_the_first_enquiry()
    {
        var first = Facts.Leads.Where(lead => lead.Email is not null && !lead.IsDuplicate).ToDictionary(lead => lead.Email!, lead => lead.ReceivedAt);

        Facts.Leads.Where(lead => lead.IsDuplicate).ShouldAllBe(lead => lead.ReceivedAt > first[lead.Email!]);
    }

    [Fact]
    public void Boards_are_as_dirty_as_life()
    {
        var written = Facts.Deals.Select(deal => deal.AmountAsWritten).ToList();

        written.ShouldContain(text => text.StartsWith('$') && text.Contains(','));
        written.ShouldContain(text => text.EndsWith(" USD"));
        written.ShouldContain("");
        Facts.Deals.Where(deal => deal.Rep == 0).Select(deal => deal.RepAsWritten).Distinct().Count().ShouldBe(4);
        Facts.Leads.ShouldContain(lead => lead.UtmSource.Trim() == "adwords");
        Facts.Leads.ShouldContain(lead => lead.EmailAsTyped != lead.EmailAsTyped.Trim());
        Facts.AdRows.ShouldContain(row => row.CopiedAt != null && row.FirstReported == null);
        Facts.AdRows.ShouldContain(row => row.FirstReported != null);
        Facts.Deals.ShouldContain(deal => deal.CopiedAt != null);
        Facts.Leads.ShouldContain(lead => lead.Email == null);
    }

    [Fact]
    public void Meetings_keep_their_wall_clock_time_over_both_clock_changes()
    {
        var starts = Facts.Calls.SelectMany(call => call.Events)
            .Select(call => (Utc: call.Start.UtcDateTime, Wall: TimeZoneInfo.ConvertTimeBySystemTimeZoneId(call.Start, California.Zone).DateTime)).ToList();

        starts.ShouldAllBe(start => start.Wall.TimeOfDay >= TimeSpan.FromHours(8) && start.Wall.TimeOfDay <= TimeSpan.FromHours(18.5));
        starts.ShouldContain(start => start.Utc.Month == 1 && start.Utc - start.Wall == TimeSpan.FromHours(8));
        starts.ShouldContain(start => start.Utc.Month == 7 && start.Utc - start.Wall == TimeSpan.FromHours(7));
        starts.ShouldContain(start => start.Utc.Date != start.Wall.Date);
    }

    [Fact]
    public void A_day_is_23_or_25_hours_long_when_the_clocks_change()
    {
        TimeSpan Length(DateOnly day) => California.StartOf(day.AddDays(1)) - California.StartOf(day);

        Length(new DateOnly(2026, 3, 8)).ShouldBe(TimeSpan.FromHours(23));
        Length(new DateOnly(2026, 11, 1)).ShouldBe(TimeSpan.FromHours(25));
        California.At(new DateOnly(2026, 3, 8), new TimeOnly(2, 30)).ShouldBe(new DateTimeOffset(2026, 3, 8, 10, 30, 0, TimeSpan.Zero));
        California.At(new DateOnly(2026, 11, 1), new TimeOnly(1, 30)).ShouldBe(new DateTimeOffset(2026, 11, 1, 8, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Each_minute_of_a_day_changes_a_row_also_on_the_long_day()
    {
        foreach (var day in new DateOnly[] { new(2026, 3, 8), new(2026, 11, 1), Anchor })
        {
            var rows = Facts.AdRows.Where(row => row.Day == day).ToList();
            var minutes = (int)(California.StartOf(day.AddDays(1)) - California.StartOf(day)).TotalMinutes;
            var start = California.StartOf(day);
            var changed = rows.SelectMany(row => row.ChangesBetween(start.AddTicks(-1), start.AddMinutes(minutes).AddTicks(-1)).Append(row.CreatedAt)).ToHashSet();

            changed.Count.ShouldBe(minutes);
        }
    }

    [Fact]
    public void A_row_only_grows_and_ends_at_its_final_figures()
    {
        var row = Facts.AdRows.First(candidate => candidate.Day == Anchor && candidate.Final.Spend > 10);
        var start = California.StartOf(Anchor);
        var figures = Enumerable.Range(0, 288).Select(step => row.At(start.AddMinutes(step * 5)).Spend).ToList();

        figures.ShouldBe(figures.Order());
        row.At(start.AddDays(2)).ShouldBe(row.FirstReported ?? row.Final);
        row.TrueAt(start.AddDays(4)).ShouldBe(row.Final);
    }

    [Fact]
    public void What_changes_is_told_exactly_when_it_changes()
    {
        var row = Facts.AdRows.First(candidate => candidate.Day == Anchor && candidate.Final.Spend > 100);
        var start = California.StartOf(Anchor);
        foreach (var at in row.ChangesBetween(start, Now).Take(20))
        {
            row.UpdatedAt(at).ShouldBe(at);
            row.UpdatedAt(at.AddTicks(-1)).ShouldBeLessThan(at);
        }
    }
}
