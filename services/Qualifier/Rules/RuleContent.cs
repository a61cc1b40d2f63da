using System.Text.Json;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Rules;

/// <summary>What a version of the rules says, as the API and the database write it.</summary>
/// <param name="PromptVersion">Null is the newest.</param>
public sealed record RuleContent(Thresholds Thresholds, Pages Pages, string? PromptVersion)
{
    internal static readonly JsonSerializerOptions Json = Rules();

    internal static RuleContent Of(RuleSet rules) => new(rules.Thresholds, rules.Pages, rules.PromptVersion);

    internal static RuleContent Read(string json) =>
        JsonSerializer.Deserialize<RuleContent>(json, Json) ?? throw new JsonException("A version of the rules has no content.");

    /// <summary>As the trail keeps it: in the words of the API.</summary>
    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Json);

    internal string Write() => JsonSerializer.Serialize(this, Json);

    private static JsonSerializerOptions Rules()
    {
        var json = new JsonSerializerOptions();
        Defaults.ApplyJsonRules(json);
        return json;
    }
}
