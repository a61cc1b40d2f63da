using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.Organisations;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.SignIn;

/// <summary>What a sign-in that waits for its second factor was begun with.</summary>
internal sealed record BegunSignIn(string Stamp, Guid? OrgId);

/// <summary>What follows once a person has proved who they are, by whatever means: the second factor if they have one, then a session.</summary>
internal sealed partial class Entrance(
    Database database, SessionFamilies sessions, IOptions<LifetimeOptions> options, TimeProvider clock, ILogger<Entrance> logger)
{
    /// <param name="orgId">Where the person wants to go; null takes the organisation they have belonged to longest.</param>
    public async Task<SignInOutcome> PassAsync(User user, Guid? orgId, SignInPlace place, CancellationToken ct) =>
        user.TwoFactorEnabled ? await ChallengeAsync(user, orgId, ct) : await EnterAsync(user, orgId, place, ct);

    /// <summary>After the second factor too.</summary>
    public async Task<SignInOutcome> EnterAsync(User user, Guid? orgId, SignInPlace place, CancellationToken ct)
    {
        if (await MembershipAsync(user.Id, orgId, ct) is not { } membership)
        {
            LogNoOrganisation(user.Id);
            return orgId is null ? new SignInOutcome.NoOrganisation() : new SignInOutcome.NotAMember();
        }

        return new SignInOutcome.SignedIn(await sessions.StartAsync(user, membership, place, ct));
    }

    private async Task<SignInOutcome> ChallengeAsync(User user, Guid? orgId, CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        return new SignInOutcome.SecondFactorRequired(await OneTimeToken.CreateAsync(
            connection, null, OneTime.SecondFactor, Guid.Empty, user.Id, null, new BegunSignIn(user.SecurityStamp!, orgId),
            clock.GetUtcNow(), options.Value.ChallengeLifetime, dead: false, ct));
    }

    private async Task<Membership?> MembershipAsync(Guid accountId, Guid? orgId, CancellationToken ct)
    {
        await using var connection = await database.OpenForPersonAsync(accountId, ct);
        return await connection.QuerySingleOrDefaultAsync<Membership>(new CommandDefinition(Membership.OwnSql, new { orgId }, cancellationToken: ct));
    }

    [LoggerMessage(LogLevel.Information, "Account {AccountId} is no member where it wants to sign in")]
    private partial void LogNoOrganisation(Guid accountId);
}
