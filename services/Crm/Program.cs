using Teg.Platform.Crm.Leads;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("crm");
builder.AddOutbox("crm");
builder.AddBus(bus => bus.AddConsumer<ReceiveEnquiries>());
builder.AddTokenAuthentication();
builder.Services.AddSingleton<LeadMetrics>();

var app = builder.Build();

app.MapServiceDefaults();

await app.RunAsync();
