using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.SignIn;

internal abstract record SignInOutcome
{
    public sealed record SignedIn(SessionTokens Tokens) : SignInOutcome;

    /// <summary>One answer for an unknown address, a wrong password and a locked account: nobody learns which.</summary>
    public sealed record Refused : SignInOutcome;

    public sealed record Throttled(TimeSpan Wait) : SignInOutcome;

    public sealed record NoOrganisation : SignInOutcome;

    /// <summary>The first half was right; the challenge and a code make the second.</summary>
    public sealed record SecondFactorRequired(string Challenge) : SignInOutcome;

    public sealed record CodeRefused : SignInOutcome;

    public sealed record ChallengeExpired : SignInOutcome;

    public sealed record LinkExpired : SignInOutcome;

    /// <summary>Somebody made an account with this address since the link was sent.</summary>
    public sealed record AccountExists : SignInOutcome;

    public sealed record NotAMember : SignInOutcome;

    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : SignInOutcome;

    /// <summary>An outside identity that belongs to no account here.</summary>
    public sealed record IdentityUnknown : SignInOutcome;

    public Results<Ok<SessionTokens>, ValidationProblem, ProblemHttpResult> ToResult(HttpResponse response)
    {
        switch (this)
        {
            case SignedIn(var tokens):
                // Nobody was signed in when the request came; the trail learns here who came in, and where.
                var trail = response.HttpContext.RequestServices.GetRequiredService<AuditTrail>();
                trail.ActedAs(new AuditActor(tokens.Organisation.Id, AuditActor.Person, tokens.User.Id, tokens.User.Name));
                trail.Changed("session", SecretToken.Parse(tokens.RefreshToken)!.Id.ToString(), null, new { began = true });
                return TypedResults.Ok(tokens);
            case Invalid(var errors):
                return TypedResults.ValidationProblem(errors);
            case Throttled(var wait):
                return TooMany(response, wait);
            case SecondFactorRequired(var challenge):
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status401Unauthorized, type: "second-factor-required", title: "A code of your authenticator is needed.",
                    detail: "Enter the code that the app shows, or a recovery code.",
                    extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["challenge"] = challenge });
            case CodeRefused:
                return Refusal("second-factor-refused", "The code is not right.", "Wait for the next code of the app: each is taken once. A recovery code works instead.");
            case ChallengeExpired:
                return Refusal("challenge-expired", "The sign-in took too long.", "Begin again with your password.");
            case NoOrganisation:
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status403Forbidden, type: "no-organisation",
                    title: "This account belongs to no organisation.", detail: "Ask an administrator for an invitation.");
            case NotAMember:
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status403Forbidden, type: "not-a-member", title: "You are no member of this organisation.");
            case IdentityUnknown:
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status403Forbidden, type: "external-unknown", title: "This sign-in belongs to no account here.",
                    detail: "Ask an administrator for an invitation to the same address, or sign in with your password.");
            case LinkExpired:
                return ExpiredLink();
            case AccountExists:
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status409Conflict, type: "account-exists", title: "There is an account with this address already.",
                    detail: "Sign in with it.");
            default:
                return Refusal(
                    "sign-in-refused", "E-mail address or password is not right.", "Check both. After many refusals an account stays shut for a quarter of an hour.");
        }
    }

    public static ProblemHttpResult ExpiredLink() => TypedResults.Problem(
        statusCode: StatusCodes.Status410Gone, type: "link-expired", title: "This link is not good any more.",
        detail: "It was used before, its time is over, or a newer one was sent. Ask for a new one.");

    public static ProblemHttpResult TooMany(HttpResponse response, TimeSpan wait)
    {
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            statusCode: StatusCodes.Status429TooManyRequests, type: "sign-in-throttled",
            title: "Too many sign-ins were refused lately.", detail: $"Try again in {Math.Ceiling(wait.TotalMinutes):0} minutes.");
    }

    private static ProblemHttpResult Refusal(string type, string title, string detail) =>
        TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized, type: type, title: title, detail: detail);
}
