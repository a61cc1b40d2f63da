using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Accounts.Organisations;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Sessions;

/// <summary>A session is a family of refresh tokens: it starts with a sign-in, each refresh replaces the token, and all end together.</summary>
internal sealed partial class SessionFamilies(
    Database database, AccessTokens accessTokens, IOptions<LifetimeOptions> options, TimeProvider clock, ILogger<SessionFamilies> logger)
{
    public async Task<SessionTokens> StartAsync(User user, Membership membership, SignInPlace place, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var sessionId = Guid.CreateVersion7(now);
        var (text, token) = SecretToken.Create(membership.OrgId, sessionId);

        await using var connection = await database.OpenAsync(membership.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.session (org_id, id, account_id, security_stamp, started_at, refreshed_at, expires_at, address, device)
            values (@OrgId, @sessionId, @accountId, @stamp, @now, @now, @expiresAt, @address, @device)
            """,
            new
            {
                membership.OrgId, sessionId, accountId = user.Id, stamp = user.SecurityStamp, now, expiresAt = now + options.Value.SessionLifetime,
                address = place.Address?.ToString(), device = place.Device,
            },
            transaction, cancellationToken: ct));
        await InsertAsync(connection, transaction, token, now, ct);
        var organisation = await connection.QuerySingleAsync<OrganisationInfo>(new CommandDefinition(
            OrganisationInfo.Sql, new { orgId = membership.OrgId }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);

        LogStarted(sessionId, user.Id, membership.OrgId);
        return await IssueAsync(new SignedInUser(user.Id, user.Name, user.Email!, membership.Role), organisation, sessionId, text, ct);
    }

    /// <summary>Exchanges a refresh token for the next pair.</summary>
    /// <returns>Null when it is refused; using a token twice also ends the session.</returns>
    public async Task<SessionTokens?> RefreshAsync(string refreshToken, CancellationToken ct)
    {
        if (SecretToken.Parse(refreshToken) is not { } token)
        {
            LogRefused(Guid.Empty, "malformed");
            return null;
        }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenAsync(token.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // The session's row is the lock of its family: of two refreshes with one token the second sees what the first did.
        var session = await connection.QuerySingleOrDefaultAsync<SessionRow>(new CommandDefinition(
            SessionRow.LockSql, new { token.OrgId, SessionId = token.Id }, transaction, cancellationToken: ct));
        var presented = await connection.QuerySingleOrDefaultAsync<TokenRow>(new CommandDefinition(
            TokenRow.Sql, new { token.OrgId, SessionId = token.Id, token.Hash }, transaction, cancellationToken: ct));
        if (session is null || presented is null)
        {
            LogRefused(token.Id, "unknown token");
            return null;
        }

        var decision = RefreshDecision.Of(session.With(presented), options.Value, now);
        if (!decision.Allowed)
        {
            if (decision.EndsSession)
            {
                await EndAsync(connection, transaction, token.OrgId, token.Id, decision.Reason, now, ct);
                await transaction.CommitAsync(ct);
            }

            LogRefused(token.Id, decision.Reason);
            return null;
        }

        var (text, next) = SecretToken.Create(token.OrgId, token.Id);
        await InsertAsync(connection, transaction, next, now, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            TokenRow.UseSql,
            new { token.OrgId, SessionId = token.Id, token.Hash, next = next.Hash, replaced = presented.ReplacedBy, now }, transaction, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            "update accounts.session set refreshed_at = @now where org_id = @OrgId and id = @SessionId",
            new { token.OrgId, SessionId = token.Id, now }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);

        LogRefreshed(token.Id, decision.Reason);
        return await IssueAsync(session.User(), session.Organisation(), token.Id, text, ct);
    }

    public async Task EndAsync(Guid orgId, Guid sessionId, string reason, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(orgId, ct);
        await EndAsync(connection, null, orgId, sessionId, reason, clock.GetUtcNow(), ct);
        LogEnded(sessionId, reason);
    }

    /// <returns>Null when the session ended although the access token is still good.</returns>
    public async Task<CurrentSession?> FindAsync(Guid orgId, Guid sessionId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(orgId, ct);
        var session = await connection.QuerySingleOrDefaultAsync<SessionRow>(new CommandDefinition(
            SessionRow.Sql, new { orgId, sessionId }, cancellationToken: ct));
        return session is { EndedAt: null, StampUnchanged: true, Role: not null } && session.ExpiresAt > clock.GetUtcNow()
            ? new CurrentSession(sessionId, session.StartedAt, session.ExpiresAt, session.User(), session.Organisation())
            : null;
    }

    private async Task<SessionTokens> IssueAsync(SignedInUser user, OrganisationInfo organisation, Guid sessionId, string refreshToken, CancellationToken ct) =>
        new(await accessTokens.IssueAsync(user, organisation.Id, sessionId, ct), refreshToken, (int)options.Value.AccessLifetime.TotalSeconds, user, organisation);

    private Task InsertAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, SecretToken token, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.refresh_token (org_id, session_id, hash, issued_at, expires_at)
            values (@OrgId, @SessionId, @Hash, @now, @expiresAt)
            """,
            new { token.OrgId, SessionId = token.Id, token.Hash, now, expiresAt = now + options.Value.RefreshLifetime }, transaction, cancellationToken: ct));

    private static Task EndAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid orgId, Guid sessionId, string reason, DateTimeOffset now, CancellationToken ct) =>
        // The first reason stays: ending twice changes nothing.
        connection.ExecuteAsync(new CommandDefinition(
            """
            update accounts.session
            set ended_at = @now, ended_because = @reason
            where org_id = @orgId and id = @sessionId and ended_at is null
            """, new { orgId, sessionId, reason, now }, transaction, cancellationToken: ct));

    [LoggerMessage(LogLevel.Information, "Session {SessionId} of account {AccountId} started in organisation {OrgId}")]
    private partial void LogStarted(Guid sessionId, Guid accountId, Guid orgId);

    [LoggerMessage(LogLevel.Debug, "Session {SessionId} refreshed: {Reason}")]
    private partial void LogRefreshed(Guid sessionId, string reason);

    [LoggerMessage(LogLevel.Warning, "Refresh of session {SessionId} refused: {Reason}")]
    private partial void LogRefused(Guid sessionId, string reason);

    [LoggerMessage(LogLevel.Information, "Session {SessionId} ended: {Reason}")]
    private partial void LogEnded(Guid sessionId, string reason);
}
