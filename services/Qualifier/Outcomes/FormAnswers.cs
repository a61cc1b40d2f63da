using System.Globalization;
using Teg.Platform.Qualifier.Enquiries;

namespace Teg.Platform.Qualifier.Outcomes;

/// <summary>Under which answer to which question an enquiry is counted. Worked out once, when it is stored: figures never read texts again.</summary>
internal static class FormAnswers
{
    public const string Budget = "budget";
    public const string Styles = "styles";
    public const string Pieces = "pieces";
    public const string Timeline = "timeline";

    public const string None = "(no answer)";
    public const string Other = "other";

    /// <summary>What stands where a person's own words were.</summary>
    public const string Erased = "(erased)";

    /// <summary>A longer answer is a text and no choice; counting it would count everybody alone.</summary>
    private const int LongestAnswer = 60;
    private const int LongestQuestion = 100;
    private const int MostQuestions = 30;

    /// <summary>The questions every form has; the others are what a website asked besides.</summary>
    public static readonly string[] Known = [Budget, Styles, Pieces, Timeline];

    private static readonly string[] StyleBands = ["1–4", "5–9", "10–14", "15+"];
    private static readonly string[] PieceBands = ["1–49", "50–99", "100–300", "over 300"];

    /// <summary>What people read above the answers; a website's own question is shown as it asks it.</summary>
    public static string LabelOf(string question) => question switch
    {
        Budget => "Budget",
        Styles => "Styles",
        Pieces => "Pieces per style",
        Timeline => "Timeline",
        _ => question,
    };

    /// <summary>Bands stand in their order, before what fits none.</summary>
    public static int PlaceOf(string question, string answer)
    {
        var bands = question switch { Styles => StyleBands, Pieces => PieceBands, _ => [] };
        var place = Array.IndexOf(bands, answer);
        return place < 0 ? bands.Length : place;
    }

    public static IReadOnlyDictionary<string, string> Of(Enquiry enquiry)
    {
        var counted = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Budget] = AsTyped(enquiry.Budget),
            [Styles] = Band(enquiry.Styles, number => StyleBands[number switch { < 5 => 0, < 10 => 1, < 15 => 2, _ => 3 }]),
            [Pieces] = Band(enquiry.PiecesPerStyle, number => PieceBands[number switch { < 50 => 0, < 100 => 1, <= 300 => 2, _ => 3 }]),
            [Timeline] = AsTyped(enquiry.Timeline),
        };
        foreach (var (asked, answered) in enquiry.Answers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var (question, answer) = (asked.Trim(), answered.Trim());
            if (question.Length is > 0 and <= LongestQuestion && answer.Length is > 0 and <= LongestAnswer && counted.Count < Known.Length + MostQuestions)
            {
                counted.TryAdd(question, answer);
            }
        }

        return counted;
    }

    /// <summary>The same with the person's own words taken out: choices of the form stay, so that nothing moves in figures.</summary>
    public static IReadOnlyDictionary<string, string> Without(IReadOnlyDictionary<string, string> counted) =>
        counted.ToDictionary(pair => pair.Key, pair => Known.Contains(pair.Key, StringComparer.Ordinal) ? pair.Value : Erased, StringComparer.Ordinal);

    private static string AsTyped(string? text) => text?.Trim() switch
    {
        null or "" => None,
        { Length: > LongestAnswer } => Other,
        var typed => typed,
    };

    // "4-6" and "about 4" count under their first number.
    private static string Band(string? text, Func<int, string> band)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return None;
        }

        var digits = text.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(c => char.IsAsciiDigit(c) || c is ',').Where(char.IsAsciiDigit).Take(10).ToArray();
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? band(number) : Other;
    }
}
