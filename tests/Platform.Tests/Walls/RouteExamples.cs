using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>How a route is asked about a firm's own data; harmless to ask, or the firm is the test's own.</summary>
internal sealed record Example
{
    /// <summary>Values of the {placeholders} in the path.</summary>
    public Dictionary<string, string> Path { get; init; } = [];

    /// <summary>The path holds words that mean the same in every organisation, such as a vendor's name, and no ids.</summary>
    public bool Words { get; init; }

    public string Query { get; init; } = "";

    /// <summary>Sent as JSON.</summary>
    public object? Body { get; init; }

    /// <summary>Sent as it is, as application/json: for bodies whose bytes are signed.</summary>
    public string? Raw { get; init; }

    /// <summary>Sent as a form.</summary>
    public Dictionary<string, string>? Form { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>What somebody who may ask is answered; several where it depends on who asks. A business refusal proves the way in as well as success does.</summary>
    public int[] Answers { get; init; } = [200];

    /// <summary>Ends the session it is asked with, or the person's others: everybody asks with a new one.</summary>
    public bool EndsSession { get; init; }

    /// <summary>The answer repeats what was asked, the ids of others included that were tried; their texts must not be in it.</summary>
    public bool Repeats { get; init; }

    /// <summary>The answer says nothing of the firm, so nothing of it can be looked for.</summary>
    public bool Silent { get; init; }
}

/// <summary>The one catalogue of example values. A new route needs one line here and one row in docs/roles.md.</summary>
internal static class RouteExamples
{
    private const string Nobodys = "a-token-that-was-never-given-out";

    private const string LongPassword = "a password of some length";

