using System.Text.Json;
using Teg.Platform.Documents.Pricing;

namespace Teg.Platform.Documents.Writing;

/// <param name="Snapshot">Everything the document is made from; null when there are problems.</param>
/// <param name="Title">What a person finds it by: "Development Agreement · Maison Verre · Spring 2026".</param>
/// <param name="Problems">Sentences by field path: <c>inputs.lines[2].quantity</c>. Empty when the document can be written.</param>
/// <param name="Prices">As far as they could be worked out, also when there are problems; null for documents without prices.</param>
internal sealed record Prepared(JsonElement? Snapshot, string Title, IReadOnlyDictionary<string, string[]> Problems, PriceSummary? Prices);
