using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// An enum in a URL, written as it is in JSON: <c>not-a-fit</c>. Minimal APIs read an enum only by its C# name, so
/// <c>?period=month</c> would be refused; a parameter of this type reads the word and the OpenAPI document lists the words.
/// </summary>
public readonly record struct Word<TEnum>(TEnum Value) : IParsable<Word<TEnum>>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<string, TEnum> Words =
        Enum.GetValues<TEnum>().ToDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()), StringComparer.OrdinalIgnoreCase);

    public static Word<TEnum> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var word) ? word : throw new FormatException($"\"{s}\" is none of {string.Join(", ", Words.Keys)}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Word<TEnum> result)
    {
        var known = Words.TryGetValue(s ?? "", out var value);
        result = new Word<TEnum>(value);
        return known;
    }

    public override string ToString() => JsonNamingPolicy.KebabCaseLower.ConvertName(Value.ToString());
}
