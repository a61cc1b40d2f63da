using System.Globalization;
using Teg.Platform.Qualifier.Rules;

namespace Teg.Platform.Qualifier.Tests.Rules;

public sealed class BudgetRangeTests
{
    [Theory]
    [InlineData("$4,999.99", "4999.99", "4999.99")]
    [InlineData("$5,000", "5000", "5000")]
    [InlineData("5000", "5000", "5000")]
    [InlineData("5k", "5000", "5000")]
    [InlineData("5 K", "5000", "5000")]
    [InlineData("$ 5.5k", "5500", "5500")]
    [InlineData("10k-20k", "10000", "20000")]
    [InlineData("$10k–$25k", "10000", "25000")]
    [InlineData("$10k — $25k", "10000", "25000")]
    [InlineData("5-10k", "5000", "10000")]
    [InlineData("$5–$10k", "5000", "10000")]
    [InlineData("500-10k", "500", "10000")]
    [InlineData("between 10 and 20 thousand", "10000", "20000")]
    [InlineData("from 10k to 20k", "10000", "20000")]
    [InlineData("$10,000 to $20,000.01", "10000", "20000.01")]
    [InlineData("Over $100k", "100000", null)]
    [InlineData("more than 5k", "5000", null)]
    [InlineData("5k+", "5000", null)]
    [InlineData("at least $10,000", "10000", null)]
    [InlineData("from 10k", "10000", null)]
    [InlineData("up to 5,000", "0", "5000")]
    [InlineData("5k max", "0", "5000")]
    [InlineData("5k or less", "0", "5000")]
    [InlineData("≤ 5k", "0", "5000")]
    [InlineData("about $8,000 total", "8000", "8000")]
    [InlineData("USD 12 000", "12000", "12000")]
    [InlineData("12'000 USD", "12000", "12000")]
    [InlineData("US$12,000", "12000", "12000")]
    [InlineData("12,000.50 dollars", "12000.50", "12000.50")]
    [InlineData("$1,234,567", "1234567", "1234567")]
    [InlineData("1.5m", "1500000", "1500000")]
    [InlineData("1,5 Mio", "1500000", "1500000")]
    [InlineData("2 lakh", "200000", "200000")]
    [InlineData("1,00,000", "100000", "100000")]
    [InlineData("0", "0", "0")]
    [InlineData("$5000.-", "5000", "5000")]
    [InlineData("$10k", "10000", "10000")]
    public void Reads_what_people_write(string text, string from, string? to)
    {
        Parse(text).ShouldBe(new BudgetRange(Number(from)!.Value, Number(to)));
    }

    [Theory]
    [InlineData("Under $10k", "10000")]
    [InlineData("below 5,000", "5000")]
    [InlineData("less than $5k", "5000")]
    [InlineData("<5k", "5000")]
    public void Under_an_amount_leaves_the_amount_out(string text, string to)
    {
        Parse(text).ShouldBe(new BudgetRange(0, Number(to), ToIncluded: false));
    }

    [Theory]
    [InlineData("€5,000", "5400")]
    [InlineData("5.000 €", "5400")]
    [InlineData("5.000,50 EUR", "5400.54")]
    [InlineData("10,5k euro", "11340")]
    [InlineData("£7,500", "9525")]
    [InlineData("7500 pounds", "9525")]
    public void Other_currencies_count_by_the_rates(string text, string amount)
    {
        Parse(text).ShouldBe(new BudgetRange(Number(amount)!.Value, Number(amount)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("not sure")]
    [InlineData("n/a")]
    [InlineData("ten thousand")]
    [InlineData("TBD")]
    [InlineData("flexible")]
    [InlineData("-5000")]
    [InlineData("$-5")]
    [InlineData("–5k")]
    [InlineData("20k-10k")]
    [InlineData("10k-")]
    [InlineData("1-2-3")]
    [InlineData("5k 10k")]
    [InlineData("5 10k")]
    [InlineData("$20 per piece")]
    [InlineData("2k a month")]
    [InlineData("2k/month")]
    [InlineData("¥500000")]
    [InlineData("12000 XYZ")]
    [InlineData("$5k or €5k")]
    [InlineData("1.500k")]
    [InlineData("1.2.3")]
    [InlineData("1,2345")]
    [InlineData("1e9")]
    [InlineData("1000000000")]
    [InlineData("999999999999999999999999999999999999")]
    [InlineData("9999999m")]
    [InlineData("not under 5k")]
    [InlineData("5k for the first ten styles")]
    [InlineData("💰5k")]
    [InlineData("\ud83d 5k")]
    public void Leaves_unread_what_would_be_a_guess(string? text)
    {
        Parse(text).ShouldBeNull();
    }

    [Fact]
    public void A_text_of_any_length_is_refused_at_once()
    {
        Parse("$" + new string('5', 30_000)).ShouldBeNull();
        Parse(string.Concat(Enumerable.Repeat("1-", 59))).ShouldBeNull();
    }

    [Fact]
    public void A_plain_dollar_is_the_dollar_of_the_thresholds()
    {
        var rates = new Dictionary<string, decimal> { ["USD"] = 1.35m };

        BudgetRange.Parse("$1,000", "CAD", rates).ShouldBe(new BudgetRange(1000, 1000));
        BudgetRange.Parse("US$1,000", "CAD", rates).ShouldBe(new BudgetRange(1350, 1350));
        BudgetRange.Parse("$1,000", "EUR", new Dictionary<string, decimal> { ["USD"] = 0.9m }).ShouldBe(new BudgetRange(900, 900));
        BudgetRange.Parse("1,000", "EUR", rates).ShouldBe(new BudgetRange(1000, 1000));
    }

    private static BudgetRange? Parse(string? text) => BudgetRange.Parse(text, "USD", Thresholds.Default.Rates);

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
