using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Teg.Platform.Accounts.Notifications;

/// <summary>Hands mails to the configured SMTP server.</summary>
internal sealed partial class MailServer(IOptions<SmtpOptions> options, ILogger<MailServer> logger)
{
    public bool IsConfigured => !string.IsNullOrEmpty(options.Value.Host);

    /// <param name="subject">What the mail is about, by an id: for the log.</param>
    /// <exception cref="MailNotTakenException">The server did not take it, or took it for nobody.</exception>
    public async Task SendAsync(MailMessage mail, Guid subject, CancellationToken ct)
    {
        var smtp = options.Value;
        using var client = new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.Tls };
        if (!string.IsNullOrEmpty(smtp.Username))
        {
            client.Credentials = new NetworkCredential(smtp.Username, smtp.Password);
        }

        // SmtpClient's own time-out is for its synchronous calls only.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(smtp.TimeoutSeconds));
        try
        {
            await client.SendMailAsync(mail, patience.Token);
        }
        catch (SmtpFailedRecipientException e) when (Refused(e) < mail.To.Count)
        {
            // The others have it; sending again would give them a second copy and fail for the same address.
            LogSomeRefused(subject, e.StatusCode);
        }
        catch (SmtpException e)
        {
            // Servers repeat the recipient's address in their answers, and this ends in a log: only the status and what the network said go on.
            throw new MailNotTakenException(
                $"The mail server did not take mail {subject}: {e.StatusCode}{(e.InnerException is IOException or SocketException ? $", {e.InnerException.Message}" : "")}.");
        }
    }

    private static int Refused(SmtpFailedRecipientException failure) =>
        failure is SmtpFailedRecipientsException several ? several.InnerExceptions.Length : 1;

    [LoggerMessage(LogLevel.Warning, "The mail server refused some recipients of mail {Subject}: {Status}")]
    private partial void LogSomeRefused(Guid subject, SmtpStatusCode status);
}

internal sealed class MailNotTakenException(string message) : Exception(message);
