using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;

namespace Teg.Platform.AppHost.Tests;

public sealed class BuilderTests
{
    [Fact]
    public void A_call_that_only_Aspire_knows_is_refused_by_name()
    {
        var builder = Composition.New();
        var redis = builder.AddRedis("redis");

        Should.Throw<NotSupportedException>(() => redis.WithRedisInsight()).Message.ShouldContain("WithRedisInsight(…) on 'redis'");
        Should.Throw<NotSupportedException>(() => builder.AddContainer("grafana", "grafana/grafana")).Message.ShouldContain("AddContainer(…) on 'grafana'");
        Should.Throw<NotSupportedException>(() => builder.AddProject("sync", "../services/Sync/Sync.csproj").WithReplicas(2))
            .Message.ShouldContain("WithReplicas(2) on 'sync'");
        Should.Throw<NotSupportedException>(() => redis.WithArgs("--save", "60 1")).Message.ShouldContain("WithArgs on 'redis'");
    }

    [Fact]
    public void Two_resources_may_not_share_a_name()
    {
        var builder = Composition.New();
        builder.AddRedis("cache");

        Should.Throw<DistributedApplicationException>(() => builder.AddShell("Cache", "true")).Message.ShouldContain("two resources named 'Cache'");
    }

    [Fact]
    public async Task A_parameter_without_a_value_says_where_to_set_it()
    {
        var builder = Composition.New();
        builder.AddShell("service", "true").WithEnvironment("KEY", builder.AddParameter("no-such-key", secret: true));
        await using var app = builder.Build();

        var failure = await Should.ThrowAsync<DistributedApplicationException>(() => app.StartAsync());

        failure.Message.ShouldContain("Parameter 'no-such-key' has no value");
        failure.Message.ShouldContain("Parameters__no_such_key=");
    }

    [Fact]
    public async Task A_taken_port_names_its_holder_and_the_way_out()
    {
        using var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        holder.Listen();
        var port = ((IPEndPoint)holder.LocalEndPoint!).Port;
        var builder = Composition.New(portBase: LocalOptions.WrittenPortBase);
        builder.AddRedis("redis", port: port);
        await using var app = builder.Build();

        var failure = await Should.ThrowAsync<DistributedApplicationException>(() => app.StartAsync());

        failure.Message.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"Port {port} (redis, tcp) is taken by pid {Environment.ProcessId} ("));
        failure.Message.ShouldContain("TEG_PORT_BASE=");
    }

    [Fact]
    public async Task A_missing_program_is_named_before_anything_starts()
    {
        var builder = Composition.New();
        builder.AddExecutable("tool", "no-such-program", "/");
        builder.AddShell("service", "sleep 300");
        await using var app = builder.Build();

        var failure = await Should.ThrowAsync<DistributedApplicationException>(() => app.StartAsync());

        failure.Message.ShouldContain("tool: program 'no-such-program'");
        app.GetStatus("service").Pid.ShouldBeNull();
    }

    [Fact]
    public async Task The_port_base_moves_every_written_port()
    {
        var builder = Composition.New(portBase: 9080);
        builder.AddShell("service", "true").WithHttpEndpoint(port: 8082).WithHttpEndpoint(port: 8091, name: "monday", env: "MONDAY");
        await using var app = builder.Build();

        app.GetEndpoint("service").ShouldBe(new Uri("http://localhost:9082"));
        app.GetEndpoint("service", "monday").ShouldBe(new Uri("http://localhost:9091"));
    }
}
