using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Sync.Landing;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.GoogleAds;

/// <summary>
/// Reads an advertising account. The vendor goes on changing the past: a conversion counts on the day of its click, however late it comes, and
/// invalid clicks are taken back. An incremental run therefore reads again as many days as the enabled conversion actions look back, longer after a silence; the nightly
/// sweep reads everything the vendor still has. What is older than that stays as it was read last.
/// </summary>
internal sealed class GoogleAdsConnector(GoogleAdsClient client, IOptions<GoogleAdsOptions> options, TimeProvider clock) : IConnector
{
    // No conversion action looks back further, and without one invalid clicks still come off.
    private const int LongestLookback = 90;
    private const int ShortestLookback = 7;

    public string Kind => Source.GoogleAds;

    public async Task ReadAsync(RunContext run, CancellationToken ct)
    {
        var settings = GoogleAdsSettings.Parse(run.Source.Settings);
        var (today, zone) = await TodayAsync(run, ct);
        var lookback = await ReadConversionActionsAsync(run, ct);
        await ReadCampaignsAsync(run, ct);

        // After a silence the past has had as much longer to change.
        var silence = today.DayNumber - (await run.LastPublishedAtAsync(ct) is { } last ? DayOf(last, zone) : today).DayNumber;
        var days = run.IsFull ? Days.All(today) : Days.Last(lookback + silence, today);
        var read = await ReadDaysAsync(run, new StreamPlan(GoogleAdsRows.CampaignDays, 2, "Campaigns by day", "google-campaign-day", IsSweep: false, Detail: days),
            GoogleAdsQueries.CampaignDays, GoogleAdsRows.CampaignDay, ct);
        if (settings.Details)
        {
            await ReadDaysAsync(run, new StreamPlan(GoogleAdsRows.AdGroupDays, 3, "Ad groups by day", "google-ad-group-day", IsSweep: false, Detail: read),
                GoogleAdsQueries.AdGroupDays, GoogleAdsRows.AdGroupDay, ct);
            await ReadDaysAsync(run, new StreamPlan(GoogleAdsRows.KeywordDays, 4, "Keywords by day", "google-keyword-day", IsSweep: false, Detail: read),
                GoogleAdsQueries.KeywordDays, GoogleAdsRows.KeywordDay, ct);
        }

        await ReadTotalsAsync(run, read, today, ct);
        await ReadClicksAsync(run, run.IsFull ? settings.ClickDays : Math.Min(settings.ClickDays, settings.ClickDaysAgain + silence), today, ct);
    }

    /// <summary>The vendor sends no news of its own; what changed is found by reading again.</summary>
    public Task SubscribeAsync(Source source, Uri publicAddress, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The day it is in the account. Its money has to be the organisation's: sums over two currencies mean nothing.</summary>
    private async Task<(DateOnly Today, TimeZoneInfo Zone)> TodayAsync(RunContext run, CancellationToken ct)
    {
        var account = (await client.ListAsync(run.Source.Account, GoogleAdsQueries.Account, ct)).Single();
        var currency = GoogleAdsRows.Text(account, "customer", "currencyCode");
        if (currency != run.Source.Currency)
        {
            throw new VendorFailureException(new VendorFailure(FailureKind.Decisive, $"The Google Ads account counts in {currency}, the organisation in {run.Source.Currency}.",
                "Connect an account in the organisation's currency, or leave its spend to the board."));
        }

        var zone = GoogleAdsRows.Text(account, "customer", "timeZone") is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known) ? known : run.Source.Zone;
        return (DayOf(clock.GetUtcNow(), zone), zone);
    }

    /// <returns>How many days back a click may still get a conversion: the longest look-back of the actions that are enabled.</returns>
    private async Task<int> ReadConversionActionsAsync(RunContext run, CancellationToken ct)
    {
        var checkpoint = await run.OpenAsync(new StreamPlan(GoogleAdsRows.ConversionActions, 0, "Conversion actions", null, IsSweep: true), ct);
        var actions = await client.ListAsync(run.Source.Account, GoogleAdsQueries.ConversionActions, ct);
        if (!checkpoint.Done)
        {
            await run.LandAsync([new LandedPage(GoogleAdsRows.ConversionActions, [.. actions.Select(GoogleAdsRows.ConversionAction)], null, Done: true) { RowsExpected = actions.Count }], ct);
        }

        return LookbackOf(actions);
    }

