using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Tests.World;

public sealed class TruthOfNewLeadsTests
{
    private static readonly DateOnly Anchor = new(2026, 11, 20);
    private static readonly DateTimeOffset Now = SandboxHost.Noon;

    [Fact]
    public void Days_and_every_breakdown_add_up_to_the_totals()
    {
        var world = new Sandbox.World.World(5, Anchor);
        var truth = TruthOfNewLeads.Of(world.At(Now), Now, world.Start, Anchor);

        truth.Totals.Leads.ShouldBe(truth.Totals.Qualified + truth.Totals.Unsure + truth.Totals.Unjudged);
        truth.Totals.Received.ShouldBe(truth.Totals.Leads + truth.Totals.Rejected + truth.Totals.Spam);
        foreach (var rows in new[]
                 {
                     truth.Days, truth.Channels, truth.Campaigns, truth.Sources, truth.Mediums, truth.Boards, truth.Owners, truth.Qualifications, truth.Statuses, truth.Judged,
                 })
        {
            rows.Sum(row => row.Received).ShouldBe(truth.Totals.Received);
            rows.Sum(row => row.Leads).ShouldBe(truth.Totals.Leads);
            rows.Sum(row => row.Closed).ShouldBe(truth.Totals.Closed);
        }
    }

    [Fact]
    public void A_lead_that_is_lost_came_as_far_as_the_calls_and_deals_under_its_own_address_say()
    {
        var world = new Sandbox.World.World(5, Anchor);
        var before = TruthOfNewLeads.Of(world.At(Now), Now, Anchor, Anchor).Totals;
        var at = Now.AddHours(-2);
        foreach (var name in new[] { "known", "unknown" })
        {
            world.Add(new Lead
            {
                ItemId = name.Length, Board = LeadBoard.NewLeads, Name = name, Email = $"{name}@b.example", EmailAsTyped = $"{name}@b.example", ReceivedAt = at,
                Day = California.DayOf(at), Channel = "direct", Statuses = [new(at, "New Lead"), new(at.AddMinutes(1), "Call Booked"), new(at.AddMinutes(2), "Lost")],
            });
        }

        world.Add(new CallTimeline
        {
            Key = 1, Kind = CallKind.Intro, Rep = 0, InviteeName = "A", InviteeEmail = "Known@B.example ", Channel = "direct",
            Events = [new CallEvent("A", "IA", at, Now.AddDays(1), Now.AddDays(1).AddMinutes(30))],
        });

        var after = TruthOfNewLeads.Of(world.At(Now), Now, Anchor, Anchor).Totals;

        (after.Lost - before.Lost, after.Contacted - before.Contacted, after.CallBooked - before.CallBooked).ShouldBe((2, 2, 1));
    }
}
