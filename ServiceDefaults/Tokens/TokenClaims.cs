namespace Teg.Platform.ServiceDefaults;

/// <summary>Names of the claims in a token of the Accounts service; the principal carries them unchanged.</summary>
public static class TokenClaims
{
    /// <summary>The user's id.</summary>
    public const string Subject = "sub";

    /// <summary>The organisation's id.</summary>
    public const string Organisation = "org";

    public const string Role = "role";

    public const string Name = "name";

    public const string Email = "email";

    /// <summary>The session, which is the family of refresh tokens.</summary>
    public const string Session = "sid";
}
