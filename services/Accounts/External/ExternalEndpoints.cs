using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.External;

/// <summary>
/// Google and Microsoft by ASP.NET Core's OAuth handler, with state, PKCE and a correlation cookie. The Gateway passes the browser's two requests on
/// (below /session/external there) and keeps what comes at the end: the same answer as of any sign-in, which the browser never sees.
/// </summary>
internal static partial class ExternalEndpoints
{
    private const string Identity = "identity";

    public static void AddExternalSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<ExternalSignIn>();
        builder.Services.AddDataProtection().SetApplicationName("teg-accounts");
        builder.Services.AddOptions<KeyManagementOptions>().Configure<NpgsqlDataSource, SecretBox>((keys, database, box) =>
        {
            keys.XmlRepository = new DataProtectionKeys(database);
            keys.XmlEncryptor = new SealedXml(box);
        });

        var authentication = builder.Services.AddAuthentication();
        foreach (var (name, provider) in ExternalProvider.Configured(builder.Configuration))
        {
            authentication.AddOAuth(name, options => Configure(options, name, provider));
        }
    }

    public static void MapExternalSignIn(this IEndpointRouteBuilder routes)
    {
        var external = routes.MapGroup("/external").WithTags("Sessions").AllowAnonymous().AddEndpointFilter(NeverStored.Filter);

        external.MapGet("", List).WithName("ListExternalProviders");
        external.MapGet("/{provider}", Start).WithName("StartExternalSignIn");
    }

    private static async Task<Ok<IReadOnlyList<string>>> List(IAuthenticationSchemeProvider schemes) => TypedResults.Ok(await ProvidersAsync(schemes));

    private static async Task<Results<ChallengeHttpResult, NotFound>> Start(string provider, IAuthenticationSchemeProvider schemes) =>
        (await ProvidersAsync(schemes)).Contains(provider, StringComparer.Ordinal)
            // Where the person goes at the end is the Gateway's to say; nothing of the request decides it.
            ? TypedResults.Challenge(new AuthenticationProperties { RedirectUri = "/" }, [provider])
            : TypedResults.NotFound();

    private static async Task<IReadOnlyList<string>> ProvidersAsync(IAuthenticationSchemeProvider schemes) =>
        [.. (await schemes.GetAllSchemesAsync()).Where(scheme => scheme.HandlerType == typeof(OAuthHandler<OAuthOptions>)).Select(scheme => scheme.Name).Order(StringComparer.Ordinal)];

    private static void Configure(OAuthOptions options, string name, ExternalProvider provider)
    {
        options.ClientId = provider.ClientId!;
        options.ClientSecret = provider.ClientSecret ?? "";
        options.AuthorizationEndpoint = provider.AuthorizationAddress;
        options.TokenEndpoint = provider.TokenAddress;
        options.CallbackPath = $"/external/{name}/callback";
        options.UsePkce = true;
        options.SaveTokens = false;
        options.Scope.Add("openid");
        options.Scope.Add("email");
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
        options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        // The provider's answer is a navigation from its site, which Lax lets through; None would need https also on a developer's machine.
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.Events = new OAuthEvents
        {
            OnCreatingTicket = context =>
            {
                var idToken = context.TokenResponse.Response!.RootElement.TryGetProperty("id_token", out var token) ? token.GetString() : null;
                context.HttpContext.Items[Identity] = ExternalIdentity.Read(idToken, context.Options.ClientId);
                return Task.CompletedTask;
            },
            OnTicketReceived = async context =>
            {
                context.HandleResponse();
                await AnswerAsync(context.HttpContext, name);
            },
            OnRemoteFailure = async context =>
            {
                context.HandleResponse();
                LogFailed(context.HttpContext.RequestServices.GetRequiredService<ILogger<ExternalSignIn>>(), name, context.Failure?.GetType().Name);
                await RefuseAsync(context.HttpContext);
            },
        };
    }

    private static async Task AnswerAsync(HttpContext http, string provider)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (http.Items[Identity] is not ExternalIdentity identity)
        {
            await RefuseAsync(http);
            return;
        }

        var signIn = http.RequestServices.GetRequiredService<ExternalSignIn>();
        await ((IResult)(await signIn.TryAsync(provider, identity, SignInPlace.Of(http), http.RequestAborted)).ToResult(http.Response)).ExecuteAsync(http);
    }

    private static Task RefuseAsync(HttpContext http) => TypedResults.Problem(
        statusCode: StatusCodes.Status401Unauthorized, type: "external-refused", title: "The sign-in was not completed.", detail: "Begin again.").ExecuteAsync(http);

    [LoggerMessage(LogLevel.Warning, "A sign-in with {Provider} failed: {Failure}")]
    private static partial void LogFailed(ILogger logger, string provider, string? failure);
}
