using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Teg.Platform.Documents.Google;

/// <summary>Where Google is, and as whom we sign in there.</summary>
internal sealed class GoogleOptions
{
    public const string Section = "Google";

    public const string TokenAudience = "https://oauth2.googleapis.com/token";

    /// <summary>One address in front of all of Google's interfaces; each has its own when it is empty.</summary>
    public Uri? Address { get; set; }

    /// <summary>The service account's key file, as JSON or that in base64, for organisations that have none of their own. Empty: nothing of Google is offered.</summary>
    public string? Key { get; set; }

    /// <summary>By organisation's id.</summary>
    public Dictionary<string, GoogleCredential> Credentials { get; set; } = [];

    /// <summary>The folder whose subfolders hold the pictures for decks, shared with the service account. Empty: the folder of the name <see cref="ImagesFolderName"/>.</summary>
    public string? ImagesFolder { get; set; }

    public string ImagesFolderName { get; set; } = "Deck images";

    /// <summary>Where copies of decks are put. Empty: the service account's own drive, which people see only by what is shared with them.</summary>
    public string? DecksFolder { get; set; }

    /// <summary>Whether the PDF of a workbook is printed by Google Sheets instead of here.</summary>
    public bool WorkbookPdf { get; set; }

    /// <summary>False on nodes that only answer requests.</summary>
    public bool Work { get; set; } = true;

    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>A request whose answer was lost may still be under way for this long; only then is it looked for.</summary>
    public TimeSpan Settling { get; set; } = TimeSpan.FromSeconds(10);

    [Range(1, 100)]
    public int FaultsAllowed { get; set; } = 12;

    public TimeSpan FaultPause { get; set; } = TimeSpan.FromSeconds(5);

    public string? KeyOf(Guid org) => Credentials.GetValueOrDefault($"{org}")?.Key is { Length: > 0 } own ? Read(own) : Key is { Length: > 0 } ? Read(Key) : null;

    public Uri Www => Address ?? new Uri("https://www.googleapis.com");

    public Uri Token => Address is { } address ? new Uri(address, "/token") : new Uri(TokenAudience);

    private static string Read(string key) => key.TrimStart().StartsWith('{') ? key : Encoding.UTF8.GetString(Convert.FromBase64String(key));
}

internal sealed class GoogleCredential
{
    [Required]
    public string Key { get; set; } = "";
}
