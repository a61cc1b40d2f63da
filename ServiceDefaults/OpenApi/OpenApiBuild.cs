using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

/// <summary>The build starts each service once, only to write its OpenAPI document; nothing may connect or be required then.</summary>
public static class OpenApiBuild
{
    public static bool IsRunning { get; } = Assembly.GetEntryAssembly()?.GetName().Name is "GetDocument.Insider";

    /// <summary>Leaves the web host itself, so that the routes exist, and takes away what would work, connect or demand settings.</summary>
    internal sealed class ServicesWithoutWork : IServiceProviderFactory<IServiceCollection>
    {
        private const string WebHost = "Microsoft.AspNetCore.Hosting.GenericWebHostService";

        public IServiceCollection CreateBuilder(IServiceCollection services) => services;

        public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder)
        {
            var work = containerBuilder
                .Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.FullName is not WebHost
                    || service.ServiceType == typeof(IStartupValidator))
                .ToList();
            work.ForEach(service => containerBuilder.Remove(service));
            return containerBuilder.BuildServiceProvider();
        }
    }
}
