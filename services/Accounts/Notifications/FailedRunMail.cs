using System.Globalization;
using System.Net.Mail;
using System.Text;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Accounts.Notifications;

/// <summary>The mail about a run that gave up.</summary>
internal static class FailedRunMail
{
    public static MailMessage Write(RunFailed run, string timeZone, IEnumerable<string> recipients, SmtpOptions options)
    {
        var at = TimeZoneInfo.ConvertTime(run.At, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        var body = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"The refresh of \"{run.Source}\" failed on {at:d MMMM yyyy 'at' HH:mm} ({timeZone}).")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"What happened: {run.Reason}")
            .AppendLine(CultureInfo.InvariantCulture, $"What to do:    {run.WayOut}")
            .AppendLine()
            .AppendLine("The pages go on showing the data of the last complete refresh.");
        if (options.AppAddress is not null)
        {
            body.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Open the platform: {options.AppAddress}");
        }

        var mail = new MailMessage { From = new MailAddress(options.From, "Teg.Platform"), Subject = OneLine($"Refresh of {run.Source} failed"), Body = body.ToString() };
        // The same run gives the same id, by which a mailbox recognises the rare second copy.
        mail.Headers.Add("Message-ID", $"<run-failed.{run.RunId:n}@{mail.From.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        foreach (var recipient in recipients)
        {
            mail.To.Add(recipient);
        }

        return mail;
    }

    // A source's name is typed by people; a line break in it would end the header.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
