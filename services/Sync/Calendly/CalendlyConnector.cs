using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Calendly;

/// <summary>
/// Reads an organisation's meetings. The API cannot say what has changed, so an incremental run reads a window around today again;
/// webhooks bring single changes at once, and the nightly sweep reads everything.
/// </summary>
internal sealed class CalendlyConnector(CalendlyClient client, CalendlyWebhooks webhooks, IOptions<CalendlyOptions> options, TimeProvider clock) : IConnector
{
    private const int RestartsAllowed = 5;

    public string Kind => Source.Calendly;

    public async Task ReadAsync(RunContext run, CancellationToken ct)
    {
        var settings = CalendlySettings.Parse(run.Source.Settings);
        var rows = new CalendlyRows(settings);
        var organisation = await OrganisationAsync(client, run.Source.Account, ct);
        await ReadEventTypesAsync(run, rows, organisation, ct);
        if (run.IsOfDeliveries)
        {
            await ReadDeliveriesAsync(run, rows, ct);
        }
        else
        {
            await ReadEventsAsync(run, rows, settings, organisation, ct);
        }
    }

    public Task SubscribeAsync(Source source, Uri publicAddress, CancellationToken ct) => webhooks.SubscribeAsync(source, publicAddress, ct);

    internal static async Task<string> OrganisationAsync(CalendlyClient client, VendorAccount account, CancellationToken ct)
    {
        using var me = await client.GetAsync(account, "/users/me", ct);
        return CalendlyRows.String(me.RootElement.GetProperty("resource"), "current_organization")
            ?? throw new VendorFailureException(new VendorFailure(FailureKind.Decisive, "The Calendly token belongs to no organisation.",
                "Use a token of an administrator of the organisation and start the run again."));
    }

    private async Task ReadEventTypesAsync(RunContext run, CalendlyRows rows, string organisation, CancellationToken ct)
    {
        var checkpoint = await run.OpenAsync(new StreamPlan(CalendlyRows.EventTypes, 0, "Event types", "event-type", IsSweep: true), ct);
        var counted = checkpoint.RowsExpected ?? 0;
        await PagesAsync(run, checkpoint, $"/event_types?organization={Uri.EscapeDataString(organisation)}&count=100", async page =>
        {
            var types = page.Collection.EnumerateArray().Select(rows.EventType).ToList();
            counted += page.Count;
            await run.LandAsync([new LandedPage(CalendlyRows.EventTypes, types, page.NextToken, page.NextToken is null) { RowsExpected = counted }], ct);
        }, () => { counted = 0; return Task.CompletedTask; }, ct);
    }

    private async Task ReadEventsAsync(RunContext run, CalendlyRows rows, CalendlySettings settings, string organisation, CancellationToken ct)
    {
        var events = await run.OpenAsync(new StreamPlan(CalendlyRows.Events, 1, "Scheduled events", "event", run.IsFull), ct);
        var invitees = await run.OpenAsync(new StreamPlan(CalendlyRows.Invitees, 2, "Invitees", "invitee", run.IsFull), ct);
        var (eventsCounted, inviteesCounted) = (events.RowsExpected ?? 0, invitees.RowsExpected ?? 0);

        // The window is fixed by the day, so that a page token stays valid for the run that goes on with it.
        var today = clock.GetUtcNow().UtcDateTime.Date;
        var window = run.IsFull ? "" : $"&min_start_time={Iso(today.AddDays(-settings.DaysBack))}&max_start_time={Iso(today.AddDays(settings.DaysAhead + 1))}";
        await PagesAsync(run, events,
            $"/scheduled_events?organization={Uri.EscapeDataString(organisation)}&sort=start_time%3Aasc&count={options.Value.PageSize.ToString(CultureInfo.InvariantCulture)}{window}",
            async page =>
            {
                var meetings = page.Collection.EnumerateArray().ToList();
                var people = await InviteesAsync(run.Source.Account, meetings.Select(meeting => CalendlyRows.String(meeting, "uri")!), ct);
                eventsCounted += page.Count;
                inviteesCounted += meetings.Sum(CalendlyRows.InviteesOf);
                var isLast = page.NextToken is null;
                await run.LandAsync(
                [
                    new LandedPage(CalendlyRows.Events, [.. meetings.Select(rows.Event)], page.NextToken, isLast) { RowsExpected = eventsCounted },
                    new LandedPage(CalendlyRows.Invitees, people, null, isLast) { RowsExpected = inviteesCounted },
                ], ct);
            },
            async () =>
            {
                (eventsCounted, inviteesCounted) = (0, 0);
                await run.RestartAsync(CalendlyRows.Invitees, asSweep: false, ct);
            }, ct);
    }

