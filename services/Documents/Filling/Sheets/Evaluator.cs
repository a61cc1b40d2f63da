using System.Globalization;

namespace Teg.Platform.Documents.Filling.Sheets;

/// <summary>Where a formula's cells come from. Values are double, string, bool, <see cref="CellError"/>, null for empty.</summary>
internal interface ICells
{
    object? ValueOf(string sheet, int row, int column);

    /// <summary>The rows and columns that hold anything, so that a whole column is not a million cells.</summary>
    (int Rows, int Columns) SizeOf(string sheet);

    /// <summary>The formula behind a defined name; null when there is none.</summary>
    string? NameOf(string sheet, string name);
}

internal sealed record CellError(string Text);

/// <summary>A formula that uses something the evaluator does not know. Excel will know; until then its cell shows nothing.</summary>
internal sealed class NotEvaluableException(string what) : Exception(what);

/// <summary>
/// Computes formulas the way Excel does, for the functions that price sheets use, so that a reader that does not calculate sees right numbers.
/// The order of precedence, and that -2^2 is 4, is Excel's: https://support.microsoft.com/office/48be406d-4975-4d31-b2b8-7af9e0e2878a
/// </summary>
internal sealed class Evaluator(ICells cells)
{
    private static readonly CellError Division = new("#DIV/0!");
    private static readonly CellError WrongValue = new("#VALUE!");

    // The longer ones first: "<=5" begins with "<" too.
    private static readonly string[] Comparisons = ["<=", ">=", "<>", "<", ">", "="];

    public object? Evaluate(string sheet, string formula)
    {
        var tokens = Formula.Read(formula).Where(token => token.Piece != Piece.Space).ToList();
        var reader = new Reader(tokens);
        var value = Single(Comparison(sheet, reader));
        return reader.Peek is null ? value : throw new NotEvaluableException(formula);
    }

    private object? Comparison(string sheet, Reader reader)
    {
        var left = Concatenation(sheet, reader);
        while (reader.TakeOperator("=", "<>", "<", ">", "<=", ">=") is { } comparison)
        {
            var (one, other) = (Single(left), Single(Concatenation(sheet, reader)));
            if ((one ?? other) is CellError || other is CellError)
            {
                return one as CellError ?? other;
            }

            var order = Compare(one, other);
            left = comparison switch { "=" => order == 0, "<>" => order != 0, "<" => order < 0, ">" => order > 0, "<=" => order <= 0, _ => order >= 0 };
        }

        return left;
    }

    private object? Concatenation(string sheet, Reader reader)
    {
        var left = Sum(sheet, reader);
        while (reader.TakeOperator("&") is not null)
        {
            var (one, other) = (Single(left), Single(Sum(sheet, reader)));
            left = one as CellError ?? other as CellError ?? (object)(TextOf(one) + TextOf(other));
        }

        return left;
    }

    private object? Sum(string sheet, Reader reader)
    {
        var left = Product(sheet, reader);
        while (reader.TakeOperator("+", "-") is { } sign)
        {
            left = Calculate(left, Product(sheet, reader), (one, other) => sign == "+" ? one + other : one - other);
        }

        return left;
    }

    private object? Product(string sheet, Reader reader)
    {
        var left = Power(sheet, reader);
        while (reader.TakeOperator("*", "/") is { } sign)
        {
            left = Calculate(left, Power(sheet, reader), (one, other) => sign == "*" ? one * other : one / other);
        }

        return left;
    }

    private object? Power(string sheet, Reader reader)
    {
        var left = Signed(sheet, reader);
        while (reader.TakeOperator("^") is not null)
        {
            left = Calculate(left, Signed(sheet, reader), Math.Pow);
        }

        return left;
    }

    private object? Signed(string sheet, Reader reader)
    {
        if (reader.TakeOperator("-") is not null)
        {
            return Calculate(0d, Signed(sheet, reader), (zero, value) => zero - value);
        }

        if (reader.TakeOperator("+") is not null)
        {
            return Signed(sheet, reader);
        }

        var value = Atom(sheet, reader);
        while (reader.TakeOperator("%") is not null)
        {
            value = Calculate(value, 100d, (one, hundred) => one / hundred);
        }

        return value;
    }

