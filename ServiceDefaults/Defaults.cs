using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Teg.Platform.ServiceDefaults;

/// <summary>What every service of the platform has, in two calls.</summary>
public static class Defaults
{
    /// <summary>Telemetry, JSON logs, health, problem details, discovery, resilient HTTP clients, JSON rules, OpenAPI.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        // Numbers and dates in logs, CSV and SQL must not depend on the machine's language.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        if (OpenApiBuild.IsRunning)
        {
            builder.Host.UseServiceProviderFactory(new OpenApiBuild.ServicesWithoutWork());
        }

        // The lowest layer of configuration: appsettings and the environment override it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = JsonLogs.DefaultLevels });

        // Secrets as files, each named as its variable would be (Database__Password): where orchestrators mount them. They win over the environment.
        builder.Configuration.AddKeyPerFile(builder.Configuration["Secrets:Folder"] ?? "/run/secrets", optional: true);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHttpContextAccessor();
        builder.Services.Configure<JsonOptions>(json => ApplyJsonRules(json.SerializerOptions));
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            // A cookie or a token and what browsers send fit many times.
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));

        // Longer than any statement may run (Database:CommandTimeoutSeconds); an endpoint that streams says DisableRequestTimeout.
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromMinutes(2), TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        });

        builder.AddJsonLogs();
        builder.AddTelemetry();
        builder.Services.AddHealth();
        builder.Services.AddProblems();
        builder.Services.AddHttpClients();
        builder.Services.AddApiDocument(builder.Environment.ApplicationName);
        return builder;
    }

    /// <summary>Failures as problem+json, authentication and the audit trail when added, and the anonymous /health, /alive, /metrics, /openapi/v1.json.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.UseProblems();

        if (app.Services.GetService<IAuthenticationSchemeProvider>() is not null)
        {
            app.UseForwardedHeaders();
            // Behind the Gateway, which has time limits of its own and streams that never end.
            app.UseRequestTimeouts();
            app.UseAuthentication();
            app.UseAudit();
            app.UseAuthorization();
            app.UseScopes();
        }

        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        return app;
    }

    /// <summary>JSON as every service and message of the platform writes it: camelCase, enums as kebab-case words, never as numbers.</summary>
    public static void ApplyJsonRules(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.PropertyNameCaseInsensitive = true;
        // Numbers are numbers: the web defaults also read "12". That is a mistake to point out, and would make every number of the generated client "number | string".
        json.NumberHandling = JsonNumberHandling.Strict;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    /// <summary>The resource's name: what AppHost calls it, or else the program's own ("Teg.Platform.Sync" becomes "sync").</summary>
    internal static string ServiceName(IHostApplicationBuilder builder) => ServiceName(builder.Configuration, builder.Environment);

    internal static string ServiceName(IConfiguration configuration, IHostEnvironment environment) =>
        configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } given
            ? given
            : environment.ApplicationName[(environment.ApplicationName.LastIndexOf('.') + 1)..].ToLowerInvariant();
}
