using System.ComponentModel.DataAnnotations;
using Teg.Platform.Accounts.Organisations;

namespace Teg.Platform.Accounts.Sessions;

public sealed record SignInRequest(
    // PostgreSQL takes no NUL, and no address has a control character.
    [property: Required, MaxLength(254), RegularExpression(@"\P{Cc}+")] string Email,
    [property: Required, MaxLength(256)] string Password);

/// <param name="Challenge">From the problem <c>second-factor-required</c>.</param>
/// <param name="Code">Six digits of the app, or a recovery code.</param>
public sealed record SecondFactorRequest([property: Required, MaxLength(200)] string Challenge, [property: Required, MaxLength(40)] string Code);

public sealed record SwitchOrganisationRequest([property: Required] Guid OrganisationId);

public sealed record RefreshRequest([property: Required, MaxLength(200)] string RefreshToken);

/// <summary>A fresh pair of tokens; the refresh token is good for one exchange.</summary>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
public sealed record SessionTokens(string AccessToken, string RefreshToken, int ExpiresIn, SignedInUser User, OrganisationInfo Organisation);

/// <param name="Role">Admin, Manager, Agent or Viewer.</param>
public sealed record SignedInUser(Guid Id, string Name, string Email, string Role);

/// <summary>Who is signed in, and since when.</summary>
/// <param name="EndsAt">When the password is asked for again at the latest.</param>
public sealed record CurrentSession(Guid Id, DateTimeOffset StartedAt, DateTimeOffset EndsAt, SignedInUser User, OrganisationInfo Organisation);
