using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One address of a resource. There is no proxy here: the program listens on the public port itself.</summary>
internal sealed class EndpointAnnotation
{
    public required string Name { get; init; }

    public required string Scheme { get; init; }

    /// <summary>The port as AppHost.cs or the launch profile names it, before <c>TEG_PORT_BASE</c> moves it.</summary>
    public int? RequestedPort { get; init; }

    /// <summary>Such an endpoint is left out of <c>ASPNETCORE_URLS</c>: the program reads the variable and listens by itself.</summary>
    public string? EnvironmentVariable { get; init; }

    /// <summary>Set when the application is built.</summary>
    public int Port { get; set; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://localhost:{Port}");
}

/// <summary>A value that is known only when the application starts.</summary>
public interface IValueProvider
{
    string GetValue();
}

public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
}

public sealed class EndpointReference : IValueProvider
{
    private readonly Resource _owner;

    internal EndpointReference(IResource owner, string endpointName)
    {
        _owner = (Resource)owner;
        EndpointName = endpointName;
        Resource = owner as IResourceWithEndpoints
            ?? throw new NotSupportedException($"GetEndpoint(\"{endpointName}\"): resource '{owner.Name}' has no endpoints.");
    }

    public string EndpointName { get; }

    public IResourceWithEndpoints Resource { get; }

    public bool Exists => _owner.Endpoints.Exists(endpoint => endpoint.Name == EndpointName);

    public string Url => Annotation.Url;

    public string Host { get; } = "localhost";

    public int Port => Annotation.Port;

    public string Scheme => Annotation.Scheme;

    internal EndpointAnnotation Annotation =>
        _owner.Endpoints.Find(endpoint => endpoint.Name == EndpointName)
        ?? throw new DistributedApplicationException(
            $"Resource '{_owner.Name}' has no endpoint '{EndpointName}'; it has: {string.Join(", ", _owner.Endpoints.Select(e => e.Name))}.");

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    string IValueProvider.GetValue() => Url;
}

public sealed class EndpointReferenceExpression(EndpointReference endpoint, EndpointProperty property) : IValueProvider
{
    public string GetValue() => property switch
    {
        EndpointProperty.Url => endpoint.Url,
        EndpointProperty.Host => endpoint.Host,
        EndpointProperty.IPV4Host => "127.0.0.1",
        EndpointProperty.Port or EndpointProperty.TargetPort => endpoint.Port.ToString(CultureInfo.InvariantCulture),
        EndpointProperty.Scheme => endpoint.Scheme,
        EndpointProperty.HostAndPort => string.Create(CultureInfo.InvariantCulture, $"localhost:{endpoint.Port}"),
        _ => throw new NotSupportedException($"EndpointProperty.{property} is not known to AppHost/Local."),
    };
}
