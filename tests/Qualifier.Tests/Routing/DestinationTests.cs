using System.Web;
using Teg.Platform.Qualifier.Routing;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.Qualifier.Tests.Enquiries;

namespace Teg.Platform.Qualifier.Tests.Routing;

public sealed class DestinationTests
{
    private static readonly Uri Own = new("https://app.teg.example");

    private static readonly Pages Pages = new(
        new Uri("https://www.teg.example/thank-you"), new Uri("https://calendly.com/teg/chat"), new Uri("https://calendly.com/teg/intro?hide_gdpr_banner=1#top"));

    [Theory]
    [InlineData(0, "https://www.teg.example/thank-you")]
    [InlineData(1, "https://www.teg.example/thank-you")]
    [InlineData(2, "https://calendly.com/teg/chat?utm_source=google&utm_medium=cpc&utm_campaign=brand")]
    public void Spam_and_misfits_are_thanked_and_the_unsure_may_chat(int score, string expected) =>
        Destination.Of(Pages, Samples.Enquiry(Guid.NewGuid(), "ann@x.example"), score, Own).AbsoluteUri.ShouldBe(expected);

    [Fact]
    public void The_introductory_call_is_prefilled_and_spaces_are_no_plusses()
    {
        var enquiry = Samples.Enquiry(Guid.NewGuid(), "ann+silk@x.example") with { Name = "Ann Möller & Co", Project = "Gowns:\n10% silk" };

        Destination.Of(Pages, enquiry, 3, Own).AbsoluteUri.ShouldBe(
            "https://calendly.com/teg/intro?hide_gdpr_banner=1&name=Ann%20M%C3%B6ller%20%26%20Co&email=ann%2Bsilk%40x.example&a1=Gowns%3A%0A10%25%20silk"
            + "&utm_source=google&utm_medium=cpc&utm_campaign=brand#top");
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example/")]
    [InlineData("@evil.example/")]
    [InlineData("x&a1=y#https://evil.example")]
    [InlineData("../../evil?next=https://evil.example")]
    [InlineData("\\\\evil.example\\x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("name\r\nLocation: https://evil.example")]
    public void Whatever_is_typed_the_person_stays_on_the_pages_of_the_organisation(string hostile)
    {
        var enquiry = Samples.Enquiry(Guid.NewGuid(), hostile) with
        {
            Name = hostile, Project = hostile, Company = hostile, Budget = hostile, UtmSource = hostile, UtmMedium = hostile, UtmCampaign = hostile, UtmTerm = hostile,
            UtmContent = hostile, LandingPage = hostile, Gclid = hostile,
        };

        for (var score = 0; score <= 3; score++)
        {
            var target = Destination.Of(Pages, enquiry, score, Own);

            var page = score switch { 3 => Pages.IntroCall, 2 => Pages.LetsChat, _ => Pages.ThankYou };
            target.GetLeftPart(UriPartial.Path).ShouldBe(page.GetLeftPart(UriPartial.Path));
            target.Fragment.ShouldBe(page.Fragment);
            target.AbsoluteUri.ShouldAllBe(letter => letter > ' ' && letter < 127);
            var query = HttpUtility.ParseQueryString(target.Query);
            query.AllKeys.ShouldBe(score switch { 3 => ["hide_gdpr_banner", "name", "email", "a1", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"], 2 => ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"], _ => [] });
        }
    }

    [Fact]
    public void Our_own_neutral_pages_carry_nobodys_name_in_their_address() =>
        Destination.Of(RuleSet.Default(Own).Pages, Samples.Enquiry(Guid.NewGuid(), "ann@x.example"), 3, Own).AbsoluteUri.ShouldBe("https://app.teg.example/qualify/intro-call");

    [Fact]
    public void A_long_description_is_cut_without_breaking_a_character()
    {
        var enquiry = Samples.Enquiry(Guid.NewGuid(), "ann@x.example") with { Project = new string('a', 599) + "🧵" + new string('b', 5000) };

        var target = Destination.Of(Pages, enquiry, 3, Own);

        HttpUtility.ParseQueryString(target.Query)["a1"].ShouldBe(new string('a', 599));
    }
}
