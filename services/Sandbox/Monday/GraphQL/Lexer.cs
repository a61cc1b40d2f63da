using System.Globalization;
using System.Text;

namespace Teg.Platform.Sandbox.Monday.GraphQL;

internal enum TokenKind
{
    End,
    Name,
    Int,
    Float,
    String,
    Punctuator,
}

internal sealed record Token(TokenKind Kind, string Text, Location At);

/// <summary>Cuts a query into tokens (GraphQL October 2021, chapter 2.1). Commas, comments and a byte order mark are blanks.</summary>
internal sealed class Lexer(string source)
{
    private int position;
    private int line = 1;
    private int lineStart;

    public Token Next()
    {
        SkipBlanks();
        var at = Here;
        if (position >= source.Length)
        {
            return new Token(TokenKind.End, "<EOF>", at);
        }

        var c = source[position];
        if (char.IsAsciiLetter(c) || c == '_')
        {
            return Name(at);
        }

        if (char.IsAsciiDigit(c) || c == '-')
        {
            return Number(at);
        }

        if (c == '"')
        {
            return source.AsSpan(position).StartsWith("\"\"\"") ? BlockString(at) : QuotedString(at);
        }

        if (source.AsSpan(position).StartsWith("..."))
        {
            position += 3;
            return new Token(TokenKind.Punctuator, "...", at);
        }

        if ("!$&()[]{}:=@|".Contains(c))
        {
            position++;
            return new Token(TokenKind.Punctuator, c.ToString(), at);
        }

        throw Unexpected($"character \"{c}\"", at);
    }

    private Location Here => new(line, position - lineStart + 1);

    private static GraphQLException Unexpected(string what, Location at) => new($"Syntax Error: Unexpected {what}.", "parseError", at);

    private void SkipBlanks()
    {
        while (position < source.Length)
        {
            var c = source[position];
            if (c == '\n')
            {
                NewLine();
            }
            else if (c == '#')
            {
                while (position < source.Length && source[position] != '\n')
                {
                    position++;
                }
            }
            else if (c is ' ' or '\t' or '\r' or ',' or '\uFEFF')
            {
                position++;
            }
            else
            {
                return;
            }
        }
    }

    private void NewLine()
    {
        position++;
        line++;
        lineStart = position;
    }

    private Token Name(Location at)
    {
        var start = position;
        while (position < source.Length && (char.IsAsciiLetterOrDigit(source[position]) || source[position] == '_'))
        {
            position++;
        }

        return new Token(TokenKind.Name, source[start..position], at);
    }

    private Token Number(Location at)
    {
        var start = position;
        var kind = TokenKind.Int;
        position++;
        while (position < source.Length && (char.IsAsciiDigit(source[position]) || source[position] is '.' or 'e' or 'E' or '+' or '-'))
        {
            kind = source[position] is '.' or 'e' or 'E' ? TokenKind.Float : kind;
            position++;
        }

        var text = source[start..position];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? new Token(kind, text, at)
            : throw Unexpected($"number \"{text}\"", at);
    }

    private Token QuotedString(Location at)
    {
        var text = new StringBuilder();
        for (position++; position < source.Length && source[position] != '\n'; position++)
        {
            var c = source[position];
            if (c == '"')
            {
                position++;
                return new Token(TokenKind.String, text.ToString(), at);
            }

            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            text.Append(Escape());
        }

        throw new GraphQLException("Syntax Error: Unterminated string.", "parseError", at);
    }

    private char Escape()
    {
        var at = Here;
        position++;
        switch (position < source.Length ? source[position] : '\0')
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when position + 4 < source.Length && ushort.TryParse(source.AsSpan(position + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code):
                position += 4;
                return (char)code;
            default: throw new GraphQLException("Syntax Error: Invalid character escape sequence.", "parseError", at);
        }
    }

    private Token BlockString(Location at)
    {
        var text = new StringBuilder();
        position += 3;
        while (position < source.Length)
        {
            var rest = source.AsSpan(position);
            if (rest.StartsWith("\\\"\"\""))
            {
                text.Append("\"\"\"");
                position += 4;
            }
            else if (rest.StartsWith("\"\"\""))
            {
                position += 3;
                return new Token(TokenKind.String, Dedent(text.ToString()), at);
            }
            else
            {
                text.Append(source[position]);
                if (source[position] == '\n')
                {
                    NewLine();
                }
                else
                {
                    position++;
                }
            }
        }

        throw new GraphQLException("Syntax Error: Unterminated string.", "parseError", at);
    }

    /// <summary>Takes off the indentation common to all lines but the first, and blank lines at both ends (chapter 2.9.4).</summary>
    private static string Dedent(string raw)
    {
        var lines = raw.ReplaceLineEndings("\n").Split('\n');
        var indent = lines.Skip(1).Where(one => one.Trim().Length > 0).Select(one => one.Length - one.TrimStart().Length).DefaultIfEmpty(0).Min();
        var cut = lines.Select((one, index) => index == 0 || one.Length < indent ? one : one[indent..]).ToList();
        while (cut.Count > 0 && cut[0].Trim().Length == 0)
        {
            cut.RemoveAt(0);
        }

        while (cut.Count > 0 && cut[^1].Trim().Length == 0)
        {
            cut.RemoveAt(cut.Count - 1);
        }

        return string.Join('\n', cut);
    }
}
