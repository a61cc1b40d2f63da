using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Accounts.Notifications;

/// <summary>The mail server. Without a host nothing is mailed; the pages show the same failures.</summary>
internal sealed class SmtpOptions
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

    /// <summary>Where people open the platform; the mail links there.</summary>
    [Url]
    public string? AppAddress { get; set; }

    [Range(1, 120)]
    public int TimeoutSeconds { get; set; } = 30;
}
