using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Documents.Filling.Sheets;

internal enum Piece
{
    Space,
    Number,
    Text,
    Name,
    Reference,
    Operator,
    Open,
    Close,
    Comma,
    Other,
}

/// <summary>A word of a formula. A reference keeps what it points at beside its spelling.</summary>
internal sealed record Token(Piece Piece, string Spelling, Reference? Reference = null);

/// <summary>A cell or a range of cells. A whole column has the rows 1 to <see cref="LastRow"/>, a whole row the columns 1 to 16384.</summary>
/// <param name="Sheet">Null for the formula's own sheet.</param>
internal sealed record Reference(string? Sheet, Corner From, Corner To, bool IsRange)
{
    public const int LastRow = 1_048_576;
    public const int LastColumn = 16_384;

    public bool IsWholeColumn => From.Row == 1 && To.Row == LastRow;

    public bool IsWholeRow => From.Column == 1 && To.Column == LastColumn;

    public override string ToString()
    {
        var sheet = Sheet is null ? "" : $"{Quoted(Sheet)}!";
        return this switch
        {
            { IsRange: true, IsWholeColumn: true } => $"{sheet}{From.ColumnText}:{To.ColumnText}",
            { IsRange: true, IsWholeRow: true } => $"{sheet}{From.RowText}:{To.RowText}",
            { IsRange: true } => $"{sheet}{From}:{To}",
            _ => $"{sheet}{From}",
        };
    }

    private static string Quoted(string sheet) =>
        sheet.All(letter => char.IsLetterOrDigit(letter) || letter == '_') && !char.IsDigit(sheet[0]) && !Formula.LooksLikeCell(sheet)
            ? sheet
            : $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>Counted from 1.</summary>
internal readonly record struct Corner(int Row, int Column, bool IsRowFixed, bool IsColumnFixed)
{
    public string ColumnText => (IsColumnFixed ? "$" : "") + LettersOf(Column);

    public string RowText => (IsRowFixed ? "$" : "") + Row.ToString(CultureInfo.InvariantCulture);

    public override string ToString() => ColumnText + RowText;

    public static string LettersOf(int column)
    {
        var letters = "";
        for (; column > 0; column = (column - 1) / 26)
        {
            letters = (char)('A' + ((column - 1) % 26)) + letters;
        }

        return letters;
    }

    public static int ColumnOf(ReadOnlySpan<char> letters)
    {
        var column = 0;
        foreach (var letter in letters)
        {
            column = (column * 26) + (char.ToUpperInvariant(letter) - 'A' + 1);
        }

        return column;
    }
}

/// <summary>Formulas as they stand in files: English names, commas between arguments, A1 references.</summary>
internal static partial class Formula
{
    // Functions in which a reference to one repeated cell means all of its copies.
    private static readonly HashSet<string> Aggregates = new(StringComparer.OrdinalIgnoreCase)
    {
        "SUM", "SUMPRODUCT", "COUNT", "COUNTA", "AVERAGE", "MIN", "MAX", "PRODUCT", "SUBTOTAL", "SUMIF", "COUNTIF",
    };

    public static bool LooksLikeCell(string name) => CellPattern().Match(name) is { Success: true } match && match.Length == name.Length;

    /// <summary>Reads <c>A1</c>, <c>$A$1:B2</c>; null for anything else.</summary>
    public static Reference? Area(string text)
    {
        var tokens = Read(text);
        return tokens is [{ Reference: { } reference }] ? reference : null;
    }

    public static List<Token> Read(string formula)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (position < formula.Length)
        {
            var token = Next(formula, position);
            tokens.Add(token);
            position += token.Spelling.Length;
        }

        return tokens;
    }

    /// <summary>The formula with every reference exchanged.</summary>
    /// <param name="move">Gets the reference and whether it stands alone as an argument of an aggregate; null when nothing is left of it.</param>
    public static string Move(string formula, Func<Reference, bool, Reference?> move)
    {
        var tokens = Read(formula);
        var result = new StringBuilder(formula.Length + 16);
        var functions = new Stack<bool>();
        for (var position = 0; position < tokens.Count; position++)
        {
            var token = tokens[position];
            switch (token.Piece)
            {
                case Piece.Open:
                    functions.Push(position > 0 && tokens[position - 1].Piece == Piece.Name && Aggregates.Contains(tokens[position - 1].Spelling));
                    break;
                case Piece.Close when functions.Count > 0:
                    functions.Pop();
                    break;
            }

            if (token.Reference is null)
            {
                result.Append(token.Spelling);
                continue;
            }

            var isAlone = functions.Count > 0 && functions.Peek()
                && tokens.Take(position).LastOrDefault(before => before.Piece != Piece.Space)?.Piece is Piece.Open or Piece.Comma
                && tokens.Skip(position + 1).FirstOrDefault(after => after.Piece != Piece.Space)?.Piece is Piece.Close or Piece.Comma;
            var moved = move(token.Reference, isAlone);

            // A row that was left out counts like an empty cell.
            result.Append(moved is null ? "0" : moved == token.Reference ? token.Spelling : moved.ToString());
        }

        return result.ToString();
    }

    /// <summary>The formula as it reads some rows and columns away: how a shared formula is written for its other cells.</summary>
    public static string Shift(string formula, int rows, int columns) => Move(formula, (reference, _) => reference with
    {
        From = Shift(reference.From, reference, rows, columns),
        To = Shift(reference.To, reference, rows, columns),
    });

    private static Corner Shift(Corner corner, Reference of, int rows, int columns) => corner with
    {
        Row = corner.IsRowFixed || of.IsWholeColumn ? corner.Row : corner.Row + rows,
        Column = corner.IsColumnFixed || of.IsWholeRow ? corner.Column : corner.Column + columns,
    };

