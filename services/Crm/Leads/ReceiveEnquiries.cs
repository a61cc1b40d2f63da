using System.Text.Json;
using Dapper;
using MassTransit;
using Teg.Platform.Contracts;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Crm.Leads;

/// <summary>Leads of the enquiries that the qualifier judged: a new one, one more enquiry of a known one, or a new judgement of one that is there.</summary>
internal sealed partial class ReceiveEnquiries(Database database, Outbox outbox, LeadMetrics metrics, TimeProvider clock, ILogger<ReceiveEnquiries> logger) : IConsumer<EnquiriesJudged>
{
    public async Task Consume(ConsumeContext<EnquiriesJudged> context)
    {
        var (org, ids) = (context.Message.OrgId, context.Message.EnquiryIds);
        var ct = context.CancellationToken;
        await using var connection = await database.OpenAsync(org, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        await using var asked = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select sync.channel_rules()::text;

            select id, utm_source, utm_medium
            from qualifier.enquiry
            where org_id = warehouse.current_org() and id = any (@ids)
            """, new { ids = ids.ToArray() }, transaction, cancellationToken: ct));
        var rules = await asked.ReadSingleAsync<string?>() is { } own ? JsonSerializer.Deserialize<ChannelRule[]>(own, JsonSerializerOptions.Web)! : ChannelRule.Default;
        var enquiries = (await asked.ReadAsync<(Guid Id, string? Source, string? Medium)>()).AsList();

        // At least once: the rows are read as they are now and a lead is written only where it differs, so a redelivery, or two messages in the
        // wrong order, end in the same leads; the outbox row commits with them. A publishing run may hold the lock for longer than a statement may take.
        var changed = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select crm.receive_enquiries(@ids, @channels)",
            new
            {
                ids = enquiries.Select(enquiry => enquiry.Id).ToArray(),
                channels = enquiries.Select(enquiry => ChannelRule.Of(enquiry.Source, enquiry.Medium, rules)).ToArray(),
            }, transaction, commandTimeout: 0, cancellationToken: ct));
        if (changed > 0)
        {
            await outbox.AddAsync(connection, transaction, org, new LeadsChanged(org, clock.GetUtcNow()), ct);
        }

        await transaction.CommitAsync(ct);
        metrics.Received(changed);
        LogReceived(enquiries.Count, changed);
    }

    [LoggerMessage(LogLevel.Debug, "Received {Enquiries} enquiries: {Leads} leads are new or changed")]
    private partial void LogReceived(int enquiries, int leads);
}
