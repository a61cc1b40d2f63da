using Teg.Platform.Accounts.Organisations;

namespace Teg.Platform.Accounts.Sessions;

/// <summary>A session with its person and organisation as they are now.</summary>
internal sealed record SessionRow(
    Guid AccountId, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, bool StampUnchanged,
    string Name, string Email, DateTimeOffset? LockedUntil, string? Role,
    Guid OrgId, string OrganisationName, string TimeZone, string Currency)
{
    internal const string Sql =
        """
        select s.account_id, s.started_at, s.expires_at, s.ended_at, s.security_stamp = a.security_stamp as stamp_unchanged,
               a.name, a.email, a.lockout_end as locked_until, m.role,
               o.org_id, o.name as organisation_name, o.time_zone, o.currency::text as currency
        from accounts.session s
        join accounts.account a on a.id = s.account_id
        join accounts.organisation o on o.org_id = s.org_id
        left join accounts.membership m on m.org_id = s.org_id and m.account_id = s.account_id
        where s.org_id = @orgId and s.id = @sessionId
        """;

    internal const string LockSql = Sql + "\nfor update of s";

    public RefreshFacts With(TokenRow token) => new(
        ExpiresAt, EndedAt, StampUnchanged, Role, LockedUntil,
        TokenKnown: true, token.ExpiresAt, token.UsedAt, token.SuccessorUsed, token.Voided);

    public SignedInUser User() => new(AccountId, Name, Email, Role ?? throw new InvalidOperationException($"Account {AccountId} has no role in its session's organisation."));

    public OrganisationInfo Organisation() => new(OrgId, OrganisationName, TimeZone, Currency);
}

/// <summary>A refresh token that was given out.</summary>
/// <param name="SuccessorUsed">The token it was last exchanged for was used in turn.</param>
/// <param name="Voided">Its predecessor was exchanged once more, and another token took its place.</param>
internal sealed record TokenRow(DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, byte[]? ReplacedBy, bool SuccessorUsed, bool Voided)
{
    internal const string Sql =
        """
        select t.expires_at, t.used_at, t.replaced_by, successor.used_at is not null as successor_used, t.voided_at is not null as voided
        from accounts.refresh_token t
        left join accounts.refresh_token successor
            on successor.org_id = t.org_id and successor.session_id = t.session_id and successor.hash = t.replaced_by
        where t.org_id = @orgId and t.session_id = @sessionId and t.hash = @hash
        """;

    internal const string UseSql =
        """
        with voided as (
            update accounts.refresh_token
            set voided_at = @now
            where org_id = @orgId and session_id = @sessionId and hash = @replaced
        )
        update accounts.refresh_token
        set used_at = coalesce(used_at, @now), replaced_by = @next
        where org_id = @orgId and session_id = @sessionId and hash = @hash
        """;
}
