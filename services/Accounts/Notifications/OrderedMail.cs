using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Teg.Platform.Accounts.Notifications;

internal enum MailKind
{
    /// <summary>Ordered for an address that belongs to nobody, so that it costs the same as one that does; not sent.</summary>
    Nobody,
    SignUp,
    AccountExists,
    Invitation,
    PasswordReset,
}

/// <summary>What a mail says to whom.</summary>
/// <param name="Token">Ends the link; null in a mail without one.</param>
/// <param name="GoodUntil">When the link ends.</param>
internal sealed record OrderedMail(MailKind Kind, string To, string? Name, string? Organisation, string? InvitedBy, string? Token, DateTimeOffset GoodUntil)
{
    /// <summary>Plain text, and the same as simple HTML.</summary>
    public MailMessage Write(Guid mailId, SmtpOptions options)
    {
        var text = Words(options.AppAddress!.TrimEnd('/'));
        var mail = new MailMessage(new MailAddress(options.From, "Teg.Platform"), new MailAddress(To))
        {
            Subject = OneLine(text.Subject), SubjectEncoding = Encoding.UTF8, Body = Plain(text), BodyEncoding = Encoding.UTF8,
        };
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(Html(text), Encoding.UTF8, MediaTypeNames.Text.Html));
        // The same order gives the same id, by which a mailbox recognises the rare second copy.
        mail.Headers.Add("Message-ID", $"<mail.{mailId:n}@{mail.From!.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    private Text Words(string app)
    {
        var until = $"The link is good once, until {GoodUntil.UtcDateTime.ToString("d MMMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture)} UTC.";
        return Kind switch
        {
            MailKind.SignUp => new(
                $"Finish your sign-up for {Organisation}", $"Hello {Name},", $"Choose a password, and {Organisation} is set up.",
                "Choose a password", $"{app}/welcome?token={Token}", $"{until} If you did not sign up, ignore this mail: nothing happens."),
            MailKind.AccountExists => new(
                "You already have an account", $"Hello {Name},",
                "Somebody, probably you, signed up with this address. You have an account already: sign in with your password, or choose a new one there.",
                "Sign in", $"{app}/sign-in", "If this was not you, ignore this mail: nothing happened."),
            MailKind.Invitation => new(
                $"{InvitedBy} invites you to {Organisation}", "Hello,", $"{InvitedBy} invites you to {Organisation} on Teg.Platform.",
                "Accept the invitation", $"{app}/invitation?token={Token}", $"{until} If you do not know {Organisation}, ignore this mail."),
            MailKind.PasswordReset => new(
                "Choose a new password", $"Hello {Name},", "Somebody, probably you, asked for a new password for this address.",
                "Choose a new password", $"{app}/reset-password?token={Token}", $"{until} If this was not you, ignore this mail: your password stays as it is."),
            _ => throw new InvalidOperationException($"A mail of kind {Kind} says nothing."),
        };
    }

    private static string Plain(Text text) => $"{text.Greeting}\n\n{text.Message}\n\n{text.Action}: {text.Link}\n\n{text.Foot}\n";

    private static string Html(Text text) =>
        $"""
        <!doctype html>
        <html lang="en"><body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem">
        <p>{WebUtility.HtmlEncode(text.Greeting)}</p>
        <p>{WebUtility.HtmlEncode(text.Message)}</p>
        <p><a href="{WebUtility.HtmlEncode(text.Link)}">{WebUtility.HtmlEncode(text.Action)}</a></p>
        <p style="color: #666">{WebUtility.HtmlEncode(text.Foot)}</p>
        </body></html>
        """;

    // Names are typed by people; a line break in one would end the header.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private sealed record Text(string Subject, string Greeting, string Message, string Action, string Link, string Foot);
}
