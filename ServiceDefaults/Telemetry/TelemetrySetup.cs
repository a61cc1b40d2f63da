using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// OpenTelemetry by its SDK alone. Where OpenTelemetry.Extensions.Hosting, the instrumentation packages and
/// OpenTelemetry.Exporter.Prometheus.AspNetCore can be restored they replace this folder.
/// </summary>
internal static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(Defaults.ServiceName(builder), serviceVersion: Version);
        // The exporter reads the rest of the OTEL_EXPORTER_OTLP_* variables itself.
        var collected = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

        builder.Services.AddSingleton(_ => Traces(resource, collected));
        builder.Services.AddSingleton<PrometheusExporter>();
        builder.Services.AddSingleton(services => Metrics(resource, collected, services.GetRequiredService<PrometheusExporter>()));
        builder.Services.AddHostedService<TelemetryLifetime>();
    }

    /// <summary>Anonymous, like the health endpoints: the scraper has no token. The Gateway does not pass it on.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", (HttpContext context, PrometheusExporter prometheus, CancellationToken ct) =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            return context.Response.WriteAsync(prometheus.Scrape(), ct);
        }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Of the program, with the commit it was built from: "1.0.0+a1b2c3…".</summary>
    public static string Version { get; } = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    // Spans are made even when nobody collects them: the log lines of one piece of work share its trace id across the bus.
    private static TracerProvider Traces(ResourceBuilder resource, bool collected)
    {
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "Teg.*");
        return (collected ? traces.AddOtlpExporter() : traces).Build();
    }

    private static MeterProvider Metrics(ResourceBuilder resource, bool collected, PrometheusExporter prometheus)
    {
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            // Not MassTransit's: it names queues that live as long as a connection, which makes new series with every start. BusMetrics counts the same.
            .AddMeter("Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Npgsql", "Teg.*")
            .AddReader(new BaseExportingMetricReader(prometheus));
        return (collected ? metrics.AddOtlpExporter() : metrics).Build();
    }
}
