using System.Globalization;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

/// <summary>A process beyond doubt: numbers are reused, a number with its start time is not (within one boot).</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Clock ticks between boot and the process's start: field 22 of /proc/pid/stat.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    public bool IsAlive => ProcessTree.Read(Pid) is { } status && status.StartTicks == StartTicks && status.State is not ('Z' or 'X');
}

internal sealed record ProcessStatus(int Pid, char State, int Parent, int Session, long StartTicks);

internal static partial class ProcessTree
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    public static string BootId { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    public static IEnumerable<int> AllPids() =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0);

    // Sample: "812 (redis server) S 1 812 812 0 -1 4194560 …"; the name may hold spaces and brackets, so fields count from the last ")".
    public static ProcessStatus? Read(int pid)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessStatus(
                pid,
                fields[0][0],
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                int.Parse(fields[3], CultureInfo.InvariantCulture),
                long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static ProcessIdentity? Identify(int pid) => Read(pid) is { } status ? new ProcessIdentity(pid, status.StartTicks) : null;

    /// <summary>
    /// The process, its descendants, and whoever still is in the session it leads: a child whose parent died belongs to init, but not to
    /// another session.
    /// </summary>
    public static IReadOnlyList<ProcessIdentity> Members(int leader)
    {
        var all = AllPids().Select(Read).OfType<ProcessStatus>().ToList();
        var members = new HashSet<int> { leader };
        members.UnionWith(all.Where(status => status.Session == leader).Select(status => status.Pid));

        int before;
        do
        {
            before = members.Count;
            members.UnionWith(all.Where(status => members.Contains(status.Parent)).Select(status => status.Pid));
        }
        while (members.Count > before);

        return [.. all.Where(status => members.Contains(status.Pid)).Select(status => new ProcessIdentity(status.Pid, status.StartTicks))];
    }

    public static void Signal(ProcessIdentity process, int signal)
    {
        if (process.IsAlive)
        {
            // The result does not matter: the process ended in between, and whoever waits for its end sees that.
            _ = Kill(process.Pid, signal);
        }
    }

    public static string CommandLine(int pid)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Replace('\0', ' ').Trim();
            return text.Length <= 100 ? text : $"{text[..100]}…";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "ended";
        }
    }

    /// <summary>Ends them all: politely first, by force when the grace period is over. Returns when none is left.</summary>
    public static async Task EndAsync(IReadOnlyCollection<ProcessIdentity> processes, int politeSignal, TimeSpan grace, TimeProvider clock)
    {
        foreach (var process in processes)
        {
            Signal(process, politeSignal);
        }

        var deadline = clock.GetUtcNow() + grace;
        while (processes.Any(process => process.IsAlive))
        {
            if (clock.GetUtcNow() >= deadline)
            {
                foreach (var process in processes)
                {
                    Signal(process, SigKill);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(30), clock, CancellationToken.None);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
