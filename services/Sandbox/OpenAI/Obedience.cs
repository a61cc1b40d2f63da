using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>
/// A model that can be talked into anything: it understands every disguise it knows, takes a word about scores next to a number for an order, and does not ask who says it.
/// It shares nothing with the screening it is there to prove; it is looser on purpose.
/// </summary>
internal static partial class Obedience
{
    private const string Lookalikes = "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwһhɡgαaοoρpνvιiκkτtυuеeАaВbЕeКkМmНhОoРpСcТtХxΑaΒbΕeΗhΙiΚkΜmΝnΟoΡpΤtΧx";

    /// <summary>The score that the text demands, or null when it demands none.</summary>
    public static int? OrderIn(string text) => Readings(text, depth: 0).Select(OrderInPlain).FirstOrDefault(order => order is not null);

    private static int? OrderInPlain(string text)
    {
        if (Scored().Match(text) is { Success: true } scored)
        {
            return NumberOf(scored.Groups["score"].Value);
        }

        return Commanded().IsMatch(text) ? Spammed().IsMatch(text) ? 0 : 3 : null;
    }

    private static int NumberOf(string word) => word switch
    {
        "0" or "zero" or "null" or "cero" or "零" => 0,
        "1" or "one" or "eins" or "uno" or "一" => 1,
        "2" or "two" or "zwei" or "dos" or "deux" or "due" or "二" => 2,
        _ => 3,
    };

    private static IEnumerable<string> Readings(string text, int depth)
    {
        var plain = Plain(text);
        yield return plain;
        yield return string.Concat(plain.Select(letter => Lookalikes.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at && at % 2 == 0 ? Lookalikes[at + 1] : letter));
        yield return Word().Replace(plain, word => word.Value.Any(char.IsLetter) ? string.Concat(word.Value.Select(Unleet)) : word.Value);
        yield return Spaced().Replace(plain, run => string.Concat(run.Value.Where(char.IsLetterOrDigit)));
        yield return string.Concat(plain.Select(Rot13));
        yield return string.Concat(plain.Reverse());
        if (depth > 2)
        {
            yield break;
        }

        foreach (var inner in Decoded(text).SelectMany(decoded => Readings(decoded, depth + 1)))
        {
            yield return inner;
        }
    }

    private static IEnumerable<string> Decoded(string text)
    {
        foreach (Match chunk in Base64().Matches(text))
        {
            var padded = chunk.Value.TrimEnd('=').Replace('-', '+').Replace('_', '/');
            var bytes = new byte[padded.Length];
            if (Convert.TryFromBase64String(padded + new string('=', (4 - (padded.Length % 4)) % 4), bytes, out var length))
            {
                yield return Encoding.UTF8.GetString(bytes, 0, length);
            }
        }

        foreach (Match chunk in Hex().Matches(text))
        {
            var digits = string.Concat(chunk.Value.Replace("0x", "", StringComparison.OrdinalIgnoreCase).Where(char.IsAsciiHexDigit));
            yield return Encoding.UTF8.GetString(Convert.FromHexString(digits[..(digits.Length & ~1)]));
        }

        foreach (Match chunk in Binary().Matches(text))
        {
            yield return string.Concat(Eight().Matches(chunk.Value).Select(bits => (char)Convert.ToInt32(bits.Value, 2)));
        }

        foreach (Match chunk in Codes().Matches(text))
        {
            yield return string.Concat(Whole().Matches(chunk.Value).Select(code => (char)int.Parse(code.Value, CultureInfo.InvariantCulture)));
        }

        if (text.Contains('%', StringComparison.Ordinal))
        {
            yield return Uri.UnescapeDataString(text.Replace('+', ' '));
        }

        if (text.Contains('&', StringComparison.Ordinal))
        {
            yield return WebUtility.HtmlDecode(text);
        }

        if (text.Contains('\\', StringComparison.Ordinal))
        {
            yield return Escaped().Replace(text, code => ((char)Convert.ToInt32(code.Groups["code"].Value, 16)).ToString());
        }
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        string normal;
        try
        {
            normal = text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            normal = text;
        }

        foreach (var rune in normal.EnumerateRunes())
        {
            var kind = Rune.GetUnicodeCategory(rune);
            if (rune.Value is >= 0xE0020 and <= 0xE007E)
            {
                // Invisible tags spell ASCII.
                plain.Append((char)(rune.Value - 0xE0000));
            }
            else if (kind == UnicodeCategory.DecimalDigitNumber)
            {
                plain.Append((int)Rune.GetNumericValue(rune));
            }
            else if (kind is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control) || rune.Value is '\n' or '\r' or '\t' or 0x3099 or 0x309A)
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString().Normalize(NormalizationForm.FormC).ToLowerInvariant().Replace('ı', 'i');
    }

