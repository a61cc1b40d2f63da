using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

internal sealed partial class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly List<IResource> _resources = [];
    private readonly LocalOptions _options;
    private Secrets? _secrets;

    public DistributedApplicationBuilder(LocalOptions options)
    {
        _options = options;
        AppHostDirectory = Path.GetFullPath(options.AppHostDirectory ?? FindAppHostDirectory(Assembly.GetEntryAssembly()));
        EnvironmentName = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") is { Length: > 0 } name ? name : "Development";
        Configuration = new ConfigurationManager();
        Configuration.SetBasePath(AppHostDirectory);
        Configuration.AddJsonFile("appsettings.json", optional: true);
        Configuration.AddJsonFile($"appsettings.{EnvironmentName}.json", optional: true);
        Configuration.AddEnvironmentVariables();
        Configuration.AddCommandLine([.. options.Args]);
    }

    public ConfigurationManager Configuration { get; }

    public string AppHostDirectory { get; }

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IReadOnlyList<IResource> Resources => _resources;

    internal string EnvironmentName { get; }

    internal Secrets Secrets =>
        _secrets ?? throw new DistributedApplicationException("Passwords are known when the application is built, not before.");

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        // Aspire's rule for names; they become variable names, log files and host names of service discovery.
        if (!ResourceName().IsMatch(resource.Name))
        {
            throw new DistributedApplicationException(
                $"'{resource.Name}' is not a resource name: letters, digits and single hyphens, beginning with a letter, at most 64.");
        }

        if (_resources.Exists(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"There are two resources named '{resource.Name}'.");
        }

        if (resource is not Resource)
        {
            throw new NotSupportedException($"AddResource({resource.GetType().Name}): AppHost/Local runs only its own resource types.");
        }

        _resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build()
    {
        var ports = PortBlock.Reserve(_options.PortBase);
        foreach (var endpoint in _resources.Cast<Resource>().SelectMany(resource => resource.Endpoints))
        {
            endpoint.Port = endpoint.RequestedPort is { } port ? ports.Move(port) : ports.Next();
        }

        var data = DataFolder.Open(_options.DataFolder);
        _secrets = new Secrets(data);
        var application = new DistributedApplication(new LocalApplication
        {
            Resources = [.. _resources.Cast<Resource>()],
            Data = data,
            Ports = ports,
            Options = _options,
            EnvironmentName = EnvironmentName,
        });
        AppHostEntryPoint.Built(application);
        return application;
    }

    internal string Resolve(string path) => Path.GetFullPath(Path.Combine(AppHostDirectory, path));

    /// <summary>AppHost.csproj writes its folder into the assembly; a test is somewhere below the repository.</summary>
    internal static string FindAppHostDirectory(Assembly? appHost)
    {
        var written = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => string.Equals(metadata.Key, "apphostprojectpath", StringComparison.OrdinalIgnoreCase))?.Value;
        if (written is not null && Directory.Exists(written))
        {
            return written;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "AppHost");
            if (File.Exists(Path.Combine(candidate, "AppHost.csproj")))
            {
                return candidate;
            }
        }

        throw new DistributedApplicationException(string.Create(
            CultureInfo.InvariantCulture, $"No AppHost/AppHost.csproj above {AppContext.BaseDirectory}; give LocalOptions.AppHostDirectory."));
    }

    [GeneratedRegex("^(?=.{1,64}$)[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ResourceName();
}
