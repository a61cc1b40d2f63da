using System.Globalization;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Running;

/// <summary>What has to be in order before the first process starts; each problem names its cause and the way out.</summary>
internal static class StartChecks
{
    /// <summary>
    /// Ends what an AppHost that was killed left running: recognised by process id and start time in the state it wrote last.
    /// </summary>
    public static async Task EndLeftOversAsync(SystemState? previous, TimeProvider clock, Action<string> say)
    {
        if (previous is null || previous.BootId != ProcessTree.BootId)
        {
            return;
        }

        foreach (var recorded in previous.Processes)
        {
            // The process itself may have died while its children live on in its session.
            var members = ProcessTree.Members(recorded.Identity.Pid)
                .Where(member => member.Pid != recorded.Identity.Pid || member == recorded.Identity)
                .ToList();
            if (ProcessTree.Identify(recorded.Identity.Pid) is { } now && now != recorded.Identity)
            {
                continue;
            }

            if (members.Count > 0)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"ends what an earlier run left behind: {recorded.Resource}, pid {recorded.Identity.Pid}"));
                await ProcessTree.EndAsync(members, ProcessTree.SigTerm, TimeSpan.FromSeconds(5), clock);
            }
        }
    }

    public static void RefuseProblems(IReadOnlyCollection<ResourceRun> runs)
    {
        var problems = runs.SelectMany(run => run.Launcher.FindProblems()).Concat(TakenPorts(runs)).ToList();
        if (problems.Count > 0)
        {
            throw new DistributedApplicationException(string.Join(Environment.NewLine, problems));
        }
    }

    private static IEnumerable<string> TakenPorts(IReadOnlyCollection<ResourceRun> runs)
    {
        var endpoints = runs.SelectMany(run => run.Resource.Endpoints.Select(endpoint => (run.Name, endpoint))).ToList();
        foreach (var twice in endpoints.GroupBy(pair => pair.endpoint.Port).Where(group => group.Count() > 1))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Port {twice.Key} is given to {string.Join(" and ", twice.Select(pair => pair.Name))}; change one in AppHost.cs.");
        }

        var taken = PortHolder.Listening();
        foreach (var (name, endpoint) in endpoints)
        {
            if (taken.TryGetValue(endpoint.Port, out var socket))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Port {endpoint.Port} ({name}, {endpoint.Name}) is taken by {PortHolder.Of(socket)}. Stop that, or move all ports: TEG_PORT_BASE=9080 ./teg up.");
            }
        }
    }
}