    // Of AppHost/appsettings.Development.json.
    private const string SignNowSecret = "demo-signnow-webhook-secret";

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
        ["accounts.FinishSignUp"] = _ => new() { Body = new { token = Nobodys, password = LongPassword }, Answers = [410], Silent = true },
        ["accounts.AcceptInvitation"] = _ => new() { Body = new { token = Nobodys, password = LongPassword }, Answers = [410], Silent = true },
        ["accounts.SignInWithSecondFactor"] = _ => new() { Body = new { challenge = Nobodys, code = "000000" }, Answers = [401], Silent = true },
        ["accounts.SwitchOrganisation"] = firm => new() { Body = new { organisationId = firm.Id }, EndsSession = true },
        ["accounts.GetProfile"] = _ => Plain,
        ["accounts.ChangeProfile"] = firm => new() { Body = new { name = $"Somebody of {firm.Tag}" } },
        ["accounts.ChangePassword"] = _ => new() { Body = new { current = Firm.Password, password = "short" }, Answers = [400] },
        ["accounts.SetUpSecondFactor"] = _ => Plain,
        ["accounts.ConfirmSecondFactor"] = _ => new() { Body = new { code = "000000" }, Answers = [409] },
        ["accounts.RenewRecoveryCodes"] = _ => new() { Body = new { password = Firm.Password }, Answers = [409] },
        ["accounts.RemoveSecondFactor"] = _ => new() { Body = new { password = Firm.Password }, Answers = [204], EndsSession = true },
        ["accounts.RemoveLogin"] = _ => new() { Path = { ["provider"] = "google" }, Words = true, Answers = [404] },
        ["accounts.ListOwnSessions"] = _ => new() { Silent = true },
        ["accounts.EndOtherSessions"] = _ => new() { Answers = [204], EndsSession = true },
        ["accounts.EndOwnSession"] = firm => new() { Path = { ["id"] = $"{firm.Session}" }, Answers = [204, 404] },
        ["accounts.GetPush"] = _ => new() { Silent = true },
        ["accounts.SubscribeToPush"] = _ => new() { Body = new { endpoint = "http://push.example/1", publicKey = "BAAA", secret = "AAAA" }, Answers = [400], Silent = true },
        ["accounts.EndPush"] = firm => new() { Path = { ["id"] = $"{firm.Push}" }, Answers = [204, 404] },
        ["accounts.TestPush"] = firm => new() { Path = { ["id"] = $"{firm.Push}" }, Answers = [202, 404] },
        ["accounts.BeginSignUp"] = firm => new()
        {
            Body = new { organisation = "New house", name = "New person", email = $"new@{firm.Tag}.example", timeZone = "America/Los_Angeles", acceptedTerms = true }, Answers = [202, 429],
        },
        ["accounts.OpenSignUp"] = _ => new() { Path = { ["token"] = Nobodys }, Answers = [410], Silent = true },
        ["accounts.BeginPasswordReset"] = firm => new() { Body = new { email = firm.People["Viewer"].Email }, Answers = [202, 429] },
        ["accounts.CompletePasswordReset"] = _ => new() { Body = new { token = Nobodys, password = LongPassword }, Answers = [410] },
        ["accounts.ChangeCurrentOrganisation"] = firm => new() { Body = new { name = $"House of {firm.Tag}" } },
        ["accounts.ListReports"] = _ => Plain,
        ["accounts.SaveReports"] = firm => new() { Body = new { items = new[] { new { title = $"Search of {firm.Tag}", address = "https://lookerstudio.google.com/reporting/0a1b2c3d-search" } } } },
        ["accounts.ListPeople"] = _ => Plain,
        ["accounts.ChangePerson"] = firm => new() { Path = { ["id"] = $"{firm.People["Viewer"].Id}" }, Body = new { role = "Viewer" } },
        ["accounts.RemovePerson"] = firm => new() { Path = { ["id"] = $"{firm.People["Admin"].Id}" }, Answers = [409] },
        ["accounts.ListInvitations"] = _ => Plain,
        ["accounts.InvitePerson"] = firm => new() { Body = new { email = firm.People["Viewer"].Email, role = "Viewer" }, Answers = [409] },
        ["accounts.WithdrawInvitation"] = firm => new() { Path = { ["id"] = $"{firm.WithdrawnInvitation}" }, Answers = [204] },
        ["accounts.SendInvitationAgain"] = firm => new() { Path = { ["id"] = $"{firm.Invitation}" }, Answers = [202] },
        ["accounts.OpenInvitation"] = _ => new() { Path = { ["token"] = Nobodys }, Answers = [410], Silent = true },
        ["accounts.ListAuditEvents"] = _ => new() { Silent = true },
        ["accounts.ExportAuditEvents"] = _ => new() { Silent = true },
        ["accounts.VerifyAudit"] = _ => new() { Silent = true },
        ["accounts.IssueToken"] = firm => new()
        {
            Form = new() { ["grant_type"] = "client_credentials", ["client_id"] = firm.ClientId, ["client_secret"] = "ts_wrong" }, Answers = [401], Silent = true,
        },
        ["accounts.ListExternalProviders"] = _ => new() { Silent = true },
        ["accounts.StartExternalSignIn"] = _ => new() { Path = { ["provider"] = "nobody" }, Answers = [404], Silent = true },
        ["accounts.ListApiClients"] = _ => Plain,
        ["accounts.CreateApiClient"] = firm => new() { Body = new { name = $"Client of {firm.Tag}", role = "Viewer", scopes = new[] { "analytics:read" } }, Answers = [201] },
        ["accounts.ChangeApiClientSecret"] = firm => new() { Path = { ["id"] = $"{firm.ApiClient}" } },
        ["accounts.RevokeApiClient"] = firm => new() { Path = { ["id"] = $"{firm.RevokedClient}" }, Answers = [204] },
        ["accounts.ListSiteKeys"] = _ => Plain,
        ["accounts.CreateSiteKey"] = firm => new() { Body = new { name = $"Site of {firm.Tag}", origins = new[] { "https://www.example.com" } }, Answers = [201] },
        ["accounts.RevokeSiteKey"] = firm => new() { Path = { ["id"] = $"{firm.RevokedSiteKey}" }, Answers = [204] },

        ["accounts.ListViews"] = _ => Plain,
        // Whoever asks first keeps it under the id; asked again it is there, and another person's it is not.
        ["accounts.SaveView"] = _ => View(Guid.CreateVersion7()),
        // The Admin's, shared: others see it and may not change it.
        ["accounts.ChangeView"] = firm => new() { Path = { ["id"] = $"{firm.View}" }, Body = new { name = $"View of {firm.Tag}" }, Answers = [200, 403] },
        ["accounts.DeleteView"] = firm => new() { Path = { ["id"] = $"{firm.DeletedView}" }, Answers = [204, 403, 404] },

