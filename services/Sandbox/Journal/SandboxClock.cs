namespace Teg.Platform.Sandbox.Journal;

/// <summary>The world's time: the real one, unless the control plane stopped it or moved it on. Budgets and rates follow the real time.</summary>
internal sealed class SandboxClock(TimeProvider real)
{
    private readonly Lock gate = new();
    private DateTimeOffset? frozenAt;
    private TimeSpan ahead;

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                return frozenAt ?? real.GetUtcNow() + ahead;
            }
        }
    }

    public (DateTimeOffset? FrozenAt, TimeSpan Ahead) Setting
    {
        get
        {
            lock (gate)
            {
                return (frozenAt, ahead);
            }
        }
    }

    public void Set(DateTimeOffset? frozen, TimeSpan aheadOfReal)
    {
        lock (gate)
        {
            frozenAt = frozen;
            ahead = aheadOfReal;
        }
    }
}
