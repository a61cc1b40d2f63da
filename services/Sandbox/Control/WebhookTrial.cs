using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Teg.Platform.Sandbox.Calendly;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Monday;
using Teg.Platform.Sandbox.SignNow;
using Teg.Platform.Sandbox.Webhooks;

namespace Teg.Platform.Sandbox.Control;

/// <summary>A notification to be sent once, now, properly signed or on purpose not.</summary>
public sealed record TrialWebhook
{
    [Required, Url, MaxLength(2000)]
    public required string Url { get; init; }

    /// <summary>Monday: the item it is about (the last one on New Leads when left out). Calendly: the event's id (the last booked one). SignNow: the document's id.</summary>
    [MaxLength(100)]
    public string? About { get; init; }

    /// <summary>Monday: the column that changed; a creation when left out.</summary>
    [MaxLength(100)]
    public string? ColumnId { get; init; }

    /// <summary>Calendly: <c>invitee.created</c> or another of its events.</summary>
    [MaxLength(100)]
    public string Event { get; init; } = "invitee.created";

    /// <summary>Monday's signing secret or Calendly's signing key; unsigned when left out.</summary>
    [MaxLength(500)]
    public string? Secret { get; init; }

    /// <summary>How long ago it says it was signed.</summary>
    [Range(0, 1_000_000)]
    public int AgeSeconds { get; init; }

    /// <summary>Changes a byte of the body after signing.</summary>
    public bool Tampered { get; init; }
}

internal sealed record TrialAnswer(int Status, string Body, string Sent, string? Signature);

/// <summary>Sends single notifications and shows what the receiver said.</summary>
internal sealed class WebhookTrial(SandboxState state, CalendlyEvents events, IHttpClientFactory http, TimeProvider clock)
{
    public Task<TrialAnswer> MondayAsync(TrialWebhook trial, CancellationToken ct)
    {
        var account = state.Current.Monday;
        var leads = account.Boards.First(board => board.Id == Monday.Boards.WorldBoards.NewLeads);
        var content = account.ContentOf(leads, state.Now);
        var item = long.TryParse(trial.About, CultureInfo.InvariantCulture, out var id)
            ? account.Find(id, state.Now) ?? throw new ValidationException($"There is no item {id}.")
            : account.Snapshot(leads, content.At(content.CountAt(state.Now) - 1), state.Now);
        var slot = trial.ColumnId is null ? (int?)null : item.Board.SlotOf(trial.ColumnId);
        if (slot < 0)
        {
            throw new ValidationException($"There is no column {trial.ColumnId} on that board.");
        }

        var signature = trial.Secret is null ? null : MondayHooks.Token(trial.Secret, trial.Url, clock.GetUtcNow().AddSeconds(-trial.AgeSeconds));
        return SendAsync(trial, MondayHooks.Sample(item, slot, state.Now), "Authorization", signature, ct);
    }

    public Task<TrialAnswer> CalendlyAsync(TrialWebhook trial, string publicBase, CancellationToken ct)
    {
        var now = state.Now;
        var one = trial.About is null ? events.BookedBy(now).MaxBy(booked => booked.Event.BookedAt)! : events.Find(trial.About, now);
        var json = new CalendlyJson(publicBase, now);
        var payload = json.Invitee(one);
        payload["scheduled_event"] = json.Event(one);
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            @event = trial.Event,
            created_at = CalendlyJson.Time(now),
            created_by = json.UserUri(CalendlyDirectory.Owner.Id),
            payload,
        });
        var signature = trial.Secret is null ? null : CalendlyHooks.Signature(trial.Secret, clock.GetUtcNow().AddSeconds(-trial.AgeSeconds), body);
        return SendAsync(trial, body, "Calendly-Webhook-Signature", signature, ct);
    }

    public Task<TrialAnswer> SignNowAsync(TrialWebhook trial, CancellationToken ct)
    {
        var document = state.Current.SignNow.Find(trial.About ?? "") ?? throw new ValidationException($"There is no document {trial.About}.");
        var body = SignNowHooks.Body(trial.Event, document, trial.Url, state.Now.AddSeconds(-trial.AgeSeconds), null);
        return SendAsync(trial, body, "X-SignNow-Signature", trial.Secret is null ? null : SignNowHooks.Signature(trial.Secret, body), ct);
    }

    private async Task<TrialAnswer> SendAsync(TrialWebhook trial, byte[] body, string header, string? signature, CancellationToken ct)
    {
        if (trial.Tampered)
        {
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body) + " ");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, trial.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation(header, signature);
        }

        try
        {
            using var response = await http.CreateClient(WebhookSender.Client).SendAsync(request, ct);
            return new TrialAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct), Encoding.UTF8.GetString(body), signature);
        }
        catch (HttpRequestException refused)
        {
            throw new ValidationException($"{trial.Url} does not answer: {refused.Message}", refused);
        }
    }
}
