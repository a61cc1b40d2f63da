using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Servers;

/// <summary>Projects and executables: our own programs, told their addresses and references through the environment.</summary>
internal abstract class ProgramLauncher(Resource resource, HttpClient http) : Launcher
{
    public override async Task<string?> CheckAsync(CancellationToken ct)
    {
        foreach (var check in resource.HealthChecks)
        {
            var endpoint = resource.Endpoints.Find(candidate => candidate.Name == check.EndpointName)
                ?? throw new DistributedApplicationException(
                    $"WithHttpHealthCheck on '{resource.Name}': it has no endpoint '{check.EndpointName}'.");
            var address = new Uri(new Uri(endpoint.Url), check.Path);
            if (await AskAsync(address, check.StatusCode, ct) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    protected Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>();
        foreach (var set in resource.Environment)
        {
            set(variables);
        }

        return variables;
    }

    private async Task<string?> AskAsync(Uri address, int expected, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
            return (int)response.StatusCode == expected
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{address} answers {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return $"{address} does not answer yet ({exception.HttpRequestError})";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"{address} does not answer within {http.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s";
        }
    }
}

internal sealed class ExecutableLauncher(ExecutableResource resource, HttpClient http) : ProgramLauncher(resource, http)
{
    public override string Kind => "executable";

    public override IEnumerable<string> FindProblems()
    {
        if (Programs.Find(resource.Command, resource.WorkingDirectory) is null)
        {
            yield return $"{resource.Name}: program '{resource.Command}' is neither in {resource.WorkingDirectory} nor in PATH.";
        }
    }

    public override Task<LaunchPlan?> PrepareAsync(Action<string> log, CancellationToken ct)
    {
        var variables = Variables();
        variables["OTEL_SERVICE_NAME"] = resource.Name;
        var spec = new ProcessSpec(Programs.Find(resource.Command, resource.WorkingDirectory)!, resource.Args, resource.WorkingDirectory)
        {
            Environment = variables,
            StopWholeTree = true,
            ParentDeathSignal = "KILL",
        };
        return Task.FromResult<LaunchPlan?>(LaunchPlan.Of(spec));
    }
}

internal sealed class ProjectLauncher(ProjectResource resource, HttpClient http, string environmentName) : ProgramLauncher(resource, http)
{
    public override string Kind => "project";

    public override IEnumerable<string> FindProblems()
    {
        if (FindDll() is null)
        {
            yield return $"{resource.Name}: {resource.ProjectPath} is not built. Build it: dotnet build {Path.GetDirectoryName(resource.ProjectPath)}.";
        }
    }

    public override Task<LaunchPlan?> PrepareAsync(Action<string> log, CancellationToken ct)
    {
        var variables = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environmentName,
            ["DOTNET_ENVIRONMENT"] = environmentName,
        };
        foreach (var (name, value) in resource.Profile.Environment)
        {
            variables[name] = value;
        }

        variables["OTEL_SERVICE_NAME"] = resource.Name;
        var urls = resource.Endpoints.Where(endpoint => endpoint.EnvironmentVariable is null).Select(endpoint => endpoint.Url).ToList();
        if (urls.Count > 0)
        {
            variables["ASPNETCORE_URLS"] = string.Join(';', urls);
        }

        foreach (var (name, value) in Variables())
        {
            variables[name] = value;
        }

        var spec = new ProcessSpec(DotnetHost, [FindDll()!, .. resource.Args], Path.GetDirectoryName(resource.ProjectPath)!)
        {
            Environment = variables,
            StopWholeTree = true,
            ParentDeathSignal = "KILL",
        };
        return Task.FromResult<LaunchPlan?>(LaunchPlan.Of(spec));
    }

    /// <summary>The dotnet that runs this process: a shell's PATH may hold another one or none.</summary>
    private static string DotnetHost => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>
    /// Every project is built in one configuration, so the one this library was built in is theirs too. The folder holds one program:
    /// artifacts/bin/Sync/debug/Teg.Platform.Sync.dll beside its .runtimeconfig.json.
    /// </summary>
    private string? FindDll()
    {
        var configuration = typeof(ProjectLauncher).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
        for (var folder = Directory.GetParent(resource.ProjectPath); folder is not null; folder = folder.Parent)
        {
            var output = Path.Combine(
                folder.FullName, "artifacts", "bin", Path.GetFileNameWithoutExtension(resource.ProjectPath), configuration.ToLowerInvariant());
            if (Directory.Exists(output))
            {
                var program = Directory.EnumerateFiles(output, "*.runtimeconfig.json").FirstOrDefault();
                var dll = program?.Replace(".runtimeconfig.json", ".dll");
                return File.Exists(dll) ? dll : null;
            }
        }

        return null;
    }
}

internal static class Programs
{
    /// <returns>Full path, or null.</returns>
    public static string? Find(string command, string? folder = null)
    {
        if (command.Contains('/'))
        {
            var path = Path.GetFullPath(command, folder ?? "/");
            return File.Exists(path) ? path : null;
        }

        // Debian keeps servers in sbin, which an ordinary user's PATH lacks.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Concat(["/usr/local/sbin", "/usr/sbin", "/sbin"])
            .Select(candidate => Path.Combine(candidate, command))
            .FirstOrDefault(File.Exists);
    }
}
