using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>What the account may do, and where it answers.</summary>
public sealed class SignNowOptions
{
    public const string Section = "SignNow";

    /// <summary>Port of the vendor's own address; 0 takes a free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>API keys that are let in beside the tokens this vendor has issued. Empty: any of six characters or more except <c>invalid</c> and <c>expired</c>.</summary>
    public IList<string> Tokens { get; set; } = [];

    /// <summary>Calls an hour and token; a test account of the vendor's has 500.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerHour { get; set; } = 100_000;

    /// <summary>The pauses before each new attempt at a callback; after the last one it is given up. Empty: about half an hour, ever slower.</summary>
    public IList<TimeSpan> WebhookRetries { get; set; } = [];

    internal static readonly IReadOnlyList<TimeSpan> UsualRetries =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20)];
}
