using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.ServiceDefaults;

/// <summary>The service's own login; the address comes from ConnectionStrings:teg.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>Replaces the user of the connection string; empty keeps it.</summary>
    public string? Username { get; set; }

    public string? Password { get; set; }

    /// <summary>Connections this process may hold at once.</summary>
    [Range(1, 500)]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>Seconds a single statement may run before it is cancelled.</summary>
    [Range(1, 3600)]
    public int CommandTimeoutSeconds { get; set; } = 30;
}
