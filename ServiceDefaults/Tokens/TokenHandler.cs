using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Teg.Platform.ServiceDefaults;

/// <summary>"Authorization: Bearer …" with a token of the Accounts service. JwtBearer would replace it; it cannot be restored here.</summary>
internal sealed partial class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> scheme, ILoggerFactory loggers, UrlEncoder encoder,
    TokenVerifier verifier, IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(scheme, loggers, encoder)
{
    public const string SchemeName = "Bearer";
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            var (claims, refusal) = await verifier.VerifyAsync(header[Prefix.Length..].Trim(), Context.RequestAborted);
            if (claims is null)
            {
                return Refused(refusal!);
            }

            var identity = new ClaimsIdentity(claims, SchemeName, TokenClaims.Name, TokenClaims.Role);
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
        }
        catch (SigningKeysUnavailableException exception)
        {
            return AuthenticateResult.Fail(exception);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        if (failure is SigningKeysUnavailableException)
        {
            Response.Headers.RetryAfter = "2";
            await WriteAsync(new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Type = "keys-unavailable",
                Title = "Sign-in cannot be checked right now.",
                Detail = failure.Message,
            });
            return;
        }

        Response.Headers[HeaderNames.WWWAuthenticate] = failure is null
            ? SchemeName
            : $"{SchemeName} error=\"invalid_token\", error_description=\"{failure.Message}\"";
        await WriteAsync(new ProblemDetails
        {
            Status = StatusCodes.Status401Unauthorized,
            Detail = failure is null ? "The request carries no access token." : $"The access token was refused: {failure.Message}.",
        });
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = $"{SchemeName} error=\"insufficient_scope\"";
        return WriteAsync(new ProblemDetails
        {
            Status = StatusCodes.Status403Forbidden,
            Detail = $"You are signed in as {Context.User.FindFirst(TokenClaims.Role)?.Value}; this needs another role.",
        });
    }

    private async Task WriteAsync(ProblemDetails problem)
    {
        Response.StatusCode = problem.Status!.Value;
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = Context, ProblemDetails = problem });
    }

    private AuthenticateResult Refused(string rule)
    {
        LogRefused(rule);
        return AuthenticateResult.Fail(rule);
    }

    private void LogRefused(string rule) => LogRefused(Logger, rule);

    [LoggerMessage(LogLevel.Information, "Token refused: {Rule}")]
    private static partial void LogRefused(ILogger logger, string rule);
}
