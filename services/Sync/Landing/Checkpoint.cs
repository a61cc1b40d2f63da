using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sync.Landing;

/// <summary>One part of a run: a board, or a list of the vendor.</summary>
/// <param name="Kind">What the mapping makes of it; null for records that are only mirrored.</param>
/// <param name="IsSweep">Everything is read: what is not seen has vanished.</param>
/// <param name="Detail">What the connector must remember of the stream when another process goes on with it.</param>
internal sealed record StreamPlan(string Stream, int Position, string Name, string? Kind, bool IsSweep, long? RowsExpected = null, object? Detail = null);

/// <summary>How far a run has come in a stream, as it stands in the database.</summary>
internal sealed record Checkpoint(string Stream, string Name, string? Kind, bool IsSweep, string? Cursor, int Pages, long Rows, long? RowsExpected,
    int Restarts, bool Done, bool Quarantined, string Detail)
{
    public T? DetailAs<T>() where T : class => Detail is "{}" ? null : JsonSerializer.Deserialize<T>(Detail, Mapping.SettingsJson.Options);
}

/// <summary>A vendor record on its way in, as the vendor's own bytes. Without a payload it says that the record is gone.</summary>
internal sealed partial record LandedRow(string Stream, string ExternalId, Mapping.MappedRow? Mapped, byte[]? Payload)
{
    public static LandedRow Of(string stream, string externalId, Mapping.MappedRow? mapped, JsonElement record)
    {
        var payload = JsonMarshal.GetRawUtf8Value(record);

        // PostgreSQL cannot hold the character NUL in jsonb; a person cannot see it.
        return new LandedRow(stream, externalId, mapped, payload.IndexOf("\\u0000"u8) < 0
            ? payload.ToArray()
            : Encoding.UTF8.GetBytes(Nul().Replace(Encoding.UTF8.GetString(payload), "${pairs}")));
    }

    public static LandedRow Gone(string stream, string externalId) => new(stream, externalId, null, null);

    // An even number of backslashes before it are backslashes themselves.
    [GeneratedRegex(@"(?<!\\)(?<pairs>(\\\\)*)\\u0000", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nul();
}

/// <summary>A page of a stream and the place behind it.</summary>
internal sealed record LandedPage(string Stream, IReadOnlyList<LandedRow> Rows, string? Cursor, bool Done)
{
    /// <summary>Kept in the checkpoint when given.</summary>
    public object? Detail { get; init; }

    public long? RowsExpected { get; init; }
}
