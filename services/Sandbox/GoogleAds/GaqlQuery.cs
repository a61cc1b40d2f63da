using System.Globalization;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.GoogleAds;

/// <summary>A condition of the WHERE clause, for example <c>segments.date BETWEEN '2026-11-01' AND '2026-11-20'</c>.</summary>
internal sealed record GaqlCondition(string Field, string Operator, IReadOnlyList<string> Values);

internal sealed record GaqlOrder(string Field, bool Descending);

/// <summary>
/// A question in the Google Ads Query Language:
/// <c>SELECT campaign.id, metrics.clicks FROM campaign WHERE segments.date = '2026-11-19' AND campaign.status IN ('ENABLED', PAUSED) ORDER BY metrics.clicks DESC LIMIT 10</c>.
/// </summary>
internal sealed partial record GaqlQuery(
    IReadOnlyList<string> Select, string From, IReadOnlyList<GaqlCondition> Where, IReadOnlyList<GaqlOrder> OrderBy, int? Limit)
{
    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">="];

    public static GaqlQuery Parse(string text) => new Reader(text).Read();

    private sealed class Reader(string text)
    {
        private readonly List<Match> tokens = Token().Matches(text).ToList();
        private int at;

        public GaqlQuery Read()
        {
            if (tokens.Find(token => token.Groups["junk"].Success) is { } junk)
            {
                throw GoogleAdsException.Query("BAD_SYMBOL", $"Error in query: unexpected input {junk.Value}.");
            }

            Expect("SELECT", "EXPECTED_SELECT");
            var select = Names("BAD_FIELD_NAME");
            Expect("FROM", "EXPECTED_FROM");
            var from = Word("BAD_RESOURCE_TYPE_IN_FROM_CLAUSE");
            var where = new List<GaqlCondition>();
            if (Accept("WHERE"))
            {
                do
                {
                    where.Add(Condition());
                }
                while (Accept("AND"));
            }

            var order = new List<GaqlOrder>();
            if (Accept("ORDER"))
            {
                Expect("BY", "EXPECTED_BY");
                do
                {
                    var field = Word("BAD_FIELD_NAME");
                    var descending = Accept("DESC");
                    order.Add(new GaqlOrder(field, descending));
                    if (!descending)
                    {
                        Accept("ASC");
                    }
                }
                while (Accept(","));
            }

            var limit = Accept("LIMIT")
                ? int.TryParse(Next("BAD_LIMIT_COUNT"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                    ? count
                    : throw GoogleAdsException.Query("BAD_LIMIT_COUNT", "Limit count must be a positive number.")
                : (int?)null;
            if (Accept("PARAMETERS"))
            {
                do
                {
                    Word("BAD_FIELD_NAME");
                    Expect("=", "UNEXPECTED_INPUT");
                    Next("BAD_VALUE");
                }
                while (Accept(","));
            }

            return at == tokens.Count
                ? new GaqlQuery(select, from, where, order, limit)
                : throw GoogleAdsException.Query("UNEXPECTED_INPUT", $"Error in query: unexpected input {tokens[at].Value}.");
        }

        private GaqlCondition Condition()
        {
            var field = Word("BAD_FIELD_NAME");
            var symbol = Next("BAD_OPERATOR").ToUpperInvariant();
            switch (symbol)
            {
                case "NOT":
                    Expect("IN", "BAD_OPERATOR");
                    return new GaqlCondition(field, "NOT IN", Values());
                case "IN":
                    return new GaqlCondition(field, "IN", Values());
                case "BETWEEN":
                    var first = Value();
                    Expect("AND", "UNEXPECTED_INPUT");
                    return new GaqlCondition(field, "BETWEEN", [first, Value()]);
                case "DURING":
                    return new GaqlCondition(field, "DURING", [Next("BAD_VALUE").ToUpperInvariant()]);
                default:
                    return Comparisons.Contains(symbol)
                        ? new GaqlCondition(field, symbol, [Value()])
                        : throw GoogleAdsException.Query("BAD_OPERATOR", $"Operator '{symbol}' is not a valid operator for the field '{field}'.");
            }
        }

        private List<string> Values()
        {
            Expect("(", "UNEXPECTED_INPUT");
            var values = new List<string>();
            do
            {
                values.Add(Value());
            }
            while (Accept(","));

            Expect(")", "UNEXPECTED_INPUT");
            return values;
        }

        private List<string> Names(string code)
        {
            var names = new List<string>();
            do
            {
                names.Add(Word(code));
            }
            while (Accept(","));

            return names;
        }

        private string Value()
        {
            var token = Next("BAD_VALUE");
            return token[0] is '\'' or '"' ? token[1..^1] : token;
        }

        private string Word(string code)
        {
            var token = Next(code);
            return char.IsAsciiLetter(token[0]) ? token : throw GoogleAdsException.Query(code, $"Error in query: unexpected input {token}.");
        }

        private string Next(string code) => at < tokens.Count
            ? tokens[at++].Value
            : throw GoogleAdsException.Query(code is "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE" or "BAD_FIELD_NAME" ? "UNEXPECTED_END_OF_QUERY" : code, "Error in query: unexpected end of query.");

        private bool Accept(string token)
        {
            if (at < tokens.Count && tokens[at].Value.Equals(token, StringComparison.OrdinalIgnoreCase))
            {
                at++;
                return true;
            }

            return false;
        }

        private void Expect(string token, string code)
        {
            if (!Accept(token))
            {
                throw GoogleAdsException.Query(code, at < tokens.Count ? $"Error in query: unexpected input {tokens[at].Value}." : "Error in query: unexpected end of query.");
            }
        }
    }

    // A text in quotes, a name or number with dots, a comparison, a comma or bracket; anything else is junk.
    [GeneratedRegex("""'[^']*'|"[^"]*"|[\w.\-]+|<=|>=|!=|[=<>(),]|(?<junk>\S)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
