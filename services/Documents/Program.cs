using Teg.Platform.Documents.Conversion;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("documents");
builder.AddOutbox("documents");
builder.AddBus(_ => { });
builder.AddTokenAuthentication();
builder.Services.AddConversion();
builder.Services.AddValidation();

var app = builder.Build();

app.MapServiceDefaults();

await app.RunAsync();
