using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Accounts.Audit;
using Teg.Platform.Accounts.Demo;
using Teg.Platform.Accounts.External;
using Teg.Platform.Accounts.Invitations;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Accounts.Machines;
using Teg.Platform.Accounts.Notifications;
using Teg.Platform.Accounts.Organisations;
using Teg.Platform.Accounts.PasswordReset;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Privacy;
using Teg.Platform.Accounts.Profile;
using Teg.Platform.Accounts.Push;
using Teg.Platform.Accounts.Reports;
using Teg.Platform.Accounts.SecondFactor;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.Accounts.SignUp;
using Teg.Platform.Accounts.SiteKeys;
using Teg.Platform.Accounts.Views;
using Teg.Platform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddDatabase("accounts");
builder.AddBus(bus =>
{
    bus.AddConsumer<MailFailedRun>();
    bus.AddConsumer<SendOrderedMail>();
    bus.AddConsumer<PushFailedRun>();
    bus.AddConsumer<PushFoundDrift>();
    bus.AddConsumer<PushBrokenCertificate>();
});
builder.AddOutbox("accounts");
builder.AddTokenAuthentication();
builder.AddExternalSignIn();
builder.Services.AddValidation();

builder.Services.AddDbContextPool<AccountsDb>((services, db) => db
    .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
    // Identity's base context maps claims; leaving them out is meant.
    .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.MappedEntityTypeIgnoredWarning)));
builder.Services.AddIdentityCore<User>(identity =>
{
    identity.User.RequireUniqueEmail = true;
    // Length instead of composition rules, as NIST SP 800-63B asks.
    identity.Password.RequiredLength = 12;
    identity.Password.RequireDigit = false;
    identity.Password.RequireLowercase = false;
    identity.Password.RequireUppercase = false;
    identity.Password.RequireNonAlphanumeric = false;
}).AddEntityFrameworkStores<AccountsDb>();
builder.Services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = PasswordRounds.Of(builder.Environment, builder.Configuration));
builder.Services.AddSingleton<UnknownAccount>();

builder.Services.AddOptions<KeyOptions>().BindConfiguration(KeyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<LifetimeOptions>().BindConfiguration(LifetimeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<ThrottleOptions>().BindConfiguration(ThrottleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section);
builder.Services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateDataAnnotations().ValidateOnStart();

builder.Services.AddSingleton(services =>
{
    var keys = services.GetRequiredService<IOptions<KeyOptions>>().Value;
    return new SecretBox(keys.EncryptionKey, keys.PreviousEncryptionKeys, KeyOptions.Section);
});
builder.Services.AddSingleton<KeyRing>();
builder.Services.AddSingleton<AccessTokens>();
builder.Services.AddSingleton<SignInThrottle>();
builder.Services.AddSingleton<SessionFamilies>();
builder.Services.AddSingleton<PersonalData>();
builder.Services.AddSingleton<SecondFactors>();
builder.Services.AddSingleton<Entrance>();
builder.Services.AddScoped<PasswordSignIn>();
builder.Services.AddScoped<SecondFactorSignIn>();
builder.Services.AddSingleton<MailServer>();
builder.Services.AddSingleton<MailOrders>();
builder.Services.AddEgressClient(PushSender.Client);
builder.Services.AddSingleton<PushKey>();
builder.Services.AddSingleton<PushSender>();
builder.Services.AddScoped<SignUps>();
builder.Services.AddScoped<InvitationBook>();
builder.Services.Configure<Teg.Platform.ServiceDefaults.TokenOptions>(tokens =>
    tokens.ReadKeys = (services, ct) => services.GetRequiredService<KeyRing>().PublishAsync(ct));

builder.Services.AddSingleton<AuditVerification>();
builder.Services.AddHostedService<KeyRotation>();
builder.Services.AddHostedService<DemoPeople>();
builder.Services.AddHostedService<Sweep>();
builder.Services.AddHostedService<AuditSealer>();
builder.Services.AddHostedService(services => services.GetRequiredService<PushSender>());

var app = builder.Build();

// `Accounts -- verify-audit` checks every organisation's audit chain, says what is broken, and ends with 1 if anything is.
if (args is ["verify-audit"])
{
    return await app.Services.GetRequiredService<AuditVerification>().CheckAllAsync(Console.Out, CancellationToken.None);
}

app.MapServiceDefaults();
app.MapSessions();
app.MapExternalSignIn();
app.MapProfile();
app.MapSignUps();
app.MapPasswordResets();
app.MapOrganisations();
app.MapReports();
app.MapPrivacy();
app.MapPeople();
app.MapInvitations();
app.MapApiClients();
app.MapSiteKeys();
app.MapViews();
app.MapTokens();
app.MapKeys();
app.MapAudit();

await app.RunAsync();
return 0;
