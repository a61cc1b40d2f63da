using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

public static class DatabaseSetup
{
    /// <summary>
    /// The pool on ConnectionStrings:teg under the service's own login (Database:Username, Database:Password), with <see cref="Database"/> on it.
    /// Nothing connects before the first query, so a host can be built without an address.
    /// </summary>
    /// <param name="schema">The service's own schema; it comes first in the search path, then "warehouse".</param>
    public static WebApplicationBuilder AddDatabase(this WebApplicationBuilder builder, string schema)
    {
        var service = Defaults.ServiceName(builder);
        var development = builder.Environment.IsDevelopment();

        DapperTypes.Register();
        builder.Services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton(services =>
        {
            var address = services.GetRequiredService<IConfiguration>().GetConnectionString("teg");
            var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            var connection = ConnectionString(address, options, service, schema, development);
            return new NpgsqlDataSourceBuilder(connection)
                .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>())
                .Build();
        });
        builder.Services.AddSingleton<Database>();
        builder.Services.AddAudit();
        builder.Services.TryAddScoped<Caller>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return builder;
    }

    internal static string ConnectionString(string? address, DatabaseOptions options, string service, string schema, bool development)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            throw new InvalidOperationException(
                "ConnectionStrings__teg is not set: the PostgreSQL database's address, such as \"Host=localhost;Port=8071;Database=teg\". AppHost injects it.");
        }

        var connection = new NpgsqlConnectionStringBuilder(address)
        {
            ApplicationName = service,
            MaxPoolSize = options.MaxPoolSize,
            CommandTimeout = options.CommandTimeoutSeconds,
            SearchPath = schema == "warehouse" ? "warehouse" : $"{schema},warehouse",
            Timezone = "UTC",
            KeepAlive = 30,
            // Error details quote values of the failing row: for a developer, not for a log that is kept.
            IncludeErrorDetail = development,
        };
        if (!string.IsNullOrEmpty(options.Username))
        {
            connection.Username = options.Username;
            connection.Password = options.Password;
        }

        return connection.ConnectionString;
    }
}