    /// <summary>Webhooks named these events: each is read again with its invitees, whatever the delivery said of them.</summary>
    private async Task ReadDeliveriesAsync(RunContext run, CalendlyRows rows, CancellationToken ct)
    {
        var uris = (await run.ClaimDeliveriesAsync(ct)).Select(delivery => delivery.ExternalId).ToList();
        await run.OpenAsync(new StreamPlan(CalendlyRows.Events, 1, "Scheduled events", "event", IsSweep: false), ct);
        await run.OpenAsync(new StreamPlan(CalendlyRows.Invitees, 2, "Invitees", "invitee", IsSweep: false), ct);
        var events = new List<LandedRow>();
        var expected = 0L;
        foreach (var uri in uris)
        {
            using var found = await client.GetAsync(run.Source.Account, uri, ct);
            var meeting = found.RootElement.GetProperty("resource");
            events.Add(rows.Event(meeting));
            expected += CalendlyRows.InviteesOf(meeting);
        }

        var people = await InviteesAsync(run.Source.Account, uris, ct);
        await run.LandAsync(
        [
            new LandedPage(CalendlyRows.Events, events, null, Done: true) { RowsExpected = uris.Count },
            new LandedPage(CalendlyRows.Invitees, people, null, Done: true) { RowsExpected = expected },
        ], ct);
    }

    private async Task PagesAsync(RunContext run, Checkpoint checkpoint, string address, Func<Page, Task> land, Func<Task> restart, CancellationToken ct)
    {
        var (token, done, restarts) = (checkpoint.Cursor, checkpoint.Done, checkpoint.Restarts);
        while (!done)
        {
            try
            {
                using var answer = await client.GetAsync(run.Source.Account, token is null ? address : $"{address}&page_token={Uri.EscapeDataString(token)}", ct);
                var page = Page.Read(answer.RootElement);
                await land(page);
                token = page.NextToken;
                done = token is null;
            }
            catch (VendorFailureException e) when (e.Failure.Kind is FailureKind.CursorExpired && restarts < RestartsAllowed)
            {
                restarts++;
                token = null;
                await run.RestartAsync(checkpoint.Stream, asSweep: false, ct);
                await restart();
            }
        }
    }

    private async Task<IReadOnlyList<LandedRow>> InviteesAsync(VendorAccount account, IEnumerable<string> events, CancellationToken ct)
    {
        var found = new System.Collections.Concurrent.ConcurrentBag<LandedRow>();
        await Parallel.ForEachAsync(events, new ParallelOptions { MaxDegreeOfParallelism = options.Value.RequestsAtOnce, CancellationToken = ct }, async (uri, each) =>
        {
            string? token = null;
            do
            {
                using var answer = await client.GetAsync(account, $"{new Uri(uri).AbsolutePath}/invitees?count=100{(token is null ? "" : $"&page_token={Uri.EscapeDataString(token)}")}", each);
                var page = Page.Read(answer.RootElement);
                foreach (var invitee in page.Collection.EnumerateArray())
                {
                    found.Add(CalendlyRows.Invitee(invitee));
                }

                token = page.NextToken;
            }
            while (token is not null);
        });
        return [.. found];
    }

    private static string Iso(DateTime day) => Uri.EscapeDataString(day.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));

    // {"collection":[…],"pagination":{"count":20,"next_page":"…","next_page_token":"…"}}
    private sealed record Page(JsonElement Collection, long Count, string? NextToken)
    {
        public static Page Read(JsonElement answer)
        {
            var collection = answer.GetProperty("collection");
            var pagination = answer.GetProperty("pagination");
            return new Page(collection, pagination.TryGetProperty("count", out var count) ? count.GetInt64() : collection.GetArrayLength(), CalendlyRows.String(pagination, "next_page_token"));
        }
    }
}
