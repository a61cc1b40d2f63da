using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>
/// Calls that Aspire has and local processes do not. They exist so that AppHost.cs still compiles and the person who adds one reads at
/// start, in one sentence, that it needs Aspire; none is ever ignored.
/// </summary>
public static class UnknownCalls
{
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image) =>
        throw Unknown(name);

    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image, string tag) =>
        throw Unknown(name);

    public static IResourceBuilder<ContainerResource> AddDockerfile(this IDistributedApplicationBuilder builder, string name, string contextPath) =>
        throw Unknown(name);

    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name) =>
        throw Unknown(name);

    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null)
        where T : ContainerResource => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithContainerName<T>(this IResourceBuilder<T> builder, string name)
        where T : ContainerResource => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(
        this IResourceBuilder<PostgresServerResource> builder, string source, bool isReadOnly = false) => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<PostgresServerResource> WithInitFiles(this IResourceBuilder<PostgresServerResource> builder, string source) =>
        throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<PostgresDatabaseResource> WithCreationScript(
        this IResourceBuilder<PostgresDatabaseResource> builder, string script) => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithPgAdmin<T>(this IResourceBuilder<T> builder)
        where T : ContainerResource => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<RedisResource> WithRedisInsight(this IResourceBuilder<RedisResource> builder) =>
        throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<RedisResource> WithPersistence(
        this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1) => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder) =>
        throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithHttpsEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithExplicitStart<T>(this IResourceBuilder<T> builder)
        where T : IResource => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<ProjectResource> WithLaunchProfile(this IResourceBuilder<ProjectResource> builder, string launchProfileName) =>
        throw Unknown(builder.Resource.Name);

    public static IResourceBuilder<T> WithUrl<T>(this IResourceBuilder<T> builder, string url, string? displayText = null)
        where T : IResource => throw Unknown(builder.Resource.Name);

    private static NotSupportedException Unknown(string resource, [CallerMemberName] string call = "") =>
        new($"{call}(…) on '{resource}' is not known to AppHost/Local, which runs the system without Docker. "
            + "Run it with Aspire (UseAspire=true), or teach AppHost/Local the call.");
}