        ["accounts.ListPrivacyRequests"] = _ => new() { Silent = true },
        ["accounts.GetPrivacyRequest"] = firm => new() { Path = { ["id"] = $"{firm.PrivacyRequest}" }, Silent = true },
        ["accounts.ExportPerson"] = _ => new() { Body = new { email = "nobody@nowhere.example" }, Silent = true },
        ["accounts.ErasePerson"] = _ => new() { Body = new { email = "nobody@nowhere.example" }, Silent = true },

        ["analytics.ExplainFigure"] = _ => new() { Path = { ["figure"] = "sales.revenue" }, Words = true },
        ["analytics.ListExplainedRows"] = _ => new() { Path = { ["figure"] = "sales.revenue" }, Words = true },
        ["analytics.ExportExplainedRows"] = _ => new() { Path = { ["figure"] = "sales.revenue", ["format"] = "csv" }, Words = true },
        ["analytics.GetFilters"] = _ => Plain,
        ["analytics.GetAdsDashboard"] = _ => new() { Silent = true },
        ["analytics.GetAdsDays"] = _ => new() { Silent = true },
        ["analytics.GetAdsCampaigns"] = _ => Plain,
        ["analytics.ExportAdsCampaigns"] = _ => Plain,
        ["analytics.GetAdsReconciliation"] = _ => Plain,
        ["analytics.ExportAdsReconciliation"] = _ => Plain,
        ["analytics.GetSpendChoice"] = _ => new() { Silent = true },
        ["analytics.SetSpendChoice"] = _ => new() { Body = new { counts = "board" }, Silent = true },
        ["analytics.GetSalesDashboard"] = _ => Plain,
        ["analytics.GetDeals"] = _ => Plain,
        ["analytics.ExportDeals"] = _ => Plain,
        ["analytics.GetNewLeads"] = _ => Plain,
        ["analytics.ListNewLeads"] = _ => Plain,
        ["analytics.ExportNewLeads"] = _ => Plain,
        ["analytics.Search"] = _ => new() { Query = "?text=client" },
        ["analytics.GetCallsDashboard"] = _ => Plain,
        ["analytics.ListCalls"] = _ => Plain,
        ["analytics.ExportCalls"] = _ => Plain,
        ["analytics.GetCall"] = firm => new() { Path = { ["id"] = $"{firm.Call}" } },
        ["analytics.GetTargets"] = _ => new() { Query = "?year=2026", Silent = true },
        ["analytics.SaveTargets"] = _ => new() { Body = new { items = new[] { new { month = "2026-03", revenue = 1000 } } }, Silent = true },
        // The firm's sources, which are named after it.
        ["analytics.GetStanding"] = _ => new() { Query = "?page=calls" },
        // Only the demo organisation has published answers; DemoTruthTests asks as it.
        ["analytics.GetDemoTruth"] = _ => new() { Answers = [404], Silent = true },

        ["qualifier.ListEnquiries"] = _ => Plain,
        ["qualifier.GetEnquiry"] = firm => new() { Path = { ["id"] = $"{firm.Enquiry}" } },
        ["qualifier.ExportDecisions"] = _ => Plain,
        ["qualifier.GetOutcomes"] = _ => Plain,
        ["qualifier.GetRules"] = _ => Plain,
        ["qualifier.ListRuleVersions"] = _ => Plain,
        ["qualifier.SaveRules"] = _ => new() { Body = new { content = Rules, note = "", basedOn = 99 }, Answers = [409] },
        ["qualifier.RestoreRules"] = _ => new() { Path = { ["version"] = "1" }, Words = true, Answers = [409] },
        ["qualifier.PreviewRules"] = _ => new() { Body = new { content = Rules, days = 30 } },
        ["qualifier.ListReplays"] = _ => Plain,
        ["qualifier.StartReplay"] = _ => new() { Body = new { from = "2020-01-01", to = "2020-01-31", content = Rules }, Answers = [409] },
        ["qualifier.EstimateReplay"] = _ => new() { Body = new { from = "2020-01-01", to = "2020-01-31", content = Rules } },
        ["qualifier.GetReplay"] = firm => new() { Path = { ["id"] = $"{firm.Replay}" } },
        ["qualifier.DeleteReplay"] = firm => new() { Path = { ["id"] = $"{firm.DeletedReplay}" }, Answers = [204, 404] },
        ["qualifier.CancelReplay"] = firm => new() { Path = { ["id"] = $"{firm.Replay}" }, Answers = [409] },
        ["qualifier.ListReplayMoves"] = firm => new() { Path = { ["id"] = $"{firm.Replay}" } },
        ["qualifier.ListBatches"] = _ => Plain,
        // No table: refused once it was read.
        ["qualifier.UploadBatch"] = _ => new() { Raw = "{}", Answers = [400] },
        ["qualifier.GetBatch"] = firm => new() { Path = { ["id"] = $"{firm.Batch}" } },
        ["qualifier.DeleteBatch"] = firm => new() { Path = { ["id"] = $"{firm.DeletedBatch}" }, Answers = [204, 404] },
        ["qualifier.CancelBatch"] = firm => new() { Path = { ["id"] = $"{firm.Batch}" }, Answers = [409] },
        ["qualifier.ListBatchErrors"] = firm => new() { Path = { ["id"] = $"{firm.Batch}" } },
        // A workbook is packed: its words cannot be looked for.
        ["qualifier.DownloadBatchResult"] = firm => new() { Path = { ["id"] = $"{firm.Batch}" }, Silent = true },

