using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Limits of requests to addresses that somebody else chose: webhooks, images, imports.</summary>
public sealed record EgressOptions : IValidatableObject
{
    public const string Section = "Egress";

    /// <summary>
    /// Hosts with their ports (<c>localhost:8091</c>) that are allowed although they are inside, and without TLS: the Sandbox on a developer's
    /// machine. Never in production.
    /// </summary>
    public IReadOnlyList<string> Inside { get; set; } = [];

    /// <summary>A longer answer is broken off.</summary>
    [Range(1, 1024 * 1024 * 1024)]
    public long MaxBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>From the first connection to the last byte, redirects included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Within { get; set; } = TimeSpan.FromSeconds(20);

    [Range(0, 10)]
    public int Redirects { get; set; } = 3;

    internal bool IsInside(Uri address) => Inside.Contains($"{address.Host}:{address.Port}", StringComparer.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Inside.Where(host => !Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri) || !string.Equals($"{uri.Host}:{uri.Port}", host, StringComparison.OrdinalIgnoreCase))
            .Select(host => new ValidationResult($"{Section}:Inside has \"{host}\"; an entry is a host with its port, such as localhost:8091.", [nameof(Inside)]));
}

/// <summary>Why an address was not asked, or its answer not taken.</summary>
public enum EgressRefusal
{
    /// <summary>No absolute http(s) address, or one with a user name in it.</summary>
    NotAnAddress,

    /// <summary>Only https leaves the house.</summary>
    NotEncrypted,

    /// <summary>The host is, or its name leads to, an address that is not on the public internet.</summary>
    Inside,

    /// <summary>The name has no address.</summary>
    UnknownHost,

    TooManyRedirects,

    TooLarge,

    TooSlow,
}

/// <summary>The egress client refused; the message can be shown to the person who chose the address.</summary>
public sealed class EgressRefusedException(EgressRefusal refusal, string message, Exception? inner = null) : HttpRequestException(message, inner)
{
    public EgressRefusal Refusal => refusal;
}
