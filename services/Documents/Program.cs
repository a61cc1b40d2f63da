using Teg.Platform.Documents.Comparing;
using Teg.Platform.Documents.Conversion;
using Teg.Platform.Documents.Google;
using Teg.Platform.Documents.Images;
using Teg.Platform.Documents.Jobs;
using Teg.Platform.Documents.Library;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Signing;
using Teg.Platform.Documents.Starting;
using Teg.Platform.Documents.Writing;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("documents");
builder.AddOutbox("documents");
builder.AddBus(bus => bus.AddConsumer<WakeForDocument>());
builder.AddTokenAuthentication();
builder.Services.AddValidation();
builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section);
builder.Services.AddHostedService<DemoPrices>();
builder.Services.AddWriters();
builder.Services.AddConversion();
builder.Services.AddJobs();
builder.Services.AddSigning();
builder.Services.AddGoogle();

var app = builder.Build();

app.MapServiceDefaults();
app.MapDocuments();
app.MapComparison();
app.MapStarting();
app.MapPrices();
app.MapImages();
app.MapSigning();
app.MapGoogle();

await app.RunAsync();
