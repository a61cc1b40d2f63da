using System.Net;
using System.Net.Http.Headers;

namespace Teg.Platform.Gateway.Tests.Live;

internal sealed record LiveEventSeen(string Id, string Name, string Data);

/// <summary>An EventSource in small.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;

    private OpenPage(HttpResponseMessage response, StreamReader reader) => (this.response, this.reader) = (response, reader);

    public HttpContentHeaders Headers => response.Content.Headers;

    public static async Task<OpenPage> OpenAsync(Browser browser, string? lastEventId = null, string path = "/events")
    {
        var answer = await browser.SendAsync(HttpMethod.Get, path, change: request =>
        {
            if (lastEventId is not null)
            {
                request.Headers.Add("Last-Event-ID", lastEventId);
            }
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new OpenPage(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    public async Task<LiveEventSeen> NextAsync()
    {
        string id = "", name = "", data = "";
        while (true)
        {
            var line = await reader.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The stream ended.");
            switch (line.Split(": ", 2))
            {
                case ["id", var value]:
                    id = value;
                    break;
                case ["event", var value]:
                    name = value;
                    break;
                case ["data", var value]:
                    data = value;
                    break;
                case [""] when name.Length > 0:
                    return new LiveEventSeen(id, name, data);
            }
        }
    }

    public async Task HeartbeatAsync()
    {
        while (await reader.ReadLineAsync().WaitAsync(Patience) is not ":")
        {
            // Skips what stands before it.
        }
    }

    public async Task EndAsync()
    {
        while (await reader.ReadLineAsync().WaitAsync(Patience) is not null)
        {
            // Skips what stands before it.
        }
    }

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
