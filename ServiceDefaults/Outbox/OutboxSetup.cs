using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

public static partial class OutboxSetup
{
    /// <summary><see cref="Outbox"/> on the schema's outbox table, and the dispatcher that sends it. Needs AddDatabase and AddBus.</summary>
    public static WebApplicationBuilder AddOutbox(this WebApplicationBuilder builder, string schema)
    {
        if (!SchemaName().IsMatch(schema))
        {
            throw new ArgumentException($"\"{schema}\" is not a schema's name.", nameof(schema));
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section)
            .Configure(outbox => outbox.Schema = schema).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services =>
            new Outbox(services.GetRequiredService<IOptions<OutboxOptions>>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<OutboxMetrics>();
        builder.Services.AddHostedService<OutboxDispatcher>();
        return builder;
    }

    [GeneratedRegex("^[a-z_]{1,40}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchemaName();
}
