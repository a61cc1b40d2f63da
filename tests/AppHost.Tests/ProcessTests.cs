using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Processes;

namespace Teg.Platform.AppHost.Tests;

public sealed class ProcessTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Stopping_ends_the_whole_tree_also_children_that_ignore_the_request()
    {
        var marker = $"marker-{Guid.NewGuid():N}";
        var builder = Composition.New();
        builder.AddShell("service", $"sh -c 'trap \"\" TERM; : {marker}; sleep 300; sleep 300' & sh -c ': {marker}; sleep 300; sleep 300' & wait");
        var app = builder.Build();
        await app.StartAsync();
        (await Composition.BecomesTrueAsync(() => Composition.ProcessesWith(marker).Count == 3, Soon)).ShouldBeTrue();

        await app.KillAsync("service");
        Composition.ProcessesWith(marker).ShouldBeEmpty();

        await app.StartResourceAsync("service");
        (await Composition.BecomesTrueAsync(() => Composition.ProcessesWith(marker).Count == 3, Soon)).ShouldBeTrue();
        await app.DisposeAsync();

        Composition.ProcessesWith(marker).ShouldBeEmpty();
        Directory.Exists(app.DataFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task Children_of_a_crashed_service_do_not_outlive_it()
    {
        var marker = $"marker-{Guid.NewGuid():N}";
        var builder = Composition.New();
        builder.AddShell("service", $"sh -c ': {marker}; sleep 300; sleep 300' & sleep 0.3; kill -9 $$");
        await using var app = builder.Build();
        await app.LaunchAsync();

        await app.WaitForStateAsync("service", ResourceState.Failed).WaitAsync(Soon);

        Composition.ProcessesWith(marker).ShouldBeEmpty();
        app.GetStatus("service").Reason.ShouldNotBeNull().ShouldContain("killed by SIGKILL");
    }

    [Fact]
    public async Task The_next_start_ends_what_a_killed_run_left_behind_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("teg-").FullName;
        using var leftOver = Process.Start("setsid", ["sleep", "301"]);
        using var stranger = Process.Start("setsid", ["sleep", "302"]);
        await Task.Delay(200);
        var left = ProcessTree.Identify(leftOver.Id)!.Value;
        var reused = new ProcessIdentity(stranger.Id, ProcessTree.Identify(stranger.Id)!.Value.StartTicks - 5);
        await File.WriteAllTextAsync(Path.Combine(folder, "state.json"), JsonSerializer.Serialize(
            new
            {
                appHost = new { pid = int.MaxValue, startTicks = 1 },
                bootId = ProcessTree.BootId,
                portBase = 8080,
                resources = Array.Empty<object>(),
                processes = new[]
                {
                    new { resource = "sync", identity = new { pid = left.Pid, startTicks = left.StartTicks } },
                    new { resource = "accounts", identity = new { pid = reused.Pid, startTicks = reused.StartTicks } },
                },
            }));
        var builder = Composition.New(folder);
        builder.AddShell("service", "sleep 300");
        await using var app = builder.Build();

        await app.StartAsync();

        leftOver.WaitForExit(2000).ShouldBeTrue();
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_second_system_on_the_same_data_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("teg-").FullName;
        var first = Composition.New(folder);
        first.AddShell("service", "sleep 300");
        await using var running = first.Build();
        await running.StartAsync();
        var second = Composition.New(folder);
        second.AddShell("service", "sleep 300");
        await using var app = second.Build();

        var failure = await Should.ThrowAsync<DistributedApplicationException>(() => app.StartAsync());

        failure.Message.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"Another AppHost (pid {Environment.ProcessId}) is running on {folder}"));
        failure.Message.ShouldContain("./teg down");
        await running.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_survives_an_AppHost_that_is_killed()
    {
        using var ports = PortBlock.Reserve(portBase: null);
        var folder = Directory.CreateTempSubdirectory("teg-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var dll = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "AppHost", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Teg.Platform.AppHost.dll"));
        var start = new ProcessStartInfo("dotnet", [dll]);
        start.Environment["TEG_DATA"] = folder;
        start.Environment["TEG_PORT_BASE"] = ports.Base.ToString(CultureInfo.InvariantCulture);
        start.Environment["TEG_CONSOLE"] = "quiet";
        using var appHost = Process.Start(start)!;
        (await Composition.BecomesTrueAsync(() => Recorded(folder).Count >= 5, TimeSpan.FromSeconds(40))).ShouldBeTrue();

        appHost.Kill();

        var recorded = Recorded(folder);
        await Composition.BecomesTrueAsync(() => recorded.All(process => !process.IsAlive), TimeSpan.FromMinutes(2));
        recorded.Where(process => process.IsAlive).Select(process => ProcessTree.CommandLine(process.Pid)).ShouldBeEmpty();
        Directory.Delete(folder, recursive: true);
    }

    private static List<ProcessIdentity> Recorded(string folder)
    {
        var file = Path.Combine(folder, "state.json");
        if (!File.Exists(file))
        {
            return [];
        }

        using var state = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. state.RootElement.GetProperty("processes").EnumerateArray().Select(process => process.GetProperty("identity"))
                .Select(identity => new ProcessIdentity(identity.GetProperty("pid").GetInt32(), identity.GetProperty("startTicks").GetInt64())),
        ];
    }
}
