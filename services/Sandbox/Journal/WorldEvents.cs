using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Teg.Platform.Sandbox.Calendly;
using Teg.Platform.Sandbox.Monday;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Traffic;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Journal;

[JsonConverter(typeof(KebabEnumConverter<WorldEventKind>))]
public enum WorldEventKind
{
    Lead,
    DealWon,
    Spend,
    CallBooked,
    CallCanceled,
    CallRescheduled,
}

/// <summary>Something that shall happen now. Whatever is left out is made up.</summary>
public sealed record WorldEvent
{
    public required WorldEventKind Kind { get; init; }

    /// <summary>Lead, deal, call: the person's address. A deal or a call joins the lead under the same address.</summary>
    [EmailAddress, MaxLength(200)]
    public string? Email { get; init; }

    [MaxLength(200)]
    public string? Name { get; init; }

    /// <summary>Lead, spend: a campaign's UTM name.</summary>
    [MaxLength(200)]
    public string? Campaign { get; init; }

    /// <summary>Lead without a campaign: the channel it came by.</summary>
    [MaxLength(50)]
    public string? Channel { get; init; }

    public Qualification? Qualification { get; init; }

    public LeadBoard? Board { get; init; }

    [MaxLength(100)]
    public string? Rep { get; init; }

    [MaxLength(100)]
    public string? Category { get; init; }

    [Range(0, 10_000_000)]
    public decimal? Amount { get; init; }

    /// <summary>Spend: the day, today when left out.</summary>
    public DateOnly? Day { get; init; }

    [Range(0, 10_000_000)]
    public int? Clicks { get; init; }

    [Range(0, 1_000_000_000)]
    public int? Impressions { get; init; }

    public CallKind? Call { get; init; }

    /// <summary>Calls: when the (new) meeting begins.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Cancel, reschedule: the Calendly event's id; else the last standing one under the address.</summary>
    [MaxLength(100)]
    public string? Event { get; init; }
}

/// <summary>What came of it: the Monday item or the Calendly event.</summary>
internal sealed record WorldEventAnswer(string? ItemId, string? EventId, DateTimeOffset At);

/// <summary>Makes things happen: in the world, so that boards, calls and truth all know, and at the subscribers' doors.</summary>
internal sealed class WorldEvents(SandboxState state, MondayHooks monday, CalendlyHooks calendly)
{
    private const long FirstLead = 9_000_000_000;
    private const long FirstDeal = 9_100_000_000;
    private const long FirstCall = 95_000_000_000;

    private readonly Lock gate = new();

    /// <exception cref="ValidationException">It names a campaign, channel or meeting that does not exist.</exception>
    public WorldEventAnswer Happen(WorldEvent wanted)
    {
        lock (gate)
        {
            var now = state.Now;
            var facts = state.Current.World.At(now);
            return wanted.Kind switch
            {
                WorldEventKind.Lead => Arrive(wanted, facts, now),
                WorldEventKind.DealWon => Win(wanted, facts, now),
                WorldEventKind.Spend => Spend(wanted, facts, now),
                WorldEventKind.CallBooked => Book(wanted, facts, now),
                WorldEventKind.CallCanceled => Cancel(wanted, facts, now),
                _ => Reschedule(wanted, facts, now),
            };
        }
    }

    private WorldEventAnswer Arrive(WorldEvent wanted, WorldFacts facts, DateTimeOffset now)
    {
        var number = facts.Leads.Count(known => known.ItemId >= FirstLead) + 1;
        var campaign = CampaignOf(wanted);
        var (source, medium, channel) = MarksOf(wanted, campaign);
        var email = (wanted.Email ?? $"visitor{number}@event.example").Trim();
        var known = facts.LeadOf(email, now);
        var lead = new Lead
        {
            ItemId = FirstLead + number,
            Board = wanted.Board ?? LeadBoard.NewLeads,
            Name = wanted.Name ?? $"Visitor {number}",
            Email = email.ToLowerInvariant(),
            EmailAsTyped = email,
            Project = Catalogue.Projects[number % Catalogue.Projects.Length],
            Budget = Catalogue.Budgets[number % Catalogue.Budgets.Length],
            UtmSource = source,
            UtmMedium = medium,
            UtmCampaign = campaign?.Utm ?? "",
            ReceivedAt = now,
            Day = California.DayOf(now),
            Channel = channel,
            Campaign = campaign?.Utm,
            Verdict = wanted.Qualification ?? Qualification.Unjudged,
            JudgedAt = wanted.Qualification is null or Qualification.Unjudged ? DateTimeOffset.MaxValue : now,
            Statuses = [new StatusChange(now, "New Lead")],
            IsDuplicate = known is not null,
        };
        state.Record(new LeadCame(now, lead));
        return Announce(lead.Board == LeadBoard.NewLeads ? WorldBoards.NewLeads : WorldBoards.CoutureEnquiries, lead.ItemId, now);
    }

