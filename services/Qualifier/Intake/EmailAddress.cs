namespace Teg.Platform.Qualifier.Intake;

/// <summary>One mailbox and nothing that could become a second one or another header of a mail.</summary>
internal static class EmailAddress
{
    private const int LongestLocal = 64;
    private const int Longest = 254;

    public static bool IsOne(string text)
    {
        var at = text.LastIndexOf('@');
        if (text.Length > Longest || at is < 1 or > LongestLocal || at == text.Length - 1)
        {
            return false;
        }

        var local = text.AsSpan(0, at);
        var domain = text.AsSpan(at + 1);
        return IsDotted(local, letter => char.IsLetterOrDigit(letter) || "!#$%&'*+-/=?^_`{|}~".Contains(letter, StringComparison.Ordinal))
            && domain.Contains('.') && domain[^1] != '.' && IsDotted(domain, letter => char.IsLetterOrDigit(letter) || letter == '-');
    }

    // Parts between dots, none of them empty. Quoted local parts exist and nobody has one.
    private static bool IsDotted(ReadOnlySpan<char> text, Func<char, bool> isAllowed)
    {
        foreach (var part in text.Split('.'))
        {
            if (text[part].IsEmpty)
            {
                return false;
            }
        }

        foreach (var letter in text)
        {
            // Letters of other scripts beyond the basic plane come as surrogates, which are no letters: no address has them.
            if (letter != '.' && !isAllowed(letter))
            {
                return false;
            }
        }

        return true;
    }
}
