using System.ComponentModel;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Servers;
using Npgsql;

namespace Aspire.Hosting.Running;

/// <summary>Starts a resource when what it waits for is there, and watches it until it ends.</summary>
internal sealed class Supervisor(IReadOnlyDictionary<string, ResourceRun> runs, ProcessSpawner spawner, TimeProvider clock)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);

    public async Task SuperviseAsync(ResourceRun run, CancellationToken ct)
    {
        try
        {
            if (await DependenciesAsync(run, ct) is { } obstacle)
            {
                run.Enter(ResourceState.Failed, $"not started: {obstacle}");
                return;
            }

            run.Enter(ResourceState.Starting);
            var plan = await run.Launcher.PrepareAsync(Log(run), ct);
            if (plan is not null)
            {
                await StartAsync(run, plan);
            }

            run.Enter(ResourceState.Running);
            await WatchAsync(run, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The application is stopping; who stops it ends the processes.
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            run.Log?.Write(exception.Message);
            run.Enter(ResourceState.Failed, exception.Message);
        }
    }

    public static async Task StopAsync(ResourceRun run, bool kill)
    {
        run.IsStopping = true;
        if (run.Process is { } process)
        {
            await (kill ? process.KillAsync() : process.StopAsync());
        }

        await StopCompanionsAsync(run);
    }

    /// <returns>Null when all are there; else the one that never will be, and why.</returns>
    private async Task<string?> DependenciesAsync(ResourceRun run, CancellationToken ct)
    {
        foreach (var wait in run.Resource.Waits)
        {
            var dependency = runs[wait.Resource.Name];
            var goal = wait.ExitCode is null ? "to be healthy" : "to finish";
            run.Enter(ResourceState.Waiting, $"waits for {dependency.Name} {goal}");
            await dependency.UntilAsync(other => other.IsOver || (wait.ExitCode is null && other.State is ResourceState.Healthy), ct);
            if (Obstacle(wait, dependency) is { } obstacle)
            {
                return obstacle;
            }
        }

        return null;
    }

    private static string? Obstacle(WaitAnnotation wait, ResourceRun dependency)
    {
        if (wait.ExitCode is null)
        {
            return dependency.State switch
            {
                ResourceState.Healthy => null,
                ResourceState.Finished => $"{dependency.Name} ended before it was needed",
                _ => $"{dependency.Name} {Word(dependency.State)}: {dependency.Reason}",
            };
        }

        return dependency.ExitCode == wait.ExitCode ? null : $"{dependency.Name} {Word(dependency.State)}: {dependency.Reason}";
    }

    private static string Word(ResourceState state) => state is ResourceState.Stopped ? "was stopped" : "failed";

    private async Task StartAsync(ResourceRun run, LaunchPlan plan)
    {
        foreach (var companion in plan.Companions)
        {
            run.AddCompanion(await ChildProcess.StartAsync(spawner, companion, Log(run), clock));
        }

        run.Process = await ChildProcess.StartAsync(spawner, plan.Program, Log(run), clock);
        if (run.IsStopping)
        {
            // Asked to stop while it was being prepared: there was no process to tell.
            await run.Process.StopAsync();
        }
    }

    private async Task WatchAsync(ResourceRun run, CancellationToken ct)
    {
        while (true)
        {
            var healthy = await CheckAsync(run, ct);
            var pause = Task.Delay(healthy ? WhileHealthy : WhileStarting, clock, ct);
            var exited = run.Process?.Exited;
            await (exited is null ? pause : Task.WhenAny(exited, pause));
            if (exited is { IsCompleted: true })
            {
                await EndAsync(run, await exited);
                return;
            }

            if (run.Process is null && run.IsStopping)
            {
                run.Enter(ResourceState.Stopped, "stopped on request");
                return;
            }

            ct.ThrowIfCancellationRequested();
        }
    }

    private static async Task<bool> CheckAsync(ResourceRun run, CancellationToken ct)
    {
        if (await run.Launcher.CheckAsync(ct) is not { } problem)
        {
            if (run.Process is not { Exited.IsCompleted: true })
            {
                run.Enter(ResourceState.Healthy);
            }

            return true;
        }

        run.Enter(ResourceState.Running, problem);
        return false;
    }

    private static async Task EndAsync(ResourceRun run, int exitCode)
    {
        var lastLines = run.Log?.Last(5) ?? [];
        await StopCompanionsAsync(run);
        run.Process?.Dispose();
        run.Process = null;
        if (run.IsStopping)
        {
            run.Enter(ResourceState.Stopped, "stopped on request", exitCode);
        }
        else if (exitCode == 0)
        {
            run.Enter(ResourceState.Finished, reason: null, exitCode);
        }
        else
        {
            var said = lastLines.Count == 0 ? "it printed nothing" : $"its last lines: {string.Join(" / ", lastLines.Select(LogLine.Readable))}";
            run.Enter(
                ResourceState.Failed,
                string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}{SignalOf(exitCode)}; {said} (all of it: {run.Log?.Path})"),
                exitCode);
        }
    }

    private static string SignalOf(int exitCode) => exitCode switch
    {
        137 => " (killed by SIGKILL)",
        139 => " (segmentation fault)",
        143 => " (ended by SIGTERM)",
        _ => "",
    };

    private static async Task StopCompanionsAsync(ResourceRun run)
    {
        foreach (var companion in run.TakeCompanions())
        {
            await companion.StopAsync();
            companion.Dispose();
        }
    }

    private static Action<string> Log(ResourceRun run) => run.Log is { } log ? log.Write : _ => { };

    private static bool IsExpected(Exception exception) =>
        exception is DistributedApplicationException or NotSupportedException or IOException or UnauthorizedAccessException or NpgsqlException
            or Win32Exception;
}
