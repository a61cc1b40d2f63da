using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Aspire.Hosting.Processes;

/// <summary>
/// The ports of one system. A given base moves every written port by the same distance; without one a free block is taken, and a lock file
/// keeps it from every other system that starts at the same moment.
/// </summary>
internal sealed class PortBlock : IDisposable
{
    // Blocks of 40 from 20000 up to 30000: below Linux' ephemeral range, wide enough for base -10 … +25.
    private const int First = 20000;
    private const int Size = 40;
    private const int Count = 250;
    private const int Below = 10;

    private readonly FileStream? _reservation;
    private int _next;

    private PortBlock(int portBase, FileStream? reservation)
    {
        Base = portBase;
        _reservation = reservation;
        _next = portBase + 12;
    }

    public int Base { get; }

    public static PortBlock Reserve(int? portBase) => portBase is { } given ? new PortBlock(given, reservation: null) : ReserveFree();

    public int Move(int written)
    {
        var port = written - LocalOptions.WrittenPortBase + Base;
        return port is > 0 and < 65536
            ? port
            : throw new DistributedApplicationException(string.Create(
                CultureInfo.InvariantCulture, $"Port {written} moved by TEG_PORT_BASE={Base} would be {port}, which is no port."));
    }

    /// <summary>For an endpoint without a written port: the next free one above the services' own.</summary>
    public int Next()
    {
        var taken = PortHolder.Listening();
        while (!IsFree(++_next, taken))
        {
        }

        return _next;
    }

    public void Dispose() => _reservation?.Dispose();

    private static PortBlock ReserveFree()
    {
        // Per user, because one user cannot lock a file that another made.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"teg-ports-{Environment.UserName}")).FullName;
        var taken = PortHolder.Listening();
        var start = RandomNumberGenerator.GetInt32(Count);
        for (var i = 0; i < Count; i++)
        {
            var block = First + (start + i) % Count * Size;
            if (TryLock(Path.Combine(folder, block.ToString(CultureInfo.InvariantCulture))) is not { } reservation)
            {
                continue;
            }

            if (Enumerable.Range(block, Size).All(port => IsFree(port, taken)))
            {
                return new PortBlock(block + Below, reservation);
            }

            reservation.Dispose();
        }

        throw new DistributedApplicationException("No 40 free ports in a row between 20000 and 30000; stop something, or give LocalOptions.PortBase.");
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsFree(int port, IReadOnlyDictionary<int, string> taken)
    {
        if (taken.ContainsKey(port))
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
