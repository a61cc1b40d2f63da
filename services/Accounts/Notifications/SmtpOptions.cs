using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Accounts.Notifications;

/// <summary>The mail server. Without a host nothing is mailed; the pages show the same failures.</summary>
internal sealed class SmtpOptions : IValidatableObject
{
    public const string Section = "Smtp";

    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Upgrades the connection with STARTTLS before anything is said.</summary>
    public bool Tls { get; set; } = true;

    public string? Username { get; set; }

    public string? Password { get; set; }

    [Required, EmailAddress]
    public string From { get; set; } = "platform@teg.example";

    /// <summary>Where people open the platform; mails link there.</summary>
    [Url]
    public string? AppAddress { get; set; }

    [Range(1, 120)]
    public int TimeoutSeconds { get; set; } = 30;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Host) && string.IsNullOrEmpty(AppAddress))
        {
            yield return new ValidationResult("Smtp__AppAddress is not set: the public address of the platform, which links in mails begin with.", [nameof(AppAddress)]);
        }
    }
}
