namespace Teg.Platform.Documents.Comparing;

/// <summary>Which paragraphs stayed, went and came, in reading order: the longest common subsequence stays.</summary>
internal static class TextDifference
{
    // Beyond this the middle is shown as replaced as a whole: the table of the search would be larger than the answer is worth.
    private const int MostCells = 9_000_000;

    public static IReadOnlyList<TextChange> Of(IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        var start = 0;
        while (start < from.Count && start < to.Count && from[start] == to[start])
        {
            start++;
        }

        var end = 0;
        while (end < from.Count - start && end < to.Count - start && from[^(end + 1)] == to[^(end + 1)])
        {
            end++;
        }

        var changes = new List<TextChange>(Math.Max(from.Count, to.Count));
        changes.AddRange(from.Take(start).Select(text => new TextChange(TextChangeKind.Same, text)));
        Middle([.. from.Take(from.Count - end).Skip(start)], [.. to.Take(to.Count - end).Skip(start)], changes);
        changes.AddRange(from.Skip(from.Count - end).Select(text => new TextChange(TextChangeKind.Same, text)));
        return changes;
    }

    private static void Middle(string[] from, string[] to, List<TextChange> changes)
    {
        if ((long)from.Length * to.Length > MostCells)
        {
            changes.AddRange(from.Select(text => new TextChange(TextChangeKind.Removed, text)));
            changes.AddRange(to.Select(text => new TextChange(TextChangeKind.Added, text)));
            return;
        }

        // common[i, j]: how many paragraphs the rest of both from i and j has in common.
        var common = new ushort[from.Length + 1, to.Length + 1];
        for (var i = from.Length - 1; i >= 0; i--)
        {
            for (var j = to.Length - 1; j >= 0; j--)
            {
                common[i, j] = from[i] == to[j] ? (ushort)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (row, column) = (0, 0);
        while (row < from.Length || column < to.Length)
        {
            if (row < from.Length && column < to.Length && from[row] == to[column])
            {
                changes.Add(new TextChange(TextChangeKind.Same, from[row++]));
                column++;
            }
            else if (column == to.Length || (row < from.Length && common[row + 1, column] >= common[row, column + 1]))
            {
                changes.Add(new TextChange(TextChangeKind.Removed, from[row++]));
            }
            else
            {
                changes.Add(new TextChange(TextChangeKind.Added, to[column++]));
            }
        }
    }
}
