using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Teg.Platform.Qualifier.Batches;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Intake;
using Teg.Platform.Qualifier.Jobs;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Qualifier.Landing;
using Teg.Platform.Qualifier.Outcomes;
using Teg.Platform.Qualifier.Replays;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("qualifier");
builder.AddOutbox("qualifier");
builder.AddBus(bus => bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded));
builder.AddTokenAuthentication();
builder.Services.AddValidation();
builder.Services.AddJudge();
builder.Services.AddSingleton<EnquiryStore>();
builder.Services.AddIntake();
builder.Services.AddJobs();

var app = builder.Build();

app.MapServiceDefaults();
app.MapIntake();
app.MapPages();
app.MapRules();
app.MapReplays();
app.MapBatches();
app.MapEnquiries();
app.MapOutcomes();

await app.RunAsync();
