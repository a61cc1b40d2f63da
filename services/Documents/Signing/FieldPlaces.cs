namespace Teg.Platform.Documents.Signing;

/// <summary>Where people sign in a document that does not say so itself.</summary>
internal static class FieldPlaces
{
    // US Letter in points, from the upper left corner.
    private const int Foot = 690;
    private const int Left = 72;
    private const int RowHeight = 48;

    /// <summary>A signature and a date for each role, one row above the other at the foot of the last page.</summary>
    public static IReadOnlyList<object> AtTheEnd(int pages, IReadOnlyList<string> roles) =>
    [
        .. roles.SelectMany((role, index) => new object[]
        {
            new { type = "signature", role, required = true, name = $"signature_{index + 1}", label = "", page_number = pages - 1, x = Left, y = Y(index), width = 220, height = 32 },
            new { type = "text", role, required = false, name = $"date_{index + 1}", label = "Date", page_number = pages - 1, x = Left + 260, y = Y(index) + 14, width = 120, height = 18 },
        }),
    ];

    private static int Y(int index) => Foot - (index * RowHeight);
}
