using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Servers;

namespace Aspire.Hosting.Running;

/// <summary>One resource of a running application: where it stands, its processes, its log. Others await changes of its state.</summary>
internal sealed class ResourceRun(Resource resource, Launcher launcher, ResourceLog? log, Action changed)
{
    private readonly Lock _gate = new();
    private readonly List<ChildProcess> _companions = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Resource Resource { get; } = resource;

    public string Name => Resource.Name;

    public Launcher Launcher { get; } = launcher;

    public ResourceLog? Log { get; } = log;

    public ResourceState State { get; private set; } = ResourceState.Waiting;

    public string? Reason { get; private set; }

    public int? ExitCode { get; private set; }

    /// <summary>The program itself; null before it starts and after it ended.</summary>
    public ChildProcess? Process { get; set; }

    /// <summary>The program and what it needs beside it, as far as they are started.</summary>
    public IReadOnlyList<ChildProcess> Processes
    {
        get
        {
            lock (_gate)
            {
                return Process is { } program ? [.. _companions, program] : [.. _companions];
            }
        }
    }

    /// <summary>Somebody asked for the end, so the exit code says nothing.</summary>
    public bool IsStopping { get; set; }

    /// <summary>The task that starts it and watches over it until it ends.</summary>
    public Task Supervision { get; set; } = Task.CompletedTask;

    public bool IsOver => State is ResourceState.Finished or ResourceState.Failed or ResourceState.Stopped;

    public ResourceStatus Status => new(
        Name, Launcher.Kind, State, Reason, ExitCode, Process?.Identity.Pid,
        Resource.Endpoints.ToDictionary(
            endpoint => endpoint.Name,
            endpoint => endpoint.Scheme == "tcp" ? string.Create(CultureInfo.InvariantCulture, $"localhost:{endpoint.Port}") : endpoint.Url),
        Log?.Path);

    /// <summary>A process it needs beside it (RabbitMQ's name server); stopped after it.</summary>
    public void AddCompanion(ChildProcess companion)
    {
        lock (_gate)
        {
            _companions.Add(companion);
        }
    }

    /// <summary>Whoever takes them stops them: the end of the program and a request to stop meet here.</summary>
    public IReadOnlyList<ChildProcess> TakeCompanions()
    {
        lock (_gate)
        {
            ChildProcess[] taken = [.. _companions];
            _companions.Clear();
            return taken;
        }
    }

    public void Enter(ResourceState state, string? reason = null, int? exitCode = null)
    {
        TaskCompletionSource previous;
        lock (_gate)
        {
            if (State == state && Reason == reason && ExitCode == exitCode)
            {
                return;
            }

            (State, Reason, ExitCode) = (state, reason, exitCode);
            previous = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        previous.SetResult();
        changed();
    }

    public async Task UntilAsync(Func<ResourceRun, bool> condition, CancellationToken ct)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                next = _next.Task;
            }

            if (condition(this))
            {
                return;
            }

            await next.WaitAsync(ct);
        }
    }
}
