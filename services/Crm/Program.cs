using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("crm");
builder.AddOutbox("crm");
builder.AddBus();
builder.AddTokenAuthentication();

var app = builder.Build();

app.MapServiceDefaults();

await app.RunAsync();