        ["documents.ListDocuments"] = _ => Plain,
        ["documents.SearchDocuments"] = _ => new() { Query = "?text=deck" },
        // Inputs without anything: refused field by field, once they were looked at.
        ["documents.AskForDocument"] = _ => new() { Body = new { requestKey = "an-example", kind = "deck", inputs = new { } }, Answers = [400] },
        ["documents.PreviewDocument"] = _ => new() { Body = new { kind = "deck", inputs = new { } } },
        ["documents.GetDocument"] = firm => new() { Path = { ["id"] = $"{firm.Document}" } },
        ["documents.DeleteDocument"] = firm => new() { Path = { ["id"] = $"{firm.DeletedDocument}" }, Answers = [204, 404] },
        ["documents.DownloadDocument"] = firm => new() { Path = { ["id"] = $"{firm.Document}", ["format"] = "pdf" } },
        // With the key it was asked for with, it is the same document again.
        ["documents.AskForVersion"] = firm => new() { Path = { ["id"] = $"{firm.Document}" }, Body = new { requestKey = $"{firm.Document}" } },
        ["documents.CancelDocument"] = firm => new() { Path = { ["id"] = $"{firm.Document}" }, Answers = [409] },
        ["documents.CompareDocuments"] = firm => new() { Path = { ["id"] = $"{firm.Document}" }, Query = $"?with={firm.Document}" },
        ["documents.GetTemplates"] = _ => Plain,
        ["documents.ListClients"] = _ => Plain,
        ["documents.GetDefaults"] = _ => new() { Query = "?kind=workbook" },
        ["documents.GetPrices"] = _ => Plain,
        ["documents.SavePrices"] = _ => new() { Body = new { basedOn = 99, content = new { } }, Answers = [400] },
        ["documents.ListPriceVersions"] = _ => Plain,
        ["documents.ListImages"] = _ => Plain,
        // No picture: refused once it was read.
        ["documents.UploadImage"] = _ => new() { Raw = "{}", Answers = [400] },
        ["documents.DownloadImage"] = firm => new() { Path = { ["id"] = $"{firm.Image}" } },
        ["documents.GetSignature"] = firm => new() { Path = { ["id"] = $"{firm.Document}" } },
        // It is a deck, and everybody has signed it: nothing is sent.
        ["documents.SendForSignature"] = firm => new()
        {
            Path = { ["id"] = $"{firm.Document}" }, Body = new { signers = new[] { new { role = "Client", name = "Somebody", email = "somebody@nowhere.example" } } }, Answers = [409],
        },
        ["documents.VoidSignature"] = firm => new() { Path = { ["id"] = $"{firm.Document}" }, Body = new { reason = "An example." }, Answers = [409] },
        ["documents.ResendForSignature"] = firm => new() { Path = { ["id"] = $"{firm.Document}" }, Body = new { }, Answers = [409] },
        ["documents.ReceiveSignNowWebhook"] = firm => SignNow(firm.Id, SignNowSecret),
        // Drive is the Sandbox's, the same for every firm.
        ["documents.ListDriveImages"] = _ => new() { Silent = true },
        ["documents.GetDriveThumbnail"] = _ => new() { Path = { ["fileId"] = "1TegDeckImages-swim-01" }, Words = true, Silent = true },
        ["documents.ImportDriveImages"] = _ => new() { Body = new { fileIds = Array.Empty<string>() }, Answers = [400] },
        ["documents.GetSlidesCopy"] = firm => new() { Path = { ["id"] = $"{firm.Document}" } },
        ["documents.AskForSlidesCopy"] = firm => new() { Path = { ["id"] = $"{firm.Document}" }, Answers = [202] },

