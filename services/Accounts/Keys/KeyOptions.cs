using System.ComponentModel.DataAnnotations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Keys;

/// <summary>The keys that sign access tokens, and the key that seals their private part in the database.</summary>
internal sealed class KeyOptions : IValidatableObject
{
    public const string Section = "Keys";

    /// <summary>32 random bytes in base64: <c>openssl rand -base64 32</c>.</summary>
    [Required(ErrorMessage = "Keys__EncryptionKey is not set: 32 random bytes in base64, for example from `openssl rand -base64 32`. AppHost injects it.")]
    public string EncryptionKey { get; set; } = "";

    /// <summary>Keys that sealed older rows. What is written is always sealed with <see cref="EncryptionKey"/>.</summary>
    public IReadOnlyList<string> PreviousEncryptionKeys { get; set; } = [];

    /// <summary>A key signs for this long, then the next takes over.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan SignsFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A new key is published this long before it signs; services keep the published keys for ten minutes.</summary>
    public TimeSpan PublishedBefore { get; set; } = TimeSpan.FromMinutes(20);

    [Range(2048, 8192)]
    public int Bits { get; set; } = 3072;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var key in PreviousEncryptionKeys.Prepend(EncryptionKey).Where(key => key.Length > 0))
        {
            if (!SecretBox.IsKey(key))
            {
                yield return new ValidationResult(
                    $"A key under {Section} is not {SecretBox.KeyBytes} bytes in base64. Make one with `openssl rand -base64 32`.", [nameof(EncryptionKey)]);
            }
        }
    }
}
