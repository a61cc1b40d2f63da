using Teg.Platform.Documents.Comparing;
using Teg.Platform.Documents.Conversion;
using Teg.Platform.Documents.Images;
using Teg.Platform.Documents.Jobs;
using Teg.Platform.Documents.Library;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Starting;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("documents");
builder.AddOutbox("documents");
builder.AddBus(bus => bus.AddConsumer<WakeForDocument>());
builder.AddTokenAuthentication();
builder.Services.AddValidation();
builder.Services.AddConversion();
builder.Services.AddJobs();

var app = builder.Build();

app.MapServiceDefaults();
app.MapDocuments();
app.MapComparison();
app.MapStarting();
app.MapPrices();
app.MapImages();

await app.RunAsync();
