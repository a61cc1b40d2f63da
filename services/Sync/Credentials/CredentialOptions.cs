using System.ComponentModel.DataAnnotations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Sync.Credentials;

/// <summary>The key that seals vendors' tokens in the database.</summary>
internal sealed class CredentialOptions : IValidatableObject
{
    public const string Section = "Credentials";

    /// <summary>32 random bytes in base64: <c>openssl rand -base64 32</c>.</summary>
    [Required(ErrorMessage = "Credentials__EncryptionKey is not set: 32 random bytes in base64, for example from `openssl rand -base64 32`. AppHost injects it.")]
    public string EncryptionKey { get; set; } = "";

    /// <summary>Keys that sealed older rows; what they sealed is sealed anew at the start.</summary>
    public IReadOnlyList<string> PreviousEncryptionKeys { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        PreviousEncryptionKeys.Prepend(EncryptionKey).Where(key => key.Length > 0 && !SecretBox.IsKey(key))
            .Select(_ => new ValidationResult(
                $"A key under {Section} is not {SecretBox.KeyBytes} bytes in base64. Make one with `openssl rand -base64 32`.", [nameof(EncryptionKey)]));
}
