namespace Aspire.Hosting;

/// <summary>
/// How an application runs over local processes. AppHost reads them from <c>TEG_DATA</c>, <c>TEG_PORT_BASE</c> and <c>TEG_CONSOLE</c>;
/// a test gives none: free ports, a temporary data folder that is wiped on dispose, no console output.
/// </summary>
public sealed record LocalOptions
{
    /// <summary>The port AppHost.cs and the launch profiles are written for; <see cref="PortBase"/> moves every port by the difference.</summary>
    public const int WrittenPortBase = 8080;

    /// <summary>Databases, queues, logs and state.json. Null: a temporary folder that is deleted with the application.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Where 8080 moves to; all other ports move along. Null: a block of free ports between 20000 and 30000.</summary>
    public int? PortBase { get; init; }

    /// <summary>The folder relative paths start from. Null: AppHost/ of the repository this program was built in.</summary>
    public string? AppHostDirectory { get; init; }

    /// <summary>Command line arguments, read as configuration: <c>--Parameters:accounts-key=…</c>.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>
    /// False makes PostgreSQL start and commit faster by not waiting for the disk. Data then survives a killed process but not a lost power
    /// supply, which is all a test needs.
    /// </summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Where lines about resources go. Null: nowhere; the files under logs/ are always written.</summary>
    public TextWriter? Console { get; init; }

    /// <summary>Also copy what resources print to <see cref="Console"/>, prefixed by the resource's name.</summary>
    public bool ConsoleShowsOutput { get; init; } = true;

    internal static LocalOptions FromEnvironment(IReadOnlyList<string> args, string appHostDirectory)
    {
        var portBase = Environment.GetEnvironmentVariable("TEG_PORT_BASE");
        var data = Environment.GetEnvironmentVariable("TEG_DATA");

        return new LocalOptions
        {
            Args = args,
            AppHostDirectory = appHostDirectory,
            DataFolder = string.IsNullOrEmpty(data) ? Path.Combine(appHostDirectory, "..", ".teg") : data,
            PortBase = string.IsNullOrEmpty(portBase) ? WrittenPortBase : ParsePortBase(portBase),
            Console = System.Console.Out,
            ConsoleShowsOutput = Environment.GetEnvironmentVariable("TEG_CONSOLE") != "quiet",
        };
    }

    private static int ParsePortBase(string value) =>
        int.TryParse(value, out var port) && port is >= 1034 and <= 65500
            ? port
            : throw new DistributedApplicationException($"TEG_PORT_BASE={value} is not a port between 1034 and 65500; for example TEG_PORT_BASE=9080.");
}
