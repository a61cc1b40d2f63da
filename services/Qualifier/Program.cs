using Teg.Platform.Qualifier.Judging;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("qualifier");
builder.AddOutbox("qualifier");
builder.AddBus();
builder.AddTokenAuthentication();
builder.Services.AddValidation();
builder.Services.AddJudge();

var app = builder.Build();

app.MapServiceDefaults();

await app.RunAsync();