    private object? Atom(string sheet, Reader reader)
    {
        var token = reader.Take();
        switch (token.Piece)
        {
            case Piece.Number:
                return double.Parse(token.Spelling, NumberStyles.Float, CultureInfo.InvariantCulture);
            case Piece.Text:
                return token.Spelling[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
            case Piece.Reference:
                return Area(token.Reference!.Sheet ?? sheet, token.Reference);
            case Piece.Open:
                var inner = Comparison(sheet, reader);
                reader.Close();
                return inner;
            case Piece.Name when reader.Peek?.Piece == Piece.Open:
                reader.Take();
                return Call(sheet, token.Spelling.ToUpperInvariant(), reader);
            case Piece.Name when token.Spelling[0] == '#':
                return new CellError(token.Spelling);
            case Piece.Name when token.Spelling.ToUpperInvariant() is "TRUE" or "FALSE":
                return token.Spelling.Equals("TRUE", StringComparison.OrdinalIgnoreCase);
            case Piece.Name when cells.NameOf(sheet, token.Spelling) is { } formula:
                var nested = new Reader(Formula.Read(formula).Where(part => part.Piece != Piece.Space).ToList());
                return Comparison(sheet, nested);
            default:
                throw new NotEvaluableException(token.Spelling);
        }
    }

    private object? Area(string sheet, Reference reference)
    {
        if (!reference.IsRange)
        {
            return cells.ValueOf(sheet, reference.From.Row, reference.From.Column);
        }

        var (rows, columns) = cells.SizeOf(sheet);
        var (top, bottom) = (Math.Min(reference.From.Row, reference.To.Row), Math.Max(reference.From.Row, reference.To.Row));
        var (left, right) = (Math.Min(reference.From.Column, reference.To.Column), Math.Max(reference.From.Column, reference.To.Column));
        bottom = reference.IsWholeColumn ? Math.Min(bottom, rows) : bottom;
        right = reference.IsWholeRow ? Math.Min(right, columns) : right;
        if ((long)(bottom - top + 1) * (right - left + 1) > 2_000_000)
        {
            throw new NotEvaluableException(reference.ToString());
        }

        var values = new object?[Math.Max(0, bottom - top + 1), Math.Max(0, right - left + 1)];
        for (var row = 0; row < values.GetLength(0); row++)
        {
            for (var column = 0; column < values.GetLength(1); column++)
            {
                values[row, column] = cells.ValueOf(sheet, top + row, left + column);
            }
        }

        return values;
    }

    private object? Call(string sheet, string name, Reader reader)
    {
        // IF and IFERROR look only at the branch that is taken; the other is read past.
        if (name == "IF")
        {
            return If(sheet, reader);
        }

        var arguments = new List<object?>();
        if (reader.Peek?.Piece != Piece.Close)
        {
            do
            {
                arguments.Add(reader.Peek?.Piece is Piece.Comma or Piece.Close ? null : Comparison(sheet, reader));
            }
            while (reader.TakeComma());
        }

        reader.Close();
        if (name == "IFERROR" && arguments.Count == 2)
        {
            return Single(arguments[0]) is CellError ? Single(arguments[1]) : Single(arguments[0]);
        }

        if (name is not ("COUNT" or "COUNTA") && arguments.SelectMany(Flat).OfType<CellError>().FirstOrDefault() is { } error)
        {
            return error;
        }

        return (name, arguments.Count) switch
        {
            ("SUM", > 0) => Numbers(arguments).Sum(),
            ("PRODUCT", > 0) => Numbers(arguments).Aggregate(1d, (one, other) => one * other),
            ("SUMPRODUCT", > 0) => SumProduct(arguments),
            ("AVERAGE", > 0) => Numbers(arguments).ToList() is { Count: > 0 } numbers ? numbers.Average() : Division,
            ("MIN", > 0) => Numbers(arguments).DefaultIfEmpty().Min(),
            ("MAX", > 0) => Numbers(arguments).DefaultIfEmpty().Max(),
            ("COUNT", > 0) => (double)arguments.Sum(argument => Flat(argument).Count(value => value is double)),
            ("COUNTA", > 0) => (double)arguments.Sum(argument => Flat(argument).Count(value => value is not null)),
            ("ROUND", 2) => Rounded(arguments, MidpointRounding.AwayFromZero),
            ("ROUNDUP", 2) => Rounded(arguments, null),
            ("ROUNDDOWN", 2) => Rounded(arguments, MidpointRounding.ToZero),
            ("INT", 1) => Number(arguments[0], Math.Floor),
            ("ABS", 1) => Number(arguments[0], Math.Abs),
            ("MOD", 2) => Calculate(arguments[0], arguments[1], (one, other) => other == 0 ? double.NaN : one - (other * Math.Floor(one / other))),
            ("NOT", 1) => Truth(Single(arguments[0])) is bool truth ? !truth : WrongValue,
            ("AND", > 0) => Truths(arguments) is { Count: > 0 } truths ? truths.TrueForAll(truth => truth) : WrongValue,
            ("OR", > 0) => Truths(arguments) is { Count: > 0 } truths ? truths.Exists(truth => truth) : WrongValue,
            ("CONCATENATE" or "CONCAT", > 0) => string.Concat(arguments.SelectMany(Flat).Select(TextOf)),
            ("SUMIF", 2 or 3) => SumIf(arguments),
            ("COUNTIF", 2) => (double)Flat(arguments[0]).Count(value => Meets(value, Single(arguments[1]))),
            ("TRUE", 0) => true,
            ("FALSE", 0) => false,
            _ => throw new NotEvaluableException(name),
        };
    }

