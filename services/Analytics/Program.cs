using Teg.Platform.Analytics.Ads;
using Teg.Platform.Analytics.Filters;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Sales;
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

var app = builder.Build();

app.MapServiceDefaults();
app.MapAds();
app.MapSales();
app.MapFilters();

await app.RunAsync();
