using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Outcomes;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("qualifier");
builder.AddOutbox("qualifier");
builder.AddBus();
builder.AddTokenAuthentication();
builder.Services.AddValidation();
builder.Services.AddSingleton<EnquiryStore>();

var app = builder.Build();

app.MapServiceDefaults();
app.MapEnquiries();
app.MapOutcomes();

await app.RunAsync();
