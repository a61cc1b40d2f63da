using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Accounts.SignIn;

/// <summary>How many refused sign-ins are borne within the window. Unknown accounts are counted like known ones, so the limits tell nothing.</summary>
internal sealed class ThrottleOptions
{
    public const string Section = "SignIn";

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>One account from one address: stops a guesser without shutting out the owner elsewhere.</summary>
    [Range(1, 100000)]
    public int PerAccountAndAddress { get; set; } = 10;

    /// <summary>One account from anywhere: the lockout, against guessing from many addresses.</summary>
    [Range(1, 100000)]
    public int PerAccount { get; set; } = 30;

    /// <summary>One address for any account; an office behind one address fits in.</summary>
    [Range(1, 100000)]
    public int PerAddress { get; set; } = 100;

    /// <summary>Mails that anybody can have sent to one mailbox.</summary>
    [Range(1, 1000)]
    public int MailsPerMailbox { get; set; } = 5;
}
