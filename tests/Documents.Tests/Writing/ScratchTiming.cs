using System.Diagnostics;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Tests.Writing;

public sealed class ScratchTiming
{
    [Fact]
    public async Task Time()
    {
        var lines = new List<string>();
        foreach (var (kind, inputs) in ((DocumentKind, string)[])[(DocumentKind.Contract, Demo.Development), (DocumentKind.Deck, Demo.Deck("bridal-couture", 5, 4)), (DocumentKind.Workbook, Demo.Workbook), (DocumentKind.ALaCarte, Demo.ALaCarte)])
        {
            var prepared = Demo.Prepare(kind, inputs);
            var times = new List<double>();
            for (var round = 0; round < 60; round++)
            {
                var watch = Stopwatch.StartNew();
                await Demo.WriteAsync(kind, prepared);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }

            var sorted = times.Skip(20).Order().ToList();
            lines.Add($"{kind} first {times[0]:0} p50 {sorted[20]:0.0} p95 {sorted[37]:0.0}");
        }

        File.WriteAllLines("/tmp/dw/timing.txt", lines);
    }
}
