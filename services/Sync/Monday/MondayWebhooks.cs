using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Lag;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Monday;

/// <summary>Keeps one webhook per mapped board and kind of change. The vendor lists ids without addresses, so ours are remembered.</summary>
internal sealed class MondayWebhooks(MondayClient client, Database database, IOptions<CanaryOptions> canary)
{
    private static readonly string[] Events = ["create_item", "change_column_value", "change_name", "item_archived", "item_deleted", "item_restored"];

    public async Task SubscribeAsync(Source source, Uri publicAddress, CancellationToken ct)
    {
        var address = $"{publicAddress.ToString().TrimEnd('/')}/monday/{source.OrgId}/{source.WebhookSecret}";
        await using var connection = await database.OpenAsync(source.OrgId, ct);
        var canaries = canary.Value.Every == TimeSpan.Zero ? [] : canary.Value.Items.Where(item => item.Organisation == source.OrgId).Select(item => item.Board).ToArray();
        var boards = (await connection.QueryAsync<string>(new CommandDefinition(
            "select id from sync.board where org_id = warehouse.current_org() and source_id = @Id and (kind is not null or id = any (@canaries)) order by id",
            new { source.Id, canaries }, cancellationToken: ct))).AsList();
        foreach (var board in boards)
        {
            await SubscribeBoardAsync(source, board, address, connection, ct);
        }
    }

    private async Task SubscribeBoardAsync(Source source, string board, string address, Npgsql.NpgsqlConnection connection, CancellationToken ct)
    {
        using var listed = await client.AskAsync(source.Account, MondayQueries.Webhooks, new { board }, ct);
        var alive = listed.Data.GetProperty("webhooks") is { ValueKind: JsonValueKind.Array } hooks
            ? hooks.EnumerateArray().Select(hook => hook.GetProperty("id").ToString()).ToHashSet(StringComparer.Ordinal)
            : [];
        var ours = (await connection.QueryAsync<Subscription>(new CommandDefinition(
            """
            select external_id, event, callback_url
            from sync.webhook_subscription
            where org_id = warehouse.current_org() and source_id = @Id and stream = @board
            """, new { source.Id, board }, cancellationToken: ct))).AsList();

        foreach (var old in ours.Where(hook => !alive.Contains(hook.ExternalId) || hook.CallbackUrl != address))
        {
            if (alive.Contains(old.ExternalId))
            {
                using var deleted = await client.AskAsync(source.Account, MondayQueries.DeleteWebhook, new { id = old.ExternalId }, ct, changes: true);
            }

            await connection.ExecuteAsync(new CommandDefinition(
                "delete from sync.webhook_subscription where org_id = warehouse.current_org() and source_id = @Id and external_id = @ExternalId",
                new { source.Id, old.ExternalId }, cancellationToken: ct));
        }

        var present = ours.Where(hook => alive.Contains(hook.ExternalId) && hook.CallbackUrl == address).Select(hook => hook.Event).ToHashSet(StringComparer.Ordinal);
        foreach (var change in Events.Where(change => !present.Contains(change)))
        {
            // Refused when Monday cannot reach our address, or when the plan allows no webhooks.
            using var created = await client.AskAsync(source.Account, MondayQueries.CreateWebhook, new { board, url = address, @event = change }, ct, changes: true);
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into sync.webhook_subscription (org_id, source_id, external_id, stream, event, callback_url)
                values (warehouse.current_org(), @Id, @externalId, @board, @change, @address)
                """,
                new { source.Id, externalId = created.Data.GetProperty("create_webhook").GetProperty("id").ToString(), board, change, address }, cancellationToken: ct));
        }
    }

    private sealed record Subscription(string ExternalId, string Event, string CallbackUrl);
}
