using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Teg.Platform.Gateway.App;
using Teg.Platform.Gateway.Limits;
using Teg.Platform.Gateway.Live;
using Teg.Platform.Gateway.Proxy;
using Teg.Platform.Gateway.Redis;
using Teg.Platform.Gateway.Security;
using Teg.Platform.Gateway.Sessions;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

// Before the service defaults: the first handler that knows a failure answers it.
builder.Services.AddExceptionHandler<AwayHandler>();
builder.AddServiceDefaults();
builder.AddBus(bus => bus.AddLiveConsumer<PassOn>());
builder.AddTokenVerification();
builder.Services.AddValidation();

// A proxy in front says whose request it passes on; loopback is believed, other networks by configuration (ForwardedHeaders:KnownNetworks).
builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
{
    forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
    foreach (var network in builder.Configuration.GetSection("ForwardedHeaders:KnownNetworks").Get<string[]>() ?? [])
    {
        forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }
});

builder.Services.AddOptions<BrowserSessionOptions>().BindConfiguration(BrowserSessionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<OperatorOptions>().BindConfiguration(OperatorOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<AppOptions>().BindConfiguration(AppOptions.Section);
builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section);

builder.Services.AddSingleton(services => new RedisConnection(
    services.GetRequiredService<IConfiguration>().GetConnectionString("redis")
    ?? throw new InvalidOperationException("ConnectionStrings__redis is not set: where sessions are kept, such as \"localhost:8072,password=…\". AppHost injects it."), "gateway"));
builder.Services.AddHealthChecks().AddCheck<RedisHealth>("redis", tags: ["ready"]);

builder.Services.AddSingleton<RateCounter>();
builder.Services.AddSingleton<SessionStore>();
builder.Services.AddSingleton<SessionKeeper>();
builder.Services.AddSingleton<LiveFeeds>();
builder.Services.AddHostedService<EndedSessions>();
builder.Services.AddHttpClient<AccountsClient>(accounts => accounts.BaseAddress = new Uri("http://accounts"))
    // Redirects are for the browser to follow, and its cookies are not everybody's.
    .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
builder.Services.Configure<HttpResilienceOptions>(nameof(AccountsClient), limits =>
{
    // Together shorter than the refresh lock lives, and Accounts' grace is longer than that lock.
    limits.AttemptTimeout = TimeSpan.FromSeconds(4);
    limits.TotalTimeout = TimeSpan.FromSeconds(8);
    limits.Retries = 1;
});

builder.Services.AddForwarder();
builder.Services.AddSingleton<AppFiles>();
builder.Services.AddResponseCompression(compression =>
{
    // Secrets of ours never stand beside text a stranger chose, except at /session, which is left out below.
    compression.EnableForHttps = true;
    compression.MimeTypes =
    [
        "application/json", "application/problem+json", "text/csv", "text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json",
    ];
});
builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = System.IO.Compression.CompressionLevel.Fastest);

var app = builder.Build();

app.UseForwardedHeaders();
app.UseSecurityHeaders();
app.UsePublicDoor();
app.UseWhen(context => !context.Request.Path.StartsWithSegments("/session"), branch => branch.UseResponseCompression());
app.MapServiceDefaults();
app.MapSession();
app.MapLive();
app.MapProxy();
app.MapApp();

await app.RunAsync();
