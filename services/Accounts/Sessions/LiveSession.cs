using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Sessions;

/// <summary>
/// In front of what only people do. Other services believe an access token for its hour; here, where passwords and members are changed, a session
/// that was ended and a role that was taken away count at once. Machines have no session and are refused.
/// </summary>
internal sealed class LiveSession(SessionFamilies sessions) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var caller = http.RequestServices.GetRequiredService<Caller>();
        if (caller.IsClient || IdOf(http.User) is not { } sessionId)
        {
            return TypedResults.Problem(new ProblemDetails
            {
                Status = StatusCodes.Status403Forbidden, Type = "person-required", Title = "Only a signed-in person may do this.",
            });
        }

        if (await sessions.FindAsync(caller.OrgId, sessionId, http.RequestAborted) is not { } session)
        {
            return TypedResults.Problem(Ended());
        }

        return caller.Role == Roles.Admin && session.User.Role != Roles.Admin
            ? TypedResults.Problem(new ProblemDetails
            {
                Status = StatusCodes.Status403Forbidden, Type = "not-allowed", Title = "Your role does not allow this.", Detail = $"You are {session.User.Role} now.",
            })
            : await next(context);
    }

    /// <returns>Null for a machine: its token has no session.</returns>
    public static Guid? IdOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(TokenClaims.Session), out var id) ? id : null;

    public static ProblemDetails Ended() => new()
    {
        Status = StatusCodes.Status401Unauthorized, Type = "session-ended", Title = "The session has ended.", Detail = "Sign in again.",
    };
}
