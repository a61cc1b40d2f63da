using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Tests.Runs;

public sealed class ScheduleTests
{
    private static readonly TimeOnly NightlyAt = new(3, 10);
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero);

    private static readonly ScheduleFacts Filled = new(
        Guid.Empty, Guid.Empty, "America/Los_Angeles", 30, null, 1, false, Now.AddMinutes(-10), Now.AddHours(-6), Now.AddHours(-6), 1, false);

    [Fact]
    public void A_source_that_was_never_filled_is_filled_at_once() =>
        DueRun.Of(Filled with { LastRequestedAt = null, LastFullRequestedAt = null, LastFullPublishedAt = null, LastFullSettingsVersion = null }, NightlyAt, Now)
            .ShouldBe(new DueRun("full", "start", "never filled"));

    [Fact]
    public void Every_thirty_minutes_to_the_minute()
    {
        DueRun.Of(Filled with { LastRequestedAt = Now.AddMinutes(-30).AddTicks(1) }, NightlyAt, Now).ShouldBeNull();
        DueRun.Of(Filled with { LastRequestedAt = Now.AddMinutes(-30) }, NightlyAt, Now).ShouldBe(new DueRun("incremental", "schedule", "every 30 minutes"));
    }

    [Fact]
    public void Nothing_is_due_while_a_run_is_active() => DueRun.Of(Filled with { IsActive = true, LastRequestedAt = Now.AddDays(-3), DueAt = Now }, NightlyAt, Now).ShouldBeNull();

    [Fact]
    public void The_nightly_sweep_is_due_once_after_ten_past_three_in_california()
    {
        var night = new DateTimeOffset(2026, 11, 20, 11, 10, 0, TimeSpan.Zero);
        var source = Filled with { LastRequestedAt = night.AddMinutes(-5), LastFullRequestedAt = night.AddDays(-1), LastFullPublishedAt = night.AddDays(-1) };

        DueRun.Of(source, NightlyAt, night.AddTicks(-1)).ShouldBeNull();
        DueRun.Of(source, NightlyAt, night).ShouldBe(new DueRun("full", "schedule", "nightly"));
        DueRun.Of(source with { LastFullRequestedAt = night }, NightlyAt, night.AddMinutes(1)).ShouldBeNull();
    }

    [Fact]
    public void A_first_fill_that_failed_waits_its_ordinary_time()
    {
        var failed = Filled with { LastFullPublishedAt = null, LastFullSettingsVersion = null, LastFullRequestedAt = Now.AddMinutes(-10) };

        DueRun.Of(failed, NightlyAt, Now).ShouldBeNull();
        DueRun.Of(failed with { LastRequestedAt = Now.AddMinutes(-30) }, NightlyAt, Now).ShouldBe(new DueRun("full", "schedule", "not filled yet"));
    }

    [Fact]
    public void An_accepted_mapping_is_read_at_once() =>
        DueRun.Of(Filled with { DueAt = Now }, NightlyAt, Now).ShouldBe(new DueRun("incremental", "person", "asked for"));

    [Fact]
    public void Changed_settings_ask_for_everything_again() =>
        DueRun.Of(Filled with { SettingsVersion = 2 }, NightlyAt, Now).ShouldBe(new DueRun("full", "schedule", "settings changed"));

    [Fact]
    public void A_night_without_its_hour_starts_after_the_gap()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

        // On 8 March 2026 the clock goes from 02:00 to 03:00.
        DueRun.LastNight(new TimeOnly(2, 30), zone, new DateTimeOffset(2026, 3, 8, 20, 0, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 3, 8, 10, 30, 0, TimeSpan.Zero));
        DueRun.LastNight(NightlyAt, zone, new DateTimeOffset(2026, 11, 1, 20, 0, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 11, 1, 11, 10, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(4, 40)]
    [InlineData(20, 300)]
    public void A_step_back_doubles_up_to_five_minutes(int faults, int seconds) =>
        RunExecution.DelayAfter(faults, null, TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_step_back_is_never_shorter_than_the_vendor_asks() =>
        RunExecution.DelayAfter(1, TimeSpan.FromMinutes(7), TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromMinutes(7));
}
