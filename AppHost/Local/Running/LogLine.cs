using System.Text.Json;

namespace Aspire.Hosting.Running;

internal static class LogLine
{
    private const int Longest = 300;

    /// <summary>
    /// A line as a person reads it in a status: of <c>{"Timestamp":"…","LogLevel":"Error","Message":"Cannot bind","Exception":"…"}</c> the level and the
    /// message, of anything else the line itself, and of neither more than 300 characters. The log file has all of it.
    /// </summary>
    public static string Readable(string line)
    {
        var text = FromJson(line) ?? line;
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }

    private static string? FromJson(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.TryGetProperty("LogLevel", out var level) && json.RootElement.TryGetProperty("Message", out var message)
                ? $"{level.GetString()}: {message.GetString()}{Cause(json.RootElement)}"
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The exception's first line says what happened; the rest is where.
    private static string Cause(JsonElement entry) =>
        entry.TryGetProperty("Exception", out var exception) && exception.GetString() is { Length: > 0 } text ? $" ({text.Split('\n')[0].TrimEnd()})" : "";
}
