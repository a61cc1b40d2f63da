using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Gateway.Proxy;

/// <summary>Which services the browser reaches, and how far.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>By the name in /api/{service}; AppHost's references give their addresses.</summary>
    [Required]
    public Dictionary<string, ProxiedService> Services { get; set; } = new(StringComparer.Ordinal);

    [Range(1024, 1024 * 1024 * 1024)]
    public long MaxBodyBytes { get; set; } = 10 * 1024 * 1024;

    [Range(1024, 100 * 1024 * 1024)]
    public long MaxHookBytes { get; set; } = 1024 * 1024;

    /// <summary>An enquiry: a form and what a person writes into it.</summary>
    [Range(1024, 1024 * 1024)]
    public long MaxEnquiryBytes { get; set; } = 32 * 1024;

    /// <summary>How long a service may take until its answer begins.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an answer may pause once it has begun.</summary>
    public TimeSpan MaxPause { get; set; } = TimeSpan.FromSeconds(60);
}

internal sealed class ProxiedService
{
    /// <summary>Paths that are not for browsers, with all below them.</summary>
    public IReadOnlyList<string> Hidden { get; set; } = [];

    /// <summary>Paths that a browser reaches before it is signed in, with all below them.</summary>
    public IReadOnlyList<string> Anonymous { get; set; } = [];

    /// <summary>Where vendors' webhooks (/hooks/{service}/…) go; none when empty.</summary>
    public string? Hooks { get; set; }
}
