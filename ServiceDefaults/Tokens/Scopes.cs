using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Teg.Platform.ServiceDefaults;

/// <summary>What a machine may do besides its role: read or write, service by service.</summary>
public static class Scopes
{
    private const string Read = "read";
    private const string Write = "write";

    // What machines may be let into.
    private static readonly string[] Services = ["accounts", "analytics", "crm", "documents", "qualifier", "sync"];

    /// <summary>Every scope there is, such as "analytics:read".</summary>
    public static IReadOnlyList<string> All { get; } = [.. Services.SelectMany(service => new[] { $"{service}:{Read}", $"{service}:{Write}" })];

    /// <returns>The scope that a request of this caller lacks, or null when it may go on. A token without scopes is a person's: the role decides alone.</returns>
    internal static string? Missing(ClaimsPrincipal caller, string service, string method)
    {
        if (caller.FindFirstValue(TokenClaims.Scope) is not { } granted)
        {
            return null;
        }

        var needed = $"{service}:{(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Read : Write)}";
        return granted.Split(' ').Contains(needed, StringComparer.Ordinal) ? null : needed;
    }

    /// <summary>One check for every endpoint of the service, so that none can forget it. What is open to anybody is open to machines too.</summary>
    internal static void UseScopes(this WebApplication app)
    {
        var service = Defaults.ServiceName(app.Configuration, app.Environment);
        app.Use(async (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null || Missing(http.User, service, http.Request.Method) is not { } scope)
            {
                await next(http);
                return;
            }

            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"";
            await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
            {
                HttpContext = http,
                ProblemDetails = new ProblemDetails
                {
                    Status = StatusCodes.Status403Forbidden, Type = "scope-missing", Title = "The token lacks a scope.", Detail = $"This needs {scope}.",
                },
            });
        });
    }
}
