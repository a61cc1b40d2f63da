using System.Text.Json;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Live;

/// <summary>Something an open page wants to know.</summary>
/// <param name="Name">The event's name in the stream: run-progressed.</param>
/// <param name="Data">The message as JSON, on one line.</param>
/// <param name="Role">The least role that hears of it, or <see cref="Roles.CompanyFigures"/> for what every role but the agent's may know.</param>
internal sealed record LiveEvent(Guid OrgId, string Name, string Data, string Role)
{
    // Every role sees figures and the runs behind them; what a source's columns are called is for those who decide on it.
    public static LiveEvent? Of(object message, JsonSerializerOptions json) => message switch
    {
        RunProgressed m => new(m.OrgId, "run-progressed", JsonSerializer.Serialize(m, json), Roles.Viewer),
        RunPublished m => new(m.OrgId, "run-published", JsonSerializer.Serialize(m, json), Roles.Viewer),
        RunFailed m => new(m.OrgId, "run-failed", JsonSerializer.Serialize(m, json), Roles.Viewer),
        FiguresRefreshed m => new(m.OrgId, "figures-refreshed", JsonSerializer.Serialize(m, json), Roles.Viewer),
        DriftFound m => new(m.OrgId, "drift-found", JsonSerializer.Serialize(m, json), Roles.Manager),
        EnquiriesJudged m => new(m.OrgId, "enquiries", JsonSerializer.Serialize(new { m.OrgId, enquiries = m.EnquiryIds.Count }, json), Roles.CompanyFigures),
        ReplayProgressed m => new(m.OrgId, "replay", JsonSerializer.Serialize(m, json), Roles.CompanyFigures),
        BatchProgressed m => new(m.OrgId, "batch", JsonSerializer.Serialize(m, json), Roles.CompanyFigures),
        _ => null,
    };

    public bool IsFor(string role) => Role == Roles.CompanyFigures ? role is Roles.Viewer or Roles.Manager or Roles.Admin : Rank(role) >= Rank(Role);

    // An unknown role hears nothing.
    private static int Rank(string role) => role switch { Roles.Viewer => 1, Roles.Agent => 2, Roles.Manager => 3, Roles.Admin => 4, _ => 0 };
}
