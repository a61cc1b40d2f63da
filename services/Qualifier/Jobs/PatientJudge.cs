using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Judging;

namespace Teg.Platform.Qualifier.Jobs;

/// <summary>Asks the model again where waiting helps: a job has the time that a person at a form has not.</summary>
internal sealed class PatientJudge(Judge judge, IOptions<JobOptions> options, TimeProvider clock)
{
    /// <returns>The judgement with the cost of all attempts; what keeps the model from answering in the end is its fallback.</returns>
    public async Task<Judgement> JudgeAsync(string? project, string? promptVersion, CancellationToken ct)
    {
        var cost = 0m;
        for (var attempt = 1; ; attempt++)
        {
            var judgement = await judge.JudgeAsync(project, promptVersion, options.Value.JudgeWithin, ct);
            cost += judgement.CostUsd;
            if (attempt == options.Value.Attempts
                || judgement.Fallback is null or Fallback.NoText or Fallback.Refused or Fallback.Rejected)
            {
                return judgement with { CostUsd = cost };
            }

            await Task.Delay(options.Value.Pause * attempt, clock, ct);
        }
    }

    /// <summary>Several at once, in the order they were given.</summary>
    public async Task<Judgement[]> JudgeAsync(IReadOnlyList<string?> projects, string? promptVersion, CancellationToken ct)
    {
        var judgements = new Judgement[projects.Count];
        await Parallel.ForAsync(
            0, projects.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Value.ModelCalls, CancellationToken = ct },
            async (at, token) => judgements[at] = await JudgeAsync(projects[at], promptVersion, token));
        return judgements;
    }
}
