using System.Threading.Channels;

namespace Teg.Platform.Gateway.Live;

/// <summary>What is written to a page. Without a name it only moves the page's last event id.</summary>
internal sealed record LiveMessage(string Id, string? Name, string? Data);

/// <summary>One open page.</summary>
internal sealed class LiveStream(string role, string sessionName, int capacity, Action<LiveStream> close) : IDisposable
{
    private readonly Channel<LiveMessage> messages = Channel.CreateBounded<LiveMessage>(new BoundedChannelOptions(capacity) { SingleReader = true });

    public string Role { get; } = role;

    public string SessionName { get; } = sessionName;

    public ChannelReader<LiveMessage> Messages => messages.Reader;

    /// <summary>A page that does not keep up is closed: it comes back with the id of the last event it saw.</summary>
    public void Offer(LiveMessage message)
    {
        if (!messages.Writer.TryWrite(message))
        {
            messages.Writer.TryComplete();
        }
    }

    public void End() => messages.Writer.TryComplete();

    public void Dispose()
    {
        End();
        close(this);
    }
}
