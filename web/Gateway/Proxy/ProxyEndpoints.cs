using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Limits;
using Teg.Platform.Gateway.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Proxy;

internal static class ProxyEndpoints
{
    public static void AddForwarder(this IServiceCollection services)
    {
        services.AddSingleton<Forwarder>();
        services.AddHttpClient(Forwarder.Client).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            // What a service says goes to the browser as it is: no redirect followed, nothing unpacked, no cookie kept.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        });
        services.AddOptions<HttpResilienceOptions>(Forwarder.Client).Configure<IOptions<ProxyOptions>>((limits, proxy) =>
        {
            limits.AttemptTimeout = proxy.Value.AnswerWithin;
            limits.TotalTimeout = proxy.Value.AnswerWithin;
            limits.Retries = 1;
            limits.MaxRetryAfter = TimeSpan.Zero;
            // A service that is away fails each request; one page that fails must not close the others.
            limits.BreakerFailureRatio = 1;
            limits.BreakerPause = TimeSpan.FromSeconds(2);
        });
    }

    /// <summary>Where websites post what people write to them; at the qualifier it is the same path.</summary>
    public const string Enquiries = "/qualify";

    public static void MapProxy(this IEndpointRouteBuilder routes)
    {
        routes.Map("/api/{service}/{**path}", ForwardApi).AddEndpointFilter<ApiGate>().AddEndpointFilter<RateLimitGate>().ExcludeFromDescription();
        routes.MapPost("/hooks/{service}/{**path}", ForwardHook).AddEndpointFilter<RateLimitGate>().ExcludeFromDescription();
        routes.MapMethods($"{Enquiries}/{{**path}}", ["GET", "POST", "OPTIONS"], ForwardEnquiry).AddEndpointFilter<RateLimitGate>().ExcludeFromDescription();
        routes.MapPost("/oauth/token", ForwardToken).AddEndpointFilter<RateLimitGate>().ExcludeFromDescription();
    }

    // With the session's token, or as it came: a machine's own token, or nothing where nothing is needed.
    private static Task ForwardApi(HttpContext http, string service, Forwarder forwarder, IOptions<ProxyOptions> options) =>
        ProxyRoute.TryApi(options.Value, service, Rest(http, $"/api/{service}"), http.Request.QueryString, out var target)
            ? forwarder.ForwardAsync(http, service, target, http.Features.Get<Admitted>()?.Session.AccessToken, options.Value.MaxBodyBytes)
            : NotFound(http);

    // A machine's secret, form and all, for Accounts alone.
    private static Task ForwardToken(HttpContext http, Forwarder forwarder, IOptions<ProxyOptions> options) =>
        forwarder.ForwardAsync(http, "accounts", new Uri("http://accounts/oauth/token"), accessToken: null, options.Value.MaxHookBytes);

    // Vendors' webhooks: the service verifies their signatures over the raw bytes, which pass untouched.
    private static Task ForwardHook(HttpContext http, string service, Forwarder forwarder, IOptions<ProxyOptions> options) =>
        ProxyRoute.TryHook(options.Value, service, Rest(http, $"/hooks/{service}"), http.Request.QueryString, out var target)
            ? forwarder.ForwardAsync(http, service, target, accessToken: null, options.Value.MaxHookBytes)
            : NotFound(http);

    // Anybody's, from any site: no session takes part, and the qualifier says which sites it knows.
    private static Task ForwardEnquiry(HttpContext http, Forwarder forwarder, IOptions<ProxyOptions> options) =>
        ProxyRoute.IsPlain(http.Request.Path)
            ? forwarder.ForwardAsync(
                http, "qualifier", new Uri($"http://qualifier{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}"), accessToken: null, options.Value.MaxEnquiryBytes)
            : NotFound(http);

    private static PathString Rest(HttpContext http, string prefix) =>
        http.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase, out var rest) ? rest : PathString.Empty;

    private static Task NotFound(HttpContext http) => TypedResults.Problem(new ProblemDetails
    {
        Status = StatusCodes.Status404NotFound, Type = "not-found", Title = "There is nothing at this address.",
    }).ExecuteAsync(http);
}
