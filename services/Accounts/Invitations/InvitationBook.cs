using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Accounts.Notifications;
using Teg.Platform.Accounts.Organisations;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.Accounts.SignUp;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Invitations;

/// <summary>Made by an Admin, accepted by whoever reads the mail. An account that exists joins with its own password.</summary>
internal sealed partial class InvitationBook(
    Database database, UserManager<User> users, AccountsDb db, MailOrders mails, PasswordSignIn passwords, Entrance entrance, IOptions<LifetimeOptions> lifetimes,
    TimeProvider clock, ILogger<InvitationBook> logger)
{
    /// <summary>Invites, or invites anew: at most one invitation per address is open, and the newest link is the good one.</summary>
    /// <returns>The invitation's id, or null when the address is a member's.</returns>
    public async Task<Guid?> InviteAsync(string email, string role, Caller caller, AuditTrail trail, CancellationToken ct)
    {
        var normalizedEmail = users.NormalizeEmail(email)!;
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Membership.LockAsync(connection, transaction, ct);
        var found = await connection.QuerySingleAsync<(bool Member, Guid? Open, string? Role)>(new CommandDefinition(
            """
            select exists (select from accounts.membership m join accounts.account a on a.id = m.account_id
                           where m.org_id = @OrgId and a.normalized_email = @normalizedEmail),
                   i.id, i.role
            from (values (1)) as one
            left join accounts.invitation i on i.org_id = @OrgId and i.normalized_email = @normalizedEmail and i.accepted_at is null and i.withdrawn_at is null
            """, new { caller.OrgId, normalizedEmail }, transaction, cancellationToken: ct));
        if (found.Member)
        {
            return null;
        }

        var id = found.Open ?? Guid.CreateVersion7(clock.GetUtcNow());
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.invitation (org_id, id, email, normalized_email, role, hash, invited_by, invited_at, expires_at)
            values (@OrgId, @id, @email, @normalizedEmail, @role, '', @UserId, @now, @now)
            on conflict (org_id, id) do update set email = excluded.email, role = excluded.role, invited_by = excluded.invited_by, invited_at = excluded.invited_at
            """, new { caller.OrgId, id, email, normalizedEmail, role, caller.UserId, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        await SendAsync(connection, transaction, caller.OrgId, id, caller.UserId, ct);
        trail.Changed("invitation", id.ToString(), found.Role is null ? null : new { role = found.Role }, new { role });
        await trail.WriteAsync(transaction, StatusCodes.Status201Created, ct);
        await transaction.CommitAsync(ct);
        return id;
    }

    /// <summary>A new link; the one before is worth nothing from then on.</summary>
    /// <returns>False when there is no such open invitation.</returns>
    public async Task<bool> SendAgainAsync(Guid id, Caller caller, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await SendAsync(connection, transaction, caller.OrgId, id, caller.UserId, ct))
        {
            return false;
        }

        trail.Changed("invitation", id.ToString(), null, new { link = "renewed" });
        await trail.WriteAsync(transaction, StatusCodes.Status202Accepted, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<OpenedLink?> OpenAsync(string text, CancellationToken ct)
    {
        if (await FindAsync(text, ct) is not { } invitation)
        {
            return null;
        }

        var user = await users.FindByEmailAsync(invitation.Email);
        return new OpenedLink(invitation.Organisation, invitation.Email, null, invitation.Role, user is not null);
    }

    public async Task<SignInOutcome> AcceptAsync(AcceptInvitationRequest request, SignInPlace place, AuditTrail trail, CancellationToken ct)
    {
        if (await FindAsync(request.Token, ct) is not { } invitation)
        {
            return new SignInOutcome.LinkExpired();
        }

        var user = await users.FindByEmailAsync(invitation.Email);
        if (user is not null && (await passwords.CheckAsync(invitation.Email, request.Password, place, ct)).Refusal is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        await using var change = await AccountChange.BeginAsync(db, ct);
        await change.ActAsync(invitation.OrgId, user?.Id, ct);
        if (!await LockAsync(change, invitation, now, ct))
        {
            return new SignInOutcome.LinkExpired();
        }

        if (user is null)
        {
            if (string.IsNullOrWhiteSpace(request.Name))
            {
                return new SignInOutcome.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [nameof(request.Name)] = ["A name is needed."] });
            }

            user = User.Confirmed(request.Name.Trim(), invitation.Email, now);
            if (await SignUps.CreateAsync(users, user, request.Password) is { } notMade)
            {
                return notMade;
            }
        }

        await change.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.membership (org_id, account_id, role, joined_at)
            select org_id, @accountId, role, @now from accounts.invitation where org_id = @OrgId and id = @Id
            on conflict (org_id, account_id) do nothing;
            update accounts.invitation set accepted_at = @now where org_id = @OrgId and id = @Id;
            """, new { invitation.OrgId, invitation.Id, accountId = user.Id, now }, change.Transaction, cancellationToken: ct));
        await change.CommitAsync(ct);
        trail.Changed("membership", user.Id.ToString(), null, new { role = invitation.Role });
        trail.About("invitation", invitation.Id.ToString());
        LogAccepted(invitation.Id, invitation.OrgId, user.Id);
        return await entrance.PassAsync(user, invitation.OrgId, place, ct);
    }

    // Until the transaction ends: of two who use one link at once the second waits here and finds it used.
    private static Task<bool> LockAsync(AccountChange change, OpenInvitation invitation, DateTimeOffset now, CancellationToken ct) =>
        change.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select true
            from accounts.invitation
            where org_id = @OrgId and id = @Id and hash = @Hash and accepted_at is null and withdrawn_at is null and expires_at > @now
            for update
            """, new { invitation.OrgId, invitation.Id, invitation.Hash, now }, change.Transaction, cancellationToken: ct));

    private async Task<bool> SendAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid orgId, Guid id, Guid sender, CancellationToken ct)
    {
        var (text, token) = SecretToken.Create(orgId, id);
        var expiresAt = clock.GetUtcNow() + lifetimes.Value.InvitationLifetime;
        var written = await connection.QuerySingleOrDefaultAsync<(string Email, string Organisation, string Sender)>(new CommandDefinition(
            """
            update accounts.invitation i
            set hash = @Hash, expires_at = @expiresAt
            from accounts.organisation o, accounts.account a
            where i.org_id = @orgId and i.id = @id and i.accepted_at is null and i.withdrawn_at is null and o.org_id = i.org_id and a.id = @sender
            returning i.email, o.name, a.name
            """, new { orgId, id, sender, token.Hash, expiresAt }, transaction, cancellationToken: ct));
        if (written.Email is null)
        {
            return false;
        }

        await mails.OrderAsync(
            connection, transaction, orgId, new OrderedMail(MailKind.Invitation, written.Email, null, written.Organisation, written.Sender, text, expiresAt), ct);
        return true;
    }

    private async Task<OpenInvitation?> FindAsync(string text, CancellationToken ct)
    {
        if (SecretToken.Parse(text) is not { } token)
        {
            return null;
        }

        await using var connection = await database.OpenAsync(token.OrgId, ct);
        var found = await connection.QuerySingleOrDefaultAsync<OpenInvitation>(new CommandDefinition(
            """
            select i.org_id, i.id, i.hash, i.email, i.role, o.name as organisation
            from accounts.invitation i
            join accounts.organisation o on o.org_id = i.org_id
            where i.org_id = @OrgId and i.id = @Id and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > @now
            """, new { token.OrgId, token.Id, now = clock.GetUtcNow() }, cancellationToken: ct));
        return found is not null && token.Matches(found.Hash) ? found : null;
    }

    private sealed record OpenInvitation(Guid OrgId, Guid Id, byte[] Hash, string Email, string Role, string Organisation);

    [LoggerMessage(LogLevel.Information, "Invitation {InvitationId} to organisation {OrgId} accepted by account {AccountId}")]
    private partial void LogAccepted(Guid invitationId, Guid orgId, Guid accountId);
}
