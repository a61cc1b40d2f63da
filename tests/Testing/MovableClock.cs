namespace Teg.Platform.Testing;

/// <summary>The real time plus what a test adds to it; never back. Timers run in real time.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}