    private object? If(string sheet, Reader reader)
    {
        var condition = Single(Comparison(sheet, reader));
        var branches = new List<(int Start, int End)>();
        while (reader.TakeComma())
        {
            branches.Add(reader.Skip());
        }

        reader.Close();
        if (condition is CellError)
        {
            return condition;
        }

        if (Truth(condition) is not { } truth || branches.Count is 0 or > 2)
        {
            return WrongValue;
        }

        if (!truth && branches.Count == 1)
        {
            return false;
        }

        var branch = reader.Part(branches[truth ? 0 : 1]);
        if (branch.Peek is null)
        {
            return 0d;
        }

        var value = Comparison(sheet, branch);
        return branch.Peek is null ? value : throw new NotEvaluableException("IF");
    }

    private static object? Single(object? value) => value is object?[,] area
        ? area.Length == 1 ? area[0, 0] : throw new NotEvaluableException("an area where one value belongs")
        : value;

    private static IEnumerable<object?> Flat(object? value) => value is object?[,] area ? area.Cast<object?>() : [value];

    /// <summary>Numbers as SUM sees them: an area's texts and truths are passed over, written arguments are taken as numbers.</summary>
    private static IEnumerable<double> Numbers(IEnumerable<object?> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is object?[,] area)
            {
                foreach (var number in area.Cast<object?>().OfType<double>())
                {
                    yield return number;
                }
            }
            else if (argument is double single)
            {
                yield return single;
            }
            else if (argument is bool truth)
            {
                yield return truth ? 1 : 0;
            }
        }
    }

    private static object? SumProduct(List<object?> arguments)
    {
        var areas = arguments.Select(argument => argument as object?[,] ?? new[,] { { argument } }).ToList();
        if (areas.Exists(area => area.GetLength(0) != areas[0].GetLength(0) || area.GetLength(1) != areas[0].GetLength(1)))
        {
            return WrongValue;
        }

        var sum = 0d;
        for (var row = 0; row < areas[0].GetLength(0); row++)
        {
            for (var column = 0; column < areas[0].GetLength(1); column++)
            {
                sum += areas.Aggregate(1d, (product, area) => product * (area[row, column] is double number ? number : 0));
            }
        }

        return sum;
    }

    private static object SumIf(List<object?> arguments)
    {
        var (tested, added) = (arguments[0] as object?[,], (arguments.Count == 3 ? arguments[2] : arguments[0]) as object?[,]);
        if (tested is null || added is null || tested.Length != added.Length || tested.GetLength(0) != added.GetLength(0))
        {
            throw new NotEvaluableException("SUMIF");
        }

        var criterion = Single(arguments[1]);
        return tested.Cast<object?>().Zip(added.Cast<object?>()).Where(pair => Meets(pair.First, criterion)).Sum(pair => pair.Second is double number ? number : 0);
    }

    private static bool Meets(object? value, object? criterion)
    {
        if (criterion is not string text)
        {
            return value is not null && value.Equals(criterion);
        }

        if (text.Contains('*', StringComparison.Ordinal) || text.Contains('?', StringComparison.Ordinal))
        {
            throw new NotEvaluableException("a pattern in a criterion");
        }

        var comparison = Comparisons.FirstOrDefault(sign => text.StartsWith(sign, StringComparison.Ordinal)) ?? "";
        var operand = text[comparison.Length..];
        object other = double.TryParse(operand, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : operand;
        if (value?.GetType() != other.GetType())
        {
            return comparison == "<>";
        }

        var order = Compare(value, other);
        return comparison switch { "<=" => order <= 0, ">=" => order >= 0, "<>" => order != 0, "<" => order < 0, ">" => order > 0, _ => order == 0 };
    }

    private static object Rounded(List<object?> arguments, MidpointRounding? rounding)
    {
        if (NumberOf(Single(arguments[0])) is not { } value || NumberOf(Single(arguments[1])) is not { } places)
        {
            return WrongValue;
        }

        if (Math.Abs(value) > 1e20 || places is < -20 or > 20)
        {
            return value;
        }

        // A double turned into a decimal has the fifteen digits Excel shows: 1.005 is rounded as 1.005 and not as 1.00499999999999989.
        var digits = (int)places;
        var factor = 1m;
        for (var place = 0; place < Math.Abs(digits); place++)
        {
            factor *= 10;
        }

        var exact = (decimal)value;
        if (digits >= 0 && Math.Abs(exact) > decimal.MaxValue / factor)
        {
            return value;
        }

        var scaled = digits >= 0 ? exact * factor : exact / factor;
        scaled = rounding is { } kind ? Math.Round(scaled, kind) : scaled > 0 ? Math.Ceiling(scaled) : Math.Floor(scaled);
        return (double)(digits >= 0 ? scaled / factor : scaled * factor);
    }

    private static object Number(object? value, Func<double, double> calculate) => NumberOf(Single(value)) is { } number ? calculate(number) : WrongValue;

    private static object? Calculate(object? left, object? right, Func<double, double, double> calculate)
    {
        if (left is object?[,] || right is object?[,])
        {
            return Each(left, right, calculate);
        }

        if (left is CellError || right is CellError)
        {
            return left as CellError ?? right;
        }

        if (NumberOf(left) is not { } one || NumberOf(right) is not { } other)
        {
            return WrongValue;
        }

        var result = calculate(one, other);
        return double.IsFinite(result) ? result : Division;
    }

    // SUMPRODUCT(A1:A3*B1:B3): areas of one shape, or an area and one value.
    private static object?[,] Each(object? left, object? right, Func<double, double, double> calculate)
    {
        var (one, other) = (left as object?[,], right as object?[,]);
        var shape = one ?? other!;
        if (one is not null && other is not null && (one.GetLength(0) != other.GetLength(0) || one.GetLength(1) != other.GetLength(1)))
        {
            throw new NotEvaluableException("areas of different shapes");
        }

        var result = new object?[shape.GetLength(0), shape.GetLength(1)];
        for (var row = 0; row < result.GetLength(0); row++)
        {
            for (var column = 0; column < result.GetLength(1); column++)
            {
                result[row, column] = Calculate(one is null ? left : one[row, column], other is null ? right : other[row, column], calculate);
            }
        }

        return result;
    }

    private static double? NumberOf(object? value) => value switch
    {
        null => 0,
        double number => number,
        bool truth => truth ? 1 : 0,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static bool? Truth(object? value) => value switch { null => false, bool truth => truth, double number => number != 0, _ => null };

    private static List<bool> Truths(IEnumerable<object?> arguments) => [.. arguments.SelectMany(Flat)
        .Select(value => value is null ? null : Truth(value)).OfType<bool>()];

    private static string TextOf(object? value) => value switch
    {
        null => "",
        double number => number.ToString("G15", CultureInfo.InvariantCulture),
        bool truth => truth ? "TRUE" : "FALSE",
        CellError error => error.Text,
        _ => (string)value,
    };

    // Excel orders numbers before texts before truths; an empty cell is the zero of the other's kind.
    private static int Compare(object? one, object? other)
    {
        one ??= Empty(other);
        other ??= Empty(one);
        return (one, other) switch
        {
            (double left, double right) => left.CompareTo(right),
            (string left, string right) => string.Compare(left, right, StringComparison.OrdinalIgnoreCase),
            (bool left, bool right) => left.CompareTo(right),
            _ => Rank(one).CompareTo(Rank(other)),
        };
    }

    private static object Empty(object? like) => like switch { string => "", bool => false, _ => 0d };

    private static int Rank(object value) => value switch { double => 0, string => 1, _ => 2 };

    private sealed class Reader(List<Token> tokens)
    {
        private int position;

        public Token? Peek => position < tokens.Count ? tokens[position] : null;

        public Token Take() => position < tokens.Count ? tokens[position++] : throw new NotEvaluableException("the formula ends early");

        public string? TakeOperator(params ReadOnlySpan<string> wanted)
        {
            if (Peek is not { Piece: Piece.Operator } token || !wanted.Contains(token.Spelling))
            {
                return null;
            }

            position++;
            return token.Spelling;
        }

        public bool TakeComma()
        {
            if (Peek?.Piece != Piece.Comma)
            {
                return false;
            }

            position++;
            return true;
        }

        public void Close()
        {
            if (Take().Piece != Piece.Close)
            {
                throw new NotEvaluableException("a parenthesis is not closed");
            }
        }

        /// <summary>Goes past one argument.</summary>
        public (int Start, int End) Skip()
        {
            var start = position;
            for (var depth = 0; Peek is { } token; position++)
            {
                if (depth == 0 && token.Piece is (Piece.Comma or Piece.Close))
                {
                    break;
                }

                depth += token.Piece switch { Piece.Open => 1, Piece.Close => -1, _ => 0 };
            }

            return (start, position);
        }

        public Reader Part((int Start, int End) range) => new(tokens.GetRange(range.Start, range.End - range.Start));
    }
}
