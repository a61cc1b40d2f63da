using System.Diagnostics;

namespace Teg.Platform.Documents.Conversion;

/// <summary>
/// So many workers and one queue before them. Who comes first is served first; who comes when the queue is full is refused. A worker that failed, has
/// done its share or has grown is replaced beside the others' work, so nobody waits for its successor to start.
/// </summary>
internal sealed partial class WorkerPool<TWork> : IDisposable
{
    private readonly string engine;
    private readonly ConversionOptions options;
    private readonly Func<CancellationToken, Task<IWorker<TWork>>> start;
    private readonly TimeProvider clock;
    private readonly ConversionMetrics metrics;
    private readonly ILogger logger;
    private readonly Lock gate = new();

    // The last given back is taken first: it is the warmest, and those at the front can be ended when there is little to do.
    private readonly List<Slot> free;
    private readonly LinkedList<Waiter> queue = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource allHome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer idle;
    private readonly int warm;
    private int away;
    private bool isStopped;
    private volatile string? trouble;

    public WorkerPool(
        string engine, int size, int warm, ConversionOptions options, Func<CancellationToken, Task<IWorker<TWork>>> start, TimeProvider clock, ConversionMetrics metrics, ILogger logger)
    {
        (this.engine, this.warm, this.options, this.start, this.clock, this.metrics, this.logger) = (engine, Math.Min(warm, size), options, start, clock, metrics, logger);
        free = [.. Enumerable.Range(0, size).Select(_ => new Slot())];
        idle = clock.CreateTimer(_ => EndIdle(), null, options.IdleTime, options.IdleTime);
        metrics.Watch(engine, () => Waiting, () => Workers);
    }

    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return queue.Count;
            }
        }
    }

    /// <summary>Engines that run.</summary>
    public int Workers
    {
        get
        {
            lock (gate)
            {
                return away + free.Count(slot => slot.Worker is not null);
            }
        }
    }

    /// <summary>Why the last engine that was started did not; null when it did.</summary>
    public string? Trouble => trouble;

    /// <exception cref="ConversionFailedException">No PDF came out.</exception>
    public async Task<byte[]> RunAsync(TWork work, IProgress<int>? position, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var slot = await TakeAsync(position, ct);
            byte[] pdf;
            try
            {
                pdf = await DoAsync(slot, work, ct);
            }
            finally
            {
                GiveBack(slot);
            }

            outcome = "done";
            return pdf;
        }
        catch (ConversionFailedException failure)
        {
            outcome = failure.Reason.ToString();
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = "Canceled";
            throw;
        }
        finally
        {
            metrics.Ended(engine, outcome, Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>Starts the engines that are kept; a failure is logged and told by <see cref="Trouble"/>.</summary>
    public async Task WarmAsync(CancellationToken ct)
    {
        for (var number = 0; number < warm; number++)
        {
            Slot? slot;
            lock (gate)
            {
                slot = free.FindLast(one => one.Worker is null);
                if (slot is null || isStopped)
                {
                    return;
                }

                free.Remove(slot);
                away++;
            }

            await RenewAsync(slot, ct);
        }
    }

    /// <summary>Refuses who waits, ends who works, and returns when no process is left.</summary>
    public async Task StopAsync()
    {
        List<Slot> resting;
        bool isWaited;
        lock (gate)
        {
            if (isStopped)
            {
                return;
            }

            isStopped = true;
            foreach (var waiter in queue)
            {
                waiter.Slot.TrySetException(Stopping());
            }

            queue.Clear();
            resting = [.. free];
            free.Clear();
            isWaited = away > 0;
        }

        await stopping.CancelAsync();
        await idle.DisposeAsync();
        foreach (var slot in resting)
        {
            await EndAsync(slot);
        }

        if (isWaited)
        {
            await allHome.Task;
        }
    }

    /// <summary>After <see cref="StopAsync"/>.</summary>
    public void Dispose()
    {
        idle.Dispose();
        stopping.Dispose();
    }

    private async Task<Slot> TakeAsync(IProgress<int>? position, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (gate)
        {
            if (isStopped)
            {
                throw Stopping();
            }

            if (free.Count > 0)
            {
                var slot = free[^1];
                free.RemoveAt(free.Count - 1);
                away++;
                position?.Report(0);
                return slot;
            }

            if (queue.Count >= options.QueueLength)
            {
                throw new ConversionFailedException(
                    ConversionFailure.QueueFull, $"{queue.Count} documents wait to become PDFs already.", "Try it again in a few minutes.");
            }

            waiter = new Waiter(position);
            queue.AddLast(waiter);
            position?.Report(queue.Count);
        }

        await using var leaving = ct.Register(() =>
        {
            lock (gate)
            {
                // Who has a worker already finds the cancellation when it begins.
                if (queue.Remove(waiter))
                {
                    waiter.Slot.TrySetCanceled(ct);
                    TellPositions();
                }
            }
        });
        return await waiter.Slot.Task;
    }

    private async Task<byte[]> DoAsync(Slot slot, TWork work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (slot.Worker is { IsAlive: false })
        {
            await EndAsync(slot);
        }

        var isFresh = slot.Worker is null;
        slot.Worker ??= await StartAsync(ct);
        using var limit = new CancellationTokenSource(options.TimeLimit, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token, ct);
        try
        {
            return await slot.Worker.DoAsync(work, end.Token);
        }
        catch (Exception failure)
        {
            // Whatever it was, nobody knows what state the engine is in.
            await EndAsync(slot);
            switch (failure)
            {
                case WorkerGoneException when !isFresh:
                    return await DoAsync(slot, work, ct);
                case WorkerGoneException:
                    throw new ConversionFailedException(ConversionFailure.Crashed, $"{engine} ended before it began.", "Try it again.");
                case OperationCanceledException when stopping.IsCancellationRequested:
                    throw Stopping();
                case OperationCanceledException when !ct.IsCancellationRequested:
                    LogTooSlow(engine, options.TimeLimit);
                    throw new ConversionFailedException(
                        ConversionFailure.TooSlow, $"{engine} was still busy with the document after {options.TimeLimit.TotalSeconds:0} seconds.",
                        "Make the document smaller or split it; pictures of high resolution and very long tables take the time.");
                default:
                    throw;
            }
        }
    }

    private void GiveBack(Slot slot)
    {
        if (slot.Worker is null or { IsSpent: true })
        {
            _ = RenewAsync(slot, CancellationToken.None);
        }
        else
        {
            Return(slot);
        }
    }

    // Never throws: a slot that cannot be renewed goes back empty, and whoever takes it next is told why.
    private async Task RenewAsync(Slot slot, CancellationToken ct)
    {
        await EndAsync(slot);
        try
        {
            slot.Worker = await StartAsync(ct);
        }
        catch (ConversionFailedException failure) when (failure.Reason != ConversionFailure.Stopping)
        {
            LogNotStarted(engine, failure.Message);
        }
        catch (Exception e) when (e is ConversionFailedException or OperationCanceledException)
        {
            // It is not needed any more.
        }

        Return(slot);
    }

    private void Return(Slot slot)
    {
        lock (gate)
        {
            slot.Since = clock.GetTimestamp();
            if (!isStopped)
            {
                if (queue.First is { Value: var next })
                {
                    queue.RemoveFirst();
                    next.Position?.Report(0);
                    next.Slot.SetResult(slot);
                    TellPositions();
                    return;
                }

                free.Add(slot);
                away--;
                return;
            }
        }

        _ = EndLastAsync(slot);
    }

    private async Task EndLastAsync(Slot slot)
    {
        await EndAsync(slot);
        lock (gate)
        {
            if (--away == 0)
            {
                allHome.TrySetResult();
            }
        }
    }

    private async Task<IWorker<TWork>> StartAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.StartLimit, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token, ct);
        try
        {
            end.Token.ThrowIfCancellationRequested();
            var worker = await start(end.Token);
            trouble = null;
            return worker;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw Stopping();
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            trouble = $"{engine} did not start within {options.StartLimit.TotalSeconds:0} seconds.";
            throw new ConversionFailedException(ConversionFailure.Crashed, trouble, "Try it again; if it stays so, the machine is too busy or short of memory.");
        }
        catch (ConversionFailedException failure)
        {
            trouble = failure.Message;
            throw;
        }
    }

    private void EndIdle()
    {
        List<IWorker<TWork>> ended = [];
        lock (gate)
        {
            var running = free.Where(slot => slot.Worker is not null).ToList();
            foreach (var slot in running.Take(Math.Max(0, running.Count + away - warm)).Where(slot => clock.GetElapsedTime(slot.Since) >= options.IdleTime))
            {
                ended.Add(slot.Worker!);
                slot.Worker = null;
            }
        }

        foreach (var worker in ended)
        {
            _ = worker.DisposeAsync().AsTask();
        }
    }

    private static async Task EndAsync(Slot slot)
    {
        if (slot.Worker is { } worker)
        {
            slot.Worker = null;
            await worker.DisposeAsync();
        }
    }

    // Under the lock, so that nobody hears of two places in the wrong order.
    private void TellPositions()
    {
        var place = 0;
        foreach (var waiter in queue)
        {
            waiter.Position?.Report(++place);
        }
    }

    private static ConversionFailedException Stopping() =>
        new(ConversionFailure.Stopping, "The Documents service was stopped while the document was to become a PDF.", "Nothing needs to be done: it is begun again.");

    private sealed class Slot
    {
        public IWorker<TWork>? Worker { get; set; }

        /// <summary>When it was given back.</summary>
        public long Since { get; set; }
    }

    private sealed record Waiter(IProgress<int>? Position)
    {
        public TaskCompletionSource<Slot> Slot { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Warning, "{Engine} was killed: still busy after {Limit}")]
    private partial void LogTooSlow(string engine, TimeSpan limit);

    [LoggerMessage(LogLevel.Warning, "{Engine} did not start: {Reason}")]
    private partial void LogNotStarted(string engine, string reason);
}
