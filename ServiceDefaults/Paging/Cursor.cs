using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Where a keyset page ended, as text a URL can carry. Callers pass it back unread.</summary>
public static class Cursor
{
    public static string Of<TKey>(TKey key) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key));

    /// <returns>False when the text is not a cursor of this list.</returns>
    public static bool TryRead<TKey>(string? cursor, out TKey? key) where TKey : class
    {
        key = null;
        if (cursor is null or "")
        {
            return true;
        }

        try
        {
            key = JsonSerializer.Deserialize<TKey>(Base64Url.DecodeFromChars(cursor));
            return key is not null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }

    public static ProblemHttpResult Unreadable() =>
        TypedResults.Problem("Pass the value of next unchanged, or leave after out to start again.", statusCode: 400,
            title: "This is not the end of a page of this list.", type: "cursor-invalid");
}
