using Microsoft.AspNetCore.Identity;

namespace Teg.Platform.Accounts.People;

/// <summary>A person who can sign in; what they may do is said per organisation by their membership.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public string Name { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>At sign-up; null for people who were invited.</summary>
    public DateTimeOffset? TermsAcceptedAt { get; set; }

    /// <summary>A new account whose address was proved by a link in a mail.</summary>
    public static User Confirmed(string name, string email, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Name = name, UserName = email, Email = email, EmailConfirmed = true, CreatedAt = now };
}
