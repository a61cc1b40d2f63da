using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Accounts.Sessions;

/// <summary>How long a sign-in lasts.</summary>
internal sealed class LifetimeOptions
{
    public const string Section = "Sessions";

    /// <summary>A token is believed without asking anybody for so long, also after its session was ended.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A session that is not refreshed for so long is over.</summary>
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>However often it is refreshed: after so long the password is asked for again.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// A refresh whose answer was lost (a killed Gateway, a broken connection) may be repeated within this time, as long as nobody used the
    /// token it gave out; that token is then void. Longer than the Gateway's refresh lock lives, so that a crash signs nobody out.
    /// A thief who repeats it voids the owner's token, and the owner's next refresh ends the session: theft is still found out.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Ended and expired sessions stay visible to their owner for so long.</summary>
    public TimeSpan Remembered { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a sign-in waits for its second factor.</summary>
    public TimeSpan ChallengeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the link that finishes a sign-up is good.</summary>
    public TimeSpan SignUpLifetime { get; set; } = TimeSpan.FromHours(24);

    public TimeSpan InvitationLifetime { get; set; } = TimeSpan.FromDays(7);

    public TimeSpan PasswordResetLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A machine asks for a new token when it needs one; it has no session that could be ended.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan MachineLifetime { get; set; } = TimeSpan.FromMinutes(15);
}
