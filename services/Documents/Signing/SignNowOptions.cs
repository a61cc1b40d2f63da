using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Documents.Signing;

/// <summary>Where SignNow is, with what we sign in, and how patiently it is watched.</summary>
internal sealed class SignNowOptions
{
    public const string Section = "SignNow";

    [Required]
    public Uri Address { get; set; } = new("https://api.signnow.com");

    /// <summary>The key of organisations that have none of their own.</summary>
    public string? ApiKey { get; set; }

    /// <summary>With it SignNow signs what it tells us; without one it tells us nothing and we ask.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>By organisation's id.</summary>
    public Dictionary<string, SignNowCredential> Credentials { get; set; } = [];

    /// <summary>Where SignNow reaches us, without the organisation's id: <c>https://teg.example/hooks/documents/signnow</c>.</summary>
    [Url]
    public string? CallbackAddress { get; set; }

    /// <summary>After so many days an invitation can no longer be accepted.</summary>
    [Range(1, 180)]
    public int ExpirationDays { get; set; } = 30;

    /// <summary>False on nodes that only answer requests.</summary>
    public bool Work { get; set; } = true;

    [Range(1, 16)]
    public int AtOnce { get; set; } = 2;

    /// <summary>After this long without a sign of life another process goes on.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>A request whose answer was lost may still be under way for this long; only then is the vendor asked what became of it.</summary>
    public TimeSpan Settling { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How soon the vendor is asked whether somebody has signed; twice as long each time that nobody had.</summary>
    public TimeSpan FirstLook { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan LongestLook { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The first wait after a vendor that did not answer; doubled each time, at most <see cref="LongestLook"/>.</summary>
    public TimeSpan FaultPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Times in a row that the vendor may not answer before a person is told.</summary>
    [Range(1, 100)]
    public int FaultsAllowed { get; set; } = 12;

    public SignNowCredential? For(Guid org) =>
        Credentials.GetValueOrDefault($"{org}") ?? (ApiKey is { Length: > 0 } ? new SignNowCredential { ApiKey = ApiKey, WebhookSecret = WebhookSecret } : null);
}

internal sealed class SignNowCredential
{
    [Required]
    public string ApiKey { get; set; } = "";

    public string? WebhookSecret { get; set; }
}
