using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sync.Monday;

/// <summary>Where Monday is and with what we sign in. Credentials are named; a source names the one it uses.</summary>
internal sealed class MondayOptions
{
    public const string Section = "Monday";

    [Required]
    public Uri Address { get; set; } = new("https://api.monday.com/v2");

    [RegularExpression(@"^\d{4}-(01|04|07|10)$")]
    public string ApiVersion { get; set; } = "2026-10";

    public Dictionary<string, MondayCredential> Credentials { get; set; } = [];

    /// <summary>Items per page; the vendor's most.</summary>
    [Range(1, 500)]
    public int PageSize { get; set; } = 500;

    /// <summary>The longest a single request waits for the vendor's limits before the run steps back.</summary>
    [Range(1, 3600)]
    public int PatienceSeconds { get; set; } = 180;
}

internal sealed class MondayCredential
{
    [Required]
    public string Token { get; set; } = "";

    /// <summary>Signing secret of the app that owns the webhooks; empty for a personal token, whose webhooks are not signed.</summary>
    public string? SigningSecret { get; set; }
}
