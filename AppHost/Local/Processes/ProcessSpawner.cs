using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Processes;

/// <summary>
/// Starts every process from one thread that lives as long as the application. The kernel's parent-death signal means the parent
/// <i>thread</i>: started from the thread pool, a server would die whenever the pool retires an idle thread.
/// </summary>
internal sealed class ProcessSpawner : IDisposable
{
    private readonly BlockingCollection<(ProcessSpec Spec, TaskCompletionSource<Process> Started)> _requests = [];
    private readonly Thread _thread;

    public ProcessSpawner()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "process spawner" };
        _thread.Start();
    }

    public Task<Process> StartAsync(ProcessSpec spec)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Add((spec, started));
        return started.Task;
    }

    public void Dispose()
    {
        _requests.CompleteAdding();
        _thread.Join();
        _requests.Dispose();
    }

    private void Work()
    {
        foreach (var (spec, started) in _requests.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(Describe(spec))!);
            }
            catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
            {
                started.SetException(new DistributedApplicationException($"{spec.FileName} could not be started: {exception.Message}", exception));
            }
        }
    }

    private static ProcessStartInfo Describe(ProcessSpec spec)
    {
        // setsid: an own session, so that Ctrl-C in the terminal reaches AppHost alone and the whole tree can be found again.
        // setpriv comes after it because the kernel forgets the death signal when the user changes. All three exec, so the pid stays the same.
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("setpriv");
        if (spec.User is { } user)
        {
            start.ArgumentList.Add($"--reuid={user}");
            start.ArgumentList.Add($"--regid={user}");
            start.ArgumentList.Add("--init-groups");
        }

        start.ArgumentList.Add($"--pdeathsig={spec.ParentDeathSignal}");
        start.ArgumentList.Add("--");

        // A parent that died before setpriv asked for the signal sends none: whoever finds itself with another parent by then does not begin.
        // bash, because sh forgets variables whose names have a hyphen (services__demo-vendors__http__0).
        start.ArgumentList.Add("bash");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("""[ "$PPID" = "$0" ] && exec "$@" """);
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(spec.FileName);
        foreach (var argument in spec.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // AppHost's own address, when it was started with one, is nobody else's.
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
