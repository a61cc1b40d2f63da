using System.Globalization;
using System.Text;

namespace Teg.Platform.Sandbox.Google.Drive;

/// <summary>
/// The parameter <c>q</c>: <c>'ID' in parents and mimeType='..' and (name contains 'a' or not trashed=true)</c>; a quote in a text is <c>\'</c>.
/// </summary>
internal sealed class DriveQuery
{
    private readonly List<string> tokens;
    private int at;

    private DriveQuery(string query) => tokens = Split(query);

    /// <exception cref="GoogleException">It is not written as one.</exception>
    public static Func<DriveFile, bool> Of(string query)
    {
        var parser = new DriveQuery(query);
        var filter = parser.Or();
        return parser.at == parser.tokens.Count ? filter : throw Wrong();
    }

    private Func<DriveFile, bool> Or()
    {
        var left = And();
        while (Take("or"))
        {
            var (first, second) = (left, And());
            left = file => first(file) || second(file);
        }

        return left;
    }

    private Func<DriveFile, bool> And()
    {
        var left = Not();
        while (Take("and"))
        {
            var (first, second) = (left, Not());
            left = file => first(file) && second(file);
        }

        return left;
    }

    private Func<DriveFile, bool> Not()
    {
        if (Take("not"))
        {
            var inner = Not();
            return file => !inner(file);
        }

        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : throw Wrong();
        }

        return Term();
    }

    private Func<DriveFile, bool> Term()
    {
        var first = Next();
        if (first.StartsWith('\''))
        {
            var id = first[1..] == "root" ? DriveAccount.Root : first[1..];
            return Take("in") && Next() is "parents" ? file => file.Parents.Contains(id) : throw Wrong();
        }

        var how = Next();
        if (first is "appProperties" or "properties" && how == "has")
        {
            // appProperties has { key='a' and value='b' }
            if (Take("{") && Take("key") && Take("=") && Next() is ['\'', .. var key] && Take("and") && Take("value") && Take("=") && Next() is ['\'', .. var wanted] && Take("}"))
            {
                return file => file.AppProperties.TryGetValue(key, out var has) && has == wanted;
            }

            throw Wrong();
        }

        var value = Next();
        var text = value.StartsWith('\'') ? value[1..] : value;
        return (first, how) switch
        {
            ("name", "=") => file => string.Equals(file.Name, text, StringComparison.Ordinal),
            ("name", "!=") => file => !string.Equals(file.Name, text, StringComparison.Ordinal),
            // Words are found by their beginnings, letters of either case.
            ("name", "contains") => file => Contains(file.Name, text),
            ("fullText", "contains") => file => Contains(file.Name, text),
            ("mimeType", "=") => file => file.MimeType == text,
            ("mimeType", "!=") => file => file.MimeType != text,
            ("mimeType", "contains") => file => file.MimeType.StartsWith(text, StringComparison.OrdinalIgnoreCase),
            ("trashed", "=") => file => file.Trashed == (text == "true"),
            ("trashed", "!=") => file => file.Trashed != (text == "true"),
            ("starred", "=") => _ => text == "false",
            ("modifiedTime" or "createdTime", ">" or ">=" or "<" or "<=" or "=") when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) =>
                file => Compares((first == "modifiedTime" ? file.ModifiedAt : file.CreatedAt).CompareTo(time), how),
            _ => throw Wrong(),
        };
    }

    private static bool Contains(string name, string text)
    {
        for (var found = name.IndexOf(text, StringComparison.OrdinalIgnoreCase); found >= 0; found = name.IndexOf(text, found + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (found == 0 || !char.IsLetterOrDigit(name[found - 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Compares(int order, string how) => how switch { ">" => order > 0, ">=" => order >= 0, "<" => order < 0, "<=" => order <= 0, _ => order == 0 };

    private bool Take(string token)
    {
        if (at >= tokens.Count || !string.Equals(tokens[at], token, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        at++;
        return true;
    }

    private string Next() => at < tokens.Count ? tokens[at++] : throw Wrong();

    // Texts begin with a quote, so that they are no words.
    private static List<string> Split(string query)
    {
        var found = new List<string>();
        var place = 0;
        while (place < query.Length)
        {
            var letter = query[place];
            if (char.IsWhiteSpace(letter))
            {
                place++;
            }
            else if (letter == '\'')
            {
                var text = new StringBuilder("'");
                for (place++; place < query.Length && query[place] != '\''; place++)
                {
                    place += query[place] == '\\' && place + 1 < query.Length ? 1 : 0;
                    text.Append(query[place]);
                }

                if (place++ >= query.Length)
                {
                    throw Wrong();
                }

                found.Add(text.ToString());
            }
            else if (letter is '(' or ')' or '{' or '}')
            {
                found.Add(letter.ToString());
                place++;
            }
            else
            {
                var start = place;
                var sign = letter is '=' or '!' or '<' or '>';
                while (place < query.Length && !char.IsWhiteSpace(query[place]) && query[place] is not ('\'' or '(' or ')' or '{' or '}') && (query[place] is '=' or '!' or '<' or '>') == sign)
                {
                    place++;
                }

                found.Add(query[start..place]);
            }
        }

        return found;
    }

    private static GoogleException Wrong() => GoogleException.Invalid("Invalid Value", "q");
}
