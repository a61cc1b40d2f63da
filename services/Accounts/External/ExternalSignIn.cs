using Microsoft.AspNetCore.Identity;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SignIn;

namespace Teg.Platform.Accounts.External;

/// <summary>Sign-in with an outside identity: one that is linked, or one whose address both sides have verified, which is linked then.</summary>
internal sealed partial class ExternalSignIn(UserManager<User> users, Entrance entrance, TimeProvider clock, ILogger<ExternalSignIn> logger)
{
    public async Task<SignInOutcome> TryAsync(string provider, ExternalIdentity identity, SignInPlace place, CancellationToken ct)
    {
        var user = await users.FindByLoginAsync(provider, identity.Subject) ?? await LinkAsync(provider, identity);
        if (user is null)
        {
            LogUnknown(provider);
            return new SignInOutcome.IdentityUnknown();
        }

        return user.LockoutEnd > clock.GetUtcNow() ? new SignInOutcome.Refused() : await entrance.PassAsync(user, null, place, ct);
    }

    private async Task<User?> LinkAsync(string provider, ExternalIdentity identity)
    {
        if (!identity.EmailVerified || string.IsNullOrEmpty(identity.Email)
            || await users.FindByEmailAsync(identity.Email) is not { EmailConfirmed: true } user)
        {
            return null;
        }

        // Two first sign-ins at once: the second finds the link at the unique key, and its person tries again.
        AccountChange.Throw(await users.AddLoginAsync(user, new UserLoginInfo(provider, identity.Subject, provider)));
        LogLinked(user.Id, provider);
        return user;
    }

    [LoggerMessage(LogLevel.Information, "Account {AccountId} is linked with {Provider}")]
    private partial void LogLinked(Guid accountId, string provider);

    [LoggerMessage(LogLevel.Information, "An identity of {Provider} belongs to no account")]
    private partial void LogUnknown(string provider);
}
