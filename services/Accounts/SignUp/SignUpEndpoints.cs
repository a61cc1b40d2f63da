using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.SignUp;

internal static class SignUpEndpoints
{
    public static void MapSignUps(this IEndpointRouteBuilder routes)
    {
        var signUps = routes.MapGroup("/sign-ups").WithTags("Sign-up").AllowAnonymous().AddEndpointFilter(NeverStored.Filter);

        signUps.MapPost("", Begin).WithName("BeginSignUp");
        signUps.MapGet("/{token}", Open).WithName("OpenSignUp");
        routes.MapPost("/sessions/sign-up", Finish).WithName("FinishSignUp").WithTags("Sessions").AllowAnonymous().AddEndpointFilter(NeverStored.Filter);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> Begin(
        SignUpRequest request, SignUps signUps, SignInThrottle throttle, UserManager<User> users, HttpContext http, CancellationToken ct)
    {
        if (await throttle.EnterMailAsync(users.NormalizeEmail(request.Email.Trim())!, http.Connection.RemoteIpAddress, ct) is { } wait)
        {
            return SignInOutcome.TooMany(http.Response, wait);
        }

        await signUps.BeginAsync(request, ct);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<Ok<OpenedLink>, ProblemHttpResult>> Open(string token, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        if (await OneTimeToken.FindAsync(connection, OneTime.SignUp, token, clock.GetUtcNow(), ct) is not { } row)
        {
            return SignInOutcome.ExpiredLink();
        }

        var begun = row.Read<BegunSignUp>();
        return TypedResults.Ok(new OpenedLink(begun.Organisation, row.Email!, begun.Name, Roles.Admin, HasAccount: false));
    }

    private static async Task<Results<Ok<SessionTokens>, ValidationProblem, ProblemHttpResult>> Finish(
        FinishSignUpRequest request, SignUps signUps, AuditTrail trail, HttpContext http, CancellationToken ct) =>
        (await signUps.FinishAsync(request.Token, request.Password, SignInPlace.Of(http), trail, ct)).ToResult(http.Response);
}

/// <param name="TimeZone">IANA name; UTC when left out.</param>
public sealed record SignUpRequest(
    [property: Required, MaxLength(200), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string Organisation,
    [property: Required, MaxLength(200), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string Name,
    [property: Required, MaxLength(254), EmailAddress, RegularExpression(@"\P{Cc}+")] string Email,
    [property: MaxLength(64)] string? TimeZone,
    [property: AllowedValues(true, ErrorMessage = "The terms must be accepted.")] bool AcceptedTerms) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TimeZone is not null && !(TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) && zone.HasIanaId))
        {
            yield return new ValidationResult($"There is no time zone {TimeZone}.", [nameof(TimeZone)]);
        }
    }
}

public sealed record FinishSignUpRequest([property: Required, MaxLength(200)] string Token, [property: Required, MaxLength(256)] string Password);

/// <summary>What a link in a mail is about.</summary>
/// <param name="HasAccount">The person confirms with the password they have; else they choose one.</param>
public sealed record OpenedLink(string Organisation, string Email, string? Name, string? Role, bool HasAccount);
