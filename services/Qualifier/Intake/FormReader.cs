using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>The questions and answers of a form in the order they came, whichever way they were sent. A question that comes twice is there twice.</summary>
internal static class FormReader
{
    public const int MaxBytes = 32 * 1024;

    private const int MaxFields = 200;
    private const int MaxDepth = 4;

    /// <exception cref="BadHttpRequestException">400, 413 or 415: it is no form.</exception>
    public static async Task<List<(string Question, string Answer)>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        // "application/json; charset=utf-8"
        var type = request.ContentType.AsSpan();
        type = (type.IndexOf(';') is >= 0 and var end ? type[..end] : type).Trim();
        var isJson = type.Equals("application/json", StringComparison.OrdinalIgnoreCase);
        if (!isJson && !type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadHttpRequestException("Send the form as application/json or application/x-www-form-urlencoded.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var length = 0;
            while (length <= MaxBytes)
            {
                var read = await request.Body.ReadAsync(buffer.AsMemory(length, MaxBytes + 1 - length), ct);
                if (read == 0)
                {
                    return isJson ? OfJson(buffer.AsSpan(0, length)) : OfQuery(Encoding.UTF8.GetString(buffer, 0, length));
                }

                length += read;
            }

            throw TooLarge();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>name=Ada&amp;budget=%2410k</summary>
    public static List<(string Question, string Answer)> OfQuery(string query)
    {
        var fields = new List<(string, string)>();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            Add(fields, pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        }

        return fields;
    }

    /// <summary>{ "name": "Ada", "styles": 6, "fabrics": ["silk", "wool"], "answers": { "How did you hear of us?": "A friend" } }</summary>
    internal static List<(string Question, string Answer)> OfJson(ReadOnlySpan<byte> utf8)
    {
        var fields = new List<(string, string)>();
        try
        {
            var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                throw new BadHttpRequestException("The body must be one JSON object of questions and answers.");
            }

            ReadObject(ref json, fields);
            if (json.Read())
            {
                throw new BadHttpRequestException("The body must be one JSON object and nothing behind it.");
            }
        }
        // A half of a surrogate pair ("\ud800") is well-formed JSON and no text.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The body is not JSON that can be read.", e);
        }

        return fields;
    }

    private static void ReadObject(ref Utf8JsonReader json, List<(string, string)> fields)
    {
        var question = "";
        while (json.Read())
        {
            switch (json.TokenType)
            {
                case JsonTokenType.EndObject:
                    return;
                case JsonTokenType.PropertyName:
                    question = json.GetString()!;
                    break;
                case JsonTokenType.StartObject when question is "answers":
                    ReadObject(ref json, fields);
                    break;
                case JsonTokenType.StartArray:
                    while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    {
                        Add(fields, question, Word(ref json, question));
                    }

                    break;
                default:
                    Add(fields, question, Word(ref json, question));
                    break;
            }
        }
    }

    private static string Word(ref Utf8JsonReader json, string question) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString()!,
        JsonTokenType.Number => Encoding.UTF8.GetString(json.ValueSpan),
        JsonTokenType.True => "yes",
        JsonTokenType.False => "no",
        JsonTokenType.Null => "",
        _ => throw new BadHttpRequestException($"The answer to \"{Text.Cut(Text.Line(question), 60)}\" must be a text, a number, true or false, or a list of these."),
    };

    private static void Add(List<(string, string)> fields, string question, string answer)
    {
        if (fields.Count == MaxFields)
        {
            throw new BadHttpRequestException($"A form has at most {MaxFields} answers.");
        }

        fields.Add((question, answer));
    }

    private static BadHttpRequestException TooLarge() =>
        new($"The form may have {MaxBytes} bytes at most.", StatusCodes.Status413PayloadTooLarge);
}
