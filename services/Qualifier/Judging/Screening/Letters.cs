using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Qualifier.Judging.Screening;

/// <summary>One text, however its letters are dressed.</summary>
internal static partial class Letters
{
    /// <summary>Letters of other scripts, and invented ones, that are read as a Latin one: аеорсу look like aeopcy.</summary>
    private static readonly FrozenDictionary<int, char> Lookalikes = Pairs(
        "аaеeоoрpсcуyхxіiїiјjѕsԁdһhԛqԝwɡgкkмmнhтtвbпnгrи" + "uαaβbεeηnιiκkμuνvοoρpτtυuχxγyωwσoɑaɪiɢgɴnʀrᴇeꜱsᴄcᴏoᴛtᴍmᴘpʟlᴅdᴀaʙbꜰfʜhᴊjᴋkᴜuᴠvᴡwʏyᴢzƨsɐaǝeɹrɔcʇtɯmʎyʍwʌvɟfƃgɥhʞkøołlđdħhŧtœoæa");

    /// <summary>What a person sees, and what was written so that nobody would.</summary>
    public static (string Visible, string Hidden) Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        StringBuilder? hidden = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= 0xE0020 and <= 0xE007E)
            {
                // Tags spell ASCII without any shape.
                (hidden ??= new()).Append((char)(rune.Value - 0xE0000));
            }
            else if (rune.Value is >= 0x1F150 and <= 0x1F169 or >= 0x1F170 and <= 0x1F189)
            {
                visible.Append((char)('A' + ((rune.Value - 0x1F150) % 32)));
            }
            else if (rune.Value is '\n' or '\t')
            {
                visible.Append((char)rune.Value);
            }
            else if (rune.Value is '\r' or 0x0B or 0x0C or 0x85 or 0x2028 or 0x2029)
            {
                visible.Append('\n');
            }
            else if (rune.IsAscii ? rune.Value >= ' ' && rune.Value != 0x7F : HasShape(rune))
            {
                visible.Append(rune.ToString());
            }
        }

        return (visible.ToString().Normalize(NormalizationForm.FormKC), hidden?.ToString() ?? "");
    }

    /// <summary>The text folded, and as it reads with look-alikes, digits for letters, and letters set apart undone; each only where it makes a difference.</summary>
    public static IEnumerable<string> Guises(string text)
    {
        var folded = Fold(text);
        yield return folded;

        var alike = Replace(folded, Lookalikes);
        if (alike is not null)
        {
            yield return alike;
        }

        var read = alike ?? folded;
        if (Disguised().IsMatch(read))
        {
            yield return Disguised().Replace(read, static word => string.Concat(word.Value.Select(Unleet)));
        }

        if (SetApart().IsMatch(read))
        {
            var joined = SetApart().Replace(read, static run => string.Concat(run.Value.Where(char.IsLetterOrDigit)));
            yield return joined;
            yield return string.Concat(joined.Where(char.IsLetterOrDigit));
        }

        if (Instructions.HasBackwards(read))
        {
            yield return string.Concat(read.Reverse());
        }

        if (Instructions.HasRotated(read))
        {
            yield return string.Concat(read.Select(static letter => letter is >= 'a' and <= 'z' ? (char)('a' + ((letter - 'a' + 13) % 26)) : letter));
        }
    }

    // Lower case; Latin letters and Arabic words without their marks; every script's digits as 0 to 9; one kind of quote.
    private static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        var latin = false;
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            var mark = CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
            if ((mark && latin) || letter is >= '\u064B' and <= '\u0652' or '\u0640')
            {
                continue;
            }

            latin = mark ? latin : letter < '\u0250';
            folded.Append(letter switch
            {
                'ı' or 'İ' => 'i',
                '’' or '‘' or '´' or '`' or 'ʼ' => '\'',
                '“' or '”' or '„' or '«' or '»' => '"',
                _ when letter > '\u007F' && char.IsDigit(letter) => (char)('0' + (int)char.GetNumericValue(letter)),
                _ => char.ToLowerInvariant(letter),
            });
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string? Replace(string text, FrozenDictionary<int, char> letters)
    {
        StringBuilder? replaced = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > '\u007F' && letters.TryGetValue(text[i], out var alike))
            {
                (replaced ??= new(text))[i] = alike;
            }
        }

        return replaced?.ToString();
    }

    private static bool HasShape(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate)
        && rune.Value is not (>= 0xFE00 and <= 0xFE0F) and not (>= 0xE0100 and <= 0xE01EF) and not 0x115F and not 0x1160 and not 0x3164 and not 0x034F;

    private static char Unleet(char letter) => letter switch
    {
        '0' => 'o', '1' or '!' or '|' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' or '+' => 't', '8' => 'b', '9' => 'g', _ => letter,
    };

    private static FrozenDictionary<int, char> Pairs(string pairs) =>
        pairs.Chunk(2).DistinctBy(pair => pair[0]).ToFrozenDictionary(pair => (int)pair[0], pair => pair[1]);

    // "pr3v10us", "$core": digits or signs among letters. Numbers alone stay numbers.
    [GeneratedRegex(@"(?<![\w@$])(?=[\w@$!|+]*[a-z])(?=[\w@$!|+]*[013457890@$!|+])[\w@$!|+]{3,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Disguised();

    // "s c o r e", "i.g.n.o.r.e", "i-g-n-o-r-e"
    [GeneratedRegex(@"(?<!\w)\w(?:[ \t.\-_*|/·•]{1,3}\w){4,}(?!\w)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SetApart();
}
