using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Spool;

namespace Teg.Platform.Qualifier.Tests.Spool;

/// <summary>A folder that spools are opened on, one after the other.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public string Path { get; } = Directory.CreateTempSubdirectory("teg-spool-").FullName;

    public IReadOnlyList<string> Segments => [.. Directory.GetFiles(Path, "*.spool").Order(StringComparer.Ordinal)];

    public (EnquirySpool Spool, IReadOnlyList<SpooledEnquiry> Found) Open(Action<SpoolOptions>? configure = null)
    {
        var options = new SpoolOptions { SpoolFolder = Path };
        configure?.Invoke(options);
        var spool = new EnquirySpool(Options.Create(options), TimeProvider.System, services.GetRequiredService<IMeterFactory>(), NullLogger<EnquirySpool>.Instance);
        return (spool, spool.Open());
    }

    public void Dispose()
    {
        services.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
