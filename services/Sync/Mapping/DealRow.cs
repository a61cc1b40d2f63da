namespace Teg.Platform.Sync.Mapping;

/// <summary>One line of a sales board. Copies share the deal number; the latest change wins.</summary>
internal sealed record DealRow(string? DealNo, string Name, string? Client, string? ClientEmail, string? Rep, string? Category, string Stage,
    bool IsWon, decimal Amount, DateOnly? ClosedOn, DateTimeOffset UpdatedAt, IReadOnlyList<string> Unreadable)
{
    public static MappedRow Read(BoardItem item, MappingContext context)
    {
        var unreadable = new Unreadable();
        var dealNo = Text.Tidy(item["dealNo"].Plain);
        var stage = Text.Tidy(item["stage"].Plain) ?? "";
        var row = new DealRow(
            dealNo, Text.Tidy(item.Name) ?? "", Text.Tidy(item["client"].Plain), Text.Key(item["clientEmail"].Plain),
            context.Reps.Of(item["rep"].Plain), Text.Tidy(item["category"].Plain), stage, Text.SameWords(stage, "won"),
            unreadable.Amount(item, "amount"), unreadable.Day(item, "closedOn", context.Zone), item.UpdatedAt, unreadable.Cells);

        var key = unreadable.Any ? null : Text.Key(dealNo) ?? $"item:{item.Id}";
        return MappedRow.Of("sales", key, key is null ? null : row.ClientEmail, row);
    }
}
