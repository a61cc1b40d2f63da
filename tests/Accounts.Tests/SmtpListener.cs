using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Teg.Platform.Accounts.Tests;

internal sealed record ReceivedMail(IReadOnlyList<string> Recipients, string Text);

/// <summary>A mail server of a few commands over real TCP.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<ReceivedMail> mails = new();
    private Task serving = Task.CompletedTask;

    public IReadOnlyList<ReceivedMail> Mails => [.. mails];

    /// <summary>So many mails are refused with 451 before one is taken.</summary>
    public int Refuse { get; set; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public static SmtpListener Start()
    {
        var smtp = new SmtpListener();
        smtp.listener.Start();
        smtp.serving = smtp.ServeAsync();
        return smtp;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
        listener.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> conversations = [];
        try
        {
            while (true)
            {
                conversations.Add(TalkAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        await using (var stream = client.GetStream())
        using (var reader = new StreamReader(stream, Encoding.UTF8))
        await using (var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true })
        {
            List<string> recipients = [];
            await writer.WriteLineAsync("220 test");
            try
            {
                while (await reader.ReadLineAsync(stop.Token) is { } line)
                {
                    switch (line.Split(' ', ':')[0].ToUpperInvariant())
                    {
                        case "MAIL" when Refuse > 0:
                            Refuse--;
                            await writer.WriteLineAsync("451 try again later");
                            break;
                        case "RCPT":
                            recipients.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                            await writer.WriteLineAsync("250 ok");
                            break;
                        case "DATA":
                            await writer.WriteLineAsync("354 go on");
                            var text = new StringBuilder();
                            while (await reader.ReadLineAsync(stop.Token) is { } data and not ".")
                            {
                                text.AppendLine(data);
                            }

                            mails.Enqueue(new ReceivedMail(recipients, text.ToString()));
                            await writer.WriteLineAsync("250 taken");
                            break;
                        case "QUIT":
                            await writer.WriteLineAsync("221 bye");
                            return;
                        default:
                            await writer.WriteLineAsync("250 ok");
                            break;
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The client left, or the test is over.
            }
        }
    }
}
