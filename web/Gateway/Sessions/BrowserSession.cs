namespace Teg.Platform.Gateway.Sessions;

/// <summary>What the Gateway keeps for a browser: the tokens it never sees, and who it is.</summary>
internal sealed record BrowserSession(
    string AccessToken, DateTimeOffset AccessExpiresAt, string RefreshToken, SessionUser User, SessionOrganisation Organisation)
{
    public static BrowserSession Of(AccountTokens tokens, DateTimeOffset now) =>
        new(tokens.AccessToken, now.AddSeconds(tokens.ExpiresIn), tokens.RefreshToken, tokens.User, tokens.Organisation);
}

/// <param name="Role">Admin, Manager, Agent or Viewer.</param>
public sealed record SessionUser(Guid Id, string Name, string Email, string Role);

/// <param name="TimeZone">IANA name; a day in any figure is a day there.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record SessionOrganisation(Guid Id, string Name, string TimeZone, string Currency);

/// <summary>Whether somebody is signed in here.</summary>
/// <param name="CsrfToken">To be sent as X-CSRF-Token with every request that changes something, the sign-in included.</param>
/// <param name="Demo">This is the demo: the sign-in page may show its sign-ins.</param>
public sealed record SessionState(bool SignedIn, string CsrfToken, bool Demo, SessionUser? User, SessionOrganisation? Organisation);
