namespace Teg.Platform.ServiceDefaults.Tests;

/// <summary>The other side of an HTTP client: answers by a function and remembers what it was asked.</summary>
internal sealed class StubHttp(Func<int, HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly List<(Uri Address, string Body)> asked = [];

    public StubHttp(Func<int, HttpResponseMessage> answer)
        : this((turn, _, _) => Task.FromResult(answer(turn)))
    {
    }

    public IReadOnlyList<(Uri Address, string Body)> Asked => asked;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        asked.Add((request.RequestUri!, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        var response = await answer(asked.Count, request, cancellationToken);
        response.RequestMessage ??= request;
        return response;
    }
}