        ["gateway.ListenToEvents"] = _ => new() { Silent = true },
        ["gateway.GetSession"] = _ => Plain,
        ["gateway.SignIn"] = firm => new() { Body = new { email = firm.People["Viewer"].Email, password = Firm.Password }, EndsSession = true },
        ["gateway.SignInWithSecondFactor"] = _ => new() { Body = new { challenge = Nobodys, code = "000000" }, Answers = [401] },
        ["gateway.FinishSignUp"] = _ => new() { Body = new { token = Nobodys, password = LongPassword }, Answers = [410] },
        ["gateway.AcceptInvitation"] = _ => new() { Body = new { token = Nobodys, password = LongPassword }, Answers = [410] },
        ["gateway.SwitchOrganisation"] = firm => new() { Body = new { organisationId = firm.Id }, EndsSession = true },
        ["gateway.ListSignInProviders"] = _ => new() { Silent = true },
        ["gateway.StartExternalSignIn"] = _ => new() { Path = { ["provider"] = "nobody" }, Answers = [302], Silent = true },
        ["gateway.SignOut"] = _ => new() { Answers = [204], EndsSession = true },

        // A key that works would leave an enquiry behind; one that was revoked is refused whoever asks.
        ["qualifier.Qualify"] = firm => new() { Body = new { key = firm.FormerKey, name = "Somebody", email = "somebody@nowhere.example" }, Answers = [403], Silent = true },
        ["qualifier.QualifyByLink"] = firm => new() { Query = $"?key={firm.FormerKey}&name=Somebody&email=somebody%40nowhere.example", Answers = [403], Silent = true },
        ["qualifier.GetQualifyPage"] = _ => new() { Path = { ["page"] = "thank-you" }, Words = true, Silent = true },

