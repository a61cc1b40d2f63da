using System.Text.Json.Serialization;

namespace Teg.Platform.Documents.Writing;

/// <summary>What the tools hub makes. The names on the wire and in the database are <c>contract</c>, <c>deck</c>, <c>workbook</c>, <c>a-la-carte</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentKind>))]
public enum DocumentKind
{
    [JsonStringEnumMemberName("contract")]
    Contract,

    [JsonStringEnumMemberName("deck")]
    Deck,

    [JsonStringEnumMemberName("workbook")]
    Workbook,

    [JsonStringEnumMemberName("a-la-carte")]
    ALaCarte,
}

internal static class DocumentKinds
{
    /// <summary>Its name on the wire and in the database.</summary>
    public static string Name(this DocumentKind kind) => kind switch
    {
        DocumentKind.Contract => "contract",
        DocumentKind.Deck => "deck",
        DocumentKind.Workbook => "workbook",
        DocumentKind.ALaCarte => "a-la-carte",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are four kinds."),
    };

    /// <summary>Null for a name that is none of the four.</summary>
    public static DocumentKind? Of(string? name) => name switch
    {
        "contract" => DocumentKind.Contract,
        "deck" => DocumentKind.Deck,
        "workbook" => DocumentKind.Workbook,
        "a-la-carte" => DocumentKind.ALaCarte,
        _ => null,
    };
}
