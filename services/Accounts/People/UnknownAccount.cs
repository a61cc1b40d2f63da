using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Teg.Platform.Accounts.People;

/// <summary>The hash that a password is compared with when there is no account: an unknown address costs as much time as a known one.</summary>
internal sealed class UnknownAccount(IOptions<PasswordHasherOptions> options)
{
    private static readonly User Nobody = new();

    private readonly PasswordHasher<User> hasher = new(options);

    internal string Hash { get; } = new PasswordHasher<User>(options).HashPassword(Nobody, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <returns>Always false; nobody knows the random password behind the hash.</returns>
    public bool Check(string password) => hasher.VerifyHashedPassword(Nobody, Hash, password) is not PasswordVerificationResult.Failed;
}
