using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Teg.Platform.Gateway.Security;

/// <summary>What the one public door does not do: answer operators' questions to strangers, or pass on methods that nobody here has.</summary>
internal static class PublicDoor
{
    private static readonly string[] ForOperators = ["/health", "/alive", "/metrics", "/openapi"];

    // TRACE would send cookies back to a script, CONNECT would make a proxy of us.
    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

    /// <summary>After the forwarded headers: the address is the visitor's, not that of the proxy in front.</summary>
    public static void UsePublicDoor(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<IOptions<OperatorOptions>>().Value.Networks.Select(IPNetwork.Parse).ToArray();
        app.Use((http, next) =>
        {
            if (!Methods.Contains(http.Request.Method))
            {
                return Problem(http, StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "This address does not answer to that method.");
            }

            return ForOperators.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
                && !IsOperator(http.Connection.RemoteIpAddress, networks)
                    ? Problem(http, StatusCodes.Status404NotFound, "not-found", "There is nothing at this address.")
                    : next(http);
        });
    }

    internal static bool IsOperator(IPAddress? address, IPNetwork[] networks)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && (IPAddress.IsLoopback(plain) || networks.Any(network => network.Contains(plain)));
    }

    private static Task Problem(HttpContext http, int status, string type, string title) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Type = type, Title = title }).ExecuteAsync(http);
}
