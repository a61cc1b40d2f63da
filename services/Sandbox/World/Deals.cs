namespace Teg.Platform.Sandbox.World;

/// <summary>Proposals and what becomes of them. Amounts are US dollars between 3 000 and 90 000.</summary>
internal static class Deals
{
    public static Deal From(Dice dice, Lead lead, int rep, DateTimeOffset proposedAt)
    {
        var number = lead.ItemId - 5_000_000_000;
        var client = lead.Company.Length > 0 ? lead.Company : lead.Name;

        // A few contracts are signed by a bookkeeper, a few without any address.
        var (address, joined) = dice.Between(0, 29) switch { 0 => ("accounts." + lead.Email, false), 1 => ("", false), _ => (Handwriting.Email(dice, lead.Email), true) };
        return Close(dice, rep, proposedAt, new Start(7_000_000_000 + number, $"TEG-{number:D6}", client, address, joined ? lead.Channel : "direct", joined ? lead.Campaign : null));
    }

    public static Deal OfRegular(Dice dice, int dayIndex, int ordinal, DateTimeOffset proposedAt)
    {
        var number = (dayIndex * 1000L) + 900 + ordinal;
        var client = $"{dice.Pick(Catalogue.LastNames)} {dice.Pick(Catalogue.CompanyWords)}";
        var address = dice.Chance(0.9) ? Handwriting.Email(dice, $"orders{number:x}@regular.example") : "";
        return Close(dice, dice.Weighted(Catalogue.RepShares), proposedAt, new Start(7_000_000_000 + number, $"TEG-{number:D6}", client, address, "direct", null));
    }

    private sealed record Start(long ItemId, string Number, string Client, string Address, string Channel, string? Campaign);

    private static Deal Close(Dice dice, int rep, DateTimeOffset proposedAt, Start start)
    {
        var category = dice.Weighted(Catalogue.Categories);
        var won = dice.Chance(0.64);
        var negotiatingAt = Calls.Seconds(proposedAt.AddMinutes(dice.Between(1000, 9000)));
        DateTimeOffset? closedAt = dice.Chance(0.93) ? negotiatingAt.AddMinutes(dice.Between(2000, 26_000)) : null;
        var amount = dice.Chance(0.01) ? 0 : AmountOf(dice, category);
        won &= closedAt is not null;

        return new Deal
        {
            ItemId = start.ItemId,
            Number = start.Number,
            Name = $"{start.Client} · {category}",
            Client = start.Client,
            ClientEmailAsTyped = start.Address,
            Rep = rep,
            RepAsWritten = dice.Pick<string>(Catalogue.Reps[rep].Spellings),
            Category = category,
            Amount = amount,
            AmountAsWritten = Handwriting.Amount(amount, Handwriting.Style(dice)),
            ProposedAt = Calls.Seconds(proposedAt),
            NegotiatingAt = negotiatingAt,
            ClosedAt = closedAt,
            Won = won,
            CloseDay = closedAt is { } at ? California.DayOf(at) : null,
            PaidAt = won && dice.Chance(0.85) ? closedAt!.Value.AddMinutes(dice.Between(1500, 30_000)) : null,
            Channel = start.Channel,
            Campaign = start.Campaign,
            CopiedAt = won && dice.Chance(0.04) ? closedAt!.Value.AddMinutes(dice.Between(100, 4000)) : null,
        };
    }

    private static decimal AmountOf(Dice dice, string category)
    {
        var scale = category switch { "Production" => 1.7, "Bridal & Couture" => 1.15, "A La Carte" => 0.55, "Consulting" => 0.5, _ => 1.0 };

        // Log-normal around 10 000: many small development jobs, few large production runs.
        var bell = dice.Unit() + dice.Unit() + dice.Unit() + dice.Unit() - 2;
        var dollars = Math.Clamp(10_000 * scale * Math.Exp(bell * 1.35), 3_000, 90_000);
        return dice.Chance(0.35) ? decimal.Round((decimal)dollars, 2) : Math.Round((decimal)dollars / 50, 0) * 50;
    }
}
