using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Accounts.External;

/// <summary>One outside provider of sign-ins, under External:google and External:microsoft. Without a client id there is none.</summary>
internal sealed class ExternalProvider
{
    public const string Section = "External";

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    [Url]
    public string AuthorizationAddress { get; set; } = "";

    [Url]
    public string TokenAddress { get; set; } = "";

    /// <summary>The providers that are configured, with their own addresses where no others are given.</summary>
    public static IReadOnlyDictionary<string, ExternalProvider> Configured(IConfiguration configuration)
    {
        var providers = new Dictionary<string, ExternalProvider>(StringComparer.Ordinal)
        {
            // https://accounts.google.com/.well-known/openid-configuration
            ["google"] = new() { AuthorizationAddress = "https://accounts.google.com/o/oauth2/v2/auth", TokenAddress = "https://oauth2.googleapis.com/token" },
            // https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration
            ["microsoft"] = new()
            {
                AuthorizationAddress = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
                TokenAddress = "https://login.microsoftonline.com/common/oauth2/v2.0/token",
            },
        };
        foreach (var (name, provider) in providers)
        {
            configuration.GetSection($"{Section}:{name}").Bind(provider);
        }

        return providers.Where(provider => !string.IsNullOrEmpty(provider.Value.ClientId)).ToDictionary(StringComparer.Ordinal);
    }
}