    private WorldEventAnswer Win(WorldEvent wanted, WorldFacts facts, DateTimeOffset now)
    {
        var number = facts.Deals.Count(known => known.ItemId >= FirstDeal) + 1;
        var lead = facts.LeadOf(wanted.Email, now);
        var rep = Catalogue.RepNamed(wanted.Rep ?? Catalogue.Reps[lead?.Owner ?? 0].Name);
        var category = wanted.Category ?? Catalogue.Categories[0].Category;
        var amount = wanted.Amount ?? 12_500m;
        var client = wanted.Name ?? lead?.Name ?? $"Client {number}";
        var deal = new Deal
        {
            ItemId = FirstDeal + number,
            Number = $"TEG-E{number:D4}",
            Name = $"{client} · {category}",
            Client = client,
            ClientEmailAsTyped = wanted.Email ?? "",
            Rep = rep.Index,
            RepAsWritten = rep.Name,
            Category = Catalogue.Categories.Any(known => known.Category == category) ? category : throw new ValidationException($"There is no category {category}."),
            Amount = amount,
            AmountAsWritten = Handwriting.Amount(amount, AmountStyle.Dollar),
            ProposedAt = now,
            ClosedAt = now,
            CloseDay = California.DayOf(now),
            Won = true,
            Channel = lead?.Channel ?? "direct",
            Campaign = lead?.Campaign,
        };
        state.Record(new DealWon(now, deal));
        return Announce(WorldBoards.Sales, deal.ItemId, now);
    }

    private WorldEventAnswer Spend(WorldEvent wanted, WorldFacts facts, DateTimeOffset now)
    {
        var campaign = CampaignOf(wanted) ?? throw new ValidationException("Say which campaign spends, by its UTM name.");
        var day = wanted.Day ?? California.DayOf(now);
        if (day < facts.Start || day > California.DayOf(now))
        {
            throw new ValidationException($"The day must lie between {facts.Start:yyyy-MM-dd} and today.");
        }

        state.Record(new SpendGrew(now, campaign.Utm, day, wanted.Amount ?? 25m, wanted.Clicks ?? 5, wanted.Impressions ?? 200));
        return Announce(WorldBoards.AdSpend, Advertising.ItemIdOf(day.DayNumber - facts.Start.DayNumber, campaign.Index), now);
    }

    private WorldEventAnswer Book(WorldEvent wanted, WorldFacts facts, DateTimeOffset now)
    {
        var number = facts.Calls.Count(known => known.Key >= FirstCall) + 1;
        var lead = facts.LeadOf(wanted.Email, now);
        var kind = wanted.Call ?? CallKind.Intro;
        var email = wanted.Email ?? $"caller{number}@event.example";
        var timeline = new CallTimeline
        {
            Key = FirstCall + number,
            Kind = kind,
            Rep = Catalogue.RepNamed(wanted.Rep ?? Catalogue.Reps[lead?.Owner ?? 0].Name).Index,
            InviteeName = wanted.Name ?? lead?.Name ?? $"Caller {number}",
            InviteeEmail = email,
            Channel = lead?.Channel ?? "direct",
            Campaign = lead?.Campaign,
            Project = lead?.Project ?? "",
            Events = [NewEvent(now, wanted.Start ?? Calls.SlotAfter(new Dice(now.Ticks), now), kind)],
        };
        state.Record(new CallBooked(now, timeline));
        return Announce(CalendlyHooks.InviteeCreated, new EventInTimeline(timeline, 0), now);
    }

