using Dapper;
using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Accounts.Organisations;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Notifications;

/// <summary>Tells the organisation's Admins by mail that a run gave up.</summary>
internal sealed partial class MailFailedRun(Database database, MailServer server, IOptions<SmtpOptions> options, TimeProvider clock, ILogger<MailFailedRun> logger) : IConsumer<RunFailed>
{
    private const string Kind = "run-failed";

    public async Task Consume(ConsumeContext<RunFailed> context)
    {
        var run = context.Message;
        var ct = context.CancellationToken;
        if (!server.IsConfigured)
        {
            LogNoMailServer(run.RunId);
            return;
        }

        // Once per run: the row is inserted first and commits only after the mail server took the mail. A second consumer of the same
        // message waits at the unique key and then finds the row. Killed before the mail was taken: the row is rolled back and the
        // redelivery sends it, nothing is lost. Killed between the server's answer and the commit: sent again, under the same Message-ID.
        await using var connection = await database.OpenAsync(run.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var admins = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            select a.email
            from accounts.membership m
            join accounts.account a on a.id = m.account_id
            where m.org_id = @OrgId and m.role = 'Admin' and a.email_confirmed
            order by a.email
            """, new { run.OrgId }, transaction, cancellationToken: ct))).AsList();
        if (admins.Count == 0)
        {
            LogNobody(run.OrgId, run.RunId);
            return;
        }

        var first = await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.notification (org_id, kind, subject_id, recipients, sent_at)
            values (@OrgId, @Kind, @RunId, @recipients, @now)
            on conflict (org_id, kind, subject_id) do nothing
            """, new { run.OrgId, Kind, run.RunId, recipients = admins.Count, now = clock.GetUtcNow() }, transaction, cancellationToken: ct)) == 1;
        if (!first)
        {
            LogAlreadySent(run.RunId);
            return;
        }

        await SendAsync(connection, transaction, run, admins, ct);
        await transaction.CommitAsync(ct);
        LogSent(run.RunId, admins.Count);
    }

    private async Task SendAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, RunFailed run, IReadOnlyList<string> admins, CancellationToken ct)
    {
        var organisation = await connection.QuerySingleAsync<OrganisationInfo>(new CommandDefinition(
            OrganisationInfo.Sql, new { orgId = run.OrgId }, transaction, cancellationToken: ct));
        using var mail = FailedRunMail.Write(run, organisation.TimeZone, admins, options.Value);
        await server.SendAsync(mail, run.RunId, ct);
    }

    [LoggerMessage(LogLevel.Information, "Mailed {Recipients} administrators about failed run {RunId}")]
    private partial void LogSent(Guid runId, int recipients);

    [LoggerMessage(LogLevel.Information, "Failed run {RunId} is not mailed: Smtp:Host is not set")]
    private partial void LogNoMailServer(Guid runId);

    [LoggerMessage(LogLevel.Warning, "Failed run {RunId} is not mailed: organisation {OrgId} has no administrator with a confirmed address")]
    private partial void LogNobody(Guid orgId, Guid runId);

    [LoggerMessage(LogLevel.Debug, "Failed run {RunId} was mailed before")]
    private partial void LogAlreadySent(Guid runId);
}
