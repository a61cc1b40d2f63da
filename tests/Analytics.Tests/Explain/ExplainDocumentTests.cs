using System.Runtime.CompilerServices;
using Teg.Platform.Analytics.Explain;

namespace Teg.Platform.Analytics.Tests.Explain;

public sealed class ExplainDocumentTests
{
    [Fact]
    public void The_document_says_of_every_figure_what_the_page_says()
    {
        var lines = Catalogue.All.Select(figure => $"| `{figure.Id}` | {figure.Name} | {figure.Formula} | {MadeOf(figure)} |").ToList();

        File.ReadAllLines(Document()).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ShouldBe(lines, $"docs/explain.md needs these lines:\n{string.Join('\n', lines)}");
    }

    private static string MadeOf(Figure figure) => (figure.Parts, figure.Measure) switch
    {
        ([var of, var by], _) => $"`{of}` ÷ `{by}`",
        (_, { Column: null }) => "its rows, counted",
        (_, { Kind: MeasureKind.Sum, Column: var column }) => $"its rows, `{column}` added up",
        (_, { Kind: MeasureKind.Median, Column: var column }) => $"its rows, the median of `{column}`",
        (_, { Column: var column }) => $"its rows, the lower median of `{column}`",
        _ => throw new InvalidOperationException(figure.Id),
    };

    private static string Document([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "explain.md"));
}
