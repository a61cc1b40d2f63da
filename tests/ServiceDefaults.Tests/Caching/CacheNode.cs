using System.Diagnostics.Metrics;
using System.Security.Claims;
using Aspire.Hosting;
using StackExchange.Redis;

namespace Teg.Platform.ServiceDefaults.Tests.Caching;

/// <summary>A Redis that tests may stop and freeze, and what lies in it.</summary>
public sealed class CacheServer : IAsyncLifetime
{
    private ConnectionMultiplexer? multiplexer;

    internal DistributedApplication Application { get; private set; } = null!;

    internal string Address => Application.GetConnectionString("redis");

    internal IDatabase Redis => multiplexer!.GetDatabase();

    internal int Pid => Application.GetStatus("redis").Pid!.Value;

    public async ValueTask InitializeAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
        builder.AddRedis("redis");
        Application = builder.Build();
        await Application.StartAsync(TestContext.Current.CancellationToken);
        multiplexer = await ConnectionMultiplexer.ConnectAsync($"{Address},abortConnect=false");
    }

    public async ValueTask DisposeAsync()
    {
        multiplexer?.Dispose();
        await Application.DisposeAsync();
    }

    /// <returns>False also while Redis is away.</returns>
    internal async Task<bool> HasAsync(string key)
    {
        try
        {
            return await Redis.KeyExistsAsync(key);
        }
        catch (RedisException)
        {
            return false;
        }
    }

    internal IReadOnlyList<string> Keys(Guid organisation) =>
        [.. multiplexer!.GetServer(multiplexer.GetEndPoints()[0]).Keys(pageSize: 1000, pattern: $"*{organisation:n}*").Select(key => key.ToString())];
}

/// <summary>A process' cache, as AddCache makes it; several in one test are several processes.</summary>
internal sealed class CacheNode : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly MeterListener meters = new();
    private readonly Dictionary<string, int> answers = [];

    private CacheNode(WebApplication app)
    {
        this.app = app;
        // Before the cache makes its instruments; other nodes' are left out by the value they count in.
        var own = app.Services.GetRequiredService<IMeterFactory>();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == own && instrument.Meter.Name == "Teg.Cache")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (answers)
            {
                var name = instrument.Name == "teg.cache.answers" ? tags.ToArray().First(tag => tag.Key == "from").Value!.ToString()! : instrument.Name;
                answers[name] = answers.GetValueOrDefault(name) + (int)value;
            }
        });
        meters.Start();
        Cache = app.Services.GetRequiredService<TieredCache>();
    }

    public TieredCache Cache { get; }

    public CacheLocal Local => app.Services.GetRequiredService<CacheLocal>();

    public static async Task<CacheNode> StartAsync(string? redis, TimeProvider? clock = null, bool hears = true, Dictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:redis"] = redis,
            // A busy machine may be slow; what is not about waiting waits long.
            ["Cache:Patience"] = "00:00:20", ["Cache:LockLife"] = "00:01:00", ["Cache:WaitBesideOlder"] = "00:01:00", ["Cache:ChangeLife"] = "00:01:00",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddCache();
        var node = new CacheNode(builder.Build());
        if (hears)
        {
            var notices = node.app.Services.GetServices<IHostedService>().OfType<CacheNotices>().Single();
            await notices.StartAsync(CancellationToken.None);
            await notices.ExecuteTask!;
        }

        return node;
    }

    /// <summary>How many answers came from a tier, or the count of another instrument.</summary>
    public int Count(string of)
    {
        lock (answers)
        {
            return answers.GetValueOrDefault(of);
        }
    }

    public async ValueTask DisposeAsync()
    {
        meters.Dispose();
        await app.DisposeAsync();
    }

    public static Caller Caller(Guid organisation, string role, Guid? user = null) => new(new ClaimsPrincipal(new ClaimsIdentity(
        [
            new Claim(TokenClaims.Organisation, organisation.ToString()), new Claim(TokenClaims.Subject, (user ?? Guid.NewGuid()).ToString()), new Claim(TokenClaims.Role, role),
        ], "test")));
}

/// <summary>A question whose answer says how often it was worked out.</summary>
internal sealed class Figure
{
    private int made;

    public Guid Organisation { get; } = Guid.NewGuid();

    public string Tag => RowScope.Tag(Organisation, Answers.Figures);

    public string Key => RowScope.Of(CacheNode.Caller(Organisation, Roles.Manager)).Key("figure");

    public CachePolicy Policy { get; init; } = CachePolicy.Kpi;

    public int Made => Volatile.Read(ref made);

    /// <summary>Completes when it may be worked out; faulted when it cannot.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public async Task<Kept<string>> AskAsync(CacheNode node, Func<ValueTask<string>>? make = null) => await node.Cache.AskAsync(
        Key, Policy, [Tag], async _ =>
        {
            var mine = Interlocked.Increment(ref made);
            await Ready;
            return make is null ? $"v{mine}" : await make();
        }, CancellationToken.None);
}
