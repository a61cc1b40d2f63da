using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Running;

namespace Aspire.Hosting.Servers;

internal sealed class RedisLauncher(RedisResource resource, DataFolder data) : Launcher
{
    public override string Kind => "redis";

    public override IEnumerable<string> FindProblems()
    {
        if (Programs.Find("redis-server") is null)
        {
            yield return $"{resource.Name}: redis-server is not installed. Install it: sudo apt-get install -y redis-server.";
        }
    }

    public override async Task<LaunchPlan?> PrepareAsync(Action<string> log, CancellationToken ct)
    {
        var folder = data.CreateIn(resource.Name);
        var configuration = Path.Combine(folder, "redis.conf");

        // The password stands in a file and not on the command line, where every user of the machine could read it.
        await File.WriteAllTextAsync(
            configuration,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                port {resource.PrimaryEndpoint.Port}
                bind 127.0.0.1 -::1
                requirepass {resource.Password}
                dir "{folder}"
                appendonly yes
                save ""
                daemonize no

                """),
            ct);
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        return LaunchPlan.Of(new ProcessSpec(Programs.Find("redis-server")!, [configuration], folder));
    }

    public override async Task<string?> CheckAsync(CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("localhost", resource.PrimaryEndpoint.Port, ct);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {resource.Password}\r\nPING\r\n"), ct);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var signedIn = await reader.ReadLineAsync(ct);
            var answer = signedIn == "+OK" ? await reader.ReadLineAsync(ct) : signedIn;
            return answer == "+PONG" ? null : $"PING answers {answer}";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return $"PING: {exception.Message}";
        }
    }
}
