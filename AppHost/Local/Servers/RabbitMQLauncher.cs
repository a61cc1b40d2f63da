using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Running;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Aspire.Hosting.Servers;

/// <summary>
/// A broker with its own node, folders and name server. Every RABBITMQ_* path is given, so a broker installed on the machine is neither
/// read nor touched.
/// </summary>
internal sealed class RabbitMQLauncher(RabbitMQServerResource resource, DataFolder data) : Launcher
{
    public override string Kind => "rabbitmq";

    public override IEnumerable<string> FindProblems()
    {
        if (FindServer() is null || Programs.Find("epmd") is null)
        {
            yield return $"{resource.Name}: rabbitmq-server is not installed. Install it: sudo apt-get install -y rabbitmq-server.";
        }
    }

    public override async Task<LaunchPlan?> PrepareAsync(Action<string> log, CancellationToken ct)
    {
        var folder = data.CreateIn(resource.Name);
        string In(string name) => Path.Combine(folder, name);

        var configuration = In("rabbitmq.conf");
        await File.WriteAllTextAsync(configuration, Configuration(), ct);
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(In("enabled_plugins"), "[].\n", ct);

        var environment = new Dictionary<string, string>
        {
            // Erlang writes its cookie into HOME.
            ["HOME"] = folder,
            ["ERL_EPMD_PORT"] = Text(Port("epmd")),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = "teg@localhost",
            ["RABBITMQ_DIST_PORT"] = Text(Port("distribution")),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_CONFIG_FILE"] = configuration,
            ["RABBITMQ_CONFIG_FILES"] = In("conf.d/*.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = In("advanced.config"),
            ["RABBITMQ_GENERATED_CONFIG_DIR"] = In("generated"),
            ["RABBITMQ_SCHEMA_DIR"] = In("schema"),
            ["RABBITMQ_MNESIA_BASE"] = In("mnesia"),
            ["RABBITMQ_MNESIA_DIR"] = In("mnesia/teg"),
            ["RABBITMQ_FEATURE_FLAGS_FILE"] = In("mnesia/teg-feature_flags"),
            ["RABBITMQ_QUORUM_DIR"] = In("mnesia/teg/quorum"),
            ["RABBITMQ_STREAM_DIR"] = In("mnesia/teg/stream"),
            ["RABBITMQ_PLUGINS_EXPAND_DIR"] = In("mnesia/teg-plugins-expand"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("enabled_plugins"),
            ["RABBITMQ_LOG_BASE"] = folder,
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_PID_FILE"] = In("pid"),
            // The name server beside it is ours and ends with it; Erlang would start one that stays behind for ever.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
            // Makes the start script become the server instead of waiting for it, so signals and the exit code are the server's own.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        };

        var epmd = new ProcessSpec(Programs.Find("epmd")!, ["-port", Text(Port("epmd")), "-address", "127.0.0.1"], folder)
        {
            Environment = new Dictionary<string, string> { ["HOME"] = folder },
            StopSignal = ProcessTree.SigKill,
            ParentDeathSignal = "KILL",
        };
        var server = new ProcessSpec(FindServer()!, [], folder) { Environment = environment, Grace = TimeSpan.FromSeconds(20) };
        return new LaunchPlan(server, [epmd]);
    }

    public override async Task<string?> CheckAsync(CancellationToken ct)
    {
        try
        {
            var factory = new ConnectionFactory
            {
                Uri = new Uri(resource.ConnectionStringExpression.GetValue()),
                RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
                AutomaticRecoveryEnabled = false,
            };
            await using var connection = await factory.CreateConnectionAsync("apphost health check", ct);
            await connection.CloseAsync(ct);
            return null;
        }
        catch (Exception exception) when (exception is BrokerUnreachableException or OperationInterruptedException or IOException or SocketException)
        {
            return $"AMQP: {exception.GetBaseException().Message}";
        }
    }

    /// <summary>The script itself: Debian's wrapper in /usr/sbin insists on user rabbitmq and its folders.</summary>
    private static string? FindServer()
    {
        const string Debian = "/usr/lib/rabbitmq/lib";
        var installed = Directory.Exists(Debian)
            ? Directory.EnumerateDirectories(Debian, "rabbitmq_server-*").Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        var script = installed is null ? "/opt/rabbitmq/sbin/rabbitmq-server" : Path.Combine(installed, "sbin", "rabbitmq-server");
        return File.Exists(script) ? script : null;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private int Port(string endpoint) => new EndpointReference(resource, endpoint).Port;

    private string Configuration()
    {
        var port = Port("tcp");
        var second = HasIpv6Loopback() ? string.Create(CultureInfo.InvariantCulture, $"listeners.tcp.2 = ::1:{port}\n") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            listeners.tcp.1 = 127.0.0.1:{port}
            {second}default_user = {resource.UserName}
            default_pass = {resource.Password}
            loopback_users.{resource.UserName} = true
            log.console = true
            log.console.level = info
            log.file = false

            """);
    }

    private static bool HasIpv6Loopback()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
