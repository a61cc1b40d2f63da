using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>How a route is asked about a firm's own data; harmless to ask, or the firm is the test's own.</summary>
internal sealed record Example
{
    /// <summary>Values of the {placeholders} in the path.</summary>
    public Dictionary<string, string> Path { get; init; } = [];

    public string Query { get; init; } = "";

    /// <summary>Sent as JSON.</summary>
    public object? Body { get; init; }

    /// <summary>Sent as it is, as application/json: for bodies whose bytes are signed.</summary>
    public string? Raw { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>What somebody who may ask is answered; several where it depends on who asks. A business refusal proves the way in as well as success does.</summary>
    public int[] Answers { get; init; } = [200];

    /// <summary>Ends the session it is asked with, or the person's others: everybody asks with a new one.</summary>
    public bool EndsSession { get; init; }

    /// <summary>The answer says nothing of the firm, so nothing of it can be looked for.</summary>
    public bool Silent { get; init; }
}

/// <summary>The one catalogue of example values. A new route needs one line here and one row in docs/roles.md.</summary>
internal static class RouteExamples
{
    private static readonly Example Plain = new();

    /// <summary>By service and operation: how a person of the firm asks.</summary>
    private static readonly Dictionary<string, Func<Firm, Example>> Own = new(StringComparer.Ordinal)
    {
        ["accounts.GetSigningKeys"] = _ => new() { Silent = true },
        ["accounts.SignIn"] = firm => new() { Body = new { email = firm.People["Viewer"].Email, password = Firm.Password } },
        ["accounts.RefreshSession"] = _ => new() { Body = new { refreshToken = "not one of ours" }, Answers = [401], Silent = true },
        ["accounts.GetCurrentSession"] = _ => Plain,
        ["accounts.SignOut"] = _ => new() { Answers = [204], EndsSession = true },
        ["accounts.GetCurrentOrganisation"] = _ => Plain,

        ["analytics.GetFilters"] = _ => Plain,
        ["analytics.GetAdsDashboard"] = _ => new() { Silent = true },
        ["analytics.GetAdsDays"] = _ => new() { Silent = true },
        ["analytics.GetAdsCampaigns"] = _ => Plain,
        ["analytics.ExportAdsCampaigns"] = _ => Plain,
        ["analytics.GetSalesDashboard"] = _ => Plain,
        ["analytics.GetDeals"] = _ => Plain,
        ["analytics.ExportDeals"] = _ => Plain,

        ["gateway.ListenToEvents"] = _ => new() { Silent = true },
        ["gateway.GetSession"] = _ => Plain,
        ["gateway.SignIn"] = firm => new() { Body = new { email = firm.People["Viewer"].Email, password = Firm.Password }, EndsSession = true },
        ["gateway.SignOut"] = _ => new() { Answers = [204], EndsSession = true },

        ["sync.IsFilled"] = _ => new() { Silent = true },
        ["sync.ListSources"] = _ => Plain,
        ["sync.StartRun"] = firm => new() { Path = { ["id"] = $"{firm.Monday}" }, Body = new { mode = "full" }, Answers = [409] },
        ["sync.ListRuns"] = firm => new() { Query = $"?source={firm.Monday}" },
        ["sync.GetRun"] = firm => new() { Path = { ["id"] = $"{firm.Run}" } },
        ["sync.ListDrift"] = _ => Plain,
        ["sync.AcceptDrift"] = firm => new() { Path = { ["id"] = $"{firm.OpenDrift}" }, Answers = [409] },
        ["sync.DismissDrift"] = firm => new() { Path = { ["id"] = $"{firm.DecidedDrift}" }, Answers = [409] },
        ["sync.ListBoards"] = _ => Plain,
        ["sync.ListBoardItems"] = firm => new() { Path = { ["id"] = firm.Board } },
        ["sync.ReceiveMondayWebhook"] = firm => new() { Path = { ["orgId"] = $"{firm.Id}", ["token"] = firm.MondaySecret }, Body = new { challenge = "hello" } },
        ["sync.ReceiveCalendlyWebhook"] = firm => Calendly(firm.Id, firm.Calendly, firm.CalendlySecret),
    };

