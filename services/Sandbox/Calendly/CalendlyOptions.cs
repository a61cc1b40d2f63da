using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sandbox.Calendly;

/// <summary>What the account's plan allows, and where it answers.</summary>
public sealed class CalendlyOptions
{
    public const string Section = "Calendly";

    /// <summary>Port of the vendor's own address; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8092;

    /// <summary>What URIs begin with. The address that was asked, when not given.</summary>
    public string? PublicBase { get; set; }

    /// <summary>Tokens that are let in. Empty: any of six characters or more except <c>invalid</c>, <c>expired</c> and <c>revoked</c>.</summary>
    public IList<string> Tokens { get; set; } = [];

    /// <summary>Requests a minute and user: 500 on paid plans, 50 on the free one.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 500;

    /// <summary>The pauses before each new attempt at a webhook; after the last one the subscription is disabled. Empty: about a day, ever slower.</summary>
    public IList<TimeSpan> WebhookRetries { get; set; } = [];

    internal static readonly IReadOnlyList<TimeSpan> UsualRetries =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(15)];
}
