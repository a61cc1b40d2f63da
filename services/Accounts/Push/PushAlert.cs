using Dapper;
using MassTransit;
using Npgsql;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Push;

/// <summary>What a device shows.</summary>
/// <param name="Kind">run-failed, drift-found, certificate-different or test.</param>
/// <param name="Subject">What it is about; the same alert comes to a device once, however often it is ordered.</param>
/// <param name="Page">The page that a tap opens.</param>
internal sealed record PushAlert(string Kind, string Subject, string Title, string Body, string Page)
{
    // As on the open page (the Gateway's LiveEvent): runs speak of everybody's deals, and what a source's columns are called is for those who decide on it.
    private static readonly string[] WhoSeeRuns = [Roles.Viewer, Roles.Manager, Roles.Admin];
    private static readonly string[] WhoDecide = [Roles.Manager, Roles.Admin];

    private const int LongestTitle = 120;
    private const int LongestBody = 600;

    public static PushAlert Of(RunFailed run) => new("run-failed", run.RunId.ToString(), Short($"Refreshing {run.Source} failed", LongestTitle), Short($"{run.Reason} {run.WayOut}".Trim(), LongestBody), "/data");

    public static PushAlert Of(DriftFound drift) =>
        new("drift-found", $"{drift.RunId}/{drift.Stream}", "Columns changed at the source", Short(drift.Summary, LongestBody), "/data");

    /// <returns>Null when the certificate is equal, or there is none. A difference that stays is told once a day.</returns>
    public static PushAlert? Of(RunPublished run) => run.Certificate is not "different" ? null
        : new("certificate-different", $"{run.SourceId}/{run.PublishedAt.UtcDateTime:yyyy-MM-dd}", Short($"{run.Source} does not add up", LongestTitle), "Its count or sums differ from ours. The run's certificate says where.", "/data");

    /// <summary>For one device (<paramref name="subscription"/>), or for every device of the organisation's people who may know of it.</summary>
    public Task<int> OrderAsync(NpgsqlConnection connection, Guid orgId, Guid? subscription, DateTimeOffset now, CancellationToken ct) =>
        // Once per device and alert, by the key: a message that comes again, or to two replicas at once, finds the rows.
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.push (org_id, kind, subject, subscription_id, title, body, page, created_at, due_at)
            select s.org_id, @Kind, @Subject, s.id, @Title, @Body, @Page, @now, @now
            from accounts.push_subscription s
            join accounts.membership m on m.org_id = s.org_id and m.account_id = s.account_id
            where s.org_id = @orgId and case when @subscription::uuid is null then m.role = any (@roles) else s.id = @subscription end
            on conflict (org_id, kind, subject, subscription_id) do nothing
            """, new { Kind, Subject, Title, Body, Page, orgId, subscription, now, roles = Kind == "drift-found" ? WhoDecide : WhoSeeRuns }, cancellationToken: ct));

    private static string Short(string text, int longest) => text.Length <= longest ? text : $"{text[..(longest - 1)]}…";
}

/// <summary>A run that gave up is on the devices of those who asked for it.</summary>
internal sealed class PushFailedRun(Database database, PushSender sender, TimeProvider clock) : IConsumer<RunFailed>
{
    public async Task Consume(ConsumeContext<RunFailed> context)
    {
        await using var connection = await database.OpenAsync(context.Message.OrgId, context.CancellationToken);
        if (await PushAlert.Of(context.Message).OrderAsync(connection, context.Message.OrgId, null, clock.GetUtcNow(), context.CancellationToken) > 0)
        {
            sender.Wake();
        }
    }
}

/// <summary>So are columns that no longer match, whose board is left out until a person decides.</summary>
internal sealed class PushFoundDrift(Database database, PushSender sender, TimeProvider clock) : IConsumer<DriftFound>
{
    public async Task Consume(ConsumeContext<DriftFound> context)
    {
        await using var connection = await database.OpenAsync(context.Message.OrgId, context.CancellationToken);
        if (await PushAlert.Of(context.Message).OrderAsync(connection, context.Message.OrgId, null, clock.GetUtcNow(), context.CancellationToken) > 0)
        {
            sender.Wake();
        }
    }
}

/// <summary>So is a run whose certificate shows a difference.</summary>
internal sealed class PushBrokenCertificate(Database database, PushSender sender, TimeProvider clock) : IConsumer<RunPublished>
{
    public async Task Consume(ConsumeContext<RunPublished> context)
    {
        if (PushAlert.Of(context.Message) is not { } alert)
        {
            return;
        }

        await using var connection = await database.OpenAsync(context.Message.OrgId, context.CancellationToken);
        if (await alert.OrderAsync(connection, context.Message.OrgId, null, clock.GetUtcNow(), context.CancellationToken) > 0)
        {
            sender.Wake();
        }
    }
}
