using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Bench.Dashboards;

/// <summary>The cache as a service makes it, in this process: another node of the running system, with a clock of its own.</summary>
internal sealed class CacheBeside : IAsyncDisposable
{
    private readonly WebApplication app;

    private CacheBeside(WebApplication app, MovedClock clock) => (this.app, Clock) = (app, clock);

    public MovedClock Clock { get; }

    public TieredCache Cache => app.Services.GetRequiredService<TieredCache>();

    public static async Task<CacheBeside> StartAsync(string redis, CancellationToken ct)
    {
        var clock = new MovedClock();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:redis"] = redis });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddCache();
        var node = builder.Build();
        await node.Services.GetServices<IHostedService>().OfType<CacheNotices>().Single().StartAsync(ct);
        return new CacheBeside(node, clock);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>The time it is, and what it was moved ahead by.</summary>
internal sealed class MovedClock : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public void Advance(TimeSpan by) => ahead += by;
}
