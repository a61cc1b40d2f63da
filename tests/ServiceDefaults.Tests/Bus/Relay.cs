using System.Net;
using System.Net.Sockets;

namespace Teg.Platform.ServiceDefaults.Tests.Bus;

/// <summary>A port before a real server that can be shut and opened: an outage without stopping the server for the other tests.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly int target;
    private CancellationTokenSource open = new();
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;

    public Relay(int target)
    {
        this.target = target;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public int Port { get; }

    public void Open()
    {
        open = new CancellationTokenSource();
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = AcceptAsync(listener, open.Token);
    }

    /// <summary>Drops every connection and refuses new ones.</summary>
    public async Task ShutAsync()
    {
        await open.CancelAsync();
        listener?.Stop();
        await accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await ShutAsync();
        open.Dispose();
        listener?.Dispose();
    }

    private async Task AcceptAsync(TcpListener from, CancellationToken ct)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(PassAsync(await from.AcceptTcpClientAsync(ct), ct));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient near, CancellationToken ct)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, target, ct);
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), ct), far.GetStream().CopyToAsync(near.GetStream(), ct));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
            {
                // Either side hung up, or the relay was shut.
            }
        }
    }
}
