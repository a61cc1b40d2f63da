using System.Text;
using Microsoft.AspNetCore.Http;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Intake;

namespace Teg.Platform.Qualifier.Tests.Intake;

public sealed class FormTests
{
    private static readonly Guid Org = new("01900000-0000-7000-8000-0000000000aa");
    private static readonly Guid Key = Guid.CreateVersion7();
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Fields_are_known_by_the_spellings_that_websites_use_and_the_rest_are_answers()
    {
        var enquiry = Read(
            ("Full Name", " Ann  Atelier "), ("email_address", "Ann@X.example"), ("phone-number", "+1 555 0100"), ("Company Name", "Atelier"),
            ("projectDescription", "Gowns\r\n\r\n\r\nfor\ta gala "), ("Budget", "$10k"), ("style_count", "6"), ("Pieces per style", "40"), ("timeline", "Spring"),
            ("utm_source", "google"), ("UTM_Campaign", "brand"), ("gclid", "g-1"), ("landing_page", "https://www.x.example/?a=1"), ("consent", "on"), ("consentText", "I agree."),
            ("How did you hear of us?", "A friend"), ("fabrics", "silk"), ("fabrics", "wool"), ("elapsed", "9000"), ("submissionId", "1"));

        enquiry.ShouldBeEquivalentTo(new Enquiry(
            Org, enquiry.Id, enquiry.Submission, EnquiryOrigin.Website, Key, Now, "Ann Atelier", "Ann@X.example", "+1 555 0100", "Atelier", "Gowns\n\nfor a gala", "$10k", "6", "40",
            "Spring", "google", null, "brand", null, null, "g-1", "https://www.x.example/?a=1",
            new Dictionary<string, string> { ["How did you hear of us?"] = "A friend", ["fabrics"] = "silk, wool" }, new Consent(true, "I agree.", Now))
        {
            LeadIdentity = "ann@x.example",
        });
        enquiry.Submission.Length.ShouldBe(64);
    }

    [Fact]
    public void The_same_form_is_the_same_enquiry_however_long_it_took_and_whichever_campaign_brought_it()
    {
        var first = Read([.. Ann, ("elapsed", "8000"), ("submissionId", "a"), ("utm_source", "google"), ("landingPage", "https://x.example/1"), ("q", "1"), ("r", "2")]);
        var again = Read([("r", "2"), ("q", " 1 "), ("elapsed", "20000"), ("utm_source", "bing"), .. Ann]);
        var other = Read([.. Ann, ("q", "1"), ("r", "3")]);
        var elsewhere = new Form([.. Ann, ("q", "1"), ("r", "2")]).Read(Guid.NewGuid(), Key, Now).Enquiry!;

        (again.Submission, again.Id).ShouldBe((first.Submission, first.Id));
        other.Id.ShouldNotBe(first.Id);
        elsewhere.Id.ShouldNotBe(first.Id);
        elsewhere.Submission.ShouldNotBe(first.Submission);
    }

    [Theory]
    [InlineData("a@x.example\r\nBcc: everybody@x.example")]
    [InlineData("a@x.example\nBcc: everybody@x.example")]
    [InlineData("a@x.example,b@x.example")]
    [InlineData("a@x.example;b@x.example")]
    [InlineData("Ann <a@x.example>")]
    [InlineData("\"a b\"@x.example")]
    [InlineData("a@b@x.example")]
    [InlineData("a@x")]
    [InlineData("@x.example")]
    [InlineData("a@.example")]
    [InlineData("a@x..example")]
    [InlineData("a@x.example\0")]
    [InlineData("a%0d%0aBcc:b@x.example ")]
    public void An_address_that_could_become_a_second_one_or_a_header_is_refused(string email) =>
        new Form([("name", "Ann"), ("email", email)]).Read(Org, Key, Now).Errors.Keys.ShouldBe(["email"]);

