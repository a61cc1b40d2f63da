using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Decisions;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>
/// One piece of work per enquiry: who sends the same form while it is judged waits for the same decision, and who sends it again a little later gets it
/// from memory. What is older, or was answered by another replica, the database's unique key decides.
/// </summary>
internal sealed class Answered(IOptions<IntakeOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Lazy<Task<Decision>>> known = new();
    private readonly ConcurrentQueue<(Guid EnquiryId, DateTimeOffset Until)> order = new();

    /// <summary>The decision that was made, is being made, or is made now.</summary>
    public async Task<Decision> OfAsync(Guid enquiryId, Func<Task<Decision>> decide)
    {
        var lazy = new Lazy<Task<Decision>>(decide);
        var mine = known.GetOrAdd(enquiryId, lazy);
        try
        {
            var decision = await mine.Value;
            if (ReferenceEquals(mine, lazy))
            {
                Remember(enquiryId);
            }

            return decision;
        }
        catch
        {
            // Nothing was promised to anybody; the next attempt begins anew.
            known.TryRemove(new KeyValuePair<Guid, Lazy<Task<Decision>>>(enquiryId, mine));
            throw;
        }
    }

    /// <summary>A decision from before a restart.</summary>
    public void Remember(Guid enquiryId, Decision decision)
    {
        if (known.TryAdd(enquiryId, new Lazy<Task<Decision>>(Task.FromResult(decision))))
        {
            Remember(enquiryId);
        }
    }

    private void Remember(Guid enquiryId)
    {
        var now = clock.GetUtcNow();
        order.Enqueue((enquiryId, now + options.Value.RememberFor));
        while (order.TryPeek(out var oldest) && (oldest.Until < now || order.Count > options.Value.RememberMost) && order.TryDequeue(out oldest))
        {
            known.TryRemove(oldest.EnquiryId, out _);
        }
    }
}
