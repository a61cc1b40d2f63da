using System.Globalization;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Monday.Boards;

/// <summary>The customer's five boards: their columns as the customer named them, their items as the world filled them.</summary>
internal static class WorldBoards
{
    public const long AdSpend = 9001;
    public const long NewLeads = 9002;
    public const long CoutureEnquiries = 9003;
    public const long Sales = 9004;
    public const long ProductionCalendar = 9005;

    private static readonly string[] Qualifications = ["Qualified", "Unsure", "Not a Fit", "Spam"];
    private static readonly string[] Fits = ["Right Fit", "Maybe", "No Fit", "Spam"];

    public static IEnumerable<Board> Layouts(DateTimeOffset createdAt)
    {
        BoardGroup[] groups = [new("topics", "Main", "#037f4c"), new("group_archive", "Earlier", "#579bfc")];
        yield return new Board(AdSpend, "Ad Spend", createdAt,
        [
            new("text_campaign", "Campaign", "text"), new("text_utm", "UTM Campaign", "text"),
            new("status_platform", "Platform", "status", [.. Catalogue.Campaigns.Select(campaign => campaign.Platform).Distinct()]),
            new("date4", "Date", "date"), new("text_spend", "Spend", "text"), new("numbers_clicks", "Clicks", "numbers"),
            new("numbers_impressions", "Impressions", "numbers"),
        ], groups);
        yield return new Board(NewLeads, "New Leads", createdAt,
        [
            new("email_mk1", "Email", "email"), new("phone_mk1", "Phone", "phone"), new("text_company", "Company", "text"),
            new("long_text_mk1", "Project", "long_text"), new("dropdown_budget", "Budget", "dropdown", Catalogue.Budgets), new("numbers_styles", "Styles", "numbers"),
            new("numbers_pieces", "Pieces per Style", "numbers"), new("dropdown_timeline", "Timeline", "dropdown", Catalogue.Timelines),
            new("text_utm_source", "UTM Source", "text"), new("text_utm_medium", "UTM Medium", "text"), new("text_utm_campaign", "UTM Campaign", "text"),
            new("text_gclid", "GCLID", "text"), new("link_page", "Landing Page", "link"), new("date_received", "Received", "date"),
            new("status", "Lead Status", "status", Catalogue.LeadStatuses), new("status_1", "Qualification", "status", Qualifications),
            new("people_owner", "Owner", "people"),
        ], groups);
        yield return new Board(CoutureEnquiries, "Couture Enquiries", createdAt,
        [
            new("email_client", "Client Email", "email"), new("phone_client", "Telephone", "phone"), new("long_text_brief", "Brief", "long_text"),
            new("dropdown_range", "Budget Range", "dropdown", Catalogue.Budgets), new("numbers_count", "Number of Styles", "numbers"),
            new("text_source", "Source", "text"), new("text_medium", "Medium", "text"), new("text_campaign", "Campaign", "text"),
            new("date_enquired", "Enquired On", "date"), new("status", "Status", "status", Catalogue.LeadStatuses), new("color_fit", "Fit", "status", Fits),
            new("people_rep", "Rep", "people"),
        ], groups);
        yield return new Board(Sales, "Sales", createdAt,
        [
            new("text_deal_no", "Deal No", "text"), new("text_client", "Client", "text"), new("email_client", "Client Email", "email"),
            new("text_salesperson", "Salesperson", "text"), new("status_category", "Category", "status", [.. Catalogue.Categories.Select(pair => pair.Category)]),
            new("status_stage", "Stage", "status", Catalogue.Stages), new("text_amount", "Amount", "text"), new("date_close", "Close Date", "date"),
            new("checkbox_paid", "Paid", "checkbox"),
        ], groups);
        yield return new Board(ProductionCalendar, "Production Calendar", createdAt,
            [new("date_start", "Starts", "date"), new("status_room", "Room", "status", ["Cutting", "Sewing", "Finishing"]), new("text_note", "Note", "text")], groups);
    }

    public static IEnumerable<BoardItem> ItemsOf(long board, WorldFacts facts) => board switch
    {
        AdSpend => facts.AdRows.SelectMany(AdItems),
        NewLeads => facts.Leads.Where(lead => lead.Board == LeadBoard.NewLeads).Select(NewLead),
        CoutureEnquiries => facts.Leads.Where(lead => lead.Board == LeadBoard.CoutureEnquiries).Select(CoutureEnquiry),
        Sales => facts.Deals.SelectMany(DealItems),
        ProductionCalendar => facts.Deals.Where(deal => deal.Won).Select(ProductionSlot),
        _ => [],
    };

    private static IEnumerable<BoardItem> AdItems(AdRow row)
    {
        yield return new AdRowItem(row, copy: false);
        if (row.CopiedAt is not null)
        {
            yield return new AdRowItem(row, copy: true);
        }
    }

    private static StoryItem NewLead(Lead lead)
    {
        var story = Story(lead, status: 14, verdict: 15, Qualifications, owner: 16);
        return new StoryItem(lead.ItemId, lead.Name, lead.ReceivedAt,
        [
            Email(lead.EmailAsTyped), lead.Phone.Length == 0 ? Cell.Blank : new PhoneCell(lead.Phone), Cell.OfText(lead.Company), Cell.OfText(lead.Project),
            Cell.OfDropdown(lead.Budget), Cell.OfNumber(lead.Styles), Cell.OfNumber(lead.PiecesPerStyle), Cell.OfDropdown(lead.Timeline),
            Cell.OfText(lead.UtmSource), Cell.OfText(lead.UtmMedium), Cell.OfText(lead.UtmCampaign), Cell.OfText(lead.Gclid),
            lead.LandingPage.Length == 0 ? Cell.Blank : new LinkCell(lead.LandingPage, "Page"), DateCell.Of(lead.ReceivedAt),
            Cell.OfStatus("New Lead"), Cell.Blank, Cell.Blank,
        ], story);
    }

