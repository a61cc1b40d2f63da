using System.Globalization;

namespace Teg.Platform.Documents.Filling;

/// <summary>What stands between two pairs of braces.</summary>
internal abstract record Tag
{
    /// <summary>
    /// Reads a placeholder's inside. Word writes typographic quotes and unbreakable spaces where a person typed plain ones, so both are taken.
    /// <code>
    /// client.name            this            @number          "{{"
    /// total | money          total | money whole              total | number "0.0"
    /// #each lines  /each     #if not vip     #if kind == "production"     #if total >= 1000     else     /if
    /// image logo             image logo 40mm
    /// </code>
    /// </summary>
    /// <exception cref="FormatException">The inside is none of these; the message says what is wrong.</exception>
    public static Tag Parse(string inside)
    {
        var reader = new TagReader(inside);
        if (reader.Take("#each"))
        {
            return reader.End(new EachTag(reader.Path()));
        }

        if (reader.Take("#if"))
        {
            return reader.End(new IfTag(ReadCondition(reader)));
        }

        if (reader.Take("else"))
        {
            return reader.End(new ElseTag());
        }

        if (reader.Take("/each"))
        {
            return reader.End(new CloseTag("each"));
        }

        if (reader.Take("/if"))
        {
            return reader.End(new CloseTag("if"));
        }

        if (reader.Take("image"))
        {
            return reader.End(new ImageTag(reader.Path(), reader.Millimetres()));
        }

        if (reader.Literal() is { } literal)
        {
            return reader.End(new LiteralTag(literal));
        }

        var path = reader.Path();
        return reader.End(new ValueTag(path, reader.Take("|") ? ReadFormat(reader) : null));
    }

    private static Format ReadFormat(TagReader reader)
    {
        var name = reader.Word() ?? throw new FormatException("a format is missing after |");
        var pattern = reader.Literal();
        var style = pattern is null ? reader.Word() : null;
        return Format.Of(name, style, pattern);
    }

    private static Condition ReadCondition(TagReader reader)
    {
        if (reader.Take("not"))
        {
            return new Condition(reader.Path(), "not", null);
        }

        var path = reader.Path();
        foreach (var comparison in new[] { "==", "!=", ">=", "<=", ">", "<" })
        {
            if (reader.Take(comparison))
            {
                return new Condition(path, comparison, reader.Operand());
            }
        }

        return new Condition(path, "", null);
    }

    private sealed class TagReader(string text)
    {
        private int position;

        public bool Take(string word)
        {
            SkipSpace();
            if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0)
            {
                return false;
            }

            // "elsewhere" is a field and not an else.
            var end = position + word.Length;
            if (char.IsLetter(word[^1]) && end < text.Length && (IsNameLetter(text[end]) || text[end] == '.'))
            {
                return false;
            }

            position = end;
            return true;
        }

        public Tag End(Tag tag)
        {
            SkipSpace();
            return position == text.Length ? tag : throw new FormatException($"'{text[position..].Trim()}' is not understood");
        }

        public FieldPath Path()
        {
            SkipSpace();
            var start = position;
            while (position < text.Length && (IsNameLetter(text[position]) || text[position] is '.' or '@'))
            {
                position++;
            }

            var path = text[start..position];
            var names = path.Split('.');
            if (names.Any(name => name.Length == 0 || !(char.IsLetter(name[0]) || name[0] is '_' or '@') || name.IndexOf('@', 1) > 0))
            {
                throw new FormatException(path.Length == 0 ? "a field's name is missing" : $"'{path}' is no field's name");
            }

            return new FieldPath(names);
        }

        public string? Word()
        {
            SkipSpace();
            var start = position;
            while (position < text.Length && char.IsLetter(text[position]))
            {
                position++;
            }

            return position > start ? text[start..position] : null;
        }

        public string? Literal()
        {
            SkipSpace();
            if (position >= text.Length || !IsQuote(text[position]))
            {
                return null;
            }

            var end = position + 1;
            while (end < text.Length && !IsQuote(text[end]))
            {
                end++;
            }

            if (end == text.Length)
            {
                throw new FormatException("a quotation mark is not closed");
            }

            var literal = text[(position + 1)..end];
            position = end + 1;
            return literal;
        }

        public Value Operand()
        {
            if (Literal() is { } literal)
            {
                return literal;
            }

            SkipSpace();
            var start = position;
            while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] is '.' or '-'))
            {
                position++;
            }

            return decimal.TryParse(text.AsSpan(start, position - start), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new FormatException("a comparison needs a number or a text in quotation marks");
        }

        public decimal? Millimetres()
        {
            SkipSpace();
            if (position == text.Length)
            {
                return null;
            }

            var size = text[position..].Trim();
            if (size.EndsWith("mm", StringComparison.Ordinal)
                && decimal.TryParse(size[..^2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width) && width is > 0 and <= 1000)
            {
                position = text.Length;
                return width;
            }

            throw new FormatException($"'{size}' is no width; write it as 40mm");
        }

        private void SkipSpace()
        {
            while (position < text.Length && char.IsWhiteSpace(text[position]))
            {
                position++;
            }
        }

        private static bool IsNameLetter(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '-';

        private static bool IsQuote(char letter) => letter is '"' or '“' or '”' or '„' or '«' or '»';
    }
}

internal sealed record ValueTag(FieldPath Path, Format? Format) : Tag;

internal sealed record LiteralTag(string Text) : Tag;

/// <param name="Millimetres">How wide it stands in a line of text; its own size when null.</param>
internal sealed record ImageTag(FieldPath Path, decimal? Millimetres) : Tag;

internal sealed record EachTag(FieldPath Path) : Tag;

internal sealed record IfTag(Condition Condition) : Tag;

internal sealed record ElseTag : Tag;

internal sealed record CloseTag(string Block) : Tag;

/// <summary><c>client.address.city</c>; <c>this</c> is the item a block repeats for, <c>@number</c> counts its items from 1.</summary>
internal sealed record FieldPath(IReadOnlyList<string> Names)
{
    public override string ToString() => string.Join('.', Names);
}

/// <param name="Comparison">Empty for "is there", <c>not</c>, or one of ==, !=, &lt;, &lt;=, &gt;, &gt;=.</param>
internal sealed record Condition(FieldPath Path, string Comparison, Value? Operand)
{
    /// <exception cref="FormatException">The two cannot be compared.</exception>
    public bool Holds(Value value)
    {
        if (Operand is null)
        {
            return Comparison == "not" ? !value.IsTrue : value.IsTrue;
        }

        int? order = (value, Operand) switch
        {
            (NothingValue, _) => null,
            (NumberValue number, NumberValue other) => number.Number.CompareTo(other.Number),
            (MoneyValue money, NumberValue other) => money.Amount.CompareTo(other.Number),
            (TextValue text, TextValue other) => string.CompareOrdinal(text.Text, other.Text),
            _ => throw new FormatException($"it is {value.Kind} and cannot be compared with {Operand.Kind}"),
        };

        return Comparison switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            _ => order <= 0,
        };
    }
}
