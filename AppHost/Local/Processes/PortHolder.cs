using System.Globalization;

namespace Aspire.Hosting.Processes;

/// <summary>Who listens on a port, from /proc: a message that only says "address in use" sends people searching.</summary>
internal static class PortHolder
{
    private const string ListeningState = "0A";

    /// <summary>Every port somebody listens on, with the number of the socket.</summary>
    public static IReadOnlyDictionary<int, string> Listening()
    {
        var sockets = new Dictionary<int, string>();
        foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (!File.Exists(table))
            {
                continue;
            }

            // Sample: "  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 48213 1 …": address, state, inode.
            foreach (var line in File.ReadLines(table).Skip(1))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 9 && fields[3] == ListeningState)
                {
                    sockets[int.Parse(fields[1].AsSpan(fields[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)] = fields[9];
                }
            }
        }

        return sockets;
    }

    /// <returns>"pid 812 (redis-server *:6379)", or "another user's process" when /proc does not tell.</returns>
    public static string Of(string inode)
    {
        var link = $"socket:[{inode}]";
        foreach (var pid in ProcessTree.AllPids())
        {
            if (Holds(pid, link))
            {
                return string.Create(CultureInfo.InvariantCulture, $"pid {pid} ({ProcessTree.CommandLine(pid)})");
            }
        }

        return "another user's process";
    }

    private static bool Holds(int pid, string link)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd"))
                .Any(descriptor => new FileInfo(descriptor).LinkTarget == link);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or belongs to somebody else.
            return false;
        }
    }
}
