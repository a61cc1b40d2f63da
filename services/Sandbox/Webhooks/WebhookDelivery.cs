namespace Teg.Platform.Sandbox.Webhooks;

/// <summary>One notification on its way to a subscriber. Body and headers are made anew for each attempt, because vendors stamp them.</summary>
internal sealed class WebhookDelivery(string url, Func<int, byte[]> body, Func<byte[], IEnumerable<KeyValuePair<string, string>>> headers)
{
    public string Url => url;

    public int Attempt { get; set; }

    public int MaxAttempts { get; init; } = 1;

    /// <summary>The pause before the given attempt (1 is the second).</summary>
    public Func<int, TimeSpan> Pause { get; init; } = static _ => TimeSpan.FromMinutes(1);

    /// <summary>Called once: with true when a subscriber took it, with false when the last attempt failed.</summary>
    public Action<bool> Ended { get; init; } = static _ => { };

    public HttpRequestMessage Request()
    {
        var bytes = body(Attempt);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers(bytes))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
