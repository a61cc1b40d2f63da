using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Qualifier.Judging;

/// <summary>Which model judges, where it is, and what it costs.</summary>
internal sealed class OpenAiOptions
{
    public const string Section = "OpenAI";

    /// <summary>Any address that speaks OpenAI's chat completions.</summary>
    [Required]
    public Uri Address { get; set; } = new("https://api.openai.com/v1");

    [Required]
    public string Key { get; set; } = "";

    [Required]
    public string Model { get; set; } = "gpt-4o-mini";

    /// <summary>US dollars for a million tokens, by the beginning of the model's name; the longest that fits counts.</summary>
    public Dictionary<string, ModelPrice> Prices { get; set; } = new(StringComparer.Ordinal) { ["gpt-4o-mini"] = new() { Input = 0.15m, Output = 0.60m } };

    /// <summary>Calls under way at once; more are not judged by the model, they fall back as busy.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrent { get; set; } = 600;

    /// <summary>The longest answer. Score, confidence and two sentences need about 80.</summary>
    [Range(50, 4000)]
    public int MaxTokens { get; set; } = 250;

    /// <summary>The circuit opens when this share of at least <see cref="BreakerMinimum"/> calls within <see cref="BreakerWindow"/> failed or took too long.</summary>
    [Range(0.01, 1)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    [Range(2, 10_000)]
    public int BreakerMinimum { get; set; } = 20;

    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nobody is kept waiting for a model that does not answer.</summary>
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(5);
}

internal sealed class ModelPrice
{
    public decimal Input { get; set; }

    public decimal Output { get; set; }
}