        ["sync.IsFilled"] = _ => new() { Silent = true },
        ["sync.GetLag"] = _ => new() { Silent = true },
        ["sync.ListSources"] = _ => Plain,
        ["sync.StartRun"] = firm => new() { Path = { ["id"] = $"{firm.Monday}" }, Body = new { mode = "full" }, Answers = [409] },
        ["sync.GetCallKinds"] = firm => new() { Path = { ["id"] = $"{firm.Calendly}" } },
        ["sync.ChangeCallKinds"] = firm => new() { Path = { ["id"] = $"{firm.Calendly}" }, Body = new { kinds = new[] { new { kind = "intro", patterns = new[] { "/intro" } } } } },
        ["sync.ListCredentials"] = _ => new() { Silent = true },
        ["sync.SetCredential"] = _ => new() { Path = { ["vendor"] = "calendly" }, Words = true, Body = new { token = "a-token-of-nobody" }, Answers = [204] },
        ["sync.RemoveCredential"] = _ => new() { Path = { ["vendor"] = "calendly" }, Words = true, Answers = [204] },
        ["sync.TestCredential"] = _ => new() { Path = { ["vendor"] = "calendly" }, Words = true, Silent = true },
        ["sync.ListRuns"] = firm => new() { Query = $"?source={firm.Monday}" },
        ["sync.GetRun"] = firm => new() { Path = { ["id"] = $"{firm.Run}" } },
        ["sync.ListDrift"] = _ => Plain,
        ["sync.AcceptDrift"] = firm => new() { Path = { ["id"] = $"{firm.OpenDrift}" }, Answers = [409] },
        ["sync.DismissDrift"] = firm => new() { Path = { ["id"] = $"{firm.DecidedDrift}" }, Answers = [409] },
        ["sync.ListBoards"] = _ => Plain,
        ["sync.ListBoardItems"] = firm => new() { Path = { ["id"] = firm.Board } },
        ["sync.GetItemsPage"] = firm => new() { Path = { ["id"] = firm.Board } },
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
        ["accounts.SwitchOrganisation"] = (firm, _) => [new() { Body = new { organisationId = firm.Id }, Answers = [403] }],
        ["accounts.ChangeProfile"] = (_, _) => [new() { Body = new { name = "Somebody else" } }],
        ["accounts.ChangeCurrentOrganisation"] = (_, other) => [new() { Body = new { name = $"House of {other.Tag}" } }],
        ["accounts.InvitePerson"] = (_, other) => [new() { Body = new { email = other.People["Viewer"].Email, role = "Viewer" }, Answers = [409] }],
        ["accounts.SaveReports"] = (_, other) =>
            [new() { Body = new { items = new[] { new { title = $"Search of {other.Tag}", address = "https://lookerstudio.google.com/reporting/0a1b2c3d-search" } } } }],
        ["accounts.ListPeople"] = (_, _) => [Plain, new() { Query = $"?after={Guid.Empty}" }],
        // Ids are an organisation's own: they get a view of theirs under it.
        ["accounts.SaveView"] = (firm, _) => [View(firm.OwnView) with { Words = true, Repeats = true }],
        ["accounts.ListViews"] = (_, _) => [Plain, new() { Query = $"?after={Guid.AllBitsSet}" }],
        ["accounts.OpenInvitation"] = (_, _) => [],
        ["accounts.OpenSignUp"] = (_, _) => [],
        // Their own trail repeats what they have tried elsewhere; what they asked of their profile names nobody.
        ["accounts.ListAuditEvents"] = (firm, _) => [new() { Query = "?action=GetProfile", Repeats = true }, new() { Query = $"?subject={firm.Deal}", Repeats = true }],
        ["accounts.ExportAuditEvents"] = (firm, _) => [new() { Query = "?action=GetProfile", Repeats = true }, new() { Query = $"?subject={firm.Deal}", Repeats = true }],
        ["gateway.SwitchOrganisation"] = (firm, _) => [new() { Body = new { organisationId = firm.Id }, Answers = [403] }],
        ["accounts.StartExternalSignIn"] = (_, _) => [],
        ["gateway.StartExternalSignIn"] = (_, _) => [],
        ["accounts.CreateApiClient"] = (_, other) => [new() { Body = new { name = $"Client of {other.Tag}", role = "Viewer", scopes = new[] { "analytics:read" } }, Answers = [201] }],
        ["accounts.CreateSiteKey"] = (_, other) => [new() { Body = new { name = $"Site of {other.Tag}", origins = new[] { "https://www.example.com" } }, Answers = [201] }],
        ["accounts.ExportPerson"] = (firm, _) => [new() { Body = new { email = firm.Customer }, Repeats = true }],
        ["accounts.ErasePerson"] = (firm, _) => [new() { Body = new { email = firm.Customer }, Repeats = true }],
        ["analytics.GetAdsDashboard"] = (firm, _) => [new() { Query = $"?campaign={firm.Campaign}&channel=google-ads" }],
        ["analytics.GetAdsDays"] = (firm, _) => [new() { Query = $"?campaign={firm.Campaign}&channel=google-ads&{LastMonth}" }],
        ["analytics.GetAdsCampaigns"] = (firm, _) => [Plain, new() { Query = $"?campaign={firm.Campaign}" }],
        ["analytics.ExportAdsCampaigns"] = (firm, _) => [Plain, new() { Query = $"?campaign={firm.Campaign}" }],
        ["analytics.GetAdsReconciliation"] = (firm, _) => [Plain, new() { Query = $"?campaign={firm.Campaign}" }, new() { Query = $"?after={Cursor(new { Day = "2100-01-01", firm.Campaign })}" }],
        ["analytics.ExportAdsReconciliation"] = (firm, _) => [Plain, new() { Query = $"?campaign={firm.Campaign}" }],
        ["analytics.ListExplainedRows"] = (firm, _) =>
        [
            new() { Path = { ["figure"] = "sales.revenue" }, Words = true, Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" },
            new() { Path = { ["figure"] = "sales.revenue" }, Words = true, Query = $"?after={Cursor(new { Day = "2100-01-01", Id = firm.Deal })}" },
            new() { Path = { ["figure"] = "ads.spend" }, Words = true, Query = $"?campaign={firm.Campaign}" },
        ],
        ["analytics.ExportExplainedRows"] = (firm, _) =>
            [new() { Path = { ["figure"] = "calls.booked", ["format"] = "csv" }, Words = true, Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }],
        ["analytics.GetSalesDashboard"] = (firm, _) => [Plain, new() { Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }],
        ["analytics.GetDeals"] = (firm, _) => [Plain, new() { Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }, new() { Query = $"?after={Cursor(new { Day = "2100-01-01", Id = firm.Deal })}" }],
        ["analytics.ExportDeals"] = (firm, _) => [Plain, new() { Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }],
        ["analytics.GetCallsDashboard"] = (firm, _) => [Plain, new() { Query = $"?kind=intro&rep={Uri.EscapeDataString(firm.OtherRep)}" }],
        ["analytics.ListCalls"] = (firm, _) =>
            [Plain, new() { Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }, new() { Query = $"?by=booking&after={Cursor(new { At = DateTimeOffset.UtcNow.AddYears(50), Id = firm.Call })}" }],
        ["analytics.ExportCalls"] = (firm, _) => [Plain, new() { Query = $"?rep={Uri.EscapeDataString(firm.OtherRep)}" }],
        ["analytics.Search"] = (firm, _) => [new() { Query = $"?text={firm.Customer}" }, new() { Query = $"?text={Uri.EscapeDataString($"client of {firm.OwnRep}")}" }, new() { Query = $"?text={firm.Campaign}" }],
        ["documents.SearchDocuments"] = (firm, _) => [new() { Query = $"?text={Uri.EscapeDataString($"deck of {firm.OwnRep}")}" }],
        ["qualifier.ListEnquiries"] = (firm, _) =>
            [Plain, new() { Query = "?text=gowns&score=3" }, new() { Query = $"?after={Cursor(new { At = DateTimeOffset.UtcNow, Id = firm.Enquiry })}" }],
        ["qualifier.ExportDecisions"] = (_, _) => [Plain, new() { Query = "?question=Occasion" }],
        ["qualifier.GetOutcomes"] = (_, _) => [Plain, new() { Query = "?origin=website" }],
        ["qualifier.ListRuleVersions"] = (_, _) => [Plain, new() { Query = "?after=100" }],
        ["qualifier.ListReplays"] = (_, _) => [Plain, new() { Query = $"?after={Guid.AllBitsSet}" }],
        ["qualifier.ListBatches"] = (_, _) => [Plain, new() { Query = $"?after={Guid.AllBitsSet}" }],
        ["documents.ListDocuments"] = (firm, _) =>
            [Plain, new() { Query = "?text=deck&kind=deck&state=ready" }, new() { Query = $"?after={Guid.AllBitsSet}" }, new() { Query = $"?deal={firm.Deal}" }],
        ["documents.AskForDocument"] = (firm, _) =>
            [new() { Body = new { requestKey = $"{firm.Document}", kind = "deck", inputs = new { }, dealId = firm.Deal }, Answers = [400] }],
        ["documents.ListClients"] = (firm, _) => [Plain, new() { Query = "?text=deal" }, new() { Query = $"?after={Cursor(new { At = DateTimeOffset.UtcNow.AddYears(9000 - DateTime.UtcNow.Year), Id = firm.Deal })}" }],
        ["documents.GetDefaults"] = (firm, _) => [new() { Query = "?kind=deck" }, new() { Query = $"?kind=contract&deal={firm.Deal}" }],
        ["documents.ListPriceVersions"] = (_, _) => [Plain, new() { Query = "?after=100" }],
        ["documents.ListImages"] = (_, _) => [Plain, new() { Query = $"?after={Guid.AllBitsSet}" }],
        ["documents.ReceiveSignNowWebhook"] = (firm, _) => [SignNow(firm.Id, "another secret") with { Answers = [401] }],
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

    private static Example View(Guid id) => new()
    {
        Path = { ["id"] = $"{id}" }, Body = new { name = $"View {Guid.NewGuid()}", page = "sales", period = "this-month", search = "", shared = false }, Answers = [200, 201, 409],
    };

    private static object Rules => new
    {
        thresholds = new { capBelowBudget = 5_000, capBelowStyles = 5, liftFromBudget = 10_000, liftToBudget = 20_000, currency = "USD", rates = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["EUR"] = 1.08m } },
        pages = new { thankYou = "https://www.example.com/thanks", letsChat = "https://calendly.com/example/chat", introCall = "https://calendly.com/example/intro" },
        promptVersion = (string?)null,
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

    private static Example SignNow(Guid org, string secret)
    {
        const string Body = """{"meta":{"event":"user.document.complete"},"content":{"document_id":"nobody-s"}}""";
        return new()
        {
            Path = { ["org"] = $"{org}" }, Raw = Body, Silent = true,
            Headers = { ["X-SignNow-Signature"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Body))) },
        };
    }

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
