using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Teg.Platform.Warehouse.Migrating;
using Teg.Platform.Warehouse.Schema;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders().AddJsonConsole(json => json.UseUtcTimestamp = true);
using var host = builder.Build();

var connectionString = builder.Configuration.GetConnectionString("teg")
    ?? throw new InvalidOperationException("ConnectionStrings__teg is not set: the address of the PostgreSQL database to migrate.");

var data = NpgsqlDataSource.Create(connectionString);
await using (data.ConfigureAwait(false))
{
    // `Warehouse schema <file>` writes the schema's documentation from the database itself.
    if (args is ["schema", var file])
    {
        await File.WriteAllTextAsync(file, await SchemaDocument.ReadAsync(data, CancellationToken.None));
        return;
    }

    var roles = builder.Configuration.GetSection("Roles").Get<Dictionary<string, string>>() ?? [];
    var migrator = new Migrator(data, host.Services.GetRequiredService<ILogger<Migrator>>());
    await migrator.ApplyAsync(Migration.All(), CancellationToken.None);
    await migrator.SetLoginsAsync(roles, CancellationToken.None);
}
