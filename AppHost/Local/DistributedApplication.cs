using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Running;

namespace Aspire.Hosting;

/// <summary>
/// The whole system, or a part of it, over local processes.
/// <code>
/// var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
/// var teg = builder.AddPostgres("postgres").AddDatabase("teg");
/// builder.AddProject("warehouse", "../services/Warehouse/Warehouse.csproj").WithReference(teg).WaitFor(teg);
/// await using var app = builder.Build();
/// await app.StartAsync(ct);                     // free ports, own data folder, wiped on dispose
/// var teg = app.GetConnectionString("teg");
/// await app.KillAsync("postgres", ct);          // SIGKILL to the whole tree
/// await app.StartResourceAsync("postgres", ct); // again, on the same data
/// </code>
/// </summary>
public sealed class DistributedApplication : IAsyncDisposable
{
    private readonly LocalApplication _application;
    private readonly Dictionary<string, ResourceRun> _runs;
    private readonly ProcessSpawner _spawner = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Supervisor _supervisor;
    private readonly StateFile _state;
    private readonly Lock _stopGate = new();
    private Task? _stop;
    private FileStream? _ownership;
    private int _disposed;

    internal DistributedApplication(LocalApplication application)
    {
        _application = application;
        _state = new StateFile(application.Data);
        _runs = application.Resources.Where(resource => resource is not ParameterResource).ToDictionary(resource => resource.Name, CreateRun);
        _supervisor = new Supervisor(_runs, _spawner, application.Clock);
    }

    /// <summary>Databases, secrets, logs/ and state.json of this application.</summary>
    public string DataFolder => _application.Data.Path;

    /// <summary>Where 8080 moved to.</summary>
    public int PortBase => _application.Ports.Base;

    public IReadOnlyList<ResourceStatus> Resources => [.. _runs.Values.Select(run => run.Status)];

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        new DistributedApplicationBuilder(AppHostEntryPoint.Options(args));

    /// <summary>For tests: a composition of its own, or part of the real one.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(LocalOptions options) => new DistributedApplicationBuilder(options);

    // Aspire's Run blocks too: AppHost.cs ends with it, and a console program has no synchronization context to deadlock on.
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Starts everything and returns when Ctrl-C, SIGTERM or SIGHUP has stopped it. What prevents the start is said in one sentence.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (AppHostEntryPoint.IsTest)
        {
            // The test starts and stops it; AppHost.cs only must not end before.
            await _stopRequested.Task;
            return;
        }

        using var interrupt = StopOn(PosixSignal.SIGINT);
        using var terminate = StopOn(PosixSignal.SIGTERM);
        using var hangUp = StopOn(PosixSignal.SIGHUP);
        await using var cancelled = cancellationToken.Register(() => _stopRequested.TrySetResult());

        try
        {
            await LaunchAsync(cancellationToken);
            await _stopRequested.Task;
        }
        catch (DistributedApplicationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            Environment.ExitCode = 1;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Starts everything and waits until every resource is healthy or has finished with exit code 0.</summary>
    /// <exception cref="DistributedApplicationException">What <see cref="LaunchAsync"/> refuses; or a resource failed: the message says which and why.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await LaunchAsync(cancellationToken);
        await WaitForHealthyAsync(cancellationToken);
    }

    /// <summary>Starts every resource as soon as what it waits for is there, and returns at once.</summary>
    /// <exception cref="DistributedApplicationException">A port is taken, a program is missing, another AppHost runs on the same data.</exception>
    public async Task LaunchAsync(CancellationToken cancellationToken = default)
    {
        _ownership = Own();
        await StartChecks.EndLeftOversAsync(_state.Read(), _application.Clock, Say);
        StartChecks.RefuseProblems(_runs.Values);
        cancellationToken.ThrowIfCancellationRequested();

        foreach (var run in _runs.Values)
        {
            run.Supervision = _supervisor.SuperviseAsync(run, _lifetime.Token);
        }
    }

    /// <summary>Waits until every resource is healthy or has finished with exit code 0.</summary>
    /// <exception cref="DistributedApplicationException">At least one failed; the message gives each one's reason.</exception>
    public async Task WaitForHealthyAsync(CancellationToken cancellationToken = default)
    {
        foreach (var run in _runs.Values)
        {
            await run.UntilAsync(IsSettled, cancellationToken);
        }

        var failed = _runs.Values.Where(run => run.State is ResourceState.Failed).Select(run => $"{run.Name}: {run.Reason}").ToList();
        if (failed.Count > 0)
        {
            throw new DistributedApplicationException(string.Join(Environment.NewLine, failed));
        }
    }

    /// <summary>Waits until one resource is healthy, or finished with exit code 0.</summary>
    public async Task WaitForHealthyAsync(string resource, CancellationToken cancellationToken = default)
    {
        var run = Find(resource);
        await run.UntilAsync(IsSettled, cancellationToken);
        if (run.State is ResourceState.Failed or ResourceState.Stopped)
        {
            throw new DistributedApplicationException($"{run.Name}: {run.Reason}");
        }
    }

    /// <summary>Waits until one resource is in a state.</summary>
    public Task WaitForStateAsync(string resource, ResourceState state, CancellationToken cancellationToken = default) =>
        Find(resource).UntilAsync(run => run.State == state, cancellationToken);

    /// <summary>As it is injected: the owner's login, not a service's.</summary>
    public string GetConnectionString(string resource) =>
        Find(resource).Resource is IResourceWithConnectionString source
            ? source.ConnectionStringExpression.GetValue()
            : throw new DistributedApplicationException($"Resource '{resource}' has no connection string.");

    public Uri GetEndpoint(string resource, string endpoint = "http") => new(new EndpointReference(Find(resource).Resource, endpoint).Url);

