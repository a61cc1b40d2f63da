using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Teg.Platform.Gateway.Live;

/// <summary>The open pages of this replica, by organisation. An event reaches the pages of its own organisation and nobody else.</summary>
internal sealed class LiveFeeds(IOptions<LiveOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, LiveFeed> feeds = new();

    /// <summary>For an organisation that nobody watched lately the event is dropped: there is no page that could ask for it.</summary>
    public void Publish(LiveEvent live)
    {
        if (feeds.TryGetValue(live.OrgId, out var feed))
        {
            feed.Publish(live);
        }
    }

    /// <param name="lastEventId">Where the page left off; null for a new page.</param>
    /// <returns>Null when the organisation has as many open pages as it may.</returns>
    public LiveStream? Open(Guid orgId, string role, string sessionName, string? lastEventId)
    {
        Forget();
        while (true)
        {
            var feed = feeds.GetOrAdd(orgId, static (_, state) => new LiveFeed(state.options, state.clock), (options: options.Value, clock));
            if (feed.TryOpen(role, sessionName, lastEventId, out var stream))
            {
                return stream;
            }

            // Forgotten by another thread since it was looked up: the next one is new.
            feeds.TryRemove(KeyValuePair.Create(orgId, feed));
        }
    }

    public void EndSession(string sessionName)
    {
        foreach (var feed in feeds.Values)
        {
            feed.EndSession(sessionName);
        }
    }

    private void Forget()
    {
        foreach (var (orgId, feed) in feeds)
        {
            if (feed.TryForget())
            {
                feeds.TryRemove(KeyValuePair.Create(orgId, feed));
            }
        }
    }
}