    [Theory]
    [InlineData("ann@x.example")]
    [InlineData("ann.o'neill+silk@mail.x-y.example")]
    [InlineData("änn@bücher.example")]
    public void An_address_that_people_have_is_taken(string email) =>
        Read(("name", "Ann"), ("email", email)).Email.ShouldBe(email);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("/relative")]
    [InlineData("file:///etc/passwd")]
    public void A_landing_page_is_an_address_of_the_web(string page) =>
        new Form([.. Ann, ("landingPage", page)]).Read(Org, Key, Now).Errors.Keys.ShouldBe(["landingPage"]);

    [Fact]
    public void Nothing_that_controls_a_terminal_or_turns_the_reading_direction_is_kept()
    {
        var enquiry = Read(("name", "Ann\u0000\u001b[31m\u202Eexe\r\nX: y"), ("email", "a@x.example"), ("project", "one\u0007\u200B\ntwo"), ("ques\u0000tion", "an\u2066swer"));

        enquiry.Name.ShouldBe("Ann [31mexe X: y");
        enquiry.Project.ShouldBe("one\ntwo");
        enquiry.Answers.ShouldBe([new("ques tion", "answer")]);
    }

    [Fact]
    public void What_is_missing_or_too_long_is_said_by_field()
    {
        new Form([("company", new string('x', 201)), ("project", new string('x', 8001))]).Read(Org, Key, Now).Errors.Keys.ShouldBe(["name", "email", "company", "project"], ignoreOrder: true);
        Read(("name", "Ann"), ("phone", "555")).LeadIdentity.Length.ShouldBe(64);
    }

    [Fact]
    public void Other_answers_are_bounded_in_number_and_length()
    {
        var enquiry = Read([.. Ann, .. Enumerable.Range(0, 100).Select(i => ($"{i:d3}{new string('q', 200)}", new string('a', 2000)))]);

        enquiry.Answers.Count.ShouldBe(40);
        enquiry.Answers.ShouldAllBe(answer => answer.Key.Length == 100 && answer.Value.Length == 1000);
    }

    [Fact]
    public void A_filled_honeypot_and_a_form_filled_in_no_time_are_marked()
    {
        Suspicion.Of(new Form([.. Ann, ("hp_website", "https://x.example")]), TimeSpan.FromSeconds(2))!.Rule.ShouldBe(Suspicion.HoneypotFilled);
        Suspicion.Of(new Form([.. Ann, ("elapsed", "1999")]), TimeSpan.FromSeconds(2))!.Rule.ShouldBe(Suspicion.FilledTooFast);
        Suspicion.Of(new Form([.. Ann, ("elapsed", "2000"), ("hp_website", "")]), TimeSpan.FromSeconds(2)).ShouldBeNull();
        Suspicion.Of(new Form(Ann), TimeSpan.FromSeconds(2)).ShouldBeNull("a form without the script does not say");
    }

    [Fact]
    public void Json_answers_are_texts_numbers_words_and_lists_of_these() =>
        FormReader.OfJson("""{"name":"Ann","styles":6,"rush":true,"none":null,"fabrics":["silk",2],"answers":{"Where?":"Here"}}"""u8)
            .ShouldBe([("name", "Ann"), ("styles", "6"), ("rush", "yes"), ("none", ""), ("fabrics", "silk"), ("fabrics", "2"), ("Where?", "Here")]);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("{\"a\":1}{\"b\":2}")]
    [InlineData("{\"a\":{\"b\":1}}")]
    [InlineData("{\"a\":[[1]]}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"answers\":{\"answers\":{\"answers\":{\"answers\":{\"answers\":{}}}}}}")]
    [InlineData("{\"a\":1,}")]
    public void What_is_no_form_is_refused(string json) =>
        Should.Throw<BadHttpRequestException>(() => FormReader.OfJson(Encoding.UTF8.GetBytes(json))).StatusCode.ShouldBe(400);

    private static (string, string)[] Ann => [("name", "Ann"), ("email", "ann@x.example"), ("project", "Gowns")];

    private static Enquiry Read(params (string, string)[] fields)
    {
        var (enquiry, errors) = new Form(fields).Read(Org, Key, Now);
        errors.ShouldBeEmpty();
        return enquiry!;
    }
}
