using System.Text.Json;

namespace Teg.Platform.Qualifier.Judging;

/// <summary>The model's answer, believed only within its ranges: a schema is a promise, not a proof.</summary>
internal sealed record Verdict(int Score, decimal Confidence, string Reason)
{
    public static Verdict? Of(string json)
    {
        try
        {
            using var answer = JsonDocument.Parse(json);
            return answer.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number && score.TryGetInt32(out var points) && points is >= 0 and <= 3
                && root.TryGetProperty("confidence", out var confidence) && confidence.ValueKind == JsonValueKind.Number
                && confidence.TryGetDecimal(out var sure) && sure is >= 0 and <= 1
                && root.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(reason.GetString())
                ? new Verdict(points, decimal.Round(sure, 3), reason.GetString()!)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
