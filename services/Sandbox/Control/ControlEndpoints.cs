using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Sandbox.Calendly;
using Teg.Platform.Sandbox.Google;
using Teg.Platform.Sandbox.GoogleAds;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Mail;
using Teg.Platform.Sandbox.Monday;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.OpenAI;
using Teg.Platform.Sandbox.Push;
using Teg.Platform.Sandbox.SignNow;
using Teg.Platform.Sandbox.Traffic;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Control;

/// <summary>The hand of the tester under <c>/__sandbox</c>; docs/sandbox.md tells it by example.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/__sandbox").WithTags("Control").WithMetadata(new OnVendor(Vendor.Control)).AddEndpointFilter(SayWhy);

        control.MapGet("/", GetState);
        control.MapPost("/reset", Reset);
        control.MapPost("/seed", Reset);
        control.MapPost("/clock", SetClock);
        control.MapGet("/faults", static (FaultQueue faults) => faults.Waiting);
        control.MapPost("/faults", AddFault);
        control.MapDelete("/faults", ClearFaults);
        control.MapGet("/requests", ListRequests);
        control.MapDelete("/requests", ClearRequests);
        control.MapPost("/events", static (WorldEvent wanted, WorldEvents events) => events.Happen(wanted));
        control.MapPost("/webhooks/monday", static (TrialWebhook trial, WebhookTrial trials, CancellationToken ct) => trials.MondayAsync(trial, ct));
        control.MapPost("/webhooks/calendly", static (TrialWebhook trial, WebhookTrial trials, CancellationToken ct) =>
            trials.CalendlyAsync(trial, "https://api.calendly.com", ct));
        control.MapPost("/webhooks/signnow", static (TrialWebhook trial, WebhookTrial trials, CancellationToken ct) => trials.SignNowAsync(trial, ct));
        control.MapGet("/mail", static (Mailbox mails, string? to, int limit = 50) => mails.To(to).Take(Math.Clamp(limit, 1, 500)).ToList());
        control.MapDelete("/mail", ClearMail);
        control.MapPost("/push", static (PushTrial trial, PushDesk desk, HttpContext http) => desk.Subscribe(trial.PlatformKey, new Uri($"{http.Request.Scheme}://{http.Request.Host}")));
        control.MapGet("/push", static (PushDesk desk, string? browser) => desk.MessagesTo(browser));
        control.MapPut("/push/{id}", OrderPushRefusal);
        control.MapDelete("/push/{id}", EndPush);
        control.MapPost("/boards", AddBoard);
        control.MapPut("/boards/{boardId:long}/columns/{column}", ChangeColumn);
        control.MapDelete("/boards/{boardId:long}/columns/{column}", RemoveColumn);
        control.MapPut("/limits/monday", SetMondayLimits);
        control.MapPut("/limits/calendly", SetCalendlyLimits);
        control.MapPut("/limits/openai", SetOpenAiLimits);
        control.MapPut("/limits/signnow", SetSignNowLimits);
        control.MapPut("/limits/google", SetGoogleLimits);
        control.MapPut("/limits/google-ads", SetGoogleAdsLimits);
        control.MapSignNowControl();
        control.MapGet("/google/key", static (GoogleKeys keys) => keys.OwnKeyFile(GoogleKeys.GoogleTokenAddress));
        control.MapDelete("/google/tokens", RevokeTokens);
        control.MapDelete("/google-ads/tokens", RevokeAdsTokens);
    }

    private static async ValueTask<object?> SayWhy(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ValidationException refused)
        {
            return TypedResults.Problem(statusCode: 400, title: refused.Message, type: "not-possible");
        }
        catch (CalendlyException refused)
        {
            return TypedResults.Problem(statusCode: refused.Status, title: refused.Message, type: "not-possible");
        }
    }

    private static StateAnswer GetState(SandboxState state, FaultQueue faults)
    {
        var now = state.Now;
        var world = state.Current.World;
        var facts = world.At(now);
        var (frozenAt, ahead) = state.Clock.Setting;
        return new StateAnswer(
            world.Seed, world.Anchor, now, frozenAt, ahead, facts.AdRows.Count(row => row.CreatedAt <= now), facts.Leads.Count(lead => lead.ReceivedAt <= now),
            facts.Calls.Sum(call => call.Events.Count(one => one.BookedAt <= now)), facts.Deals.Count(deal => deal.ProposedAt <= now), faults.Waiting.Count,
            state.Current.MondayHooks.Count, state.Current.Subscriptions.Count);
    }

    private static StateAnswer Reset(
        ResetRequest? request, SandboxState state, FaultQueue faults, RequestLog log, MondayApi monday, MondayLimits mondayLimits, CalendlyLimits calendly,
        OpenAiLimits openAi, SignNowLimits signNow, GoogleLimits google, GoogleAdsLimits googleAds)
    {
        state.Reset(request?.Seed, request?.Anchor);
        faults.Clear();
        log.Clear();
        monday.ForgetSpending();
        mondayLimits.Reset();
        calendly.Reset();
        openAi.Reset();
        signNow.Reset();
        google.Reset();
        googleAds.Reset();
        return GetState(state, faults);
    }

    private static Results<Ok<ClockAnswer>, ProblemHttpResult> SetClock(ClockRequest request, SandboxState state)
    {
        var (frozenAt, ahead) = state.Clock.Setting;
        var advance = TimeSpan.FromSeconds(request.AdvanceSeconds ?? 0);
        var frozen = request switch
        {
            { Release: true } => null,
            { Frozen: { } at } => at + advance,
            { Freeze: true } => state.Now + advance,
            _ => frozenAt + advance,
        };
        var newAhead = request.Release ? TimeSpan.Zero : frozen is null ? ahead + advance : ahead;
        if ((frozen ?? state.Now) < California.StartOf(state.Current.World.Start))
        {
            return TypedResults.Problem(statusCode: 400, title: $"The world begins on {state.Current.World.Start:yyyy-MM-dd}.", type: "before-the-world");
        }

        state.Record(new ClockSet(state.Now, frozen?.ToUniversalTime(), newAhead));
        return TypedResults.Ok(new ClockAnswer(state.Now, frozen, newAhead));
    }

    private static Created<Fault> AddFault(Fault fault, FaultQueue faults)
    {
        faults.Add(fault);
        return TypedResults.Created("/__sandbox/faults", fault);
    }

    private static NoContent ClearFaults(FaultQueue faults)
    {
        faults.Clear();
        return TypedResults.NoContent();
    }

    private static IReadOnlyList<RecordedRequest> ListRequests(RequestLog log, string? vendor, string? containing, int limit = 100) =>
        log.Recent(vendor, containing, Math.Clamp(limit, 1, 1000));

    private static NoContent ClearRequests(RequestLog log)
    {
        log.Clear();
        return TypedResults.NoContent();
    }

    private static NoContent ClearMail(Mailbox mails)
    {
        mails.Clear();
        return TypedResults.NoContent();
    }

    private static Results<NoContent, NotFound> OrderPushRefusal(string id, PushRefusal refusal, PushDesk desk) =>
        desk.Refuse(id, refusal.Status, refusal.RetryAfter) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Results<NoContent, NotFound> EndPush(string id, PushDesk desk) => desk.Unsubscribe(id) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Created<BoardAnswer> AddBoard(BoardRequest request, SandboxState state)
    {
        var id = state.Current.Monday.Boards.Max(board => board.Id) + 1;
        state.Record(new BoardAdded(state.Now, id, request.Name, request.Items));
        return TypedResults.Created((string?)null, new BoardAnswer(id.ToString(CultureInfo.InvariantCulture), request.Name, request.Items));
    }

    private static Results<Ok<BoardColumn>, NotFound> ChangeColumn(long boardId, string column, ColumnRequest request, SandboxState state)
    {
        if (ColumnOf(state, boardId, column) is not { } known)
        {
            return TypedResults.NotFound();
        }

        if (request.Type is { } type && !MondayColumnTypes.Knows(type))
        {
            throw new ValidationException($"There is no column type {type}.");
        }

        state.Record(new ColumnChanged(state.Now, boardId, known.Id, request.Title, request.Type, Removed: false));
        return TypedResults.Ok(ColumnOf(state, boardId, known.Id)!);
    }

    private static Results<NoContent, NotFound> RemoveColumn(long boardId, string column, SandboxState state)
    {
        if (ColumnOf(state, boardId, column) is not { } known)
        {
            return TypedResults.NotFound();
        }

        state.Record(new ColumnChanged(state.Now, boardId, known.Id, null, null, Removed: true));
        return TypedResults.NoContent();
    }

    private static BoardColumn? ColumnOf(SandboxState state, long boardId, string column) =>
        state.Current.Monday.Boards.FirstOrDefault(board => board.Id == boardId)?.Columns.FirstOrDefault(known => known?.Id == column || known?.Title == column);

    private static NoContent SetMondayLimits(MondayLimitsRequest request, MondayLimits limits, MondayApi api)
    {
        limits.ComplexityBudget = request.ComplexityBudget ?? limits.ComplexityBudget;
        limits.MinuteRate = request.MinuteRate ?? limits.MinuteRate;
        limits.Concurrency = request.Concurrency ?? limits.Concurrency;
        limits.ActivityLogDays = request.ActivityLogDays ?? limits.ActivityLogDays;
        api.ForgetSpending();
        return TypedResults.NoContent();
    }

    private static NoContent SetCalendlyLimits(CalendlyLimitsRequest request, CalendlyLimits limits)
    {
        limits.Reset();
        limits.RequestsPerMinute = request.RequestsPerMinute;
        return TypedResults.NoContent();
    }

    private static NoContent SetOpenAiLimits(OpenAiLimitsRequest request, OpenAiLimits limits)
    {
        limits.LatencyMs = request.LatencyMs ?? limits.LatencyMs;
        limits.JitterMs = request.JitterMs ?? limits.JitterMs;
        limits.RequestsPerMinute = request.RequestsPerMinute ?? limits.RequestsPerMinute;
        limits.Gullible = request.Gullible ?? limits.Gullible;
        return TypedResults.NoContent();
    }

    private static NoContent SetSignNowLimits(SignNowLimitsRequest request, SignNowLimits limits)
    {
        limits.Reset();
        limits.RequestsPerHour = request.RequestsPerHour;
        return TypedResults.NoContent();
    }

    private static NoContent SetGoogleLimits(GoogleLimitsRequest request, GoogleLimits limits)
    {
        limits.Forget();
        var now = limits.Now;
        now.SlidesReadsPerMinute = request.SlidesReadsPerMinute ?? now.SlidesReadsPerMinute;
        now.SlidesWritesPerMinute = request.SlidesWritesPerMinute ?? now.SlidesWritesPerMinute;
        now.SheetsReadsPerMinute = request.SheetsReadsPerMinute ?? now.SheetsReadsPerMinute;
        now.SheetsWritesPerMinute = request.SheetsWritesPerMinute ?? now.SheetsWritesPerMinute;
        now.DriveQueriesPerMinute = request.DriveQueriesPerMinute ?? now.DriveQueriesPerMinute;
        now.ExportLimitBytes = request.ExportLimitBytes ?? now.ExportLimitBytes;
        return TypedResults.NoContent();
    }

    private static NoContent SetGoogleAdsLimits(GoogleAdsLimitsRequest request, GoogleAdsLimits limits)
    {
        limits.Forget();
        limits.OperationsPerDay = request.OperationsPerDay ?? limits.OperationsPerDay;
        limits.RequestsPerMinute = request.RequestsPerMinute ?? limits.RequestsPerMinute;
        limits.RowsPerPage = request.RowsPerPage ?? limits.RowsPerPage;
        return TypedResults.NoContent();
    }

    private static NoContent RevokeTokens(GoogleKeys keys)
    {
        keys.Revoke();
        return TypedResults.NoContent();
    }

    private static NoContent RevokeAdsTokens(GoogleAdsTokens tokens)
    {
        tokens.Revoke();
        return TypedResults.NoContent();
    }
}

