namespace Teg.Platform.Sync.Mapping;

/// <summary>A column of a board as the vendor describes it now.</summary>
internal sealed record BoardColumn(string Id, string Title, string Type);

internal enum DriftKind
{
    Renamed,
    Retyped,
    Missing,
}

/// <summary>A mapped column that is not what the mapping says.</summary>
/// <param name="Proposal">The column that most likely took its place; null when none does.</param>
internal sealed record ColumnDrift(DriftKind Kind, string Field, string ExpectedTitle, string ExpectedType, BoardColumn? Proposal, string Explanation);

/// <summary>The mapping held against a board's columns: which column each field is read from, or why the board cannot be read.</summary>
internal sealed record ColumnMatch(IReadOnlyDictionary<string, string> ColumnIdByField, IReadOnlyList<ColumnDrift> Drifts)
{
    // Half of the letters in order: "Spend" and "Spend (USD)" pass, "Spend" and "Owner" do not.
    private const double SimilarEnough = 0.5;

    // What can be read as what: a number typed into a text column still reads as an amount.
    private static readonly string[][] Interchangeable =
    [
        ["text", "long_text", "numbers", "dropdown", "status", "name"],
        ["date", "creation_log", "text"],
        ["email", "text"],
        ["phone", "text", "numbers"],
        ["link", "text"],
        ["people", "text", "dropdown", "status"],
        ["checkbox", "status"],
    ];

    /// <param name="before">The columns of the last good read: the same id under another title is the strongest sign of a rename.</param>
    public static ColumnMatch Of(BoardMapping mapping, IReadOnlyList<BoardColumn> columns, IReadOnlyList<BoardColumn> before)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new List<(string Field, ColumnMapping Expected)>();
        foreach (var (field, expected) in mapping.Columns)
        {
            var column = columns.FirstOrDefault(c => IsTitled(c, expected) && IsTyped(c, expected));
            if (column is null)
            {
                open.Add((field, expected));
            }
            else
            {
                found[field] = column.Id;
            }
        }

        var free = columns.Where(c => !found.ContainsValue(c.Id)).ToList();
        var drifts = new List<ColumnDrift>();
        foreach (var (field, expected) in open)
        {
            var drift = Explain(field, expected, free, before);
            drifts.Add(drift);
            if (drift.Proposal is { } taken)
            {
                free.RemoveAll(c => c.Id == taken.Id);
            }
        }

        return new ColumnMatch(found, drifts);
    }

    private static ColumnDrift Explain(string field, ColumnMapping expected, List<BoardColumn> free, IReadOnlyList<BoardColumn> before)
    {
        var title = expected.Titles[0];
        var type = expected.Types[0];

        if (free.FirstOrDefault(c => IsTitled(c, expected)) is { } retyped)
        {
            var isReadable = expected.Types.Any(t => CanStandFor(t, retyped.Type));
            return new ColumnDrift(DriftKind.Retyped, field, retyped.Title, type, isReadable ? retyped : null,
                isReadable
                    ? $"Column \"{retyped.Title}\" was of type {type} and is now {retyped.Type}; its values can still be read."
                    : $"Column \"{retyped.Title}\" was of type {type} and is now {retyped.Type}, which cannot be read as {type}.");
        }

        var known = before.Where(c => IsTitled(c, expected)).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        if (free.FirstOrDefault(c => known.Contains(c.Id)) is { } renamed)
        {
            return new ColumnDrift(DriftKind.Renamed, field, title, type, renamed,
                $"The column that was \"{title}\" is now called \"{renamed.Title}\".");
        }

        var candidates = free.Where(c => IsTyped(c, expected)).ToList();
        var similar = candidates
            .Select(c => (Column: c, Likeness: expected.Titles.Max(t => Likeness(t, c.Title))))
            .Where(c => c.Likeness >= SimilarEnough)
            .OrderByDescending(c => c.Likeness)
            .Select(c => c.Column)
            .FirstOrDefault();
        if (similar is not null)
        {
            return new ColumnDrift(DriftKind.Renamed, field, title, type, similar,
                $"There is no column \"{title}\"; \"{similar.Title}\" is of the same type and its title is close.");
        }

        return candidates is [var only]
            ? new ColumnDrift(DriftKind.Renamed, field, title, type, only,
                $"There is no column \"{title}\"; \"{only.Title}\" is the only other column of type {type}.")
            : new ColumnDrift(DriftKind.Missing, field, title, type, null,
                $"There is no column \"{title}\" of type {type}, and no other column looks like it.");
    }

    private static bool IsTitled(BoardColumn column, ColumnMapping expected) => expected.Titles.Any(title => Text.SameWords(title, column.Title));

    private static bool IsTyped(BoardColumn column, ColumnMapping expected) => expected.Types.Contains(column.Type, StringComparer.Ordinal);

    private static bool CanStandFor(string expected, string actual) =>
        Interchangeable.Any(group => group[0] == expected && group.Contains(actual, StringComparer.Ordinal))
        || (Interchangeable[0].Contains(expected, StringComparer.Ordinal) && Interchangeable[0].Contains(actual, StringComparer.Ordinal));

    /// <summary>Longest common subsequence over the longer title, 0 to 1; a title inside the other counts as close.</summary>
    private static double Likeness(string left, string right)
    {
        var a = Text.Key(left) ?? "";
        var b = Text.Key(right) ?? "";
        if (a.Length == 0 || b.Length == 0)
        {
            return 0;
        }

        if (a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal))
        {
            return 0.9;
        }

        var row = new int[b.Length + 1];
        foreach (var letter in a)
        {
            var diagonal = 0;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = letter == b[j - 1] ? diagonal + 1 : Math.Max(above, row[j - 1]);
                diagonal = above;
            }
        }

        return (double)row[^1] / Math.Max(a.Length, b.Length);
    }
}
