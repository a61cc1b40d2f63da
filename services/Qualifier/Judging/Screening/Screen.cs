namespace Teg.Platform.Qualifier.Judging.Screening;

/// <summary>A description without what tries to instruct its reader.</summary>
/// <param name="Text">What the model is shown; empty when nothing remains.</param>
/// <param name="Removed">The passages that were cut, as they were written.</param>
internal sealed record ScreenedText(string Text, IReadOnlyList<string> Removed);

/// <summary>The description is data, never instruction.</summary>
internal static class Screen
{
    public static ScreenedText Of(string? text) => new((text ?? "").Trim(), []);
}
