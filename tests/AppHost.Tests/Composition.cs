using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Teg.Platform.AppHost.Tests;

internal static class Composition
{
    public static IDistributedApplicationBuilder New(string? dataFolder = null, int? portBase = null) =>
        DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false, DataFolder = dataFolder, PortBase = portBase });

    public static IResourceBuilder<ExecutableResource> AddShell(this IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "/bin/sh", "/", "-c", script);

    /// <summary>Processes whose command line holds the marker.</summary>
    public static IReadOnlyList<int> ProcessesWith(string marker) =>
    [
        .. Process.GetProcesses().Select(process => process.Id).Where(pid =>
        {
            try
            {
                return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Contains(marker, StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }),
    ];

    public static async Task<bool> BecomesTrueAsync(Func<bool> condition, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > within)
            {
                return false;
            }

            await Task.Delay(50);
        }

        return true;
    }
}
