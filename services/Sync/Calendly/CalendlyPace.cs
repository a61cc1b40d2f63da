using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;

namespace Teg.Platform.Sync.Calendly;

/// <summary>The vendor's rate limit of a token, shared by every run that uses it: when nothing remains, everybody waits for the reset.</summary>
internal sealed class CalendlyPace(TimeProvider clock)
{
    private static readonly TimeSpan UnsaidPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> freeAt = new(StringComparer.Ordinal);

    /// <summary>The seconds until the limit is reset (the header holds seconds, not a moment), or null when it is not reached.</summary>
    public static TimeSpan? PauseAfter(HttpResponseHeaders headers, bool isRefused)
    {
        var reset = Number(headers, "X-RateLimit-Reset") is { } seconds ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : (TimeSpan?)null;
        if (isRefused)
        {
            return headers.RetryAfter?.Delta ?? reset ?? UnsaidPause;
        }

        return Number(headers, "X-RateLimit-Remaining") is 0 ? reset : null;
    }

    public void Pause(string credential, TimeSpan length)
    {
        var until = clock.GetUtcNow() + length;
        freeAt.AddOrUpdate(credential, until, (_, before) => before > until ? before : until);
    }

    public async Task WaitAsync(string credential, CancellationToken ct)
    {
        if (freeAt.TryGetValue(credential, out var until) && until - clock.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, ct);
        }
    }

    private static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && int.TryParse(values.First(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
