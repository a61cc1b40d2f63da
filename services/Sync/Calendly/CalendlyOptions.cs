using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sync.Calendly;

/// <summary>Where Calendly is and with what we sign in.</summary>
internal sealed class CalendlyOptions
{
    public const string Section = "Calendly";

    [Required]
    public Uri Address { get; set; } = new("https://api.calendly.com");

    public Dictionary<string, CalendlyCredential> Credentials { get; set; } = [];

    /// <summary>Events per page; the vendor's most.</summary>
    [Range(1, 100)]
    public int PageSize { get; set; } = 100;

    /// <summary>Requests for invitees under way at once.</summary>
    [Range(1, 32)]
    public int RequestsAtOnce { get; set; } = 6;

    /// <summary>The longest a single request waits for the vendor's limits before the run steps back.</summary>
    [Range(1, 3600)]
    public int PatienceSeconds { get; set; } = 180;
}

internal sealed class CalendlyCredential
{
    [Required]
    public string Token { get; set; } = "";
}
