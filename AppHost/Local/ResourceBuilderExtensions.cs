using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>The calls every resource knows. Signatures and injected variables are those of Aspire.Hosting 13.5.</summary>
public static class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.Set(name, () => value ?? "");

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, Func<string> callback)
        where T : IResourceWithEnvironment => builder.Set(name, callback);

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment => builder.Set(name, ReferenceExpression.Create(value).GetValue);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.Set(name, value.GetValue);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.Set(name, () => endpointReference.Url);

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.Set(name, () => parameter.Resource.Value);

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string envVarName, IResourceBuilder<IResourceWithConnectionString> resource)
        where T : IResourceWithEnvironment => builder.Set(envVarName, resource.Resource.ConnectionStringExpression.GetValue);

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs
    {
        if (builder.Resource is ContainerResource)
        {
            throw new NotSupportedException($"WithArgs on '{builder.Resource.Name}': a local server is started with AppHost/Local's own settings.");
        }

        builder.Model().Args.AddRange(args);
        return builder;
    }

    /// <summary>Injects <c>ConnectionStrings__name</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment =>
        optional
            ? throw new NotSupportedException($"WithReference({source.Resource.Name}, optional: true): every resource here has a connection string.")
            : builder.Set($"ConnectionStrings__{connectionName ?? source.Resource.Name}", source.Resource.ConnectionStringExpression.GetValue);

    /// <summary>Injects <c>services__name__endpoint__0</c> and <c>NAME_ENDPOINT</c> for every http endpoint of the source.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        builder.Model().Environment.Add(variables =>
        {
            foreach (var endpoint in source.Model().Endpoints.Where(endpoint => endpoint.Scheme is "http" or "https"))
            {
                Inject(variables, source.Resource.Name, endpoint);
            }
        });
        return builder;
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        builder.Model().Environment.Add(variables => Inject(variables, endpointReference.Resource.Name, endpointReference.Annotation));
        return builder;
    }

    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints
    {
        // Aspire puts a proxy on the port and lets the program listen elsewhere. Here the program is on the port itself.
        if (targetPort is not null && port is not null && targetPort != port)
        {
            throw new NotSupportedException(
                $"WithHttpEndpoint(port: {port}, targetPort: {targetPort}) on '{builder.Resource.Name}': without Aspire's proxy both are the same port.");
        }

        var resource = builder.Model();
        var endpoint = new EndpointAnnotation { Name = name ?? "http", Scheme = "http", RequestedPort = port ?? targetPort, EnvironmentVariable = env };
        if (resource.Endpoints.Exists(other => other.Name == endpoint.Name))
        {
            throw new DistributedApplicationException($"Resource '{resource.Name}' has two endpoints named '{endpoint.Name}'.");
        }

        resource.Endpoints.Add(endpoint);
        if (env is not null)
        {
            resource.Environment.Add(variables => variables[env] = endpoint.Port.ToString(CultureInfo.InvariantCulture));
        }

        return builder;
    }

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Resource, name);

    /// <summary>Says that people outside reach it; locally every address is on loopback and nothing changes.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints => builder;

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        builder.Model().HealthChecks.Add(new HttpHealthAnnotation(endpointName ?? "http", path ?? "/", statusCode ?? 200));
        return builder;
    }

    /// <summary>Starts only when the dependency is running and healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.Wait(dependency.Resource, exitCode: null);

    /// <summary>Starts only when the dependency has ended with this exit code.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport => builder.Wait(dependency.Resource, exitCode);

    private static IResourceBuilder<T> Wait<T>(this IResourceBuilder<T> builder, IResource dependency, int? exitCode)
        where T : IResource
    {
        if (ReferenceEquals(builder.Resource, dependency))
        {
            throw new DistributedApplicationException($"Resource '{dependency.Name}' cannot wait for itself.");
        }

        if (dependency is not ParameterResource)
        {
            builder.Model().Waits.Add(new WaitAnnotation(dependency, exitCode));
        }

        return builder;
    }

    private static IResourceBuilder<T> Set<T>(this IResourceBuilder<T> builder, string name, Func<string> value)
        where T : IResource
    {
        if (builder.Resource is ContainerResource)
        {
            throw new NotSupportedException(
                $"WithEnvironment/WithReference on '{builder.Resource.Name}': a container's variables mean nothing to the local program.");
        }

        builder.Model().Environment.Add(variables => variables[name] = value());
        return builder;
    }

    private static void Inject(IDictionary<string, string> variables, string resource, EndpointAnnotation endpoint)
    {
        variables[$"services__{resource}__{endpoint.Name}__0"] = endpoint.Url;
        variables[$"{Encode(resource)}_{Encode(endpoint.Name)}"] = endpoint.Url;
    }

    private static string Encode(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToUpperInvariant(letter) : '_'));
}
