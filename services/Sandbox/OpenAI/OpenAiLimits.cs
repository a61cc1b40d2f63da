using Microsoft.Extensions.Options;

namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>What holds now; the control plane may change it. Minutes are counted whole, not sliding: at hundreds of requests a second every request has to be cheap.</summary>
internal sealed class OpenAiLimits
{
    private readonly OpenAiOptions options;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private long minute;
    private int used;

    public OpenAiLimits(IOptions<OpenAiOptions> options, TimeProvider clock)
    {
        this.options = options.Value;
        this.clock = clock;
        Reset();
    }

    public int LatencyMs { get; set; }

    public int JitterMs { get; set; }

    public int RequestsPerMinute { get; set; }

    public bool Gullible { get; set; }

    public void Reset()
    {
        LatencyMs = options.LatencyMs;
        JitterMs = options.JitterMs;
        RequestsPerMinute = options.RequestsPerMinute;
        Gullible = options.Gullible;
        lock (gate)
        {
            used = 0;
        }
    }

    public (bool Taken, int Left, TimeSpan Reset) Take()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (gate)
        {
            if (minute != now / 60_000)
            {
                minute = now / 60_000;
                used = 0;
            }

            var taken = used < RequestsPerMinute;
            used += taken ? 1 : 0;
            return (taken, RequestsPerMinute - used, TimeSpan.FromMilliseconds(60_000 - (now % 60_000)));
        }
    }

#pragma warning disable CA5394 // Jitter of a played delay: whoever foresees it has won nothing, and nothing is derived from it.
    public Task ThinkAsync(CancellationToken ct) =>
        Math.Max(0, LatencyMs + (JitterMs > 0 ? Random.Shared.Next(-JitterMs, JitterMs + 1) : 0)) is > 0 and var wait
            ? Task.Delay(TimeSpan.FromMilliseconds(wait), clock, ct)
            : Task.CompletedTask;
#pragma warning restore CA5394
}
