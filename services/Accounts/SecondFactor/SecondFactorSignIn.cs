using Dapper;
using Microsoft.AspNetCore.Identity;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.SecondFactor;

/// <summary>The second half of a sign-in: the challenge of the first half, and a code.</summary>
internal sealed partial class SecondFactorSignIn(
    Database database, UserManager<User> users, SecondFactors factors, SignInThrottle throttle, Entrance entrance, TimeProvider clock,
    ILogger<SecondFactorSignIn> logger)
{
    // Then the password is asked for again; the throttle counts across challenges.
    private const int FailuresPerChallenge = 5;

    public async Task<SignInOutcome> TryAsync(string challenge, string code, SignInPlace place, CancellationToken ct)
    {
        if (SecretToken.Parse(challenge) is not { } token || await AccountOfAsync(token.Id, ct) is not { } accountId)
        {
            return new SignInOutcome.ChallengeExpired();
        }

        var keys = SignInKeys.Of($"second factor {accountId:n}", place.Address);
        if (await throttle.EnterAsync(keys, ct) is { } wait)
        {
            LogThrottled(accountId, wait);
            return new SignInOutcome.Throttled(wait);
        }

        var user = await users.FindByIdAsync(accountId.ToString());
        var (begun, refusal) = await AcceptAsync(challenge, code, user, ct);
        if (begun is null)
        {
            LogRefused(accountId, refusal!.GetType().Name);
            return refusal;
        }

        await throttle.ForgiveAsync(keys, ct);
        return await entrance.EnterAsync(user!, begun.OrgId, place, ct);
    }

    // Code and challenge are used up together, or neither is. Killed before the session starts: the sign-in is begun again.
    private async Task<(BegunSignIn? Begun, SignInOutcome? Refusal)> AcceptAsync(string challenge, string code, User? user, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenUnscopedAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (user is null || await OneTimeToken.TakeAsync(connection, transaction, OneTime.SecondFactor, challenge, now, ct) is not { } row || row.AccountId != user.Id)
        {
            return (null, new SignInOutcome.ChallengeExpired());
        }

        var begun = row.Read<BegunSignIn>();
        if (begun.Stamp != user.SecurityStamp || user.LockoutEnd > now || row.Failures >= FailuresPerChallenge)
        {
            return (null, new SignInOutcome.ChallengeExpired());
        }

        var accepted = await factors.AcceptAsync(connection, transaction, user.Id, code, ct);
        if (accepted)
        {
            await OneTimeToken.UseAsync(connection, transaction, row.Id, now, ct);
        }
        else
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "update accounts.one_time_token set failures = failures + 1 where id = @Id", new { row.Id }, transaction, cancellationToken: ct));
        }

        await transaction.CommitAsync(ct);
        return accepted ? (begun, null) : (null, new SignInOutcome.CodeRefused());
    }

    private async Task<Guid?> AccountOfAsync(Guid tokenId, CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        return await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select account_id from accounts.one_time_token where id = @tokenId and kind = 'second-factor'", new { tokenId }, cancellationToken: ct));
    }

    [LoggerMessage(LogLevel.Information, "Second factor of account {AccountId} refused: {Reason}")]
    private partial void LogRefused(Guid accountId, string reason);

    [LoggerMessage(LogLevel.Warning, "Second factor of account {AccountId} throttled for {Wait}")]
    private partial void LogThrottled(Guid accountId, TimeSpan wait);
}
