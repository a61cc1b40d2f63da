using System.Collections.Concurrent;

namespace Teg.Platform.ServiceDefaults.Tests;

/// <summary>
/// A clock that stands until it is moved. A delay (a timer whose state is the task it completes) moves it at once and is recorded,
/// so nothing waits for real; time-outs fire when the clock passes them.
/// </summary>
internal sealed class TestClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly ConcurrentDictionary<Timer, byte> timers = new();
    private readonly ConcurrentQueue<TimeSpan> delays = new();
    private long ticks = (start ?? new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero)).UtcTicks;

    public IReadOnlyList<TimeSpan> Delays => [.. delays];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public void Advance(TimeSpan by)
    {
        var now = Interlocked.Add(ref ticks, by.Ticks);
        foreach (var timer in timers.Keys)
        {
            timer.FireIfDue(now);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        if (state is Task && dueTime > TimeSpan.Zero)
        {
            delays.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }

    private sealed class Timer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private long due = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return Stop();
            }

            Interlocked.Exchange(ref due, clock.GetTimestamp() + dueTime.Ticks);
            clock.timers.TryAdd(this, 0);
            return true;
        }

        public void FireIfDue(long now)
        {
            if (Interlocked.Read(ref due) <= now && Stop())
            {
                callback(state);
            }
        }

        public void Dispose() => Stop();

        public ValueTask DisposeAsync()
        {
            Stop();
            return ValueTask.CompletedTask;
        }

        private bool Stop()
        {
            Interlocked.Exchange(ref due, long.MaxValue);
            return clock.timers.TryRemove(this, out _);
        }
    }
}
