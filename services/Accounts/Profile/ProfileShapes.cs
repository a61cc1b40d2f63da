using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Accounts.Profile;

/// <summary>A person's own account, in the organisation they are in now.</summary>
/// <param name="Role">Admin, Manager, Agent or Viewer.</param>
/// <param name="SalesNames">Names under which they sell here; as Agent they see the rows under them.</param>
/// <param name="RecoveryCodesLeft">Of ten; none without a second factor.</param>
/// <param name="Logins">Outside identities that sign in as this account: google, microsoft.</param>
public sealed record ProfileInfo(
    Guid Id, string Name, string Email, string Role, IReadOnlyList<string> SalesNames, bool TwoFactor, int RecoveryCodesLeft,
    IReadOnlyList<ProfileOrganisation> Organisations, IReadOnlyList<string> Logins, DateTimeOffset CreatedAt);

public sealed record ProfileOrganisation(Guid Id, string Name, string Role, bool Current);

public sealed record ChangeProfile([property: Required, MaxLength(200), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string Name);

public sealed record ChangePassword([property: Required, MaxLength(256)] string Current, [property: Required, MaxLength(256)] string Password);

/// <param name="Secret">For typing into the app by hand.</param>
/// <param name="Uri">The same for the app's camera: otpauth://totp/…</param>
public sealed record SecondFactorSetUp(string Secret, string Uri);

public sealed record ConfirmSecondFactor([property: Required, MaxLength(20)] string Code);

public sealed record ConfirmPassword([property: Required, MaxLength(256)] string Password);

/// <summary>Shown this once; each works once.</summary>
public sealed record NewRecoveryCodes(IReadOnlyList<string> RecoveryCodes);

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record ProfileSessions(IReadOnlyList<ProfileSession> Items, Guid? Next);

/// <param name="EndsAt">When the password is asked for again at the latest.</param>
/// <param name="Current">The session that asks.</param>
/// <param name="Device">"Chrome on Windows".</param>
public sealed record ProfileSession(
    Guid Id, DateTimeOffset StartedAt, DateTimeOffset RefreshedAt, DateTimeOffset EndsAt, bool Current, string? Address, string? Device);
