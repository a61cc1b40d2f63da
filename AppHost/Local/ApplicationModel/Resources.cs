namespace Aspire.Hosting.ApplicationModel;

public interface IResource
{
    string Name { get; }
}

public interface IResourceWithEnvironment : IResource;

public interface IResourceWithArgs : IResource;

public interface IResourceWithEndpoints : IResource;

public interface IResourceWithWaitSupport : IResource;

public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

public interface IResourceWithParent : IResource
{
    IResource Parent { get; }
}

public interface IResourceWithConnectionString : IResource
{
    ReferenceExpression ConnectionStringExpression { get; }
}

/// <summary>What every resource has here: its name and what the builder calls said about it.</summary>
public abstract class Resource(string name) : IResource
{
    public string Name { get; } = name;

    internal List<EndpointAnnotation> Endpoints { get; } = [];

    internal List<Action<IDictionary<string, string>>> Environment { get; } = [];

    internal List<string> Args { get; } = [];

    internal List<WaitAnnotation> Waits { get; } = [];

    internal List<HttpHealthAnnotation> HealthChecks { get; } = [];
}

/// <summary>A value from configuration (<c>Parameters:&lt;name&gt;</c>); resolved when a resource that needs it starts.</summary>
public sealed class ParameterResource(string name, Func<string> value, bool secret) : Resource(name), IValueProvider
{
    public bool Secret { get; } = secret;

    public string Value => value();

    string IValueProvider.GetValue() => Value;
}

public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithServiceDiscovery
{
    public string Command { get; } = command;

    public string WorkingDirectory { get; } = workingDirectory;
}

public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithServiceDiscovery
{
    internal string ProjectPath { get; init; } = "";

    internal LaunchProfile Profile { get; init; } = LaunchProfile.None;
}

/// <summary>A server that Aspire runs as a container; here it is a process of the installed program.</summary>
public abstract class ContainerResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    internal string? ImageTag { get; set; }
}

public sealed class PostgresServerResource(string name, Func<string> password) : ContainerResource(name), IResourceWithConnectionString
{
    internal string Password => password();

    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Of(() => $"Host=localhost;Port={PrimaryEndpoint.Port};Username=postgres;Password={Password}");
}

public sealed class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource server)
    : Resource(name), IResourceWithConnectionString, IResourceWithParent, IResourceWithWaitSupport
{
    public PostgresServerResource Parent { get; } = server;

    public string DatabaseName { get; } = databaseName;

    IResource IResourceWithParent.Parent => Parent;

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Of(() => $"{Parent.ConnectionStringExpression.GetValue()};Database={DatabaseName}");
}

public sealed class RedisResource(string name, Func<string> password) : ContainerResource(name), IResourceWithConnectionString
{
    internal string Password => password();

    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Of(() => $"localhost:{PrimaryEndpoint.Port},password={Password}");
}

public sealed class RabbitMQServerResource(string name, Func<string> userName, Func<string> password)
    : ContainerResource(name), IResourceWithConnectionString
{
    internal string UserName => userName();

    internal string Password => password();

    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Of(() => $"amqp://{Uri.EscapeDataString(UserName)}:{Uri.EscapeDataString(Password)}@localhost:{PrimaryEndpoint.Port}");
}

/// <summary>What a dependent waits for: running and healthy, or finished with an exit code.</summary>
internal sealed record WaitAnnotation(IResource Resource, int? ExitCode);

internal sealed record HttpHealthAnnotation(string EndpointName, string Path, int StatusCode);