    private static StoryItem CoutureEnquiry(Lead lead)
    {
        var story = Story(lead, status: 9, verdict: 10, Fits, owner: 11);
        return new StoryItem(lead.ItemId, lead.Name, lead.ReceivedAt,
        [
            Email(lead.EmailAsTyped), lead.Phone.Length == 0 ? Cell.Blank : new PhoneCell(lead.Phone), Cell.OfText(lead.Project), Cell.OfDropdown(lead.Budget),
            Cell.OfNumber(lead.Styles), Cell.OfText(lead.UtmSource), Cell.OfText(lead.UtmMedium), Cell.OfText(lead.UtmCampaign),
            DateCell.Of(lead.ReceivedAt), Cell.OfStatus("New Lead"), Cell.Blank, Cell.Blank,
        ], story);
    }

    private static List<(DateTimeOffset At, int Slot, Cell Cell)> Story(Lead lead, int status, int verdict, string[] labels, int owner)
    {
        var story = new List<(DateTimeOffset At, int Slot, Cell Cell)>();
        foreach (var change in lead.Statuses.Skip(1))
        {
            story.Add((change.At, status, new StatusCell(change.Status)));
        }

        if (lead.Verdict != Qualification.Unjudged)
        {
            story.Add((lead.JudgedAt, verdict, new StatusCell(labels[(int)lead.Verdict - 1])));
        }

        if (lead.Owner is { } index)
        {
            var rep = Catalogue.Reps[index];
            story.Add((lead.OwnedAt, owner, new PeopleCell([new Person(rep.MondayId, rep.FullName)])));
        }

        story.Sort((left, right) => left.At.CompareTo(right.At));
        return story;
    }

    private static IEnumerable<BoardItem> DealItems(Deal deal)
    {
        var story = new List<(DateTimeOffset At, int Slot, Cell Cell)>();
        if (deal.NegotiatingAt is { } negotiatingAt)
        {
            story.Add((negotiatingAt, 5, new StatusCell("Negotiation")));
        }

        if (deal.ClosedAt is { } closedAt)
        {
            story.Add((closedAt, 5, new StatusCell(deal.Won ? "Won" : "Lost")));
            story.Add((closedAt, 7, new DateCell(deal.CloseDay!.Value)));
        }

        if (deal.PaidAt is { } paidAt)
        {
            story.Add((paidAt, 8, new CheckboxCell()));
        }

        var item = new StoryItem(deal.ItemId, deal.Name, deal.ProposedAt,
        [
            Cell.OfText(deal.Number), Cell.OfText(deal.Client), Email(deal.ClientEmailAsTyped), Cell.OfText(deal.RepAsWritten), new StatusCell(deal.Category),
            new StatusCell("Proposal"), Cell.OfText(deal.AmountAsWritten), Cell.Blank, Cell.Blank,
        ], story);
        yield return item;
        if (deal.CopiedAt is { } copiedAt)
        {
            yield return new StoryItem(deal.ItemId + 50_000_000, deal.Name + " (copy)", copiedAt, item.CellsAt(copiedAt), []);
        }
    }

    private static StoryItem ProductionSlot(Deal deal) => new(
        deal.ItemId + 1_000_000_000, deal.Client, deal.ClosedAt!.Value,
        [
            new DateCell(deal.CloseDay!.Value.AddDays(14)), new StatusCell(deal.Category is "Production" ? "Sewing" : "Cutting"),
            Cell.OfText(string.Create(CultureInfo.InvariantCulture, $"Deal {deal.Number}")),
        ], []);

    private static Cell Email(string address) => address.Length == 0 ? Cell.Blank : new EmailCell(address);
}

/// <summary>A row of the ads board: it grows while its day lasts.</summary>
internal sealed class AdRowItem(AdRow row, bool copy) : BoardItem(
    copy ? row.CopyItemId : row.ItemId,
    string.Create(CultureInfo.InvariantCulture, $"{row.Campaign.Name} · {row.Day:yyyy-MM-dd}"),
    copy ? row.CopiedAt!.Value : row.CreatedAt)
{
    private const int SpendSlot = 4;

    public override Cell[] CellsAt(DateTimeOffset now)
    {
        var figures = copy ? row.CopyAt(now) : row.At(now);
        return
        [
            Cell.OfText(row.Campaign.Name), Cell.OfText(row.Campaign.Utm), new StatusCell(row.Campaign.Platform), new DateCell(row.Day),
            Cell.OfText(Handwriting.Amount(figures.Spend, row.Style)), Cell.OfNumber(figures.Clicks), Cell.OfNumber(figures.Impressions),
        ];
    }

    public override DateTimeOffset UpdatedAt(DateTimeOffset now) => copy ? row.CopyUpdatedAt(now) : row.UpdatedAt(now);

    // Clicks and impressions change with the spend; one log line a minute says enough.
    public override IEnumerable<CellChange> ChangesBetween(DateTimeOffset from, DateTimeOffset to) =>
        row.ChangesBetween(copy && row.CopiedAt > from ? row.CopiedAt.Value : from, to)
            .Where(at => at > CreatedAt)
            .Select(at => new CellChange(at, SpendSlot));
}
