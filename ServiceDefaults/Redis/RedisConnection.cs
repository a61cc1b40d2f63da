using StackExchange.Redis;

namespace Teg.Platform.ServiceDefaults;

/// <summary>One multiplexed connection for the process. It connects when first needed and comes back by itself after Redis was away.</summary>
/// <param name="address">ConnectionStrings:redis.</param>
/// <param name="client">What Redis' own list of clients calls this process.</param>
public sealed class RedisConnection(string address, string client) : IAsyncDisposable
{
    /// <summary>A session look-up stands before every answer; better a plain "away" than a page that hangs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lazy<Task<ConnectionMultiplexer>> connection = new(() =>
    {
        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = (int)Patience.TotalMilliseconds;
        options.KeepAlive = 30;
        options.ClientName = client;
        return ConnectionMultiplexer.ConnectAsync(options);
    });

    public async Task<IDatabase> DatabaseAsync(CancellationToken ct) => (await connection.Value.WaitAsync(Patience, ct)).GetDatabase();

    public async Task<ISubscriber> SubscriberAsync(CancellationToken ct) => (await connection.Value.WaitAsync(Patience, ct)).GetSubscriber();

    public async ValueTask DisposeAsync()
    {
        if (connection is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await connection.Value).CloseAsync();
        }
    }
}
