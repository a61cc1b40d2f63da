using Teg.Platform.Analytics.Ads;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.DemoTruth;
using Teg.Platform.Analytics.Explain;
using Teg.Platform.Analytics.Filters;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Sales;
using Teg.Platform.Analytics.Search;
using Teg.Platform.Analytics.Standing;
using Teg.Platform.Analytics.Targets;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("analytics");
builder.AddOutbox("analytics");
builder.AddBus(bus =>
{
    bus.AddConsumer<RefreshRollups>();
    bus.AddConsumer<RefreshForLeads>(typeof(RefreshForLeadsDefinition));
    bus.AddConsumer<DropFigures>(typeof(DropFiguresDefinition));
    bus.AddLiveConsumer<DropFiguresHere>();
});
builder.AddTokenAuthentication();
builder.Services.AddValidation();
builder.AddCache();
builder.Services.AddScoped<Organisation>();
builder.Services.AddSingleton<RefreshTurns>();
builder.Services.AddOptions<DemoTruthOptions>().BindConfiguration(DemoTruthOptions.Section);
builder.Services.AddHttpClient<PublishedTruth>();

var app = builder.Build();

app.MapServiceDefaults();
app.MapAds();
app.MapSpend();
app.MapSales();
app.MapCalls();
app.MapExplain();
app.MapFilters();
app.MapNewLeads();
app.MapTargets();
app.MapStanding();
app.MapSearch();
app.MapDemoTruth();

await app.RunAsync();
