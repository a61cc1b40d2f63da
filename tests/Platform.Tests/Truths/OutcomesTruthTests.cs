using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Truths;

/// <summary>B9: every lead of the demo has a decision, and how they came out by each answer of the form equals the published truth.</summary>
public sealed class OutcomesTruthTests(Suite suite)
{
    private static readonly string[] Measures = ["enquiries", "qualified", "unsure", "unqualified", "spam"];

    [Fact]
    public async Task The_year_by_each_question_and_answer()
    {
        var truth = await suite.TruthAsync();
        await AgreeAsync(DateOnly.Parse(truth.Text("from"), null), DateOnly.Parse(truth.Text("to"), null));
    }

    [Fact]
    public async Task A_month_and_a_single_day()
    {
        var last = DateOnly.Parse((await suite.TruthAsync()).Text("to"), null);
        await AgreeAsync(last.AddMonths(-3), last.AddMonths(-2));
        await AgreeAsync(last.AddDays(-9), last.AddDays(-9));
    }

    // Leads are judged in the background: what is true has to become so.
    private async Task AgreeAsync(DateOnly from, DateOnly to)
    {
        var truth = (await suite.TruthAsync(from, to)).GetProperty("outcomes");
        await Suite.EventuallyAsync(
            async () =>
            {
                var differences = Differences(await suite.GetAsync($"/api/qualifier/outcomes?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}&origin=synced"), truth);
                TestContext.Current.TestOutputHelper?.WriteLine(differences);
                return differences.Length == 0;
            },
            TimeSpan.FromMinutes(3), $"outcomes from {from} to {to} are the truth");
    }

    private static string Differences(JsonElement ours, JsonElement truth)
    {
        var differences = new List<string>();
        Compare("all", ours.GetProperty("totals"), truth.GetProperty("totals"), differences);
        var questions = ours.GetProperty("questions").EnumerateArray().ToDictionary(question => question.GetProperty("question").GetString()!);
        foreach (var question in truth.GetProperty("questions").EnumerateArray())
        {
            var name = question.GetProperty("question").GetString()!;
            var answers = questions.TryGetValue(name, out var known)
                ? known.GetProperty("answers").EnumerateArray().ToDictionary(answer => answer.GetProperty("answer").GetString()!)
                : [];
            var expected = question.GetProperty("answers").EnumerateArray().ToList();
            foreach (var answer in expected)
            {
                var text = answer.GetProperty("answer").GetString()!;
                if (answers.Remove(text, out var found))
                {
                    Compare($"{name} {text}", found, answer, differences);
                }
                else
                {
                    differences.Add($"{name} {text} is missing");
                }
            }

            differences.AddRange(answers.Keys.Select(unexpected => $"{name} {unexpected} is not true"));
        }

        return string.Join("; ", differences.Take(12));
    }

    private static void Compare(string what, JsonElement ours, JsonElement truth, List<string> differences) =>
        differences.AddRange(Measures.Where(measure => ours.GetProperty(measure).GetInt64() != truth.GetProperty(measure).GetInt64())
            .Select(measure => $"{what}: {ours.GetProperty(measure)} {measure}, not {truth.GetProperty(measure)}"));
}
