using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Whose tokens a service believes.</summary>
public sealed class TokenOptions
{
    public const string Section = "Tokens";

    [Required]
    public string Issuer { get; set; } = "teg-accounts";

    [Required]
    public string Audience { get; set; } = "teg";

    /// <summary>Where the public keys are published.</summary>
    [Required]
    public string KeysAddress { get; set; } = "http://accounts/.well-known/jwks.json";

    /// <summary>How far two machines' clocks may be apart.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Replaces the address: the Accounts service verifies with the keys it holds. Returns the JWKS document.</summary>
    public Func<IServiceProvider, CancellationToken, Task<string>>? ReadKeys { get; set; }
}
