using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Accounts.Notifications;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.SignUp;

/// <summary>What was filled in, until its link is used.</summary>
/// <param name="OrgId">Chosen at once: using the link twice could not make two.</param>
internal sealed record BegunSignUp(Guid OrgId, string Organisation, string Name, string TimeZone, DateTimeOffset TermsAcceptedAt);

/// <summary>A new organisation and its first Admin: asked for by anybody, made by whoever reads the mail.</summary>
internal sealed partial class SignUps(
    Database database, UserManager<User> users, AccountsDb db, MailOrders mails, Entrance entrance, IOptions<LifetimeOptions> lifetimes, TimeProvider clock,
    ILogger<SignUps> logger)
{
    // The one currency of today's figures; an organisation in another one comes with the settings page.
    private const string Currency = "USD";

    /// <summary>The same work and the same answer whether or not there is an account; only the mail differs.</summary>
    public async Task BeginAsync(SignUpRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var email = request.Email.Trim();
        var known = await users.FindByEmailAsync(email);
        var begun = new BegunSignUp(Guid.CreateVersion7(now), request.Organisation.Trim(), request.Name.Trim(), request.TimeZone ?? "UTC", now);

        await using var connection = await database.OpenAsync(MailOrders.NoOrganisation, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var token = await OneTimeToken.CreateAsync(
            connection, transaction, OneTime.SignUp, MailOrders.NoOrganisation, null, email, begun, now, lifetimes.Value.SignUpLifetime, dead: known is not null, ct);
        var mail = known is null
            ? new OrderedMail(MailKind.SignUp, email, begun.Name, begun.Organisation, null, token, now + lifetimes.Value.SignUpLifetime)
            : new OrderedMail(MailKind.AccountExists, known.Email!, known.Name, null, null, null, now);
        await mails.OrderAsync(connection, transaction, MailOrders.NoOrganisation, mail, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Account, organisation and membership come into being together with the use of the link. Killed after that: the person signs in.</summary>
    public async Task<SignInOutcome> FinishAsync(string token, string password, SignInPlace place, AuditTrail trail, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var change = await AccountChange.BeginAsync(db, ct);
        if (await OneTimeToken.TakeAsync(change.Connection, change.Transaction, OneTime.SignUp, token, now, ct) is not { } row)
        {
            return new SignInOutcome.LinkExpired();
        }

        var begun = row.Read<BegunSignUp>();
        var user = User.Confirmed(begun.Name, row.Email!, now);
        user.TermsAcceptedAt = begun.TermsAcceptedAt;
        if (await CreateAsync(users, user, password) is { } refusal)
        {
            return refusal;
        }

        await change.ActAsync(begun.OrgId, user.Id, ct);
        await change.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency, created_at)
            values (@OrgId, @Organisation, @TimeZone, @Currency, @now);
            insert into accounts.membership (org_id, account_id, role, joined_at)
            values (@OrgId, @Id, 'Admin', @now);
            """, new { begun.OrgId, begun.Organisation, begun.TimeZone, Currency, user.Id, now }, change.Transaction, cancellationToken: ct));
        await OneTimeToken.UseAsync(change.Connection, change.Transaction, row.Id, now, ct);
        await change.CommitAsync(ct);
        trail.Changed("organisation", begun.OrgId.ToString(), null, new { begun.TimeZone, Currency });
        trail.Changed("membership", user.Id.ToString(), null, new { role = Roles.Admin });
        LogFinished(begun.OrgId, user.Id);
        return await entrance.PassAsync(user, begun.OrgId, place, ct);
    }

    /// <returns>Null when the account was made; else nothing of the transaction may be kept.</returns>
    internal static async Task<SignInOutcome?> CreateAsync(UserManager<User> users, User user, string password)
    {
        try
        {
            var made = await users.CreateAsync(user, password);
            return made.Errors.Any(error => error.Code.StartsWith("Duplicate", StringComparison.Ordinal))
                ? new SignInOutcome.AccountExists()
                : AccountChange.Errors(made, nameof(password)) is { } errors ? new SignInOutcome.Invalid(errors) : null;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Two links for one address, used at the same moment.
            return new SignInOutcome.AccountExists();
        }
    }

    [LoggerMessage(LogLevel.Information, "Organisation {OrgId} signed up; account {AccountId} is its Admin")]
    private partial void LogFinished(Guid orgId, Guid accountId);
}
