using System.Diagnostics;

namespace Aspire.Hosting.Processes;

/// <summary>A started process: its output goes to the log line by line, its end is awaited, its whole tree is stopped.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly ProcessSpec _spec;
    private readonly TimeProvider _clock;
    private readonly Task _output;

    private ChildProcess(Process process, ProcessSpec spec, Action<string> log, TimeProvider clock)
    {
        _process = process;
        _spec = spec;
        _clock = clock;
        Identity = ProcessTree.Identify(process.Id) ?? new ProcessIdentity(process.Id, 0);
        process.StandardInput.Close();
        _output = Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log));
        Exited = ExitAsync();
    }

    public ProcessIdentity Identity { get; }

    /// <summary>Completes with the exit code (128 + n after signal n) when the process has ended and no descendant is left.</summary>
    public Task<int> Exited { get; }

    public static async Task<ChildProcess> StartAsync(ProcessSpawner spawner, ProcessSpec spec, Action<string> log, TimeProvider clock) =>
        new(await spawner.StartAsync(spec), spec, log, clock);

    public Task StopAsync() => EndAsync(_spec.StopSignal, _spec.Grace);

    /// <summary>SIGKILL to the process and every descendant, as the kernel's out-of-memory killer or a power cut would.</summary>
    public Task KillAsync() => EndAsync(ProcessTree.SigKill, TimeSpan.Zero);

    public void Dispose() => _process.Dispose();

    private async Task EndAsync(int signal, TimeSpan grace)
    {
        var members = ProcessTree.Members(Identity.Pid);
        if (signal == ProcessTree.SigKill || _spec.StopWholeTree)
        {
            await ProcessTree.EndAsync(members, signal, grace, _clock);
        }
        else
        {
            await ProcessTree.EndAsync([Identity], signal, grace, _clock);
        }

        await ProcessTree.EndAsync(members, ProcessTree.SigKill, TimeSpan.Zero, _clock);
        await Exited;
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;

        // Helpers a crashed program left behind would hold its ports and files.
        var orphans = ProcessTree.Members(Identity.Pid).Where(member => member != Identity).ToList();
        await ProcessTree.EndAsync(orphans, ProcessTree.SigKill, TimeSpan.Zero, _clock);

        // All writers are gone; what they said last is the reason people look for.
        await Task.WhenAny(_output, Task.Delay(TimeSpan.FromSeconds(2), _clock));
        return code;
    }

    private static async Task CopyAsync(StreamReader reader, Action<string> log)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            log(line);
        }
    }
}
