using System.Text.Json;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Live;

/// <summary>Something an open page wants to know.</summary>
/// <param name="Name">The event's name in the stream: run-progressed.</param>
/// <param name="Data">The message as JSON, on one line.</param>
/// <param name="Role">The least role that hears all of it.</param>
/// <param name="ForAgents">What an agent hears instead; null is nothing. Runs speak of everybody's deals and costs, which are not for agents.</param>
internal sealed record LiveEvent(Guid OrgId, string Name, string Data, string Role, string? ForAgents = null)
{
    // Whoever sees the company's figures sees the runs behind them; what a source's columns are called is for those who decide on it. That a source
    // is fresh, anybody may know.
    public static LiveEvent? Of(object message, JsonSerializerOptions json) => message switch
    {
        RunProgressed m => new(m.OrgId, "run-progressed", JsonSerializer.Serialize(m, json), Roles.Viewer),
        RunPublished m => new(m.OrgId, "run-published", JsonSerializer.Serialize(m, json), Roles.Viewer,
            JsonSerializer.Serialize(new { m.SourceId, m.Source, m.PublishedAt }, json)),
        RunFailed m => new(m.OrgId, "run-failed", JsonSerializer.Serialize(m, json), Roles.Viewer),
        FiguresRefreshed m => new(m.OrgId, "figures-refreshed", JsonSerializer.Serialize(m, json), Roles.Viewer, JsonSerializer.Serialize(m, json)),
        DriftFound m => new(m.OrgId, "drift-found", JsonSerializer.Serialize(m, json), Roles.Manager),
        EnquiriesJudged m => new(m.OrgId, "enquiries", JsonSerializer.Serialize(new { m.OrgId, enquiries = m.EnquiryIds.Count }, json), Roles.Viewer),
        ReplayProgressed m => new(m.OrgId, "replay", JsonSerializer.Serialize(m, json), Roles.Viewer),
        BatchProgressed m => new(m.OrgId, "batch", JsonSerializer.Serialize(m, json), Roles.Viewer),
        // An id and how far it is say nothing of what is in the document; whose it is, the service knows when it is asked.
        DocumentProgressed m => new(m.OrgId, "document", JsonSerializer.Serialize(m, json), Roles.Viewer, JsonSerializer.Serialize(m, json)),
        // How quick the way is says nothing of what came along it.
        LagMeasured m => new(m.OrgId, "lag", JsonSerializer.Serialize(m, json), Roles.Viewer, JsonSerializer.Serialize(m, json)),
        _ => null,
    };

    /// <returns>What the role hears of it, or null.</returns>
    public string? DataFor(string role) => role == Roles.Agent ? ForAgents : Rank(role) >= Rank(Role) ? Data : null;

    // An unknown role hears nothing.
    private static int Rank(string role) => role switch { Roles.Viewer => 1, Roles.Manager => 2, Roles.Admin => 3, _ => 0 };
}
