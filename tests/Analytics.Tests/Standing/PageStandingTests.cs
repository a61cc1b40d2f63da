using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.Standing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Standing;

/// <summary>Each reason why a page has nothing to show, once.</summary>
public sealed class PageStandingTests
{
    private static readonly SourceStanding Monday = new(Guid.NewGuid(), "monday", "Monday.com", true, "succeeded", null, null, DateTimeOffset.UnixEpoch, null, null, null);
    private static readonly SourceStanding Calendly = Monday with { Id = Guid.NewGuid(), Kind = "calendly", Name = "Calendly" };

    [Fact]
    public void No_source_brings_it()
    {
        var standing = Of(FigurePage.Calls, Monday);

        (standing.Cause, standing.Reason).ShouldBe((StandingCause.NoSource, "No source brings calls yet."));
        standing.WayOut.ShouldBe("An Admin connects Calendly under Settings, Credentials.");
    }

    [Fact]
    public void The_source_is_switched_off() =>
        Of(FigurePage.Calls, Calendly with { Enabled = false }).ShouldBe(new(StandingCause.SwitchedOff, "Calendly is switched off.", "Switch it on, then run the sync.", null));

    [Fact]
    public void The_source_never_ran() =>
        Of(FigurePage.Sales, Monday with { Status = null, LastPublishedAt = null }, Calendly).ShouldBe(new(
            StandingCause.NeverRan, "Monday.com has not been read yet.", "Run the sync; the figures appear as soon as it is published.", Monday.Id));

    [Theory]
    [InlineData("queued")]
    [InlineData("running")]
    [InlineData("publishing")]
    public void The_first_run_is_under_way(string status) =>
        Of(FigurePage.Sales, Monday with { Status = status, LastPublishedAt = null }).Cause.ShouldBe(StandingCause.BeingRead);

    [Fact]
    public void The_last_run_failed_and_an_agent_learns_no_more_than_that()
    {
        var failed = Monday with { Status = "failed", LastPublishedAt = null, Reason = "The token was refused.", WayOut = "Give a new one." };

        Of(FigurePage.Advertising, failed).ShouldBe(new(
            StandingCause.RunFailed, "The last run of Monday.com failed: The token was refused.", "Give a new one. Then run the sync again.", Monday.Id));
        PageStanding.Of(FigurePage.Sales, [failed], mayKnow: false).Reason.ShouldBe("The last run of Monday.com failed.");
    }

    [Fact]
    public void The_board_of_the_page_lacks_a_column_and_that_of_another_page_does_not_matter()
    {
        var drifted = Monday with { Status = "quarantined", LeftOutKind = "sales", LeftOutBoard = "Deals", Explanation = "There is no column “Amount”." };

        var standing = Of(FigurePage.Sales, drifted with { LeftOutKind = "leads" }, drifted);
        (standing.Cause, standing.Reason, standing.Source).ShouldBe((StandingCause.BoardLeftOut, "The board “Deals” is left out: There is no column “Amount”.", null));
        Of(FigurePage.NewLeads, drifted).Cause.ShouldBe(StandingCause.NothingThere);
        Of(FigurePage.Sales, drifted with { LeftOutKind = null, LastPublishedAt = null }).Cause.ShouldBe(StandingCause.BoardLeftOut);
    }

    [Fact]
    public void The_source_holds_nothing_of_it() =>
        Of(FigurePage.Calls, Calendly).ShouldBe(new(
            StandingCause.NothingThere, "Calendly was read and holds nothing that this page shows.",
            "See on the Data page what its last run brought. When the source has been filled since, run the sync.", Calendly.Id));

    [Fact]
    public void An_empty_answer_says_whether_nothing_is_stored_or_the_days_are_too_early_or_nothing_matches()
    {
        var (march, first) = (new DayRange(new(2026, 3, 1), new(2026, 3, 31)), new DateOnly(2026, 4, 1));

        EmptyAnswer.Of(null, null, march, false)!.Cause.ShouldBe(EmptyCause.NothingStored);
        EmptyAnswer.Of(DateTimeOffset.UnixEpoch, null, march, false)!.Cause.ShouldBe(EmptyCause.NothingStored);
        EmptyAnswer.Of(DateTimeOffset.UnixEpoch, first, march, false).ShouldBe(new(EmptyCause.BeforeFirstDay, "The data begins on 1 April 2026.", "Choose days from then on."));
        EmptyAnswer.Of(DateTimeOffset.UnixEpoch, march.To, march, false)!.Cause.ShouldBe(EmptyCause.NothingMatches);
        EmptyAnswer.Of(DateTimeOffset.UnixEpoch, march.To, march, true).ShouldBeNull();
    }

    private static PageStanding Of(FigurePage page, params SourceStanding[] sources) => PageStanding.Of(page, sources, mayKnow: true);
}
