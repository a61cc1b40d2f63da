using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Tests.World;

public sealed class TruthTests
{
    private static readonly DateOnly Anchor = new(2026, 11, 20);
    private static readonly DateTimeOffset Now = SandboxHost.Noon;

    [Fact]
    public void Months_and_channels_add_up_to_the_totals()
    {
        var world = new Sandbox.World.World(5, Anchor);
        var truth = Truth.Of(world.At(Now), Now, world.Start, Anchor);

        foreach (var rows in new[] { truth.Months, truth.Channels })
        {
            rows.Sum(row => row.Spend).ShouldBe(truth.Totals.Spend);
            rows.Sum(row => row.Leads).ShouldBe(truth.Totals.Leads);
            rows.Sum(row => row.Calls).ShouldBe(truth.Totals.Calls);
            rows.Sum(row => row.Revenue).ShouldBe(truth.Totals.Revenue);
            rows.Sum(row => row.AttributedRevenue).ShouldBe(truth.Totals.AttributedRevenue);
        }

        truth.Reps.Sum(row => row.Revenue).ShouldBe(truth.Totals.Revenue);
        truth.Categories.Sum(row => row.Deals).ShouldBe(truth.Totals.Deals);
        truth.Sales.Sum(row => row.Revenue).ShouldBe(truth.Totals.Revenue);
        truth.Campaigns.Sum(row => row.Spend).ShouldBe(truth.Totals.Spend);
    }

    [Fact]
    public void A_range_counts_its_first_and_last_day_and_nothing_beside_them()
    {
        var facts = new Sandbox.World.World(5, Anchor).At(Now);
        var day = new DateOnly(2026, 6, 3);

        var one = Truth.Of(facts, Now, day, day);
        var three = Truth.Of(facts, Now, day.AddDays(-1), day.AddDays(1));
        var around = new[] { day.AddDays(-1), day, day.AddDays(1) }.Sum(each => Truth.Of(facts, Now, each, each).Totals.Spend);

        one.Totals.Spend.ShouldBe(facts.AdRows.Where(row => row.Day == day).Sum(row => row.Final.Spend));
        three.Totals.Spend.ShouldBe(around);
    }

    [Fact]
    public void Spam_is_counted_apart_and_repetitions_not_at_all()
    {
        var world = new Sandbox.World.World(5, Anchor);
        var facts = world.At(Now);
        var truth = Truth.Of(facts, Now, world.Start, Anchor).Totals;

        (truth.Leads + truth.Spam).ShouldBe(facts.Leads.Count(lead => !lead.IsDuplicate && lead.ReceivedAt <= Now));
        truth.Spam.ShouldBe(facts.Leads.Count(lead => !lead.IsDuplicate && lead.QualificationAt(Now) == Qualification.Spam && lead.ReceivedAt <= Now));
    }

    [Fact]
    public void A_chain_of_reschedules_is_one_call_on_the_day_of_its_last_event()
    {
        var world = new Sandbox.World.World(5, Anchor);
        var before = Truth.Of(world.At(Now), Now, Anchor.AddDays(-9), Anchor).Totals;
        var first = new CallEvent("A", "IA", Now.AddDays(-8), Now.AddDays(-7), Now.AddDays(-7).AddMinutes(30)) { CanceledAt = Now.AddDays(-7.5), Rescheduled = true };
        var second = new CallEvent("B", "IB", Now.AddDays(-7.5), Now.AddDays(-3), Now.AddDays(-3).AddMinutes(30));
        world.Add(new CallTimeline { Key = 1, Kind = CallKind.Intro, Rep = 0, InviteeName = "A", InviteeEmail = "a@b.example", Channel = "direct", Events = [first, second] });

        var after = Truth.Of(world.At(Now), Now, Anchor.AddDays(-9), Anchor).Totals;
        var onFirstDay = Truth.Of(world.At(Now), Now, Anchor.AddDays(-7), Anchor.AddDays(-7)).Totals;
        var onFirstDayWithout = Truth.Of(new Sandbox.World.World(5, Anchor).At(Now), Now, Anchor.AddDays(-7), Anchor.AddDays(-7)).Totals;

        after.Calls.ShouldBe(before.Calls + 1);
        after.CanceledCalls.ShouldBe(before.CanceledCalls);
        onFirstDay.Calls.ShouldBe(onFirstDayWithout.Calls);
    }

    [Fact]
    public void Nothing_divided_by_nothing_is_null()
    {
        var world = new Sandbox.World.World(5, Anchor);
        var truth = Truth.Of(world.At(Now), Now, world.Start.AddDays(-30), world.Start.AddDays(-29));

        truth.Totals.Roas.ShouldBeNull();
        truth.Totals.Conversion.ShouldBeNull();
        truth.Totals.CostPerLead.ShouldBeNull();
    }
}
