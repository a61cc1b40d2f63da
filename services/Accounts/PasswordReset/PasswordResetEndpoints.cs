using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.Notifications;
using Teg.Platform.Accounts.Organisations;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.PasswordReset;

internal static class PasswordResetEndpoints
{
    public static void MapPasswordResets(this IEndpointRouteBuilder routes)
    {
        var resets = routes.MapGroup("/password-resets").WithTags("Password reset").AllowAnonymous().AddEndpointFilter(NeverStored.Filter);

        resets.MapPost("", Begin).WithName("BeginPasswordReset");
        resets.MapPost("/completion", Complete).WithName("CompletePasswordReset");
    }

    // The same work and the same answer whether or not there is an account.
    private static async Task<Results<Accepted, ProblemHttpResult>> Begin(
        PasswordResetRequest request, SignInThrottle throttle, UserManager<User> users, Database database, MailOrders mails, IOptions<LifetimeOptions> lifetimes,
        TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        var email = request.Email.Trim();
        if (await throttle.EnterMailAsync(users.NormalizeEmail(email)!, http.Connection.RemoteIpAddress, ct) is { } wait)
        {
            return SignInOutcome.TooMany(http.Response, wait);
        }

        var now = clock.GetUtcNow();
        var user = await users.FindByEmailAsync(email);
        await using var connection = await database.OpenAsync(MailOrders.NoOrganisation, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var token = await OneTimeToken.CreateAsync(
            connection, transaction, OneTime.PasswordReset, MailOrders.NoOrganisation, user?.Id, null, null, now, lifetimes.Value.PasswordResetLifetime, dead: user is null, ct);
        await mails.OrderAsync(
            connection, transaction, MailOrders.NoOrganisation,
            new OrderedMail(
                user is null ? MailKind.Nobody : MailKind.PasswordReset, user?.Email ?? email, user?.Name, null, null, token, now + lifetimes.Value.PasswordResetLifetime), ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Complete(
        CompletePasswordReset request, UserManager<User> users, AccountsDb db, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var change = await AccountChange.BeginAsync(db, ct);
        if (await OneTimeToken.TakeAsync(change.Connection, change.Transaction, OneTime.PasswordReset, request.Token, now, ct) is not { AccountId: { } accountId }
            || await users.FindByIdAsync(accountId.ToString()) is not { } user)
        {
            return SignInOutcome.ExpiredLink();
        }

        // The link came to this address.
        user.EmailConfirmed = true;
        if (await AccountChange.SetPasswordAsync(users, user, request.Password) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        // This link and every other one that was asked for.
        await change.Connection.ExecuteAsync(new CommandDefinition(
            "update accounts.one_time_token set used_at = @now where account_id = @accountId and used_at is null", new { accountId, now }, change.Transaction, cancellationToken: ct));
        await change.EndOtherSessionsAsync(user, keep: null, "password reset", now, ct);

        // Nobody is signed in: the trail of the organisation a sign-in would lead to says who it was. Never the password, nor anything of it.
        if (await change.Connection.QuerySingleOrDefaultAsync<Membership>(new CommandDefinition(Membership.OwnSql, new { orgId = (Guid?)null }, change.Transaction, cancellationToken: ct)) is { } membership)
        {
            trail.ActedAs(new AuditActor(membership.OrgId, AuditActor.Person, user.Id, user.Name));
            trail.About("account", user.Id.ToString());
        }

        await change.CommitAsync(ct);
        return TypedResults.NoContent();
    }
}

public sealed record PasswordResetRequest([property: Required, MaxLength(254), RegularExpression(@"\P{Cc}+")] string Email);

public sealed record CompletePasswordReset([property: Required, MaxLength(200)] string Token, [property: Required, MaxLength(256)] string Password);
