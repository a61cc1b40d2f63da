using System.Globalization;
using System.Security.Cryptography;

namespace Teg.Platform.Gateway.Live;

/// <summary>One organisation's events on this replica: the last few are kept for pages that come back.</summary>
internal sealed class LiveFeed(LiveOptions options, TimeProvider clock)
{
    // Ids are "{feed}-{number}": another replica, or this one after a restart, counts differently and says so by another name.
    private readonly string name = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly Lock gate = new();
    private readonly Queue<(long Number, LiveEvent Event)> kept = new();
    private readonly HashSet<LiveStream> streams = [];
    private long number;
    private DateTimeOffset emptySince = clock.GetUtcNow();
    private bool forgotten;

    public void Publish(LiveEvent live)
    {
        lock (gate)
        {
            number++;
            kept.Enqueue((number, live));
            if (kept.Count > options.Kept)
            {
                kept.Dequeue();
            }

            foreach (var stream in streams)
            {
                if (live.DataFor(stream.Role) is { } data)
                {
                    stream.Offer(new LiveMessage(Id(number), live.Name, data));
                }
            }
        }
    }

    /// <returns>False when the feed was forgotten meanwhile; true without a stream when the organisation has as many as it may.</returns>
    public bool TryOpen(string role, string sessionName, string? lastEventId, out LiveStream? stream)
    {
        lock (gate)
        {
            stream = null;
            if (forgotten)
            {
                return false;
            }

            if (streams.Count >= options.MaxStreamsPerOrganisation)
            {
                return true;
            }

            // Under the same lock as publishing: nothing is missed between what is sent again and what comes new.
            var backlog = Backlog(role, lastEventId);
            stream = new LiveStream(role, sessionName, options.Waiting + backlog.Count, Close);
            backlog.ForEach(stream.Offer);
            streams.Add(stream);
            return true;
        }
    }

    public void EndSession(string sessionName)
    {
        lock (gate)
        {
            foreach (var stream in streams.Where(stream => stream.SessionName == sessionName))
            {
                stream.End();
            }
        }
    }

    public bool TryForget()
    {
        lock (gate)
        {
            return forgotten = streams.Count == 0 && clock.GetUtcNow() - emptySince > options.Forgotten;
        }
    }

    private List<LiveMessage> Backlog(string role, string? lastEventId)
    {
        // An id without data: the page can resume even when the stream breaks before the first event.
        List<LiveMessage> messages = [new LiveMessage(Id(number), null, null)];
        if (string.IsNullOrEmpty(lastEventId))
        {
            return messages;
        }

        var oldest = kept.TryPeek(out var first) ? first.Number : number + 1;
        if (!TryReadId(lastEventId, out var last) || last > number || last < oldest - 1)
        {
            // More happened than is kept, or it happened elsewhere: the page asks for everything anew.
            messages.Add(new LiveMessage(Id(number), "resync", "{}"));
            return messages;
        }

        return
        [
            .. from entry in kept
               where entry.Number > last
               let data = entry.Event.DataFor(role)
               where data is not null
               select new LiveMessage(Id(entry.Number), entry.Event.Name, data),
            .. messages,
        ];
    }

    private bool TryReadId(string id, out long value)
    {
        value = 0;
        return id.Length > name.Length && id.StartsWith(name, StringComparison.Ordinal) && id[name.Length] == '-'
            && long.TryParse(id.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private void Close(LiveStream stream)
    {
        lock (gate)
        {
            streams.Remove(stream);
            emptySince = clock.GetUtcNow();
        }
    }

    private string Id(long at) => string.Create(CultureInfo.InvariantCulture, $"{name}-{at}");
}
