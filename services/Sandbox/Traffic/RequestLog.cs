namespace Teg.Platform.Sandbox.Traffic;

/// <summary>A request as it arrived. Tokens show their last four characters.</summary>
internal sealed record RecordedRequest(
    long Number, DateTimeOffset At, string Vendor, string Method, string Path, string? Query, IReadOnlyDictionary<string, string> Headers, string Body, int Status, double Milliseconds);

/// <summary>The last thousand requests to the vendors.</summary>
internal sealed class RequestLog
{
    private const int Kept = 1000;

    private readonly Lock gate = new();
    private readonly Queue<RecordedRequest> requests = new();
    private long count;

    public void Add(Func<long, RecordedRequest> request)
    {
        lock (gate)
        {
            requests.Enqueue(request(++count));
            if (requests.Count > Kept)
            {
                requests.Dequeue();
            }
        }
    }

    public IReadOnlyList<RecordedRequest> Recent(string? vendor, string? containing, int limit)
    {
        lock (gate)
        {
            return [.. requests.Where(request => vendor is null || request.Vendor == vendor)
                .Where(request => containing is null || request.Body.Contains(containing, StringComparison.Ordinal) || request.Path.Contains(containing, StringComparison.Ordinal))
                .Reverse().Take(limit)];
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            requests.Clear();
        }
    }
}
