using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Teg.Platform.Sandbox.Mail;

/// <summary>A mail server over real TCP: takes what is sent, passes nothing on, and keeps the last few hundred.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private const int Kept = 500;
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<ReceivedMail> mails = new();
    private Task serving = Task.CompletedTask;

    private SmtpServer(int port) => listener = new TcpListener(IPAddress.Loopback, port);

    public IReadOnlyList<ReceivedMail> Mails => [.. mails];

    /// <summary>So many mails are refused with 451 before one is taken.</summary>
    public int Refuse { get; set; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <param name="port">0 takes a free one.</param>
    public static SmtpServer Start(int port = 0)
    {
        var smtp = new SmtpServer(port);
        smtp.listener.Start();
        smtp.serving = smtp.ServeAsync();
        return smtp;
    }

    public void Clear() => mails.Clear();

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
                conversations.RemoveAll(conversation => conversation.IsCompleted);
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
            try
            {
                await writer.WriteLineAsync("220 sandbox");
                while (await reader.ReadLineAsync(stop.Token) is { } line)
                {
                    switch (line.Split(' ', ':')[0].ToUpperInvariant())
                    {
                        case "MAIL" when Refuse > 0:
                            Refuse--;
                            await writer.WriteLineAsync("451 try again later");
                            break;
                        case "RCPT" when line.Contains('<', StringComparison.Ordinal) && line.Contains('>', StringComparison.Ordinal):
                            recipients.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                            await writer.WriteLineAsync("250 ok");
                            break;
                        case "DATA":
                            await writer.WriteLineAsync("354 go on");
                            Keep(new ReceivedMail([.. recipients], await ReadAsync(reader), DateTimeOffset.UtcNow));
                            recipients.Clear();
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
                // The client left, or the server stops.
            }
        }
    }

    // Until a line with a single dot; a line that begins with one was given another.
    private async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line and not ".")
        {
            if (text.Length < MaxBytes)
            {
                text.AppendLine(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line);
            }
        }

        return text.ToString();
    }

    public void Keep(ReceivedMail mail)
    {
        mails.Enqueue(mail);
        while (mails.Count > Kept && mails.TryDequeue(out _))
        {
            // The oldest goes.
        }
    }
}
