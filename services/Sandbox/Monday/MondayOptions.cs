using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>What the account's plan allows, and where it answers.</summary>
public sealed class MondayOptions
{
    public const string Section = "Monday";

    /// <summary>Port of the vendor's own address; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8091;

    /// <summary>Tokens that are let in. Empty: any token of six characters or more except <c>invalid</c>.</summary>
    public IList<string> Tokens { get; set; } = [];

    /// <summary>Complexity points per sliding minute; a single query may cost as much at most.</summary>
    [Range(1, int.MaxValue)]
    public int ComplexityBudget { get; set; } = 5_000_000;

    /// <summary>Requests per sliding minute.</summary>
    [Range(1, int.MaxValue)]
    public int MinuteRate { get; set; } = 5_000;

    /// <summary>Requests under way at once.</summary>
    [Range(1, int.MaxValue)]
    public int Concurrency { get; set; } = 250;

    /// <summary>How long activity logs reach back: 7 days on the default plan.</summary>
    [Range(0, 3650)]
    public int ActivityLogDays { get; set; } = 7;

    /// <summary>The app's signing secret. When set, webhooks made with an app token (one that begins with <c>app</c>) are signed with it.</summary>
    public string? SigningSecret { get; set; }

    /// <summary>Time between two attempts at a webhook. The vendor tries once a minute for half an hour.</summary>
    public TimeSpan WebhookRetryEvery { get; set; } = TimeSpan.FromMinutes(1);

    [Range(0, 1000)]
    public int WebhookRetries { get; set; } = 30;
}
