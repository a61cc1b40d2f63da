using System.Globalization;
using System.Text;

namespace Teg.Platform.Sandbox.Pdf;

/// <summary>An operator of a page's content, or a word of the file itself.</summary>
internal sealed record PdfWord(string Text);

/// <summary>Reads values one after the other: numbers, texts, names, arrays, dictionaries, references.</summary>
internal sealed class PdfReader(byte[] bytes, int start)
{
    private const int Deepest = 60;

    public int At { get; private set; } = start;

    public bool IsAtEnd => At >= bytes.Length;

    /// <returns>Null at the end, and for the word null.</returns>
    public object? Read(int depth = 0)
    {
        SkipBlanks();
        if (IsAtEnd || depth > Deepest)
        {
            At = bytes.Length;
            return null;
        }

        switch ((char)bytes[At])
        {
            case '(':
                return Literal();
            case '<' when At + 1 < bytes.Length && bytes[At + 1] == '<':
                At += 2;
                return Dictionary(depth);
            case '<':
                return Hex();
            case '[':
                At++;
                return Array(depth);
            case '/':
                At++;
                return new PdfName(Unescaped(Word()));
            case '>' or ']' or '{' or '}' or ')':
                At++;
                return new PdfWord(((char)bytes[At - 1]).ToString());
            default:
                return Plain();
        }
    }

    public void SkipBlanks()
    {
        while (!IsAtEnd)
        {
            if (bytes[At] == '%')
            {
                while (!IsAtEnd && bytes[At] is not ((byte)'\n' or (byte)'\r'))
                {
                    At++;
                }
            }
            else if (bytes[At] is 0 or 9 or 10 or 12 or 13 or 32)
            {
                At++;
            }
            else
            {
                return;
            }
        }
    }

    public void SkipTo(int at) => At = Math.Min(at, bytes.Length);

    private object? Plain()
    {
        var word = Word();
        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            if (word.Length == 0)
            {
                At++;
            }

            return word switch { "true" => true, "false" => false, "null" => null, _ => new PdfWord(word) };
        }

        // "12 0 R" is a reference; "12 0 5" are three numbers.
        var after = At;
        if (number == Math.Floor(number) && number >= 0 && Digits() && Digits(isMark: true))
        {
            return new PdfReference((int)number);
        }

        At = after;
        return number;
    }

    private bool Digits(bool isMark = false)
    {
        SkipBlanks();
        var word = Word();
        return isMark ? word == "R" : word.Length is > 0 and < 6 && word.All(char.IsAsciiDigit);
    }

    private Dictionary<string, object?> Dictionary(int depth)
    {
        var found = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (!IsAtEnd)
        {
            SkipBlanks();
            if (!IsAtEnd && bytes[At] == '>')
            {
                At += 2;
                break;
            }

            if (Read(depth + 1) is PdfName name)
            {
                found[name.Text] = Read(depth + 1);
            }
        }

        return found;
    }

    private List<object?> Array(int depth)
    {
        var found = new List<object?>();
        while (!IsAtEnd)
        {
            SkipBlanks();
            if (!IsAtEnd && bytes[At] == ']')
            {
                At++;
                break;
            }

            found.Add(Read(depth + 1));
        }

        return found;
    }

    private string Word()
    {
        var from = At;
        while (!IsAtEnd && bytes[At] is not (0 or 9 or 10 or 12 or 13 or 32) && "()<>[]{}/%".IndexOf((char)bytes[At], StringComparison.Ordinal) < 0)
        {
            At++;
        }

        return Encoding.Latin1.GetString(bytes, from, At - from);
    }

    private byte[] Hex()
    {
        var end = System.Array.IndexOf(bytes, (byte)'>', At);
        end = end < 0 ? bytes.Length : end;
        var digits = new string([.. Encoding.ASCII.GetString(bytes, At + 1, Math.Max(0, end - At - 1)).Where(char.IsAsciiHexDigit)]);
        At = end + 1;
        return Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + "0");
    }

    private byte[] Literal()
    {
        var found = new List<byte>();
        var depth = 0;
        for (; !IsAtEnd; At++)
        {
            var one = bytes[At];
            if (one == '\\' && At + 1 < bytes.Length)
            {
                At++;
                Escape(found);
                continue;
            }

            depth += one switch { (byte)'(' => 1, (byte)')' => -1, _ => 0 };
            if (depth == 0)
            {
                At++;
                break;
            }

            if (depth > 1 || one != '(')
            {
                found.Add(one);
            }
        }

        return [.. found];
    }

    private void Escape(List<byte> found)
    {
        var next = (char)bytes[At];
        if (next is >= '0' and <= '7')
        {
            var value = 0;
            var digits = 0;
            while (digits < 3 && !IsAtEnd && bytes[At] is >= (byte)'0' and <= (byte)'7')
            {
                value = (value * 8) + bytes[At] - '0';
                At++;
                digits++;
            }

            At--;
            found.Add((byte)value);
        }
        else if (next is not ('\r' or '\n'))
        {
            found.Add((byte)(next switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => next }));
        }
    }

    // /A#20B is the name "A B".
    private static string Unescaped(string name)
    {
        if (!name.Contains('#', StringComparison.Ordinal))
        {
            return name;
        }

        var text = new StringBuilder();
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] == '#' && at + 2 < name.Length && byte.TryParse(name.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var one))
            {
                text.Append((char)one);
                at += 2;
            }
            else
            {
                text.Append(name[at]);
            }
        }

        return text.ToString();
    }
}
