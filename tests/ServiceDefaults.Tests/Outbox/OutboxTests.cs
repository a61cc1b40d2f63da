using System.Diagnostics;
using Dapper;
using MassTransit;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults.Tests.Bus;
using Teg.Platform.ServiceDefaults.Tests.Telemetry;

namespace Teg.Platform.ServiceDefaults.Tests.Outbox;

public sealed class OutboxTests : IAsyncLifetime
{
    private readonly Servers servers;
    private readonly Guid organisation = Guid.CreateVersion7();
    private readonly NpgsqlDataSource owner;
    private readonly Relay broker;
    private RunningService service = null!;

    public OutboxTests(Servers servers)
    {
        this.servers = servers;
        owner = NpgsqlDataSource.Create(servers.Postgres);
        broker = new Relay(new Uri(servers.RabbitMq).Port);
        broker.Open();
    }

    private Received Received => service.Services.GetRequiredService<Received>();

    public async ValueTask InitializeAsync()
    {
        service = await StartAsync($"outbox-{Guid.NewGuid():n}"[..14]);
        await Eventually.IsTrueAsync(() => service.Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy, "the bus is healthy");
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await broker.DisposeAsync();
        await owner.DisposeAsync();
    }

    [Fact]
    public async Task A_message_leaves_when_its_transaction_commits_and_never_without()
    {
        var (kept, dropped) = (Refreshed(1), Refreshed(2));
        await using (var connection = await OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await AddAsync(connection, transaction, dropped);
            await transaction.RollbackAsync();
        }

        await WriteAsync(kept);

        await Eventually.IsTrueAsync(() => Received.Of<FiguresRefreshed>().Contains(kept), "the message arrives");
        Received.Of<FiguresRefreshed>().ShouldBe([kept]);
        var id = await AskAsync<Guid>("select id from sync.outbox where org_id = @organisation");
        Received.All.Single().Id.ShouldBe(id);
        await Eventually.IsTrueAsync(async () => await WaitingAsync() == 0, "the row is marked as sent");
    }

