using System.Globalization;
using System.Text;

namespace Teg.Platform.Qualifier.Judging.Screening;

/// <summary>A description without what tries to instruct its reader.</summary>
/// <param name="Text">What the model is shown; empty when nothing remains.</param>
/// <param name="Removed">The passages that were cut, as they were written.</param>
internal sealed record ScreenedText(string Text, IReadOnlyList<string> Removed);

/// <summary>The description is data, never instruction.</summary>
internal static class Screen
{
    public static ScreenedText Of(string? text) => new(Visible(text ?? "").Trim(), []);

    /// <summary>What a person sees: compatible forms of letters are one letter, and what has no shape is gone.</summary>
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                visible.Append(rune.ToString());
            }
        }

        return visible.ToString().Normalize(NormalizationForm.FormKC);
    }
}
