using System.Globalization;
using System.Runtime.InteropServices;

namespace Teg.Platform.Bench.Ledger;

/// <summary>Where a chapter was measured. The load tells how much else the machine had to do.</summary>
internal sealed record Machine(string Cores, double Gigabytes, string Runtime, string Build, string LoadBefore, DateTimeOffset At)
{
    public static Machine Now()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        var kilobytes = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return new Machine(
            $"{Environment.ProcessorCount} cores{(model is null ? "" : $" ({model})")}",
            double.Parse(kilobytes, CultureInfo.InvariantCulture) / (1024 * 1024),
            RuntimeInformation.FrameworkDescription,
#if DEBUG
            "Debug build",
#else
            "Release build",
#endif
            File.ReadAllText("/proc/loadavg").Split(' ')[0],
            TimeProvider.System.GetUtcNow());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Cores}, {Gigabytes:0.0} GB, {Runtime}, {Build}, everything on this one machine; load average {LoadBefore} when it began, {At:yyyy-MM-dd HH:mm} UTC");
}
