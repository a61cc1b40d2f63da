namespace Teg.Platform.Accounts.Sessions;

/// <summary>What is known of a session and of the presented token while the session's row is locked.</summary>
/// <param name="Role">The person's role in the organisation now; null when they left it.</param>
/// <param name="LockedUntil">The account was shut by a person.</param>
/// <param name="TokenKnown">The token was given out by this session.</param>
/// <param name="SuccessorUsed">The token it was exchanged for was used in turn.</param>
internal sealed record RefreshFacts(
    DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, bool StampUnchanged, string? Role, DateTimeOffset? LockedUntil,
    bool TokenKnown, DateTimeOffset TokenExpiresAt, DateTimeOffset? TokenUsedAt, bool SuccessorUsed, bool Voided);

/// <param name="Allowed">A new token is given out.</param>
/// <param name="EndsSession">The session ends now, with the reason.</param>
internal sealed record RefreshDecision(bool Allowed, bool EndsSession, string Reason)
{
    public static RefreshDecision Of(RefreshFacts facts, LifetimeOptions options, DateTimeOffset now)
    {
        if (!facts.TokenKnown)
        {
            // A guess: it proves nothing about the real token, so it must not be able to end somebody's session.
            return new RefreshDecision(false, false, "unknown token");
        }

        if (facts.EndedAt is not null)
        {
            return new RefreshDecision(false, false, "session ended");
        }

        if (now >= facts.ExpiresAt || now >= facts.TokenExpiresAt)
        {
            return new RefreshDecision(false, true, "expired");
        }

        if (!facts.StampUnchanged)
        {
            return new RefreshDecision(false, true, "password or second factor changed");
        }

        if (facts.Role is null)
        {
            return new RefreshDecision(false, true, "no longer a member");
        }

        if (facts.LockedUntil > now)
        {
            return new RefreshDecision(false, true, "account locked");
        }

        if (facts.TokenUsedAt is null && !facts.Voided)
        {
            return new RefreshDecision(true, false, "rotated");
        }

        return !facts.Voided && !facts.SuccessorUsed && now - facts.TokenUsedAt <= options.Grace
            ? new RefreshDecision(true, false, "repeated within the grace")
            : new RefreshDecision(false, true, "reuse of an old refresh token");
    }
}
