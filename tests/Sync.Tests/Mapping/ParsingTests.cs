using Teg.Platform.Contracts;
using Teg.Platform.Sync.Mapping;

namespace Teg.Platform.Sync.Tests.Mapping;

public sealed class ParsingTests
{
    private static readonly TimeZoneInfo California = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    [Theory]
    [InlineData("New Lead", "new")]
    [InlineData(" call  booked ", "call-booked")]
    [InlineData("Won", "closed")]
    [InlineData("Lost", "lost")]
    [InlineData("On holiday", "new")]
    [InlineData(null, "new")]
    public void A_board_without_words_of_its_own_is_read_by_the_usual_ones(string? label, string stage) =>
        LeadStages.Of(label, new Dictionary<string, string>()).ShouldBe(stage);

    [Fact]
    public void A_board_with_words_of_its_own_is_read_by_these_alone()
    {
        var own = new Dictionary<string, string> { ["Erstgespräch"] = "call-booked" };

        LeadStages.Of("erstgespräch", own).ShouldBe("call-booked");
        LeadStages.Of("Contacted", own).ShouldBe("new");
    }

    [Theory]
    [InlineData("$1,200.50", "1200.50")]
    [InlineData("1200.5", "1200.5")]
    [InlineData(" 1,200.50 USD", "1200.50")]
    [InlineData("USD 1,200", "1200")]
    [InlineData("1,200", "1200")]
    [InlineData("1,200,300", "1200300")]
    [InlineData("1.200,50 €", "1200.50")]
    [InlineData("12,5", "12.5")]
    [InlineData("1.200.300", "1200300")]
    [InlineData("-$5", "-5")]
    [InlineData("$-5", "-5")]
    [InlineData("(300.00)", "-300")]
    [InlineData(".5", "0.5")]
    [InlineData("0.005", "0.01")]
    [InlineData("", "0")]
    [InlineData("   ", "0")]
    [InlineData(null, "0")]
    public void Amounts_are_read_as_people_write_them(string? written, string amount)
    {
        Amount.TryParse(written, out var read).ShouldBeTrue();
        read.ShouldBe(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("12 or 13")]
    [InlineData("1,2,3 apples")]
    [InlineData("(300")]
    [InlineData("12%")]
    [InlineData("12,34,5")]
    public void What_is_no_amount_is_not_guessed(string written) => Amount.TryParse(written, out _).ShouldBeFalse();

    [Fact]
    public void Counts_are_whole_and_not_negative()
    {
        Amount.TryParseCount("1,204", out var count).ShouldBeTrue();
        count.ShouldBe(1204);
        Amount.TryParseCount("1.5", out _).ShouldBeFalse();
        Amount.TryParseCount("-1", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("3/1/2026", "2026-03-01")]
    [InlineData("Mar 1, 2026", "2026-03-01")]
    // An hour before and after the clock springs forward (10:00 UTC on 8 March) and falls back (09:00 UTC on 1 November).
    [InlineData("2026-03-08 07:59", "2026-03-07")]
    [InlineData("2026-03-08 08:00", "2026-03-08")]
    [InlineData("2026-03-09 06:59", "2026-03-08")]
    [InlineData("2026-03-09 07:00", "2026-03-09")]
    [InlineData("2026-11-01 06:59", "2026-10-31")]
    [InlineData("2026-11-01 07:00", "2026-11-01")]
    [InlineData("2026-11-02 07:59", "2026-11-01")]
    [InlineData("2026-11-02 08:00", "2026-11-02")]
    public void A_day_is_a_day_in_california(string written, string day) =>
        Moment.ParseDay(written, California).ShouldBe(DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("soon")]
    [InlineData("2026-02-30")]
    [InlineData("")]
    public void What_is_no_day_is_none(string written) => Moment.ParseDay(written, California).ShouldBeNull();

    [Theory]
    [InlineData("google", "cpc", "google-ads")]
    [InlineData(" AdWords ", "PPC", "google-ads")]
    [InlineData("ig", "paid_social", "meta-ads")]
    [InlineData("linkedin", "paid", "linkedin-ads")]
    [InlineData("microsoft", "cpc", "microsoft-ads")]
    [InlineData("bing", "organic", "organic-search")]
    [InlineData("tiktok", "bio", "organic-social")]
    [InlineData("klaviyo", "newsletter", "email")]
    [InlineData("vogue.com", "referral", "referral")]
    [InlineData("referral", "", "referral")]
    [InlineData("", null, "direct")]
    [InlineData("billboard", "outdoor", "other")]
    [InlineData("google", "", "other")]
    [InlineData("", "cpc", "other")]
    public void The_first_rule_that_fits_names_the_channel(string? source, string? medium, string channel) =>
        ChannelRule.Of(source, medium, ChannelRule.Default).ShouldBe(channel);

    [Fact]
    public void A_representative_has_one_name_however_written()
    {
        var reps = new RepNames(new Dictionary<string, IReadOnlyList<string>> { ["Burki"] = ["B. Akbulut", "Burki Akbulut"] });

        reps.Of("burki").ShouldBe("Burki");
        reps.Of(" Burki  Akbulut ").ShouldBe("Burki");
        reps.Of("b. akbulut").ShouldBe("Burki");
        reps.Of(" New  Person ").ShouldBe("New Person");
        reps.Of("  ").ShouldBeNull();
    }

    [Fact]
    public void An_address_is_read_from_the_json_behind_a_label()
    {
        new Cell("email", "Ann", """{"email":" Ann@Example.com ","text":"Ann"}""").Plain.ShouldBe("Ann@Example.com");
        new Cell("link", "Page - https://x", """{"url":"https://x/y","text":"Page"}""").Plain.ShouldBe("https://x/y");
        new Cell("date", "Nov 20", """{"date":"2026-11-20","time":"09:00:00"}""").Written.ShouldBe("2026-11-20 09:00:00");
        new Cell("date", "2026-11-20", null).Written.ShouldBe("2026-11-20");
        new Cell("text", "5", "\"5\"").Plain.ShouldBe("5");
    }
}
