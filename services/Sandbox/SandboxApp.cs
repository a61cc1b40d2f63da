using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Teg.Platform.Sandbox.Calendly;
using Teg.Platform.Sandbox.Control;
using Teg.Platform.Sandbox.Google;
using Teg.Platform.Sandbox.GoogleAds;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Mail;
using Teg.Platform.Sandbox.Monday;
using Teg.Platform.Sandbox.OpenAI;
using Teg.Platform.Sandbox.Push;
using Teg.Platform.Sandbox.SignNow;
using Teg.Platform.Sandbox.Traffic;
using Teg.Platform.Sandbox.Webhooks;

namespace Teg.Platform.Sandbox;

/// <summary>The whole program; tests start it in their own process on free ports (<c>--urls=http://127.0.0.1:0 --Monday:Port=0 --Calendly:Port=0 --OpenAI:Port=0 --Mail:Port=0</c>; SignNow, Google and Google Ads take free ones by themselves).</summary>
public static class SandboxApp
{
    public static WebApplication Build(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders().AddJsonConsole(console => console.UseUtcTimestamp = true);
        builder.Services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<MondayOptions>().BindConfiguration(MondayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<CalendlyOptions>().BindConfiguration(CalendlyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<OpenAiOptions>().BindConfiguration(OpenAiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<SignNowOptions>().BindConfiguration(SignNowOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddProblemDetails();
        builder.Services.AddValidation();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        builder.Services.AddHealthChecks();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddHttpClient(WebhookSender.Client, client => client.Timeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SandboxClock>();
        builder.Services.AddSingleton<SandboxState>();
        builder.Services.AddSingleton<FaultQueue>();
        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddSingleton<WebhookSender>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WebhookSender>());
        builder.Services.AddHostedService<WorldClockwork>();
        builder.Services.AddSingleton<WorldEvents>();
        builder.Services.AddSingleton<WebhookTrial>();
        builder.Services.AddSingleton<MondayLimits>();
        builder.Services.AddSingleton<MondayHooks>();
        builder.Services.AddSingleton<MondayWrites>();
        builder.Services.AddSingleton<MondayApi>();
        builder.Services.AddSingleton<CalendlyLimits>();
        builder.Services.AddSingleton<CalendlyEvents>();
        builder.Services.AddSingleton<CalendlyHooks>();
        builder.Services.AddScoped<CalendlyEndpoints.Answering>();
        builder.Services.AddSingleton<OpenAiLimits>();
        builder.Services.AddSingleton<SignNowLimits>();
        builder.Services.AddSingleton<SignNowHooks>();
        builder.Services.AddSingleton<SignNowTickets>();
        builder.Services.AddSingleton<SignNowDesk>();
        builder.Services.AddGoogle();
        builder.Services.AddGoogleAds();
        builder.Services.AddSingleton<PushDesk>();
        builder.Services.AddSingleton<Mailbox>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Mailbox>());
        Listen(builder);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<VendorTraffic>();
        app.UseRouting();
        app.Use(KeepToItsAddress);
        app.UseMiddleware<CalendlyGate>();
        app.UseMiddleware<OpenAiGate>();
        app.UseMiddleware<SignNowGate>();
        app.UseMiddleware<GoogleGate>();
        app.UseMiddleware<GoogleAdsGate>();
        app.MapHealthChecks("/health").WithMetadata(new OnVendor(Vendor.Control));
        app.MapMonday();
        app.MapCalendly();
        app.MapOpenAi();
        app.MapSignNow();
        app.MapGoogle();
        app.MapGoogleAds();
        app.MapPushService();
        app.MapTruth();

        // Nobody may move the clock of anything but a developer's machine.
        if (app.Environment.IsDevelopment())
        {
            app.MapControl();
        }

        return app;
    }

    /// <summary>Where a started program answers, in the order control, Monday, Calendly, OpenAI.</summary>
    public static (Uri Control, Uri Monday, Uri Calendly, Uri OpenAi) AddressesOf(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        return (addresses[0], addresses[^6], addresses[^5], addresses[^4]);
    }

    /// <summary>Where SignNow and Google answer.</summary>
    public static (Uri SignNow, Uri Google) DocumentVendorsOf(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        return (addresses[^3], addresses[^2]);
    }

    /// <summary>Where Google Ads answers.</summary>
    public static Uri GoogleAdsOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last());

    /// <summary>One program, an address for each vendor. A connection remembers which it came in on.</summary>
    private static void Listen(WebApplicationBuilder builder)
    {
        var urls = builder.Configuration["urls"] ?? "http://localhost:8090";
        var monday = builder.Configuration.GetValue($"{MondayOptions.Section}:Port", new MondayOptions().Port);
        var calendly = builder.Configuration.GetValue($"{CalendlyOptions.Section}:Port", new CalendlyOptions().Port);
        var openAi = builder.Configuration.GetValue($"{OpenAiOptions.Section}:Port", new OpenAiOptions().Port);
        var signNow = builder.Configuration.GetValue($"{SignNowOptions.Section}:Port", new SignNowOptions().Port);
        var google = builder.Configuration.GetValue($"{GoogleOptions.Section}:Port", new GoogleOptions().Port);
        var googleAds = builder.Configuration.GetValue($"{GoogleAdsOptions.Section}:Port", new GoogleAdsOptions().Port);
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = VendorTraffic.MaxBody;
            foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                Listen(kestrel, BindingAddress.Parse(url).Port, Vendor.Control);
            }

            Listen(kestrel, monday, Vendor.Monday);
            Listen(kestrel, calendly, Vendor.Calendly);
            Listen(kestrel, openAi, Vendor.OpenAi);
            Listen(kestrel, signNow, Vendor.SignNow);
            Listen(kestrel, google, Vendor.Google);
            Listen(kestrel, googleAds, Vendor.GoogleAds);
        });
    }

    // Only this machine may talk to the Sandbox. A free port cannot be the same on both loopback addresses.
    private static void Listen(KestrelServerOptions kestrel, int port, string vendor)
    {
        void Mark(ListenOptions listen) => listen.Use(next => connection =>
        {
            Vendor.Mark(connection, vendor);
            return next(connection);
        });

        if (port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0, Mark);
        }
        else
        {
            kestrel.ListenLocalhost(port, Mark);
        }
    }

    private static Task KeepToItsAddress(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is { } endpoint && (endpoint.Metadata.GetMetadata<OnVendor>()?.Name ?? Vendor.Control) != Vendor.Of(context))
        {
            context.SetEndpoint(null);
        }

        return next(context);
    }
}
