using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text.Json;

namespace Teg.Platform.Documents.Conversion;

/// <summary>
/// Chromium's DevTools protocol over its pipe: JSON messages that end in a zero byte. No port is opened, so nobody else on the machine can drive the
/// browser; and Chromium ends when the pipe does.
/// </summary>
internal sealed class DevTools(Stream input, Stream output) : IDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> calls = [];
    private readonly SemaphoreSlim writing = new(1);
    private int last;

    /// <summary>Method, session, parameters of what Chromium tells unasked.</summary>
    public Action<string, string?, JsonElement>? Told { get; set; }

    /// <exception cref="IOException">Chromium has ended.</exception>
    /// <exception cref="DevToolsException">Chromium refused.</exception>
    public async Task<JsonElement> CallAsync(string method, object parameters, string? session, CancellationToken ct)
    {
        var id = Interlocked.Increment(ref last);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls[id] = answer;
        try
        {
            byte[] message =
            [
                .. session is null
                    ? JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters })
                    : JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters, sessionId = session }),
                0,
            ];
            await writing.WaitAsync(ct);
            try
            {
                await input.WriteAsync(message, ct);
                await input.FlushAsync(ct);
            }
            finally
            {
                writing.Release();
            }

            return await answer.Task.WaitAsync(ct);
        }
        finally
        {
            calls.TryRemove(id, out _);
        }
    }

    /// <summary>Reads until Chromium ends; whoever still waits then is told.</summary>
    public async Task ReadAsync()
    {
        var reader = PipeReader.Create(output, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync();
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)0) is { } end)
                {
                    Take(buffer.Slice(0, end));
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was killed while it was read.
        }

        while (!calls.IsEmpty)
        {
            foreach (var (id, _) in calls)
            {
                if (calls.TryRemove(id, out var call))
                {
                    call.TrySetException(new IOException("Chromium has ended."));
                }
            }
        }
    }

    public void Dispose() => writing.Dispose();

    private void Take(ReadOnlySequence<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement.Clone();
        if (root.TryGetProperty("id", out var id))
        {
            if (calls.TryRemove(id.GetInt32(), out var call))
            {
                if (root.TryGetProperty("error", out var error))
                {
                    call.TrySetException(new DevToolsException(error.GetProperty("message").GetString() ?? ""));
                }
                else
                {
                    call.TrySetResult(root.GetProperty("result"));
                }
            }
        }
        else
        {
            Told?.Invoke(root.GetProperty("method").GetString()!, root.TryGetProperty("sessionId", out var session) ? session.GetString() : null, root.GetProperty("params"));
        }
    }
}

/// <summary>Chromium did not do what it was asked to.</summary>
internal sealed class DevToolsException(string message) : Exception(message);
