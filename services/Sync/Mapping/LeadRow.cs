using Teg.Platform.Contracts;

namespace Teg.Platform.Sync.Mapping;

/// <summary>One enquiry on a leads board. The same e-mail address is the same lead, on whichever board it stands.</summary>
internal sealed record LeadRow(string? Email, string Name, string? Phone, string? Company, string? Project, DateTimeOffset? ReceivedAt,
    string Channel, string? UtmSource, string? UtmMedium, string? UtmCampaign, string? Gclid, string? LandingPage, string Qualification,
    string? Status, string Stage, string? Owner, LeadAnswers Answers, IReadOnlyList<string> Unreadable)
{
    public const string Unjudged = "unjudged";

    public static MappedRow Read(BoardItem item, MappingContext context)
    {
        var unreadable = new Unreadable();
        var written = item["received"].Written;
        var receivedAt = Moment.ParseInstant(written);
        if (receivedAt is null)
        {
            unreadable.Note("received", Text.Tidy(written));
        }

        var email = Text.Key(item["email"].Plain);
        var utmCampaign = Text.Key(item["utmCampaign"].Plain);
        var row = new LeadRow(
            email, Text.Tidy(item.Name) ?? "", Text.Tidy(item["phone"].Plain), Text.Tidy(item["company"].Plain), Text.Tidy(item["project"].Plain),
            receivedAt, ChannelRule.Of(Text.Key(item["utmSource"].Plain), Text.Key(item["utmMedium"].Plain), context.Channels),
            Text.Key(item["utmSource"].Plain), Text.Key(item["utmMedium"].Plain), utmCampaign,
            Text.Tidy(item["gclid"].Plain), Text.Tidy(item["landingPage"].Plain),
            QualificationOf(item["qualification"].Plain, context.Board), Text.Tidy(item["status"].Plain), LeadStages.Of(item["status"].Plain, context.Board.Statuses), context.Reps.Of(item["owner"].Plain),
            new LeadAnswers(Text.Tidy(item["budget"].Plain), Text.Tidy(item["styles"].Plain), Text.Tidy(item["piecesPerStyle"].Plain), Text.Tidy(item["timeline"].Plain)),
            unreadable.Cells);

        var key = unreadable.Any ? null : email ?? $"item:{item.Id}";
        return MappedRow.Of("leads", key, key is null ? null : utmCampaign, row);
    }

    // A label nobody mapped is a judgement we do not understand: the lead stays unjudged rather than guessed.
    private static string QualificationOf(string? label, BoardMapping board) =>
        Text.Tidy(label) is { } text ? board.Qualification.FirstOrDefault(q => Text.SameWords(q.Key, text)).Value ?? Unjudged : Unjudged;
}

/// <summary>What the form asked, as answered.</summary>
internal sealed record LeadAnswers(string? Budget, string? Styles, string? PiecesPerStyle, string? Timeline);