    internal static int LookbackOf(IEnumerable<JsonElement> actions) => actions
        .Where(action => GoogleAdsRows.Text(action, "conversionAction", "status") == "ENABLED")
        .Select(action => int.TryParse(GoogleAdsRows.Text(action, "conversionAction", "clickThroughLookbackWindowDays"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0)
        .Append(ShortestLookback).Select(days => Math.Min(days, LongestLookback)).Max();

    private async Task ReadCampaignsAsync(RunContext run, CancellationToken ct)
    {
        if ((await run.OpenAsync(new StreamPlan(GoogleAdsRows.Campaigns, 1, "Campaigns", "google-campaign", IsSweep: false), ct)).Done)
        {
            return;
        }

        var campaigns = await client.ListAsync(run.Source.Account, GoogleAdsQueries.Campaigns, ct);
        await run.LandAsync([new LandedPage(GoogleAdsRows.Campaigns, [.. campaigns.Select(GoogleAdsRows.Campaign)], null, Done: true) { RowsExpected = campaigns.Count }], ct);
    }

    /// <returns>The days that were read: those of the attempt that began it.</returns>
    private async Task<Days> ReadDaysAsync(RunContext run, StreamPlan plan, Func<Days, string> ask, Func<JsonElement, LandedRow> row, CancellationToken ct)
    {
        var checkpoint = await run.OpenAsync(plan, ct);
        var all = checkpoint.DetailAs<Days>()!;
        if (checkpoint.Done)
        {
            return all;
        }

        var counted = checkpoint.RowsExpected ?? 0;
        var cursor = checkpoint.Cursor;
        foreach (var piece in all.After(DayOf(cursor), options.Value.DaysPerRequest))
        {
            // A chunk is landed when the next one comes in, so that the last one moves the checkpoint with it.
            IReadOnlyList<LandedRow> held = [];
            counted += await client.SearchAsync(run.Source.Account, ask(piece), async chunk =>
            {
                if (held.Count > 0)
                {
                    await run.LandAsync([new LandedPage(plan.Stream, held, cursor, Done: false)], ct);
                }

                held = [.. chunk.Select(row)];
            }, ct);
            cursor = piece.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await run.LandAsync([new LandedPage(plan.Stream, held, cursor, Done: piece.To == all.To) { RowsExpected = counted }], ct);
        }

        return all;
    }

    /// <summary>The vendor's own sums of the days that are over. Today's go on growing while they are asked for.</summary>
    private async Task ReadTotalsAsync(RunContext run, Days days, DateOnly today, CancellationToken ct)
    {
        var over = days with { To = days.To < today ? days.To : today.AddDays(-1) };
        var checkpoint = await run.OpenAsync(new StreamPlan(GoogleAdsRows.Totals, 5, "Sums of the vendor", null, IsSweep: false), ct);
        if (checkpoint.Done)
        {
            return;
        }

        var totals = await client.ListAsync(run.Source.Account, GoogleAdsQueries.Totals(over), ct);
        await run.LandAsync([new LandedPage(GoogleAdsRows.Totals, [], null, Done: true) { Detail = new VendorTotals(over.From, over.To, [.. totals.Select(GoogleAdsRows.Total)]) }], ct);
    }

    private async Task ReadClicksAsync(RunContext run, int clickDays, DateOnly today, CancellationToken ct)
    {
        if (clickDays <= 0)
        {
            return;
        }

        var checkpoint = await run.OpenAsync(new StreamPlan(GoogleAdsRows.Clicks, 6, "Clicks", "google-click", IsSweep: false,
            Detail: Days.Last(Math.Min(clickDays, GoogleAdsSettings.MostClickDays) - 1, today)), ct);
        var all = checkpoint.DetailAs<Days>()!;
        var counted = checkpoint.RowsExpected ?? 0;
        if (checkpoint.Done)
        {
            return;
        }

        foreach (var day in all.After(DayOf(checkpoint.Cursor), 1).Select(piece => piece.From))
        {
            var clicks = (await client.ListAsync(run.Source.Account, GoogleAdsQueries.Clicks(day), ct)).Select(GoogleAdsRows.Click).OfType<LandedRow>().ToList();
            counted += clicks.Count;
            await run.LandAsync(
                [new LandedPage(GoogleAdsRows.Clicks, clicks, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Done: day == all.To) { RowsExpected = counted }], ct);
        }
    }

    private static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    private static DateOnly? DayOf(string? cursor) => cursor is null ? null : DateOnly.ParseExact(cursor, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
