using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.Extensions.Options;

namespace Teg.Platform.Sandbox.Mail;

public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Where the mail server listens; 0 takes a free port.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8096;
}

/// <summary>Every mail of the platform ends here, whoever it was for.</summary>
internal sealed class Mailbox(IOptions<MailOptions> options) : IHostedService
{
    private SmtpServer? server;

    public int Port => server!.Port;

    /// <summary>Newest first.</summary>
    public IEnumerable<ReadableMail> To(string? recipient) => server!.Mails.Reverse()
        .Where(mail => recipient is null || mail.Recipients.Contains(recipient, StringComparer.OrdinalIgnoreCase)).Select(mail => mail.Read());

    public void Clear() => server!.Clear();

    /// <summary>A mail that a vendor itself writes to somebody.</summary>
    public void Write(string recipient, string subject, string text, DateTimeOffset at) => server?.Keep(new ReceivedMail(
        [recipient], $"Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(subject))}?=\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}", at));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        server = SmtpServer.Start(options.Value.Port);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}
