using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject().ProjectPath);

    /// <summary>Starts the built program of a project, addressed and configured by its <c>http</c> launch profile.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath)
    {
        var path = ((DistributedApplicationBuilder)builder).Resolve(projectPath);
        if (!File.Exists(path))
        {
            throw new DistributedApplicationException($"Project '{name}': there is no {path}.");
        }

        var profile = LaunchProfile.Of(path);
        var project = new ProjectResource(name) { ProjectPath = path, Profile = profile };
        foreach (var address in profile.Addresses)
        {
            project.Endpoints.Add(new EndpointAnnotation { Name = address.Scheme, Scheme = address.Scheme, RequestedPort = address.Port });
        }

        return builder.AddResource(project);
    }

    /// <summary>Several instances need a proxy that shares one port among them, which only Aspire brings.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        replicas == 1
            ? builder
            : throw new NotSupportedException($"WithReplicas({replicas}) on '{builder.Resource.Name}': without Aspire's proxy one process holds the port.");
}

public static class ExecutableResourceBuilderExtensions
{
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        var executable = new ExecutableResource(name, command, ((DistributedApplicationBuilder)builder).Resolve(workingDirectory));
        executable.Args.AddRange(args ?? []);
        return builder.AddResource(executable);
    }
}
