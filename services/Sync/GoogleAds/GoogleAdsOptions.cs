using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sync.GoogleAds;

/// <summary>Where Google Ads is and with what we sign in. Credentials are named; a source names the one it uses.</summary>
internal sealed class GoogleAdsOptions
{
    public const string Section = "GoogleAds";

    [Required]
    public Uri Address { get; set; } = new("https://googleads.googleapis.com");

    /// <summary>Where a refresh token becomes an access token.</summary>
    [Required]
    public Uri TokenAddress { get; set; } = new("https://oauth2.googleapis.com/token");

    /// <summary>The vendor retires a version about a year after it came.</summary>
    [RegularExpression(@"^v\d+$")]
    public string ApiVersion { get; set; } = "v25";

    public Dictionary<string, GoogleAdsCredential> Credentials { get; set; } = [];

    /// <summary>Days in one question. An answer is read as it comes in, so this bounds what is asked again after a kill and not the memory.</summary>
    [Range(1, 366)]
    public int DaysPerRequest { get; set; } = 92;

    /// <summary>The longest a single request waits for the vendor's limits before the run steps back.</summary>
    [Range(1, 3600)]
    public int PatienceSeconds { get; set; } = 180;
}

/// <summary>What the configuration has for a source.</summary>
internal sealed class GoogleAdsCredential
{
    public string RefreshToken { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    public string DeveloperToken { get; set; } = "";

    /// <summary>The account that advertises; dashes are as people write it.</summary>
    public string CustomerId { get; set; } = "";

    /// <summary>The manager account through which it is reached; empty without one.</summary>
    public string? LoginCustomerId { get; set; }
}

/// <summary>What signing in to Google Ads needs beside the refresh token.</summary>
/// <param name="ClientId">Of the OAuth client that the refresh token was given to.</param>
/// <param name="DeveloperToken">Of the manager account, in its API center.</param>
/// <param name="CustomerId">The account that advertises: ten digits, with dashes or without.</param>
/// <param name="LoginCustomerId">The manager account through which it is reached; null without one.</param>
public sealed record GoogleAdsAccess(
    [property: Required, MaxLength(200), RegularExpression(@"[\x21-\x7E]+")] string ClientId,
    [property: Required, MaxLength(200), RegularExpression(@"[\x21-\x7E]+")] string ClientSecret,
    [property: Required, MaxLength(200), RegularExpression(@"[\x21-\x7E]+")] string DeveloperToken,
    [property: Required, RegularExpression(@"\d{3}-?\d{3}-?\d{4}")] string CustomerId,
    [property: RegularExpression(@"(\d{3}-?\d{3}-?\d{4})?")] string? LoginCustomerId)
{
    /// <summary>A record writes its values; this one does not.</summary>
    public override string ToString() => nameof(GoogleAdsAccess);
}
