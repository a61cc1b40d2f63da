using Microsoft.Extensions.Options;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync;
using Teg.Platform.Sync.Boards;
using Teg.Platform.Sync.Calendly;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Demo;
using Teg.Platform.Sync.Drift;
using Teg.Platform.Sync.GoogleAds;
using Teg.Platform.Sync.Lag;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Monday;
using Teg.Platform.Sync.Publishing;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;
using Teg.Platform.Sync.Webhooks;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("sync");
builder.AddBus(bus => bus.AddLiveConsumer<HearFigures>());
builder.AddOutbox("sync");
builder.AddTokenAuthentication();
builder.Services.AddValidation();

builder.Services.AddOptions<SyncOptions>().BindConfiguration(SyncOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<MondayOptions>().BindConfiguration(MondayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<CalendlyOptions>().BindConfiguration(CalendlyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<GoogleAdsOptions>().BindConfiguration(GoogleAdsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section);

builder.Services.AddOptions<CredentialOptions>().BindConfiguration(CredentialOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton(services =>
{
    var keys = services.GetRequiredService<IOptions<CredentialOptions>>().Value;
    return new SecretBox(keys.EncryptionKey, keys.PreviousEncryptionKeys, CredentialOptions.Section);
});
builder.Services.AddSingleton<CredentialBook>();
builder.Services.AddTransient<CredentialTest>();
builder.Services.AddHostedService<CredentialResealing>();

builder.Services.AddSingleton<MondayBudget>();
builder.Services.AddHttpClient<MondayClient>();
builder.Services.AddSingleton<MondayWebhooks>();
builder.Services.AddSingleton<IConnector, MondayConnector>();

builder.Services.AddSingleton<CalendlyPace>();
builder.Services.AddHttpClient<CalendlyClient>();
builder.Services.AddSingleton<CalendlyWebhooks>();
builder.Services.AddSingleton<IConnector, CalendlyConnector>();

builder.Services.AddSingleton<GoogleAdsTokens>();
builder.Services.AddHttpClient<GoogleAdsClient>();
builder.Services.AddSingleton<IConnector, GoogleAdsConnector>();
builder.Services.AddOptions<CanaryOptions>().BindConfiguration(CanaryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<LagMetrics>();
builder.Services.AddHostedService<CanaryWorker>();

builder.Services.AddSingleton<DriftBook>();
builder.Services.AddSingleton<LandingWriter>();
builder.Services.AddSingleton<Publication>();
builder.Services.AddSingleton<RunMetrics>();
builder.Services.AddSingleton<RunExecution>();
builder.Services.AddSingleton<WebhookAddress>();
builder.Services.AddSingleton<WebhookKeeper>();
builder.Services.AddSingleton<RunProgress>();
builder.Services.AddSingleton<RunSignal>();
builder.Services.AddHostedService(services => services.GetRequiredService<RunProgress>());
builder.Services.AddHostedService(services => services.GetRequiredService<RunSignal>());
builder.Services.AddHostedService(services => services.GetRequiredService<WebhookKeeper>());
builder.Services.AddHostedService<DemoSources>();
builder.Services.AddHostedService<Scheduler>();
builder.Services.AddHostedService<RunWorker>();

var app = builder.Build();

app.MapServiceDefaults();
app.MapSources();
app.MapCallKinds();
app.MapRuns();
app.MapDrift();
app.MapBoards();
app.MapWebhooks();
app.MapFilled();
app.MapCredentials();
app.MapLag();

await app.RunAsync();
