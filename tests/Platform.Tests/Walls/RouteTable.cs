using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>A route as its service's OpenAPI document has it.</summary>
internal sealed record Route(string Service, string Method, string Path, string Operation);

/// <summary>A row of docs/roles.md.</summary>
/// <param name="Door">api, hook, public, gateway or inside.</param>
/// <param name="Access">By caller (Anonymous or a role): allowed, own or denied.</param>
internal sealed record TableRow(Route Route, string Door, IReadOnlyDictionary<string, string> Access);

/// <summary>What the documents say: docs/openapi, which the build writes, and docs/roles.md, which people write.</summary>
internal static class RouteTable
{
    public const string Anonymous = nameof(Anonymous);

    public static readonly string[] Roles = ["Viewer", "Agent", "Manager", "Admin"];

    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete", "head"];

    private static readonly string[] Header = ["service", "method", "path", "operation", "door", Anonymous, .. Roles];

    public static IReadOnlyList<Route> Documented { get; } =
    [
        .. from file in Directory.GetFiles(Path.Combine(Docs(), "openapi"), "*.json").Order(StringComparer.Ordinal)
           let service = Path.GetFileNameWithoutExtension(file)
           from path in JsonElement.Parse(File.ReadAllText(file)).GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where Methods.Contains(operation.Name, StringComparer.Ordinal)
           select new Route(service, operation.Name.ToUpperInvariant(), path.Name, operation.Value.GetProperty("operationId").GetString()!),
    ];

    public static IReadOnlyList<TableRow> Rows { get; } = Read(File.ReadAllLines(Path.Combine(Docs(), "roles.md")));

    public static TableRow Of(string service, string operation) =>
        Rows.SingleOrDefault(row => row.Route.Service == service && row.Route.Operation == operation)
        ?? throw new InvalidOperationException($"docs/roles.md has no row for {operation} of {service}.");

    /// <summary>The cells of <c>| sync | GET | /runs | ListRuns | api | denied | allowed | … |</c>, checked against the header.</summary>
    internal static IReadOnlyList<TableRow> Read(IEnumerable<string> lines)
    {
        var rows = lines.Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()).ToList();
        rows[0].ShouldBe(Header);
        return [.. rows.Skip(2).Select(Row)];
    }

    private static TableRow Row(string[] cells)
    {
        cells.Length.ShouldBe(Header.Length, string.Join(" | ", cells));
        cells[4].ShouldBeOneOf("api", "hook", "public", "gateway", "inside");
        var access = Header.Zip(cells).Skip(5).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
        access.Values.ShouldAllBe(word => word == "allowed" || word == "own" || word == "denied", string.Join(" | ", cells));
        return new TableRow(new Route(cells[0], cells[1], cells[2], cells[3]), cells[4], access);
    }

    private static string Docs([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs"));
}
