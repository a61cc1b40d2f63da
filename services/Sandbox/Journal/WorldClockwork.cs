using Teg.Platform.Sandbox.Calendly;
using Teg.Platform.Sandbox.Monday;

namespace Teg.Platform.Sandbox.Journal;

/// <summary>Tells subscribers what happens by itself as time passes. What was done from outside was told when it was done.</summary>
internal sealed class WorldClockwork(SandboxState state, MondayHooks monday, CalendlyHooks calendly, CalendlyEvents events, TimeProvider clock) : BackgroundService
{
    // After a longer jump of the clock nobody is told a month's worth of news; a reader finds it by asking.
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The year is made before the first question comes.
        state.Current.World.At(state.Now);
        var told = state.Now;
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await second.WaitForNextTickAsync(stoppingToken))
        {
            var now = state.Now;
            if (now > told && now - told <= LongestGap)
            {
                Tell(told, now);
            }

            told = now;
        }
    }

    private void Tell(DateTimeOffset from, DateTimeOffset to)
    {
        var universe = state.Current;
        var watched = universe.MondayHooks.Select(hook => hook.BoardId).ToHashSet();
        foreach (var board in universe.Monday.Boards.Where(board => watched.Contains(board.Id)))
        {
            foreach (var happened in universe.Monday.EventsBetween(board, from, to).Where(happened => !state.WasDoneAt(happened.At)))
            {
                monday.Announce(happened);
            }
        }

        if (universe.Subscriptions.Count == 0)
        {
            return;
        }

        foreach (var one in events.BookedBy(to).ToList())
        {
            Tell(one, one.Event.CanceledAt, CalendlyHooks.InviteeCanceled, from, to);
            Tell(one, one.Event.BookedAt, CalendlyHooks.InviteeCreated, from, to);
            Tell(one, one.Event.NoShowAt, CalendlyHooks.NoShowCreated, from, to);
        }
    }

    private void Tell(EventInTimeline one, DateTimeOffset? at, string what, DateTimeOffset from, DateTimeOffset to)
    {
        if (at > from && at <= to && !state.WasDoneAt(at.Value))
        {
            calendly.Announce(what, one);
        }
    }
}
