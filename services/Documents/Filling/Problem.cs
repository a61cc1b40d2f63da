namespace Teg.Platform.Documents.Filling;

/// <summary>Why a template cannot be filled with the data, at one place.</summary>
/// <param name="Placeholder">As it is written in the template: <c>{{client.name}}</c>.</param>
/// <param name="Place">Where a person finds it: "table 3, row 2, column 'Price'".</param>
/// <param name="Message">A sentence.</param>
public sealed record Problem(string Placeholder, string Place, string Message)
{
    public override string ToString() => $"{Placeholder} in {Place}: {Message}";
}

/// <summary>Nothing was produced; every problem is named.</summary>
public sealed class UnfillableException(IReadOnlyList<Problem> problems)
    : Exception($"The template cannot be filled: {string.Join("; ", problems.Take(3))}{(problems.Count > 3 ? $" and {problems.Count - 3} more" : "")}")
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
