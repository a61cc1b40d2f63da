using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Calendly;

/// <summary>One event within its timeline.</summary>
internal sealed record EventInTimeline(CallTimeline Timeline, int Index)
{
    public CallEvent Event => Timeline.Events[Index];

    public string SortKey => $"{Event.Start.UtcTicks:D19}{Event.Id}";

    /// <summary>The event that this one was moved to, once it was.</summary>
    public CallEvent? MovedTo(DateTimeOffset now) => Event.Rescheduled && Event.IsCanceledAt(now) && Index + 1 < Timeline.Events.Count ? Timeline.Events[Index + 1] : null;

    public CallEvent? MovedFrom => Index > 0 ? Timeline.Events[Index - 1] : null;

    public DateTimeOffset UpdatedAt(DateTimeOffset now)
    {
        var updated = Event.CanceledAt is { } canceled && canceled <= now ? canceled : Event.BookedAt;
        return Event.NoShowAt is { } missed && missed <= now && missed > updated ? missed : updated;
    }
}

/// <summary>All events of the organisation, by start.</summary>
internal sealed class CalendlyEvents(SandboxState state)
{
    private readonly Lock gate = new();
    private (Universe? Universe, int Version, List<EventInTimeline> Sorted, Dictionary<string, EventInTimeline> ById) index = (null, 0, [], []);

    public IEnumerable<EventInTimeline> BookedBy(DateTimeOffset now) => Index(now).Sorted.Where(one => one.Event.BookedAt <= now);

    public EventInTimeline Find(string id, DateTimeOffset now) =>
        Index(now).ById.TryGetValue(id, out var found) && found.Event.BookedAt <= now ? found : throw CalendlyException.NotFound();

    private (List<EventInTimeline> Sorted, Dictionary<string, EventInTimeline> ById) Index(DateTimeOffset now)
    {
        var universe = state.Current;
        var facts = universe.World.At(now);
        lock (gate)
        {
            if (index.Universe != universe || index.Version != facts.Version)
            {
                var all = facts.Calls.SelectMany(timeline => timeline.Events.Select((_, position) => new EventInTimeline(timeline, position))).ToList();
                all.Sort(static (left, right) => string.CompareOrdinal(left.SortKey, right.SortKey));
                index = (universe, facts.Version, all, all.ToDictionary(one => one.Event.Id, StringComparer.Ordinal));
            }

            return (index.Sorted, index.ById);
        }
    }
}