    public ResourceStatus GetStatus(string resource) => Find(resource).Status;

    /// <summary>The newest lines a resource printed, oldest first (at most 400; all of them are in its log file).</summary>
    public IReadOnlyList<string> GetLogs(string resource) => Find(resource).Log?.Last() ?? [];

    /// <summary>SIGKILL to the resource and every process below it; returns when they are gone. Its dependents are left alone.</summary>
    public async Task KillAsync(string resource, CancellationToken cancellationToken = default)
    {
        var run = Find(resource);
        await Supervisor.StopAsync(run, kill: true).WaitAsync(cancellationToken);
        await run.Supervision.WaitAsync(cancellationToken);
    }

    /// <summary>Stops a resource as Ctrl-C would; its dependents are left alone.</summary>
    public async Task StopResourceAsync(string resource, CancellationToken cancellationToken = default)
    {
        var run = Find(resource);
        await Supervisor.StopAsync(run, kill: false).WaitAsync(cancellationToken);
        await run.Supervision.WaitAsync(cancellationToken);
    }

    /// <summary>Starts a resource that ended, on the same data, and waits until it is healthy or has finished.</summary>
    public async Task StartResourceAsync(string resource, CancellationToken cancellationToken = default)
    {
        var run = Find(resource);
        if (!run.IsOver)
        {
            throw new DistributedApplicationException($"Resource '{resource}' is {run.State} and cannot be started a second time.");
        }

        await run.Supervision.WaitAsync(cancellationToken);
        run.IsStopping = false;
        run.Enter(ResourceState.Starting);
        run.Supervision = _supervisor.SuperviseAsync(run, _lifetime.Token);
        await WaitForHealthyAsync(resource, cancellationToken);
    }

    public async Task RestartAsync(string resource, CancellationToken cancellationToken = default)
    {
        await StopResourceAsync(resource, cancellationToken);
        await StartResourceAsync(resource, cancellationToken);
    }

    /// <summary>Stops everything: programs first, then the servers they use. Returns when no process is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_stopGate)
        {
            _stopRequested.TrySetResult();
            return (_stop ??= StopAllAsync()).WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        foreach (var run in _runs.Values)
        {
            run.Log?.Dispose();
        }

        _spawner.Dispose();
        _http.Dispose();
        _lifetime.Dispose();
        _application.Ports.Dispose();
        if (_ownership is not null)
        {
            await _ownership.DisposeAsync();
        }

        _application.Data.Delete();
    }

    private static bool IsSettled(ResourceRun run) => run.State is ResourceState.Healthy || run.IsOver;

    private async Task StopAllAsync()
    {
        await _lifetime.CancelAsync();
        await Task.WhenAll(_runs.Values.Select(run => run.Supervision));

        var programs = _runs.Values.Where(run => run.Resource is ProjectResource or ExecutableResource).ToList();
        await Task.WhenAll(programs.Select(StopOneAsync));
        await Task.WhenAll(_runs.Values.Except(programs).Select(StopOneAsync));
    }

    private async Task StopOneAsync(ResourceRun run)
    {
        await Supervisor.StopAsync(run, kill: false);
        run.Process?.Dispose();
        run.Process = null;
        if (!run.IsOver)
        {
            run.Enter(ResourceState.Stopped, "stopped with the application");
        }
    }

    private ResourceRun CreateRun(Resource resource)
    {
        var launcher = _application.LauncherOf(resource, _spawner, _http);
        var log = resource is PostgresDatabaseResource
            ? null
            : new ResourceLog(_application.Data.In("logs", $"{resource.Name}.log"), line => Echo(resource.Name, line));
        ResourceRun? run = null;
        return run = new ResourceRun(resource, launcher, log, () => Changed(run!));
    }

    private void Changed(ResourceRun run)
    {
        // While it starts, each attempt's answer is a new reason: worth keeping in the file, not worth a line.
        if (run.State is not ResourceState.Running)
        {
            Say($"{run.Name}: {run.State.ToString().ToLowerInvariant()}{(run.Reason is null ? "" : $" ({run.Reason})")}");
        }

        if (_ownership is null)
        {
            // The file belongs to another AppHost.
            return;
        }

        _state.Write(() => new SystemState(
            ProcessTree.Identify(Environment.ProcessId)!.Value,
            ProcessTree.BootId,
            PortBase,
            Resources,
            [.. _runs.Values.SelectMany(Recorded)]));
    }

    private static IEnumerable<RecordedProcess> Recorded(ResourceRun run) =>
        run.Processes.Select(process => new RecordedProcess(run.Name, process.Identity));

    private void Say(string line) => _application.Options.Console?.WriteLine($"teg | {line}");

    private void Echo(string resource, string line)
    {
        if (_application.Options is { ConsoleShowsOutput: true, Console: { } console })
        {
            console.WriteLine($"{resource} | {line}");
        }
    }

    private ResourceRun Find(string resource) =>
        _runs.TryGetValue(resource, out var run)
            ? run
            : throw new DistributedApplicationException($"There is no resource '{resource}'; there are {string.Join(", ", _runs.Keys)}.");

    private FileStream Own()
    {
        try
        {
            return new FileStream(_application.Data.In("apphost.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new DistributedApplicationException(
                $"Another AppHost (pid {_state.Read()?.AppHost.Pid}) is running on {DataFolder}. Stop it: ./teg down. "
                + "To run a second system beside it, give it its own data and ports: TEG_DATA=/path TEG_PORT_BASE=9080 ./teg up.",
                exception);
        }
    }

    private PosixSignalRegistration StopOn(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _stopRequested.TrySetResult();
    });
}