    [Fact]
    public async Task A_notification_is_faster_than_the_poll()
    {
        var started = Stopwatch.GetTimestamp();

        await WriteAsync(Refreshed(1));

        await Eventually.IsTrueAsync(() => Received.All.Count == 1, "the message arrives");
        // The poll of this service is a minute.
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task The_consumers_trace_continues_the_writers()
    {
        using var source = new ActivitySource("Teg.Tests");
        using var writing = source.StartActivity("writing");
        writing.ShouldNotBeNull();

        await WriteAsync(Refreshed(1));

        await Eventually.IsTrueAsync(() => Received.All.Count == 1, "the message arrives");
        Received.All.Single().TraceId.ShouldBe(writing.TraceId.ToString());
    }

    [Fact]
    public async Task Many_messages_leave_in_the_order_in_which_they_were_written()
    {
        var messages = Enumerable.Range(0, 250).Select(Refreshed).ToArray();

        await WriteAsync(messages);

        await Eventually.IsTrueAsync(() => Received.All.Count >= messages.Length, "all arrive");
        Received.Of<FiguresRefreshed>().ShouldBe(messages);
    }

    [Fact]
    public async Task A_message_nobody_knows_is_parked_with_the_reason_and_the_others_go_on()
    {
        await AskAsync<int>(
            "insert into sync.outbox (org_id, message_type, body) values (@organisation, 'Teg.Platform.Contracts.Messages.Gone', '{}') returning 1");

        await WriteAsync(Refreshed(1));

        await Eventually.IsTrueAsync(() => Received.All.Count == 1, "the good one arrives");
        await Eventually.IsTrueAsync(async () => await WaitingAsync() == 0, "nothing waits");
        (await AskAsync<string>("select parked from sync.outbox where org_id = @organisation and parked is not null"))
            .ShouldBe("Unknown message type Teg.Platform.Contracts.Messages.Gone.");
        service.Logs.All.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains("is parked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_database_connection_only_delays()
    {
        await AskAsync<int>(
            "select count(pg_terminate_backend(pid))::int from pg_stat_activity where usename = 'sync'");
        NpgsqlConnection.ClearAllPools();

        await WriteAsync(Refreshed(1));

        await Eventually.IsTrueAsync(() => Received.All.Count == 1, "the message arrives after a reconnect");
    }

    [Fact]
    public async Task A_broker_that_is_away_only_delays()
    {
        await broker.ShutAsync();
        var messages = Enumerable.Range(0, 20).Select(Refreshed).ToArray();
        await WriteAsync(messages);
        await Eventually.IsTrueAsync(
            () => service.Logs.All.Any(line => line.Text.StartsWith("The outbox of sync waits", StringComparison.Ordinal)), "the outage is logged");
        (await WaitingAsync()).ShouldBe(20);

        broker.Open();

        await Eventually.IsTrueAsync(async () => await WaitingAsync() == 0, "everything was sent", seconds: 30);
        // At least once: an attempt the broker took without being able to say so comes again.
        await Eventually.IsTrueAsync(() => Received.Of<FiguresRefreshed>().Distinct().Count() == messages.Length, "everything arrived");
    }

    [Fact]
    public async Task Two_dispatchers_share_the_work_without_sending_twice()
    {
        await using var other = await StartAsync($"outbox-{Guid.NewGuid():n}"[..14]);
        var messages = Enumerable.Range(0, 400).Select(Refreshed).ToArray();
        foreach (var part in messages.Chunk(40))
        {
            await WriteAsync(part);
        }

        await Eventually.IsTrueAsync(() => Received.All.Count >= messages.Length, "all arrive");
        Received.All.Select(one => one.Id).Distinct().Count().ShouldBe(messages.Length);
        Received.All.Count.ShouldBe(messages.Length);
    }

    [Fact]
    public async Task What_waits_and_what_was_sent_are_metrics()
    {
        await WriteAsync(Refreshed(1));
        await Eventually.IsTrueAsync(() => Received.All.Count == 1, "the message arrives");

        await Eventually.IsTrueAsync(
            async () =>
            {
                var page = PrometheusDocument.Parse(await service.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
                return page.Families.ContainsKey("teg_outbox_waiting") && page.Families.ContainsKey("teg_outbox_oldest_seconds")
                    && page.Families.TryGetValue("teg_outbox_sent_total", out var sent) && sent.Samples[0].Value >= 1;
            },
            "the metrics are there");
    }

    [Fact]
    public async Task A_message_for_another_organisation_is_refused_by_the_database()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var outbox = service.Services.GetRequiredService<ServiceDefaults.Outbox>();

        var refusal = await Should.ThrowAsync<PostgresException>(() =>
            outbox.AddAsync(connection, transaction, Guid.CreateVersion7(), Refreshed(1), CancellationToken.None));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private FiguresRefreshed Refreshed(int second) => new(organisation, DateTimeOffset.UnixEpoch.AddSeconds(second));

    private ValueTask<NpgsqlConnection> OpenAsync() => service.Services.GetRequiredService<Database>().OpenAsync(organisation, CancellationToken.None);

    private Task AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, FiguresRefreshed message) =>
        service.Services.GetRequiredService<ServiceDefaults.Outbox>().AddAsync(connection, transaction, organisation, message, CancellationToken.None);

    private async Task WriteAsync(params FiguresRefreshed[] messages)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var message in messages)
        {
            await AddAsync(connection, transaction, message);
        }

        await transaction.CommitAsync();
    }

    private async Task<T?> AskAsync<T>(string sql)
    {
        await using var connection = await owner.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql, new { organisation });
    }

    private Task<long> WaitingAsync() => AskAsync<long>(
        "select count(*) from sync.outbox where org_id = @organisation and sent_at is null and parked is null");

    private Task<RunningService> StartAsync(string name)
    {
        var settings = servers.Settings(name);
        settings["ConnectionStrings:rabbitmq"] = new UriBuilder(servers.RabbitMq) { Port = broker.Port }.Uri.ToString();
        settings["Outbox:Poll"] = "00:01:00";
        settings["Outbox:SendTimeout"] = "00:00:02";
        return RunningService.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<Received>();
                builder.AddDatabase("sync").AddOutbox("sync").AddBus(bus => bus.AddConsumer<NoteFiguresRefreshed>().Endpoint(endpoint => endpoint.ConcurrentMessageLimit = 1));
            },
            settings: settings);
    }
}
