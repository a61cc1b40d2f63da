using System.Net;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Teg.Platform.Accounts.Organisations;
using Teg.Platform.Accounts.People;
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
}

/// <summary>Sign-in with e-mail address and password. Until the password was right every account, existing or not, costs the same work.</summary>
internal sealed partial class PasswordSignIn(
    UserManager<User> users, UnknownAccount unknown, SignInThrottle throttle, SessionFamilies sessions, Database database,
    TimeProvider clock, ILogger<PasswordSignIn> logger)
{
    public async Task<SignInOutcome> TryAsync(string email, string password, IPAddress? address, CancellationToken ct)
    {
        var keys = SignInKeys.Of(users.NormalizeEmail(email.Trim())!, address);
        if (await throttle.EnterAsync(keys, ct) is { } wait)
        {
            LogThrottled(wait);
            return new SignInOutcome.Throttled(wait);
        }

        var user = await users.FindByEmailAsync(email.Trim());
        var right = user?.PasswordHash is null ? unknown.Check(password) : await users.CheckPasswordAsync(user, password);
        if (!right || user is null || user.LockoutEnd > clock.GetUtcNow())
        {
            LogRefused(user?.Id, right ? "account locked" : "wrong password or unknown account");
            return new SignInOutcome.Refused();
        }

        await throttle.ForgiveAsync(keys, ct);
        if (await MembershipOfAsync(user.Id, ct) is not { } membership)
        {
            LogRefused(user.Id, "member of no organisation");
            return new SignInOutcome.NoOrganisation();
        }

        return new SignInOutcome.SignedIn(await sessions.StartAsync(user, membership, ct));
    }

    private async Task<Membership?> MembershipOfAsync(Guid accountId, CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "select set_config('teg.user_id', @accountId, true)", new { accountId = accountId.ToString() }, transaction, cancellationToken: ct));
        return await connection.QuerySingleOrDefaultAsync<Membership>(new CommandDefinition(Membership.OwnSql, transaction: transaction, cancellationToken: ct));
    }

    [LoggerMessage(LogLevel.Information, "Sign-in to account {AccountId} refused: {Reason}")]
    private partial void LogRefused(Guid? accountId, string reason);

    [LoggerMessage(LogLevel.Warning, "Sign-in throttled for {Wait}")]
    private partial void LogThrottled(TimeSpan wait);
}
