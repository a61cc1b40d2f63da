using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Teg.Platform.Documents.Conversion;

namespace Teg.Platform.Documents.Tests.Conversion;

/// <summary>Order, limits and replacement, with workers that do what a test says.</summary>
public sealed class WorkerPoolTests
{
    private readonly List<Engine> engines = [];

    [Fact]
    public async Task Who_comes_first_is_served_first_and_everybody_knows_his_place()
    {
        var pool = Pool(size: 1);
        var first = Ask(pool, out _);
        var second = Ask(pool, out var places2);
        var third = Ask(pool, out var places3);

        await engines[0].FinishAsync();
        await first;
        await engines[0].FinishAsync();
        await second;
        await engines[0].FinishAsync();
        await third;

        places2.ShouldBe([1, 0]);
        places3.ShouldBe([2, 1, 0]);
        engines.Count.ShouldBe(1);
        await pool.StopAsync();
    }

    [Fact]
    public async Task One_more_than_may_wait_is_refused_at_once()
    {
        var pool = Pool(size: 1, change: options => options.QueueLength = 1);
        var working = Ask(pool, out _);
        var waiting = Ask(pool, out _);

        var failure = await Should.ThrowAsync<ConversionFailedException>(pool.RunAsync("c", null, CancellationToken.None));

        failure.Reason.ShouldBe(ConversionFailure.QueueFull);
        failure.IsWorthARetry.ShouldBeTrue();
        await engines[0].FinishAsync();
        await working;
        await engines[0].FinishAsync();
        await waiting;
        await pool.StopAsync();
    }

    [Fact]
    public async Task Who_leaves_the_queue_lets_the_others_move_up()
    {
        var pool = Pool(size: 1);
        using var leaving = new CancellationTokenSource();
        var working = Ask(pool, out _);
        var left = pool.RunAsync("b", null, leaving.Token);
        var waiting = Ask(pool, out var places);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(left);
        places.ShouldBe([2, 1]);
        await engines[0].FinishAsync();
        await working;
        await engines[0].FinishAsync();
        await waiting;
        engines.Count.ShouldBe(1);
        await pool.StopAsync();
    }

    [Fact]
    public async Task A_worker_that_failed_is_ended_and_another_takes_its_place()
    {
        var pool = Pool(size: 1);
        var failing = Ask(pool, out _);
        var next = Ask(pool, out _);

        engines[0].Fail(new ConversionFailedException(ConversionFailure.Crashed, "It ended.", "Again."));

        (await Should.ThrowAsync<ConversionFailedException>(failing)).Reason.ShouldBe(ConversionFailure.Crashed);
        engines[0].IsAlive.ShouldBeFalse();
        await Farm.UntilAsync(() => engines.Count == 2 && engines[1].IsBusy, "the next one has a worker");
        await engines[1].FinishAsync();
        await next;
        await pool.StopAsync();
    }

    [Fact]
    public async Task A_worker_that_has_done_its_share_is_replaced_before_the_next_comes()
    {
        var pool = Pool(size: 1);
        var first = Ask(pool, out _);
        engines[0].IsSpent = true;
        await engines[0].FinishAsync();
        await first;

        await Farm.UntilAsync(() => engines.Count == 2, "a fresh one was started");
        engines[0].IsAlive.ShouldBeFalse();
        await pool.StopAsync();
        engines.ShouldAllBe(engine => !engine.IsAlive);
    }

    [Fact]
    public async Task A_worker_that_died_while_nobody_looked_is_not_given_work()
    {
        var pool = Pool(size: 1);
        var first = Ask(pool, out _);
        await engines[0].FinishAsync();
        await first;
        engines[0].IsAlive = false;

        var second = Ask(pool, out _);

        engines.Count.ShouldBe(2);
        await engines[1].FinishAsync();
        await second;
        await pool.StopAsync();
    }

    [Fact]
    public async Task One_that_takes_too_long_is_ended()
    {
        var pool = Pool(size: 1, change: options => options.TimeLimit = TimeSpan.FromMilliseconds(1));

        var failure = await Should.ThrowAsync<ConversionFailedException>(Ask(pool, out _));

        failure.Reason.ShouldBe(ConversionFailure.TooSlow);
        failure.IsWorthARetry.ShouldBeFalse();
        engines[0].IsAlive.ShouldBeFalse();
        await pool.StopAsync();
    }

    [Fact]
    public async Task A_stop_tells_who_waits_and_who_works_and_leaves_no_worker()
    {
        var pool = Pool(size: 2);
        var asked = Enumerable.Range(0, 4).Select(_ => Ask(pool, out var _)).ToList();

        await pool.StopAsync();

        foreach (var one in asked)
        {
            (await Should.ThrowAsync<ConversionFailedException>(one)).Reason.ShouldBe(ConversionFailure.Stopping);
        }

        engines.Count.ShouldBe(2);
        engines.ShouldAllBe(engine => !engine.IsAlive);
        (await Should.ThrowAsync<ConversionFailedException>(pool.RunAsync("late", null, CancellationToken.None))).Reason.ShouldBe(ConversionFailure.Stopping);
    }

    [Fact]
    public async Task An_engine_that_cannot_start_is_the_answer_and_the_next_attempt_starts_anew()
    {
        var isBroken = true;
        var pool = Pool(size: 1, start: () => isBroken ? throw new ConversionFailedException(ConversionFailure.Crashed, "It did not start.", "Again.") : new Engine());

        (await Should.ThrowAsync<ConversionFailedException>(Ask(pool, out _))).Message.ShouldBe("It did not start.");
        pool.Trouble.ShouldBe("It did not start.");
        isBroken = false;
        var second = Ask(pool, out _);
        await Farm.UntilAsync(() => engines.Count == 1 && engines[0].IsBusy, "it was started");
        await engines[0].FinishAsync();
        await second;
        pool.Trouble.ShouldBeNull();
        await pool.StopAsync();
    }

    private WorkerPool<string> Pool(int size, Func<Engine>? start = null, Action<ConversionOptions>? change = null)
    {
        var options = new ConversionOptions();
        change?.Invoke(options);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new WorkerPool<string>(
            "Engine", size, warm: 0, options,
            _ =>
            {
                var engine = start?.Invoke() ?? new Engine();
                lock (engines)
                {
                    engines.Add(engine);
                }

                return Task.FromResult<IWorker<string>>(engine);
            },
            TimeProvider.System, new ConversionMetrics(meters), NullLogger.Instance);
    }

    private static Task<byte[]> Ask(WorkerPool<string> pool, out List<int> places)
    {
        var heard = new Places();
        places = heard.Heard;
        return pool.RunAsync("work", heard, CancellationToken.None);
    }

    private sealed class Places : IProgress<int>
    {
        public List<int> Heard { get; } = [];

        public void Report(int value) => Heard.Add(value);
    }

    private sealed class Engine : IWorker<string>
    {
        private TaskCompletionSource<byte[]>? work;

        public bool IsAlive { get; set; } = true;

        public bool IsSpent { get; set; }

        public bool IsBusy => work is { Task.IsCompleted: false };

        public Task<byte[]> DoAsync(string asked, CancellationToken ct)
        {
            work = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            return work.Task.WaitAsync(ct);
        }

        public async Task FinishAsync()
        {
            await Farm.UntilAsync(() => IsBusy, "the worker has work");
            work!.SetResult([1]);
        }

        public void Fail(Exception failure) => work!.SetException(failure);

        public ValueTask DisposeAsync()
        {
            IsAlive = false;
            return ValueTask.CompletedTask;
        }
    }
}
