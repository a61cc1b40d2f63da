using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench.Ledger;

/// <summary>
/// docs/performance.md. What stands between <c>&lt;!-- bench:name --&gt;</c> and <c>&lt;!-- /bench:name --&gt;</c> belongs to the scenario of that name
/// and is written anew by it; what stands outside is written by people. A scenario without markers gets them at the end.
/// </summary>
internal sealed class PerformanceDocument
{
    private readonly string path = Path.Combine(Repository.Folder, "docs", "performance.md");

    public async Task WriteAsync(IScenario scenario, Finding finding, Machine machine, TimeSpan took, CancellationToken ct)
    {
        var (begin, end) = ($"<!-- bench:{scenario.Name} -->", $"<!-- /bench:{scenario.Name} -->");
        var document = File.Exists(path) ? await File.ReadAllTextAsync(path, ct) : "# Performance\n";
        var from = document.IndexOf(begin, StringComparison.Ordinal);
        var to = document.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            document = $"{document.TrimEnd()}\n\n{begin}\n{end}\n";
            from = document.IndexOf(begin, StringComparison.Ordinal);
            to = document.IndexOf(end, StringComparison.Ordinal);
        }

        string[] chapter = [begin, $"## {scenario.Title}", scenario.Method, finding.ToMarkdown().TrimEnd(), $"<sub>{machine}; took {(int)took.TotalSeconds} s.</sub>", ""];
        await File.WriteAllTextAsync(path, document[..from] + string.Join("\n\n", chapter) + document[to..], ct);
    }
}
