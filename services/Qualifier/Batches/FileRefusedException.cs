namespace Teg.Platform.Qualifier.Batches;

/// <summary>An upload that is not read any further.</summary>
/// <param name="type">The problem's slug.</param>
/// <param name="title">What is wrong, for a person.</param>
/// <param name="wayOut">What to do about it.</param>
internal sealed class FileRefusedException(string type, string title, string wayOut) : Exception(title)
{
    public string Type { get; } = type;

    public string WayOut { get; } = wayOut;

    public static FileRefusedException Unreadable(string what) =>
        new("batch-unreadable", what, "Open it in Excel, save it anew as .xlsx or as CSV, and upload that.");

    public static FileRefusedException TooMuch(string what) =>
        new("batch-too-large", what, "Split it into several files.");
}
