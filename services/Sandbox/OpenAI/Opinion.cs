using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>What the model of the Sandbox thinks of an enquiry. Words, not understanding; good enough for natural texts in English.</summary>
internal sealed partial record Opinion(int Score, double Confidence, string Reason)
{
    /// <param name="gullible">Does what the text says before it thinks.</param>
    public static Opinion Of(string text, bool gullible)
    {
        if (gullible && Obedience.OrderIn(text) is { } order)
        {
            return new Opinion(order, 1, "The text said so.");
        }

        if (IsGibberish(text))
        {
            return new Opinion(0, 0.9, "The text is not language.");
        }

        if (Advertising().Match(text) is { Success: true } offer)
        {
            return new Opinion(0, 0.96, $"Somebody is selling something: \"{offer.Value.Trim()}\".");
        }

        if (Misfits().Match(text) is { Success: true } misfit)
        {
            return new Opinion(1, 0.88, $"A real enquiry, but \"{misfit.Value.Trim()}\" is not what the house does.");
        }

        if (PiecesPerStyle().Matches(text).Select(match => Number(match.Groups["count"].Value)).DefaultIfEmpty(0).Max() is > 300 and var pieces)
        {
            return pieces > 1000
                ? new Opinion(1, 0.86, $"{pieces} pieces of a style are mass production.")
                : new Opinion(2, 0.6, $"{pieces} pieces of a style are more than the house usually makes.");
        }

        var garments = Garments().Count(text);
        var work = Work().Count(text);
        return (garments, work) switch
        {
            (> 0, > 0) => new Opinion(3, Math.Min(0.98, 0.78 + (0.04 * (garments + work))), "It names garments and the work they need: the kind of project the house takes on."),
            (> 0, 0) => new Opinion(2, 0.58, "It names garments but not what should be done with them."),
            (0, > 0) => new Opinion(2, 0.55, "It asks for work the house does without saying what is to be made."),
            _ => new Opinion(2, 0.5, "It does not say what is to be made."),
        };
    }

    private static bool IsGibberish(string text)
    {
        var words = Words().Matches(text).Select(match => match.Value).ToList();
        return words.Count == 0 || (words.Count < 4 && words.TrueForAll(word => word.Length > 5 && !Vowels().IsMatch(word)));
    }

    private static int Number(string written) => int.TryParse(written.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal), out var number) ? number : int.MaxValue;

    [GeneratedRegex(
        @"rank (?:your|you)|number one on google|(?:first|top) (?:page|of) (?:of )?google|\bseo\b|backlinks?|guest post|crypto|bitcoin|forex|casino|viagra|payday|400%|guaranteed (?:returns?|profits?|results)|% guaranteed|buy followers|followers cheap|leading (?:exporter|supplier|manufacturer)|dear sir|your (?:site|website) has errors|click (?:here|to fix|this link)|reply for prices|increase your (?:sales|traffic|ranking)|web ?design services|mobile app development|business loan|lottery|inheritance|million dollars? (?:fund|transfer)|email list|verified leads|work from home|cheap cheap",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Advertising();

    [GeneratedRegex(
        @"\baltered\b|\balterations?\b|\b(?:hem|shorten|take in|let out|mend|repair|fix the zip\w*|replace (?:a|the) zip\w*)\b|\blogo\b[^.]*\b(?:t-?shirts?|caps|mugs|hoodies|totes?)\b|\b(?:t-?shirts?|caps|hoodies)\b[^.]*\blogo\b|student project|school project|thesis|mentoring|mentorship|internship|\bjob\b|\bhiring\b|vacanc(?:y|ies)|my (?:cv|resume)|(?:sell|buy|purchase) (?:any )?(?:fabrics?|cloth|patterns?)|by the (?:yard|metre|meter)|promotional|sewing (?:class|classes|lessons)|teach me|halloween costume|dry clean",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Misfits();

    [GeneratedRegex(
        @"\b(?:dress(?:es)?|gowns?|bridal|bride|evening ?wear|street ?wear|fleece|lounge ?wear|cashmere|active ?wear|sports ?wear|womens ?wear|women's ?wear|mens ?wear|men's ?wear|suit(?:s|ing)?|tailor(?:ed|ing)|jackets?|trousers|pants|resort ?wear|resort|swim(?:wear|suits?)?|bikinis?|silk|knit(?:wear|s)?|occasion ?wear|children's|kids ?wear|lingerie|coats?|outerwear|denim|jeans|leather|shirts?|blouses?|skirts?|couture|costumes?|hoodies|sweat(?:er|shirt)s?|t-?shirts|tees|basics|garments?|apparel|robes?|pyjamas|pajamas|leggings|uniforms?|corsets?|vests?|abayas?|kaftans?|kimonos?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Garments();

    [GeneratedRegex(
        @"\b(?:collections?|capsule|lines?|label|brand|drop|tech ?packs?|samples?|sampling|pattern(?:s| ?making)?|prototypes?|production|produc(?:e|ed|ing)|develop(?:ed|ment|ing)?|sourc(?:e|ing)|cut and sew|grading|graded|pieces (?:per|of a|each)|small runs?|full package|manufactur\w*|made in usa|launch\w*|looks|styles?|market week|touring|fittings?|beading|smocking|embroider\w+|sketches|order)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Work();

    [GeneratedRegex(@"(?<count>\d[\d.,]*)\s*(?:pieces|pcs|units|of each|per style|each style)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PiecesPerStyle();

    [GeneratedRegex(@"\p{L}{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Words();

    [GeneratedRegex("[aeiouyáéíóúàèäöü]|[^a-z]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Vowels();
}
