using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>docs/security.md says nothing of tests that are not there.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string[] Exceptions = ["By construction: ", "Not applicable: ", "Not yet: ", "Step 6: "];

    private static readonly string Repository = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    private static readonly string[][] Rows =
    [
        .. File.ReadAllLines(Path.Combine(Repository, "docs", "security.md"))
            .Where(line => line.StartsWith("| V", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];

    [Fact]
    public void Every_requirement_of_levels_1_and_2_has_one_line_with_a_test_or_a_reason()
    {
        Rows.Length.ShouldBe(253);
        Rows.Select(row => row[0]).ShouldBeUnique();
        Rows.Select(row => row[0][..row[0].IndexOf('.', StringComparison.Ordinal)]).Distinct().ShouldBe(Enumerable.Range(1, 17).Select(chapter => $"V{chapter}"));
        Rows.ShouldAllBe(row => row.Length == 4 && (row[1] == "1" || row[1] == "2"));
        Rows.Where(row => !Named().IsMatch(row[3]) && !Exceptions.Any(word => row[3].StartsWith(word, StringComparison.Ordinal)))
            .Select(row => row[0]).ShouldBeEmpty("neither a test nor a reason");
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var missing = new List<string>();
        foreach (var (id, named) in Rows.SelectMany(row => Named().Matches(row[3]).Select(named => (row[0], named))))
        {
            var file = Directory.GetFiles(Path.Combine(Repository, "tests", $"{named.Groups["project"].Value}.Tests"), $"{named.Groups["class"].Value}.cs", SearchOption.AllDirectories);
            if (!file.Any(path => !named.Groups["method"].Success || File.ReadAllText(path).Contains($" {named.Groups["method"].Value}(", StringComparison.Ordinal)))
            {
                missing.Add($"{id}: {named.Value}");
            }
        }

        missing.ShouldBeEmpty(string.Join('\n', missing));
    }

    // `Gateway/SignInTests.A_cookie_that_somebody_made_up_is_no_session` or `Analytics/DayRangeTests`
    [GeneratedRegex(@"`(?<project>\w+)/(?<class>\w+Tests)(\.(?<method>\w+))?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
