using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        if (userName is not null)
        {
            throw new NotSupportedException($"AddPostgres(\"{name}\", userName): the local cluster's owner is always 'postgres'.");
        }

        var server = new PostgresServerResource(name, builder.SecretOf(name, password));
        server.Endpoints.Add(new EndpointAnnotation { Name = "tcp", Scheme = "tcp", RequestedPort = port });
        return builder.AddResource(server);
    }

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        // The database is created as soon as its server answers.
        database.Waits.Add(new WaitAnnotation(builder.Resource, ExitCode: null));
        return builder.ApplicationBuilder.AddResource(database);
    }

    /// <summary>Local data is always kept in the data folder; the volume's name and a read-only volume mean nothing there.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) =>
        ServerBuilder.KeepData(builder, name, isReadOnly);
}

public static class RedisBuilderExtensions
{
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port) =>
        builder.AddRedis(name, port, password: null);

    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        var server = new RedisResource(name, builder.SecretOf(name, password));
        server.Endpoints.Add(new EndpointAnnotation { Name = "tcp", Scheme = "tcp", RequestedPort = port });
        return builder.AddResource(server);
    }

    /// <inheritdoc cref="PostgresBuilderExtensions.WithDataVolume"/>
    public static IResourceBuilder<RedisResource> WithDataVolume(
        this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false) =>
        ServerBuilder.KeepData(builder, name, isReadOnly);
}

public static class RabbitMQBuilderExtensions
{
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        Func<string> user = userName is null ? () => "guest" : () => userName.Resource.Value;
        var server = new RabbitMQServerResource(name, user, builder.SecretOf(name, password));
        server.Endpoints.Add(new EndpointAnnotation { Name = "tcp", Scheme = "tcp", RequestedPort = port });

        // Erlang needs two more ports beside the broker's: its name server (epmd) and the one nodes talk over.
        server.Endpoints.Add(new EndpointAnnotation { Name = "epmd", Scheme = "tcp", RequestedPort = port + 1 });
        server.Endpoints.Add(new EndpointAnnotation { Name = "distribution", Scheme = "tcp", RequestedPort = port + 2 });
        return builder.AddResource(server);
    }

    /// <inheritdoc cref="PostgresBuilderExtensions.WithDataVolume"/>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false) =>
        ServerBuilder.KeepData(builder, name, isReadOnly);
}

public static class ContainerResourceBuilderExtensions
{
    /// <summary>
    /// Pins the container's image. The installed program cannot be pinned; its major version is compared with the tag's when it starts and an
    /// older one is refused.
    /// </summary>
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag)
        where T : ContainerResource
    {
        builder.Resource.ImageTag = tag;
        return builder;
    }
}

internal static class ServerBuilder
{
    public static IResourceBuilder<T> KeepData<T>(IResourceBuilder<T> builder, string? name, bool isReadOnly)
        where T : ContainerResource =>
        name is not null || isReadOnly
            ? throw new NotSupportedException($"WithDataVolume(name, isReadOnly) on '{builder.Resource.Name}': local data lies in the data folder.")
            : builder;

    public static Func<string> SecretOf(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? password) =>
        password is not null
            ? () => password.Resource.Value
            : () => ((DistributedApplicationBuilder)builder).Secrets.Of($"{name}-password");
}
