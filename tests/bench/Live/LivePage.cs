using System.Diagnostics;
using System.Threading.Channels;

namespace Teg.Platform.Bench.Live;

/// <summary>An open page's event stream: the names of the events as they come, with the moment they were read.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly StreamReader reader;
    private readonly CancellationTokenSource closed = new();
    private readonly Channel<Heard> heard = Channel.CreateUnbounded<Heard>();
    private readonly Task reading;

    private LivePage(HttpResponseMessage answer, StreamReader reader)
    {
        (this.answer, this.reader) = (answer, reader);
        reading = ReadAsync();
    }

    public static async Task<LivePage> OpenAsync(HttpClient browser, CancellationToken ct)
    {
        var events = await browser.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, ct);
        events.EnsureSuccessStatusCode();
        return new LivePage(events, new StreamReader(await events.Content.ReadAsStreamAsync(ct)));
    }

    /// <returns>When the next event of this name was read.</returns>
    public async Task<long> NextAsync(string name, CancellationToken ct)
    {
        while (true)
        {
            var next = await heard.Reader.ReadAsync(ct);
            if (next.Name == name)
            {
                return next.At;
            }
        }
    }

    public void Forget()
    {
        while (heard.Reader.TryRead(out _))
        {
            // What came before the question is no answer to it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        reader.Dispose();
        answer.Dispose();
        closed.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await reader.ReadLineAsync(closed.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                heard.Writer.TryWrite(new Heard(line[7..], Stopwatch.GetTimestamp()));
            }
        }

        heard.Writer.Complete(new InvalidOperationException("The Gateway ended the stream."));
    }

    private sealed record Heard(string Name, long At);
}