    /// <summary>
    /// How somebody of another firm tries; without an entry, as the firm's own people ask. An answer is expected where the attempt is not about an id
    /// in the path: with one, it is 403 or 404.
    /// </summary>
    private static readonly Dictionary<string, Func<Firm, Firm, Example[]>> Foreign = new(StringComparer.Ordinal)
    {
        ["accounts.SignIn"] = (firm, _) => [new() { Body = new { email = firm.People["Viewer"].Email, password = "a guess that is wrong" }, Answers = [401] }],
        ["analytics.GetAdsDashboard"] = (firm, _) => [new() { Query = $"?campaign={firm.Campaign}&channel=google-ads" }],
        ["analytics.GetAdsDays"] = (firm, _) => [new() { Query = $"?campaign={firm.Campaign}&channel=google-ads&{LastMonth}" }],
        ["analytics.GetAdsCampaigns"] = (firm, _) => [Plain, new() { Query = $"?campaign={firm.Campaign}" }],
        ["analytics.ExportAdsCampaigns"] = (firm, _) => [Plain, new() { Query = $"?campaign={firm.Campaign}" }],
        ["analytics.GetSalesDashboard"] = (firm, _) => [Plain, new() { Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }],
        ["analytics.GetDeals"] = (firm, _) => [Plain, new() { Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }, new() { Query = $"?after={Cursor(new { Day = "2100-01-01", Id = firm.Deal })}" }],
        ["analytics.ExportDeals"] = (firm, _) => [Plain, new() { Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }],
        ["gateway.SignIn"] = (firm, _) => [new() { Body = new { email = firm.People["Viewer"].Email, password = "a guess that is wrong" }, Answers = [401], EndsSession = true }],
        ["sync.ListRuns"] = (firm, _) => [new() { Query = $"?source={firm.Monday}" }, new() { Query = $"?after={Guid.AllBitsSet}" }],
        ["sync.ListDrift"] = (_, _) => [Plain, new() { Query = "?status=dismissed" }, new() { Query = $"?after={Guid.AllBitsSet}" }],
        ["sync.ListBoards"] = (_, _) => [Plain, new() { Query = "?after=a" }],
        ["sync.ReceiveMondayWebhook"] = (firm, other) =>
            [new() { Path = { ["orgId"] = $"{firm.Id}", ["token"] = other.MondaySecret }, Body = new { challenge = "hello" } }],
        ["sync.ReceiveCalendlyWebhook"] = (firm, other) =>
        [
            Calendly(firm.Id, other.Calendly, other.CalendlySecret),
            Calendly(other.Id, firm.Calendly, other.CalendlySecret),
            Calendly(firm.Id, firm.Calendly, other.CalendlySecret) with { Answers = [401] },
        ],
    };

    private static string LastMonth => string.Create(
        CultureInfo.InvariantCulture, $"from={DateTime.UtcNow.AddDays(-30):yyyy-MM-dd}&to={DateTime.UtcNow:yyyy-MM-dd}");

    public static IEnumerable<string> Known => Own.Keys;

    public static Example Of(Route route, Firm firm) => Own.TryGetValue(KeyOf(route), out var example)
        ? example(firm)
        : throw new InvalidOperationException($"{KeyOf(route)} ({route.Method} {route.Path}) has no example. Add a line to RouteExamples.");

    /// <summary>Every way in which somebody of the other firm asks about the firm.</summary>
    public static Example[] Attempts(Route route, Firm firm, Firm other) =>
        Foreign.TryGetValue(KeyOf(route), out var attempts) ? attempts(firm, other) : [Of(route, firm)];

    public static string KeyOf(Route route) => $"{route.Service}.{route.Operation}";

    private static Example Calendly(Guid orgId, Guid sourceId, string secret)
    {
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Example
        {
            Path = { ["orgId"] = $"{orgId}", ["sourceId"] = $"{sourceId}" },
            Raw = "{}",
            Headers = { ["Calendly-Webhook-Signature"] = $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{{}}")))}" },
            Silent = true,
        };
    }

    private static string Cursor(object key) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(key));
}
