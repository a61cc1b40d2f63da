using Dapper;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Calendly;

/// <summary>Keeps the one webhook of an organisation that tells of bookings and cancellations, signed with the source's secret.</summary>
internal sealed class CalendlyWebhooks(CalendlyClient client, Database database)
{
    private static readonly string[] Events = ["invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted"];

    public async Task SubscribeAsync(Source source, Uri publicAddress, CancellationToken ct)
    {
        var address = $"{publicAddress.ToString().TrimEnd('/')}/calendly/{source.OrgId}/{source.Id}";
        var organisation = await CalendlyConnector.OrganisationAsync(client, source.Account, ct);
        await using var connection = await database.OpenAsync(source.OrgId, ct);
        var ours = await connection.QuerySingleOrDefaultAsync<Subscription>(new CommandDefinition(
            "select external_id, callback_url from sync.webhook_subscription where org_id = warehouse.current_org() and source_id = @Id", new { source.Id }, cancellationToken: ct));

        var path = $"/webhook_subscriptions?organization={Uri.EscapeDataString(organisation)}&scope=organization&count=100";
        using var listed = await client.GetAsync(source.Account, path, ct);
        var isThere = false;
        foreach (var hook in listed.RootElement.GetProperty("collection").EnumerateArray())
        {
            var uri = CalendlyRows.String(hook, "uri")!;
            var callback = CalendlyRows.String(hook, "callback_url");
            var isAlive = CalendlyRows.String(hook, "state") == "active" && callback == address && uri == ours?.ExternalId;
            if (isAlive)
            {
                isThere = true;
            }
            else if (callback == address || uri == ours?.ExternalId)
            {
                // Disabled after failed deliveries, made with a key we do not know, or leading to an address we have left.
                await client.DeleteAsync(source.Account, uri, ct);
            }
        }

        if (isThere)
        {
            return;
        }

        using var created = await client.PostAsync(source.Account, "/webhook_subscriptions",
            new { url = address, events = Events, organization = organisation, scope = "organization", signing_key = source.WebhookSecret }, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from sync.webhook_subscription where org_id = warehouse.current_org() and source_id = @Id;
            insert into sync.webhook_subscription (org_id, source_id, external_id, stream, event, callback_url)
            values (warehouse.current_org(), @Id, @externalId, 'organization', 'invitee', @address)
            """,
            new { source.Id, externalId = CalendlyRows.String(created.RootElement.GetProperty("resource"), "uri"), address }, cancellationToken: ct));
    }

    private sealed record Subscription(string ExternalId, string CallbackUrl);
}
