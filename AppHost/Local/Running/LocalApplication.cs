using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Servers;

namespace Aspire.Hosting.Running;

/// <summary>What was built: the resources with their ports, and where and how they run.</summary>
internal sealed class LocalApplication
{
    public required IReadOnlyList<Resource> Resources { get; init; }

    public required DataFolder Data { get; init; }

    public required PortBlock Ports { get; init; }

    public required LocalOptions Options { get; init; }

    public required string EnvironmentName { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Launcher LauncherOf(Resource resource, ProcessSpawner spawner, HttpClient http) => resource switch
    {
        PostgresServerResource postgres => new PostgresLauncher(postgres, Data, spawner, Options.Fsync, Clock),
        PostgresDatabaseResource database => new DatabaseLauncher(database),
        RedisResource redis => new RedisLauncher(redis, Data),
        RabbitMQServerResource rabbitmq => new RabbitMQLauncher(rabbitmq, Data),
        ProjectResource project => new ProjectLauncher(project, http, EnvironmentName),
        ExecutableResource executable => new ExecutableLauncher(executable, http),
        _ => throw new NotSupportedException($"AppHost/Local does not know how to start a {resource.GetType().Name} ('{resource.Name}')."),
    };
}
