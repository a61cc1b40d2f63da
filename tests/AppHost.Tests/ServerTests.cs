using System.Globalization;
using System.Text.Json;
using Aspire.Hosting;
using Npgsql;

namespace Teg.Platform.AppHost.Tests;

/// <summary>The three servers and a program that prints its environment, started once for the tests below.</summary>
public sealed class Servers : IAsyncLifetime
{
    public DistributedApplication App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = Composition.New();
        var teg = builder.AddPostgres("postgres", port: 8071).WithImageTag("15.18").WithDataVolume().AddDatabase("teg");
        var redis = builder.AddRedis("redis", port: 8072);
        var rabbitmq = builder.AddRabbitMQ("rabbitmq", port: 8073);
        var vendors = builder.AddShell("demo-vendors", "env; sleep 300")
            .WithHttpEndpoint(port: 8090)
            .WithHttpEndpoint(port: 8091, name: "monday", env: "Monday__Port");
        builder.AddExecutable("program", "env", "/")
            .WithReference(teg).WithReference(redis).WithReference(rabbitmq).WithReference(vendors)
            .WithEnvironment("Own", "value")
            .WithEnvironment("Secret", builder.AddParameter("password", "s3cret", secret: true))
            .WithEnvironment("Hooks", $"{vendors.GetEndpoint("http")}/hooks");
        App = builder.Build();
        await App.StartAsync();
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}

public sealed class ServerTests(Servers servers) : IClassFixture<Servers>
{
    [Fact]
    public void A_program_is_told_exactly_what_Aspire_tells_it()
    {
        var port = servers.App.PortBase - 8080;
        string Secret(string name) => File.ReadAllText(Path.Combine(servers.App.DataFolder, "secrets", name));
        string Url(int written) => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{written + port}");

        var injected = servers.App.GetLogs("program").Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);

        injected["ConnectionStrings__teg"].ShouldBe(string.Create(
            CultureInfo.InvariantCulture, $"Host=localhost;Port={8071 + port};Username=postgres;Password={Secret("postgres-password")};Database=teg"));
        injected["ConnectionStrings__redis"].ShouldBe(string.Create(CultureInfo.InvariantCulture, $"localhost:{8072 + port},password={Secret("redis-password")}"));
        injected["ConnectionStrings__rabbitmq"].ShouldBe(
            string.Create(CultureInfo.InvariantCulture, $"amqp://guest:{Secret("rabbitmq-password")}@localhost:{8073 + port}"));
        injected["services__demo-vendors__http__0"].ShouldBe(Url(8090));
        injected["DEMO_VENDORS_HTTP"].ShouldBe(Url(8090));
        injected["services__demo-vendors__monday__0"].ShouldBe(Url(8091));
        injected["DEMO_VENDORS_MONDAY"].ShouldBe(Url(8091));
        injected["OTEL_SERVICE_NAME"].ShouldBe("program");
        injected["Own"].ShouldBe("value");
        injected["Secret"].ShouldBe("s3cret");
        injected["Hooks"].ShouldBe($"{Url(8090)}/hooks");
    }

    [Fact]
    public void An_endpoint_with_a_variable_hands_its_port_to_the_program() =>
        servers.App.GetLogs("demo-vendors").ShouldContain(
            string.Create(CultureInfo.InvariantCulture, $"Monday__Port={8091 + servers.App.PortBase - 8080}"));

    [Fact]
    public void Passwords_are_readable_by_the_owner_alone()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(servers.App.DataFolder, "secrets")))
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void The_state_file_names_every_resource_and_no_secret()
    {
        var text = File.ReadAllText(Path.Combine(servers.App.DataFolder, "state.json"));
        using var state = JsonDocument.Parse(text);

        state.RootElement.GetProperty("resources").EnumerateArray().Select(resource => resource.GetProperty("name").GetString())
            .ShouldBe(["postgres", "teg", "redis", "rabbitmq", "demo-vendors", "program"]);
        text.ShouldNotContain(File.ReadAllText(Path.Combine(servers.App.DataFolder, "secrets", "postgres-password")));
    }

    [Fact]
    public async Task A_killed_server_starts_again_on_its_data()
    {
        var app = servers.App;
        await ExecuteAsync("create table kept (id int); insert into kept values (7)");

        await app.KillAsync("postgres");
        app.GetStatus("postgres").State.ShouldBe(ResourceState.Stopped);
        await Should.ThrowAsync<NpgsqlException>(() => ExecuteAsync("select 1"));
        await app.StartResourceAsync("postgres");

        (await ExecuteAsync("select id from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task Redis_and_RabbitMQ_start_again_too()
    {
        foreach (var server in (string[])["redis", "rabbitmq"])
        {
            await servers.App.KillAsync(server);
            await servers.App.StartResourceAsync(server);
            servers.App.GetStatus(server).State.ShouldBe(ResourceState.Healthy);
        }
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{servers.App.GetConnectionString("teg")};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
