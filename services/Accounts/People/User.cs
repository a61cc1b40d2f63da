using Microsoft.AspNetCore.Identity;

namespace Teg.Platform.Accounts.People;

/// <summary>A person who can sign in; what they may do is said per organisation by their membership.</summary>
internal sealed class User : IdentityUser<Guid>
{
    public string Name { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }
}
