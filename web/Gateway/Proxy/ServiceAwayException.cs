namespace Teg.Platform.Gateway.Proxy;

/// <summary>A service behind the Gateway did not answer.</summary>
internal sealed class ServiceAwayException(string service, string? message = null, Exception? inner = null)
    : Exception(message ?? $"The {service} service does not answer right now.", inner)
{
    public string Service { get; } = service;

    public int Status { get; init; } = StatusCodes.Status503ServiceUnavailable;

    public string Type { get; init; } = "service-unavailable";
}
