using System.Diagnostics;

namespace Teg.Platform.AppHost.Tests.Docker;

/// <summary>Files of the repository, and programs that look at them.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <returns>The exit code and everything the program said.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    public static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; !await holds(); i++)
        {
            i.ShouldBeLessThan(600);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Teg.Platform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Teg.Platform.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
