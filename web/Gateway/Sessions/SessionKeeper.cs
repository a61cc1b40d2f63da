using System.Diagnostics;
using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Proxy;

namespace Teg.Platform.Gateway.Sessions;

/// <summary>Finds a browser's session with an access token that is good for this request, renewing it when it is due.</summary>
internal sealed partial class SessionKeeper(
    SessionStore store, AccountsClient accounts, IOptions<BrowserSessionOptions> options, TimeProvider clock, ILogger<SessionKeeper> logger)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <returns>Null when there is no session, or it has ended.</returns>
    /// <exception cref="ServiceAwayException">The access token expired and Accounts does not answer.</exception>
    public async Task<BrowserSession?> FindAsync(SessionKey key, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var session = await store.FindAsync(key, ct);
            if (session is null || !IsDue(session))
            {
                return session;
            }

            // A refresh token may be used once: of all requests on all replicas the one with the lock uses it.
            if (await store.TryLockAsync(key, ct) is { } holder)
            {
                return await RenewAsync(key, holder, IsDue);
            }

            if (!IsExpired(session))
            {
                // Somebody is renewing it; the old token is good until then.
                return session;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new ServiceAwayException("accounts", "The session could not be renewed in time.");
            }

            await Task.Delay(LookAgain, ct);
        }
    }

    /// <summary>
    /// The session as Accounts knows it now, for a page that opens or looks again: one that was ended elsewhere is over, and names and roles are
    /// those of this moment, not of the last token.
    /// </summary>
    /// <returns>Null when there is no session, or it has ended. What was known when Accounts does not answer.</returns>
    public async Task<BrowserSession?> LookAsync(SessionKey key, CancellationToken ct)
    {
        if (await FindAsync(key, ct) is not { } known)
        {
            return null;
        }

        try
        {
            var (ended, now) = await accounts.WhoAsync(known.AccessToken, ct);
            if (ended)
            {
                await store.EndAsync(key, ct);
                LogEnded(known.User.Id);
                return null;
            }

            return now is null || (now.User == known.User && now.Organisation == known.Organisation) ? known : await RenewAsync(key, known, now, ct);
        }
        catch (ServiceAwayException e)
        {
            LogPostponed(e);
            return known;
        }
    }

    // A role is in the token, so a new one needs a new token; a name does not.
    private async Task<BrowserSession?> RenewAsync(SessionKey key, BrowserSession known, SignedInNow now, CancellationToken ct)
    {
        // Only who holds the lock writes: the tokens that another request is exchanging right now must not be put back.
        if (await store.TryLockAsync(key, ct) is not { } holder)
        {
            return known with { User = now.User, Organisation = now.Organisation };
        }

        if (now.User.Role != known.User.Role)
        {
            return await RenewAsync(key, holder, session => IsDue(session) || session.User.Role != now.User.Role);
        }

        try
        {
            if (await store.FindAsync(key, CancellationToken.None) is not { } session)
            {
                return null;
            }

            var renamed = session with { User = now.User, Organisation = now.Organisation };
            await store.RenewAsync(key, renamed, CancellationToken.None);
            return renamed;
        }
        finally
        {
            await store.UnlockAsync(key, holder, CancellationToken.None);
        }
    }

    // Runs to its end also when the browser leaves: a refresh token that was exchanged and not kept would be lost.
    private async Task<BrowserSession?> RenewAsync(SessionKey key, string holder, Func<BrowserSession, bool> isNeeded)
    {
        var ct = CancellationToken.None;
        try
        {
            var session = await store.FindAsync(key, ct);
            if (session is null || !isNeeded(session))
            {
                return session;
            }

            try
            {
                if (await accounts.RefreshAsync(session.RefreshToken, ct) is not { } tokens)
                {
                    await store.EndAsync(key, ct);
                    LogEnded(session.User.Id);
                    return null;
                }

                var renewed = BrowserSession.Of(tokens, clock.GetUtcNow());
                await store.RenewAsync(key, renewed, ct);
                return renewed;
            }
            catch (ServiceAwayException e) when (!IsExpired(session))
            {
                LogPostponed(e);
                return session;
            }
        }
        finally
        {
            await store.UnlockAsync(key, holder, ct);
        }
    }

    private bool IsDue(BrowserSession session) => session.AccessExpiresAt - clock.GetUtcNow() < options.Value.RefreshBefore;

    private bool IsExpired(BrowserSession session) => session.AccessExpiresAt <= clock.GetUtcNow();

    [LoggerMessage(LogLevel.Information, "Accounts ended the session of account {AccountId}")]
    private partial void LogEnded(Guid accountId);

    [LoggerMessage(LogLevel.Warning, "Accounts could not be asked about a session whose access token is still good")]
    private partial void LogPostponed(Exception exception);
}
