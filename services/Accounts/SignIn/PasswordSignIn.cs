using Microsoft.AspNetCore.Identity;
using Teg.Platform.Accounts.People;

namespace Teg.Platform.Accounts.SignIn;

/// <summary>Sign-in with e-mail address and password. Until the password was right every account, existing or not, costs the same work.</summary>
internal sealed partial class PasswordSignIn(
    UserManager<User> users, UnknownAccount unknown, SignInThrottle throttle, Entrance entrance, TimeProvider clock, ILogger<PasswordSignIn> logger)
{
    public async Task<SignInOutcome> TryAsync(string email, string password, SignInPlace place, CancellationToken ct)
    {
        var (user, refusal) = await CheckAsync(email, password, place, ct);
        return user is null ? refusal! : await entrance.PassAsync(user, null, place, ct);
    }

    /// <summary>Only the password, for whatever a person wants with it; guesses are counted wherever they are made.</summary>
    /// <returns>The account, or why not.</returns>
    public async Task<(User? User, SignInOutcome? Refusal)> CheckAsync(string email, string password, SignInPlace place, CancellationToken ct)
    {
        var keys = SignInKeys.Of(users.NormalizeEmail(email.Trim())!, place.Address);
        if (await throttle.EnterAsync(keys, ct) is { } wait)
        {
            LogThrottled(wait);
            return (null, new SignInOutcome.Throttled(wait));
        }

        var user = await users.FindByEmailAsync(email.Trim());
        var right = user?.PasswordHash is null ? unknown.Check(password) : await users.CheckPasswordAsync(user, password);
        if (!right || user is null || user.LockoutEnd > clock.GetUtcNow())
        {
            LogRefused(user?.Id, right ? "account locked" : "wrong password or unknown account");
            return (null, new SignInOutcome.Refused());
        }

        await throttle.ForgiveAsync(keys, ct);
        return (user, null);
    }

    [LoggerMessage(LogLevel.Information, "Sign-in to account {AccountId} refused: {Reason}")]
    private partial void LogRefused(Guid? accountId, string reason);

    [LoggerMessage(LogLevel.Warning, "Sign-in throttled for {Wait}")]
    private partial void LogThrottled(TimeSpan wait);
}
