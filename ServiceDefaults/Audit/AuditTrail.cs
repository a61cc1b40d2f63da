using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// What a handler adds to the event of its request. Every request of a signed-in caller leaves its event without it; a write says here what it
/// changed. Never names, addresses or secrets: changes are kept when the person is forgotten.
/// </summary>
public sealed class AuditTrail(AuditStore store, IHttpContextAccessor request, TimeProvider clock)
{
    private readonly List<AuditSubject> subjects = [];
    private readonly List<AuditChange> changes = [];

    internal IReadOnlyList<AuditSubject> Subjects => subjects;

    internal IReadOnlyList<AuditChange> Changes => changes;

    internal AuditActor? Actor { get; private set; }

    /// <summary>The event was written in the handler's transaction and says this status.</summary>
    internal int? WrittenStatus { get; private set; }

    /// <summary>The request is about this, besides what its route names.</summary>
    public void About(string kind, string id) => subjects.Add(new AuditSubject(kind, id));

    /// <param name="kind">The business's word: "membership", "credential".</param>
    /// <param name="id">Which one.</param>
    /// <param name="before">What it was, as JSON writes it; null when it is new.</param>
    /// <param name="after">What it is now; null when it is gone.</param>
    public void Changed(string kind, string id, object? before, object? after)
    {
        changes.Add(new AuditChange(kind, id, before, after));
        About(kind, id);
    }

    /// <summary>For an endpoint that anybody may call and that finds out who it was: signing in, accepting an invitation.</summary>
    public void ActedAs(AuditActor actor) => Actor = actor;

    /// <summary>
    /// Writes the event with the data it speaks of: both are there or neither. The connection must be in the caller's organisation. Without this
    /// call the event is written when the handler is done.
    /// </summary>
    /// <param name="transaction">The handler's own, not committed yet.</param>
    /// <param name="status">What the handler is about to answer. Should the answer be a failure after all, a second event says so.</param>
    /// <param name="ct">The request's.</param>
    public async Task WriteAsync(NpgsqlTransaction transaction, int status, CancellationToken ct)
    {
        var http = request.HttpContext ?? throw new InvalidOperationException("There is no request here, so there is no event to write.");
        var actor = Actor ?? AuditActor.Of(http.User) ?? throw new InvalidOperationException("Nobody is signed in: say who acted with ActedAs first.");
        await AuditStore.WriteAsync(AuditEvent.Of(http, actor, store.Service, status, this, clock.GetUtcNow()), transaction, ct);
        WrittenStatus = status;
    }
}
