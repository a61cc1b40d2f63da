using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

public static class TokenSetup
{
    /// <summary><see cref="TokenVerifier"/> alone, for a program that decides by itself what a token opens.</summary>
    public static WebApplicationBuilder AddTokenVerification(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TokenOptions>().BindConfiguration(TokenOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHttpClient(SigningKeys.Client);
        builder.Services.Configure<HttpResilienceOptions>(SigningKeys.Client, limits =>
        {
            // A request is waiting for this answer.
            limits.TotalTimeout = TimeSpan.FromSeconds(5);
            limits.AttemptTimeout = TimeSpan.FromSeconds(2);
            limits.Retries = 2;
        });
        builder.Services.AddSingleton<SigningKeys>();
        builder.Services.AddSingleton(services => new TokenVerifier(
            services.GetRequiredService<SigningKeys>(), services.GetRequiredService<IOptions<TokenOptions>>(), services.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary>
    /// Verifies tokens of the Accounts service and adds the policies named by <see cref="Roles"/>. Every endpoint needs a signed-in caller
    /// unless it says AllowAnonymous.
    /// </summary>
    public static WebApplicationBuilder AddTokenAuthentication(this WebApplicationBuilder builder)
    {
        builder.AddTokenVerification();
        builder.Services.AddHttpContextAccessor();
        builder.AddForwardedAddresses();
        builder.Services.TryAddScoped<Caller>();
        builder.Services.AddAuthentication(TokenHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, configureOptions: null);

        var authorization = builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var role in Roles.Ascending)
        {
            authorization.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireRole(Roles.AtLeast(role)));
        }

        authorization.AddPolicy(Roles.CompanyFigures, policy => policy.RequireAuthenticatedUser().RequireRole(Roles.WithCompanyFigures));

        return builder;
    }
}
