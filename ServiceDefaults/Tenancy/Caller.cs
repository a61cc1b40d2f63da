using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Who asks, as the verified token says. Only within a request that carried one.</summary>
public sealed class Caller
{
    /// <summary>The caller of the request that is being answered.</summary>
    /// <exception cref="InvalidOperationException">There is no signed-in caller: background work names its organisation itself.</exception>
    public Caller(IHttpContextAccessor request)
        : this(request.HttpContext?.User ?? throw new InvalidOperationException(
            "There is no request here, so there is no caller. Background work opens its connection with Database.OpenAsync(orgId, ct)."))
    {
    }

    internal Caller(ClaimsPrincipal user)
    {
        if (user.Identity is not { IsAuthenticated: true })
        {
            throw new InvalidOperationException(
                "The request carries no verified token, so there is no caller. Give the endpoint a role policy, or name the organisation.");
        }

        OrgId = Guid.Parse(Required(user, TokenClaims.Organisation));
        UserId = Guid.Parse(Required(user, TokenClaims.Subject));
        Role = Required(user, TokenClaims.Role);
        Name = user.FindFirst(TokenClaims.Name)?.Value ?? "";
        IsClient = user.HasClaim(TokenClaims.Client, "true");
    }

    public Guid OrgId { get; }

    /// <summary>The account; of a machine, the client's id.</summary>
    public Guid UserId { get; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public string Role { get; }

    public string Name { get; }

    /// <summary>A machine that signed in with client credentials.</summary>
    public bool IsClient { get; }

    private static string Required(ClaimsPrincipal user, string claim) =>
        user.FindFirst(claim)?.Value ?? throw new InvalidOperationException($"The verified token has no claim \"{claim}\".");
}
