using System.Net;

namespace Teg.Platform.Accounts.Push;

internal enum PushVerdict
{
    /// <summary>The push service took it.</summary>
    Sent,

    /// <summary>The browser is not subscribed any more: the subscription goes.</summary>
    Gone,

    Later,

    GivenUp,
}

/// <summary>What becomes of a message after a push service answered, or did not.</summary>
/// <param name="DueAt">When it is tried again; only for <see cref="PushVerdict.Later"/>.</param>
internal sealed record PushOutcome(PushVerdict Verdict, string Reason, DateTimeOffset? DueAt = null)
{
    /// <summary>What nobody could be told in this time is no news any more; push services keep it as long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <param name="status">Null when there was no answer.</param>
    /// <param name="retryAfter">What the push service asked for.</param>
    /// <param name="attempts">Before this one.</param>
    public static PushOutcome Of(HttpStatusCode? status, TimeSpan? retryAfter, int attempts, DateTimeOffset createdAt, DateTimeOffset now)
    {
        // RFC 8030, 5 and 7.3; Mozilla and Google answer 404 as well as 410 for a subscription that is over.
        switch (status)
        {
            case HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.NoContent:
                return new PushOutcome(PushVerdict.Sent, "taken");
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return new PushOutcome(PushVerdict.Gone, $"the push service answered {(int)status}");
            case { } refused when (int)refused is >= 300 and < 500 && refused is not HttpStatusCode.TooManyRequests and not HttpStatusCode.RequestTimeout:
                return new PushOutcome(PushVerdict.GivenUp, $"the push service answered {(int)refused}");
        }

        var reason = status is null ? "no answer" : $"the push service answered {(int)status}";
        var pause = retryAfter ?? TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempts, 20)));
        var due = now + pause;
        return due - createdAt > Lifetime ? new PushOutcome(PushVerdict.GivenUp, $"{reason} for a day") : new PushOutcome(PushVerdict.Later, reason, due);
    }
}
