using Dapper;
using MassTransit;
using Microsoft.Extensions.Options;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Notifications;

/// <summary>Sends what was ordered.</summary>
internal sealed partial class SendOrderedMail(
    Database database, MailOrders orders, MailServer server, IOptions<SmtpOptions> options, TimeProvider clock, ILogger<SendOrderedMail> logger) : IConsumer<MailOrdered>
{
    private const string Kind = "ordered";

    public async Task Consume(ConsumeContext<MailOrdered> context)
    {
        var order = context.Message;
        var ct = context.CancellationToken;
        var content = orders.Open(order);
        if (content.Kind is MailKind.Nobody)
        {
            return;
        }

        if (!server.IsConfigured)
        {
            LogNoMailServer(order.MailId, content.Kind);
            return;
        }

        // Once per order: the row is inserted first and commits only after the mail server took the mail, as for a failed run. Killed between the
        // server's answer and the commit: sent again, with the same link and the same Message-ID.
        await using var connection = await database.OpenAsync(order.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition("select warehouse.known_as(@To) <> @To", new { content.To }, transaction, cancellationToken: ct)))
        {
            // Ordered before, and the broker was away: who was forgotten is not written to.
            LogErased(order.MailId, content.Kind);
            return;
        }

        var first = await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.notification (org_id, kind, subject_id, recipients, sent_at)
            values (@OrgId, @Kind, @MailId, 1, @now)
            on conflict (org_id, kind, subject_id) do nothing
            """, new { order.OrgId, Kind, order.MailId, now = clock.GetUtcNow() }, transaction, cancellationToken: ct)) == 1;
        if (!first)
        {
            return;
        }

        using var mail = content.Write(order.MailId, options.Value);
        await server.SendAsync(mail, order.MailId, ct);
        await transaction.CommitAsync(ct);
        LogSent(order.MailId, content.Kind);
    }

    [LoggerMessage(LogLevel.Information, "Sent mail {MailId} ({Kind})")]
    private partial void LogSent(Guid mailId, MailKind kind);

    [LoggerMessage(LogLevel.Information, "Mail {MailId} ({Kind}) is not sent: its recipient was erased")]
    private partial void LogErased(Guid mailId, MailKind kind);

    [LoggerMessage(LogLevel.Warning, "Mail {MailId} ({Kind}) is not sent: Smtp:Host is not set")]
    private partial void LogNoMailServer(Guid mailId, MailKind kind);
}
