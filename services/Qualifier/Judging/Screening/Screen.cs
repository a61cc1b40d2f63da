using System.Text.RegularExpressions;

namespace Teg.Platform.Qualifier.Judging.Screening;

/// <summary>A description without what tries to instruct its reader.</summary>
/// <param name="Text">What the model is shown; empty when nothing remains.</param>
/// <param name="Removed">The passages that were cut, as they were written.</param>
internal sealed record ScreenedText(string Text, IReadOnlyList<string> Removed);

/// <summary>
/// The description is data, never instruction. Almost every text leaves as it came: it is read once, in each of its guises, and nothing in it instructs anybody.
/// Else the sentences that do are cut, or only their clauses where the rest of a sentence speaks of the project, so that an enquiry is judged as if its author had not tried.
/// Before all that a text is brought to what a person sees: compatible letters become one letter, what has no shape is gone.
/// </summary>
internal static partial class Screen
{
    /// <summary>An order may be spread over this many sentences.</summary>
    private const int WidestWindow = 6;

    /// <summary>A passage that is kept is no longer than this; the enquiry itself is stored whole.</summary>
    private const int LongestPassage = 500;

    public static ScreenedText Of(string? text)
    {
        var (visible, hidden) = Letters.Visible(text ?? "");
        var removed = new List<string>();
        if (hidden.Length > 0)
        {
            removed.Add(Short(hidden));
        }

        if (!Instructs(visible))
        {
            return new ScreenedText(visible.Trim(), removed);
        }

        var sentences = Split(Sentences(), visible);
        var kept = new List<string>();
        foreach (var sentence in sentences)
        {
            var rest = Instructs(sentence) ? Clauses(sentence, removed) : sentence;
            if (rest.Length > 0)
            {
                kept.Add(rest);
            }
        }

        // Who gave orders once is not believed in what sounds like the rest of them.
        Cut(kept, 1, Instructions.Echo, removed);
        for (var width = 2; width <= WidestWindow && Instructs(string.Concat(kept)); width++)
        {
            Cut(kept, width, Instructs, removed);
        }

        if (Instructs(string.Concat(kept)))
        {
            removed.Add(Short(string.Concat(kept)));
            kept.Clear();
        }

        return new ScreenedText(string.Concat(kept).Trim(), removed);
    }

    /// <summary>In any of the guises that a reader with patience would see through.</summary>
    internal static bool Instructs(string text) => Letters.Guises(text).Any(Instructions.Instructs) || Encodings.Instruct(text);

    /// <summary>What remains of a sentence when its clauses are read one by one; nothing when the order needs them all.</summary>
    private static string Clauses(string sentence, List<string> removed)
    {
        var clauses = Split(ClauseEnds(), sentence);
        var rest = clauses.Count > 1 ? string.Concat(clauses.Where(clause => !Instructs(clause) && !Instructions.Echo(clause))) : "";
        if (rest.Length > 0 && rest.Length < sentence.Length && !Instructs(rest))
        {
            removed.AddRange(clauses.Where(clause => Instructs(clause) || Instructions.Echo(clause)).Select(Short));
            return rest;
        }

        removed.Add(Short(sentence));
        return "";
    }

    private static void Cut(List<string> sentences, int width, Predicate<string> isOrder, List<string> removed)
    {
        for (var first = 0; first + width <= sentences.Count; first++)
        {
            var window = string.Concat(sentences.Skip(first).Take(width));
            if (isOrder(window))
            {
                removed.Add(Short(window));
                sentences.RemoveRange(first, width);
                first--;
            }
        }
    }

    private static List<string> Split(Regex ends, string text)
    {
        var parts = new List<string>();
        var start = 0;
        foreach (var end in ends.EnumerateMatches(text))
        {
            parts.Add(text[start..(end.Index + end.Length)]);
            start = end.Index + end.Length;
        }

        if (start < text.Length)
        {
            parts.Add(text[start..]);
        }

        return parts;
    }

    private static string Short(string passage) => passage.Trim() is var trimmed && trimmed.Length > LongestPassage ? trimmed[..LongestPassage] : trimmed;

    [GeneratedRegex(@"[.!?]+[""'”’)\]]*(?:\s+|$)|[。！？؟]+\s*|\n+\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sentences();

    [GeneratedRegex(@"[,;()|]+\s*|\s+[-–—]+\s+|[、，；]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClauseEnds();
}
