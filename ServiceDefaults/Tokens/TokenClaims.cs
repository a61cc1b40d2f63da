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

    /// <summary>What a machine may do, in words apart by spaces: "analytics:read sync:write". People's tokens have none.</summary>
    public const string Scope = "scope";

    /// <summary>True in a machine's token; its subject is the client's id.</summary>
    public const string Client = "client";
}
