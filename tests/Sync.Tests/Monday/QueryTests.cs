using System.Diagnostics;
using System.Text.Json;
using Teg.Platform.Sync.Monday;

namespace Teg.Platform.Sync.Tests.Monday;

public sealed class QueryTests
{
    [Fact]
    public async Task Every_query_is_valid_against_the_vendors_schema()
    {
        var schemas = Environment.GetEnvironmentVariable("TEG_VENDOR_SCHEMAS");
        Assert.SkipWhen(string.IsNullOrEmpty(schemas), "TEG_VENDOR_SCHEMAS names no folder with the vendors' schemas.");
        var repository = Repository();
        var graphql = Path.Combine(repository, "tests", "Sandbox.Tests", "vendor-sdk", "node_modules", "graphql");
        Assert.SkipUnless(Directory.Exists(graphql), "graphql is not installed: npm ci in tests/Sandbox.Tests/vendor-sdk.");

        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { Path.Combine(repository, "tests", "Sync.Tests", "vendor", "validate.mjs"), graphql, Path.Combine(schemas, "monday-2026-10.graphql") },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(MondayQueries.All));
        node.StandardInput.Close();
        var faults = await node.StandardOutput.ReadToEndAsync();
        var errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();

        node.ExitCode.ShouldBe(0, errors);
        faults.Trim().ShouldBeEmpty();
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
