using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

public static class CacheSetup
{
    /// <summary>
    /// <see cref="Answers"/> on <see cref="TieredCache"/>, which is also the HybridCache, on ConnectionStrings:redis. Redis is waited for by nobody; without an
    /// address each process keeps answers alone.
    /// </summary>
    public static WebApplicationBuilder AddCache(this WebApplicationBuilder builder)
    {
        var service = Defaults.ServiceName(builder);
        builder.Services.AddOptions<CacheOptions>().BindConfiguration(CacheOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        if (builder.Configuration.GetConnectionString("redis") is { Length: > 0 } address)
        {
            builder.Services.TryAddSingleton(_ => new RedisConnection(address, service));
        }

        builder.Services.AddSingleton<CacheLocal>();
        builder.Services.AddSingleton<CacheMetrics>();
        builder.Services.AddSingleton(services => new CacheRedis(
            services.GetService<RedisConnection>(), services.GetRequiredService<IOptions<CacheOptions>>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<CacheMetrics>(), services.GetRequiredService<ILogger<CacheRedis>>()));
        builder.Services.AddSingleton<CacheTags>();
        builder.Services.AddSingleton(services => new TieredCache(
            services.GetRequiredService<CacheLocal>(), services.GetRequiredService<CacheRedis>(), services.GetRequiredService<CacheTags>(),
            services.GetRequiredService<CacheMetrics>(), services.GetRequiredService<IOptions<CacheOptions>>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<TieredCache>>()));
        builder.Services.AddSingleton<HybridCache>(services => services.GetRequiredService<TieredCache>());
        builder.Services.AddHostedService<CacheNotices>();
        builder.Services.AddScoped<Answers>();
        return builder;
    }
}