internal sealed record StateAnswer(
    long Seed, DateOnly Anchor, DateTimeOffset Now, DateTimeOffset? FrozenAt, TimeSpan Ahead, int AdRows, int LeadItems, int CalendlyEvents, int Deals, int Faults,
    int MondayWebhooks, int CalendlySubscriptions);

public sealed record ResetRequest(long? Seed, DateOnly? Anchor);

/// <summary><c>{"frozen":"2026-11-20T18:00:00Z"}</c>, <c>{"freeze":true}</c>, <c>{"advanceSeconds":3600}</c> or <c>{"release":true}</c>.</summary>
public sealed record ClockRequest(DateTimeOffset? Frozen, bool Freeze, bool Release, [property: Range(0, 400 * 86_400)] double? AdvanceSeconds);

internal sealed record ClockAnswer(DateTimeOffset Now, DateTimeOffset? FrozenAt, TimeSpan Ahead);

public sealed record BoardRequest([property: Required, MaxLength(200)] string Name, [property: Range(0, 1_000_000)] int Items);

internal sealed record BoardAnswer(string Id, string Name, int Items);

public sealed record ColumnRequest([property: MaxLength(200)] string? Title, [property: MaxLength(50)] string? Type);

public sealed record MondayLimitsRequest(
    [property: Range(1, int.MaxValue)] int? ComplexityBudget, [property: Range(1, int.MaxValue)] int? MinuteRate, [property: Range(1, int.MaxValue)] int? Concurrency,
    [property: Range(0, 3650)] int? ActivityLogDays);

public sealed record CalendlyLimitsRequest([property: Range(1, int.MaxValue)] int RequestsPerMinute);

public sealed record OpenAiLimitsRequest(
    [property: Range(0, 600_000)] int? LatencyMs, [property: Range(0, 600_000)] int? JitterMs, [property: Range(1, int.MaxValue)] int? RequestsPerMinute, bool? Gullible);

public sealed record SignNowLimitsRequest([property: Range(1, int.MaxValue)] int RequestsPerHour);

public sealed record GoogleLimitsRequest(
    [property: Range(1, int.MaxValue)] int? SlidesReadsPerMinute, [property: Range(1, int.MaxValue)] int? SlidesWritesPerMinute,
    [property: Range(1, int.MaxValue)] int? SheetsReadsPerMinute, [property: Range(1, int.MaxValue)] int? SheetsWritesPerMinute,
    [property: Range(1, int.MaxValue)] int? DriveQueriesPerMinute, [property: Range(1, int.MaxValue)] int? ExportLimitBytes);

public sealed record GoogleAdsLimitsRequest(
    [property: Range(1, int.MaxValue)] int? OperationsPerDay, [property: Range(1, int.MaxValue)] int? RequestsPerMinute, [property: Range(1, 10_000)] int? RowsPerPage);