    private WorldEventAnswer Cancel(WorldEvent wanted, WorldFacts facts, DateTimeOffset now)
    {
        var (timeline, index) = Standing(wanted, facts, now);
        var canceled = timeline.Events[index] with { CanceledAt = now, Rescheduled = false, Reason = "Plans changed", NoShowAt = null, NoShowId = null };
        timeline = timeline with { Events = [.. timeline.Events.Take(index), canceled] };
        state.Record(new CallChanged(now, timeline));
        return Announce(CalendlyHooks.InviteeCanceled, new EventInTimeline(timeline, index), now);
    }

    private WorldEventAnswer Reschedule(WorldEvent wanted, WorldFacts facts, DateTimeOffset now)
    {
        var (timeline, index) = Standing(wanted, facts, now);
        var moved = timeline.Events[index] with { CanceledAt = now, Rescheduled = true, Reason = "Something came up", NoShowAt = null, NoShowId = null };
        timeline = timeline with
        {
            Events = [.. timeline.Events.Take(index), moved, NewEvent(now, wanted.Start ?? Calls.SlotAfter(new Dice(now.Ticks), now), timeline.Kind)],
        };
        state.Record(new CallChanged(now, timeline));
        Announce(CalendlyHooks.InviteeCanceled, new EventInTimeline(timeline, index), now);
        return Announce(CalendlyHooks.InviteeCreated, new EventInTimeline(timeline, index + 1), now);
    }

    private static CallEvent NewEvent(DateTimeOffset now, DateTimeOffset start, CallKind kind)
    {
        var dice = new Dice(now.Ticks, Environment.TickCount64, Guid.NewGuid().GetHashCode());
        return new CallEvent(dice.Code(16), dice.Code(16), now, start.ToUniversalTime(), start.ToUniversalTime() + Calls.LengthOf(kind));
    }

    private static (CallTimeline Timeline, int Index) Standing(WorldEvent wanted, WorldFacts facts, DateTimeOffset now)
    {
        foreach (var timeline in facts.Calls.Reverse())
        {
            if (timeline.LastAt(now) is { } last && !last.IsCanceledAt(now)
                && (wanted.Event is null ? timeline.InviteeEmail.Equals(wanted.Email, StringComparison.OrdinalIgnoreCase) : last.Id == wanted.Event))
            {
                return (timeline, timeline.Events.ToList().IndexOf(last));
            }
        }

        throw new ValidationException("There is no such meeting that still stands; name it by event or email.");
    }

    private static Campaign? CampaignOf(WorldEvent wanted) => wanted.Campaign is null
        ? null
        : Catalogue.CampaignWith(wanted.Campaign) ?? throw new ValidationException($"There is no campaign {wanted.Campaign}.");

    private static (string Source, string Medium, string Channel) MarksOf(WorldEvent wanted, Campaign? campaign)
    {
        campaign ??= Catalogue.Campaigns.FirstOrDefault(known => known.Channel == wanted.Channel);
        if (campaign is not null)
        {
            return (campaign.Source, campaign.Medium, campaign.Channel);
        }

        var channel = wanted.Channel ?? "direct";
        var free = Catalogue.FreeChannels.FirstOrDefault(known => known.Channel.Id == channel).Channel
            ?? throw new ValidationException($"There is no channel {channel}.");
        return (free.Marks[0].Source, free.Marks[0].Medium, channel);
    }

    private WorldEventAnswer Announce(long boardId, long itemId, DateTimeOffset now)
    {
        var account = state.Current.Monday;
        var board = account.Boards.First(known => known.Id == boardId);
        foreach (var happened in account.EventsBetween(board, now.AddTicks(-1), now).Where(happened => happened.Item.Id == itemId))
        {
            monday.Announce(happened);
        }

        return new WorldEventAnswer(MondayRequest.IdOf(itemId), null, now);
    }

    private WorldEventAnswer Announce(string happened, EventInTimeline one, DateTimeOffset now)
    {
        calendly.Announce(happened, one);
        return new WorldEventAnswer(null, one.Event.Id, now);
    }
}