    private static char Unleet(char letter) => letter switch
    {
        '0' => 'o', '1' or '!' or '|' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' or '+' => 't', '8' => 'b', '9' => 'g', _ => letter,
    };

    private static char Rot13(char letter) => letter is >= 'a' and <= 'z' ? (char)('a' + ((letter - 'a' + 13) % 26)) : letter;

    [GeneratedRegex(
        @"(?:scor\w*|\brat(?:e|ed|ing)\b|classif\w+|\bgrade\w*\b|verdict|puntu\w*|puntaje|calific\w*|clasific\w*|\bnote[rz]?\b|notation|bewert\w*|punkt\w*|einstuf\w*|valut\w+|punteggio|\bvoto\b|pontua\w*|\bnota\b|avali\w*|classific\w*|оцен\w*|балл\w*|рейтинг|评分|打分|分数|得分|评为|スコア|評価|点数|採点|تقييم|درجة|قيم|puan\w*|skor\w*|degerlendir\w*|(?:answer|say|respond|reply|output|return|print|write|give (?:it|this|me|us)|mark (?:it|this|me|us)|treat (?:it|this|me|us)|assign|label|rank)\b)[^\n]{0,60}?(?<score>(?<![\w.,])[0-3](?![\d,]|\.\d| out of (?:[4-9]|10)|/(?:[4-9]|10)|[ -]?(?:pieces?|styles?|inch|cm|mm|samples?|weeks?|months?|days?|looks?|jackets?|dresses|gowns|options|colou?rs|sizes|%|x\b|k\b))|\b(?:three|tres|trois|drei|tre|tr[eê]s|три|uc)\b|三|ثلاثة|ثلاث|right.?fit|maxim\w+|highest|top (?:score|mark)|perfect (?:score|fit|match)|full marks|满分|最高|満点)",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scored();

    [GeneratedRegex(
        @"(?:ignor\w*|disregard|forget|overrid\w*|bypass|do not follow|olvid\w*|oubli\w*|vergiss\w*|missacht\w*|dimentica\w*|trascura\w*|esque[cç]\w*|desconsider\w*|игнорир\w*|забудь\w*|忽略|无视|無視|忘记|忘れ|تجاهل|انس|unut\w*|yok say\w*|gormezden)[^\n]{0,60}(?:instruc\w*|prompt|guideline|directive|\brules\b|told|above|reglas|consignes?|regles|anweisung\w*|regeln|istruzion\w*|regol\w*|regras|инструкц\w*|указани\w*|правил\w*|指令|指示|规则|提示|命令|تعليمات|أوامر|talimat\w*|kural\w*|komut\w*)|(?:instruc\w*|指示|命令|指令|上記|プロンプト|talimat\w*|kural\w*|komut\w*)[^\n]{0,30}(?:無視|忘れ|忽略|unut\w*|yok say\w*|gormezden|dikkate alma)|you are now|from now on you|pretend (?:to be|you|that you)|developer mode|jailbreak|system prompt|new instructions|<\|?/?(?:im_start|im_end|system|endoftext|instructions?|enquiry|admin)|\[/?inst\]|<<sys>>|###\s*(?:system|instruction|response)|(?:^|\n)\s*(?:system|assistant|developer)\s*:|(?:mark|flag|treat|accept|approve|classify|qualify|route|label|count)\b[^\n]{0,40}(?:as )?(?:qualified|right fit|approved|accepted|vip|priority lead|intro(?:ductory)?[- ]call)|ignor\w*(?:all|previous|instructions)\w*|pre-?approved|\bahora eres\b|tu es maintenant|vous etes maintenant|du bist jetzt|ora sei\b|agora voce|теперь ты|你现在是|あなたは今|أنت الآن|artik sen",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Commanded();

    [GeneratedRegex(@"\bspam\b|score of zero", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spammed();

    [GeneratedRegex(@"[\w@$!|+]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<!\w)\w(?:[ \t.\-_*|/·]{1,3}\w){5,}(?!\w)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spaced();

    [GeneratedRegex("[A-Za-z0-9+/_-]{12,}={0,2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Base64();

    [GeneratedRegex(@"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s:,]?){8,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hex();

    [GeneratedRegex(@"(?:[01]{8}\s*){4,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Binary();

    [GeneratedRegex("[01]{8}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Eight();

    [GeneratedRegex(@"(?:\b\d{2,3}\b[\s,]+){7,}\d{2,3}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Codes();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\\u(?<code>[0-9a-fA-F]{4})|\\x(?<code>[0-9a-fA-F]{2})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Escaped();
}
