using System.Globalization;

namespace Teg.Platform.Sandbox.World;

/// <summary>How clean facts end up on a board: other cases, stray spaces, amounts with signs and units.</summary>
internal static class Handwriting
{
    /// <summary><c>1200.5</c>, <c>$1,200.50</c>, <c> 1,200.50 USD</c> or <c>1,200.50</c>; nothing at all for zero.</summary>
    public static string Amount(decimal amount, AmountStyle style) =>
        amount == 0 ? "" : style switch
        {
            AmountStyle.Dollar => string.Create(CultureInfo.InvariantCulture, $"${amount:#,##0.00}"),
            AmountStyle.Suffixed => string.Create(CultureInfo.InvariantCulture, $" {amount:#,##0.00} USD"),
            AmountStyle.Grouped => string.Create(CultureInfo.InvariantCulture, $"{amount:#,##0.00}"),
            _ => amount.ToString("0.##", CultureInfo.InvariantCulture),
        };

    public static AmountStyle Style(Dice dice) =>
        dice.Weighted<AmountStyle>([(AmountStyle.Plain, 60), (AmountStyle.Dollar, 20), (AmountStyle.Suffixed, 8), (AmountStyle.Grouped, 12)]);

    public static string Email(Dice dice, string? email)
    {
        if (string.IsNullOrEmpty(email))
        {
            return "";
        }

        return dice.Between(0, 24) switch
        {
            0 => email.ToUpperInvariant(),
            1 => " " + email,
            2 => email + " ",
            3 or 4 or 5 => char.ToUpperInvariant(email[0]) + email[1..],
            _ => email,
        };
    }

    public static string Mark(Dice dice, string mark)
    {
        if (mark.Length == 0)
        {
            return mark;
        }

        return dice.Between(0, 15) switch
        {
            0 => mark.ToUpperInvariant(),
            1 => mark + " ",
            2 => " " + mark,
            3 => char.ToUpperInvariant(mark[0]) + mark[1..],
            _ => mark,
        };
    }

    /// <summary>The source as the click's address carries it: platforms go by several names.</summary>
    public static string Source(Dice dice, Campaign campaign) => Mark(dice, campaign.Channel switch
    {
        "google-ads" => dice.Weighted<string>([("google", 82), ("adwords", 11), ("googleads", 7)]),
        "meta-ads" => dice.Weighted<string>([("facebook", 50), ("fb", 14), ("instagram", 20), ("ig", 10), ("meta", 6)]),
        "microsoft-ads" => dice.Weighted<string>([("bing", 75), ("microsoft", 25)]),
        _ => campaign.Source,
    });

    public static string Medium(Dice dice, Campaign campaign) => Mark(dice, dice.Weighted<string>([(campaign.Medium, 78), ("cpc", 10), ("ppc", 7), ("paid", 5)]));
}