    private static Token Next(string formula, int position)
    {
        var letter = formula[position];
        switch (letter)
        {
            case ' ' or '\n' or '\r' or '\t':
                return new Token(Piece.Space, letter.ToString());
            case '"':
                return new Token(Piece.Text, Quoted(formula, position, '"'));
            case '(':
                return new Token(Piece.Open, "(");
            case ')':
                return new Token(Piece.Close, ")");
            case ',':
                return new Token(Piece.Comma, ",");
            case '[':
                return new Token(Piece.Other, Bracket(formula, position));
        }

        if (ReferencePattern().Match(formula, position) is { Success: true } found && found.Index == position && ReferenceOf(found) is { } reference)
        {
            return new Token(Piece.Reference, found.Value, reference);
        }

        if (letter == '\'')
        {
            return new Token(Piece.Other, Quoted(formula, position, '\''));
        }

        if (NumberPattern().Match(formula, position) is { Success: true, Length: > 0 } number && number.Index == position)
        {
            return new Token(Piece.Number, number.Value);
        }

        if (NamePattern().Match(formula, position) is { Success: true, Length: > 0 } name && name.Index == position)
        {
            return new Token(Piece.Name, name.Value);
        }

        var two = position + 1 < formula.Length ? formula.Substring(position, 2) : "";
        if (two is "<=" or ">=" or "<>")
        {
            return new Token(Piece.Operator, two);
        }

        return new Token("+-*/^&=<>%".Contains(letter, StringComparison.Ordinal) ? Piece.Operator : Piece.Other, letter.ToString());
    }

    private static string Quoted(string formula, int position, char quote)
    {
        var end = position + 1;
        while (end < formula.Length && (formula[end] != quote || (end + 1 < formula.Length && formula[end + 1] == quote)))
        {
            end += formula[end] == quote ? 2 : 1;
        }

        return formula[position..Math.Min(formula.Length, end + 1)];
    }

    // Table1[[#This Row],[Price]] is left as it is: it names no row.
    private static string Bracket(string formula, int position)
    {
        var depth = 0;
        for (var end = position; end < formula.Length; end++)
        {
            depth += formula[end] switch { '[' => 1, ']' => -1, _ => 0 };
            if (depth == 0)
            {
                return formula[position..(end + 1)];
            }
        }

        return formula[position..];
    }

    private static Reference? ReferenceOf(Match match)
    {
        var sheet = match.Groups["quoted"].Success ? match.Groups["quoted"].Value.Replace("''", "'", StringComparison.Ordinal)
            : match.Groups["plain"].Success ? match.Groups["plain"].Value
            : null;
        if (match.Groups["c1"].Success)
        {
            var from = CornerOf(match, "1");
            var to = match.Groups["c2"].Success ? CornerOf(match, "2") : from;
            return IsInside(from) && IsInside(to) ? new Reference(sheet, from, to, match.Groups["c2"].Success) : null;
        }

        if (match.Groups["wc1"].Success)
        {
            var (one, two) = (match.Groups["wc1"].Value, match.Groups["wc2"].Value);
            var (first, last) = (Corner.ColumnOf(one.AsSpan().TrimStart('$')), Corner.ColumnOf(two.AsSpan().TrimStart('$')));
            return first > Reference.LastColumn || last > Reference.LastColumn
                ? null
                : new Reference(sheet, new Corner(1, first, false, one[0] == '$'), new Corner(Reference.LastRow, last, false, two[0] == '$'), true);
        }

        var (top, bottom) = (match.Groups["wr1"].Value, match.Groups["wr2"].Value);
        return new Reference(
            sheet,
            new Corner(int.Parse(top.AsSpan().TrimStart('$'), CultureInfo.InvariantCulture), 1, top[0] == '$', false),
            new Corner(int.Parse(bottom.AsSpan().TrimStart('$'), CultureInfo.InvariantCulture), Reference.LastColumn, bottom[0] == '$', false),
            true);
    }

    private static bool IsInside(Corner corner) => corner is { Row: >= 1 and <= Reference.LastRow, Column: >= 1 and <= Reference.LastColumn };

    private static Corner CornerOf(Match match, string number)
    {
        var (column, row) = (match.Groups["c" + number].Value, match.Groups["r" + number].Value);
        return new Corner(
            int.Parse(row.AsSpan().TrimStart('$'), CultureInfo.InvariantCulture), Corner.ColumnOf(column.AsSpan().TrimStart('$')), row[0] == '$', column[0] == '$');
    }

    [GeneratedRegex(
        """\G((?:'(?<quoted>(?:[^']|'')+)'|(?<plain>[\p{L}_][\p{L}\p{N}_.]*))!)?(?:(?<c1>\$?[A-Za-z]{1,3})(?<r1>\$?[1-9][0-9]{0,6})(?::(?<c2>\$?[A-Za-z]{1,3})(?<r2>\$?[1-9][0-9]{0,6}))?|(?<wc1>\$?[A-Za-z]{1,3}):(?<wc2>\$?[A-Za-z]{1,3})|(?<wr1>\$?[1-9][0-9]{0,6}):(?<wr2>\$?[1-9][0-9]{0,6}))(?![\p{L}\p{N}_.(!:])""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"\G[A-Za-z]{1,3}[1-9][0-9]{0,6}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CellPattern();

    [GeneratedRegex(@"\G([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\G(#[A-Z0-9/]+[!?]?|[\p{L}_\\][\p{L}\p{N}_.\\]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
