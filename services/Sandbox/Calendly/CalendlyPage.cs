using System.Globalization;
using System.Text;

namespace Teg.Platform.Sandbox.Calendly;

/// <summary>Pages by key, so that what is booked while somebody reads neither repeats nor hides anything.</summary>
internal static class CalendlyPage
{
    private const int DefaultCount = 20;
    private const int MaxCount = 100;

    public static object Of<T>(HttpRequest request, string publicBase, IEnumerable<T> found, Func<T, string> keyOf, bool descending, Func<T, object> write)
    {
        var count = CountOf(request);
        var items = found.ToList();
        var token = Token.Parse(request.Query["page_token"]);
        var first = token is null ? 0 : StartOf(items, keyOf, descending, token, count);
        var page = items.Skip(first).Take(count).ToList();

        var next = first + page.Count < items.Count && page.Count > 0 ? new Token(keyOf(page[^1]), Back: false).ToString() : null;
        var previous = first > 0 && page.Count > 0 ? new Token(keyOf(page[0]), Back: true).ToString() : null;
        return new
        {
            collection = page.Select(write),
            pagination = new
            {
                count = page.Count,
                next_page = Address(request, publicBase, next),
                previous_page = Address(request, publicBase, previous),
                next_page_token = next,
                previous_page_token = previous,
            },
        };
    }

    private static int CountOf(HttpRequest request)
    {
        var text = request.Query["count"].ToString();
        if (text.Length == 0)
        {
            return DefaultCount;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxCount
            ? count
            : throw CalendlyException.Invalid("count", "must be between 1 and 100");
    }

    private static int StartOf<T>(List<T> items, Func<T, string> keyOf, bool descending, Token token, int count)
    {
        var sign = descending ? -1 : 1;
        if (token.Back)
        {
            var end = items.FindIndex(item => sign * string.CompareOrdinal(keyOf(item), token.Key) >= 0);
            return Math.Max(0, (end < 0 ? items.Count : end) - count);
        }

        var start = items.FindIndex(item => sign * string.CompareOrdinal(keyOf(item), token.Key) > 0);
        return start < 0 ? items.Count : start;
    }

    private static string? Address(HttpRequest request, string publicBase, string? token)
    {
        if (token is null)
        {
            return null;
        }

        var query = QueryString.Create(request.Query.Where(pair => pair.Key != "page_token").Append(new("page_token", token)));
        return publicBase + request.Path + query;
    }

    private sealed record Token(string Key, bool Back)
    {
        public static Token? Parse(string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            var bytes = new byte[text.Length];
            if (!Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length) || length < 2)
            {
                throw CalendlyException.Invalid("page_token", "is invalid");
            }

            var plain = Encoding.UTF8.GetString(bytes, 0, length);
            return plain[0] is '+' or '-' ? new Token(plain[1..], plain[0] == '-') : throw CalendlyException.Invalid("page_token", "is invalid");
        }

        public override string ToString() => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes((Back ? "-" : "+") + Key));
    }
}
