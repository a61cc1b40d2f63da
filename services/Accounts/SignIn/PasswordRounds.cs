namespace Teg.Platform.Accounts.SignIn;

/// <summary>How much work a guess at a stored password is.</summary>
internal static class PasswordRounds
{
    /// <summary>OWASP's Password Storage Cheat Sheet for PBKDF2-HMAC-SHA512, which is Identity's format 3; older hashes are renewed at sign-in.</summary>
    public const int Owasp = 220_000;

    /// <summary>A test of the whole system signs in hundreds of times and would do little else: in Development it may say <c>Passwords:Rounds</c>. Nobody else is asked.</summary>
    public static int Of(IHostEnvironment environment, IConfiguration configuration) =>
        environment.IsDevelopment() ? configuration.GetValue("Passwords:Rounds", Owasp) : Owasp;
}
