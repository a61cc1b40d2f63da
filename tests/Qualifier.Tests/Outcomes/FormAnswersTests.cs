using Teg.Platform.Qualifier.Outcomes;
using Teg.Platform.Qualifier.Tests.Enquiries;

namespace Teg.Platform.Qualifier.Tests.Outcomes;

public sealed class FormAnswersTests
{
    [Theory]
    [InlineData("4", "1–4")]
    [InlineData("5", "5–9")]
    [InlineData("9-12", "5–9")]
    [InlineData("about 10", "10–14")]
    [InlineData("14", "10–14")]
    [InlineData("15", "15+")]
    [InlineData("99999999999999999999", "other")]
    [InlineData("0", "other")]
    [InlineData("not sure", "other")]
    [InlineData("  ", "(no answer)")]
    [InlineData(null, "(no answer)")]
    public void Styles_are_counted_in_bands(string? styles, string band) =>
        FormAnswers.Of(Samples.Enquiry(Guid.Empty, "a@b.example") with { Styles = styles })["styles"].ShouldBe(band);

    [Theory]
    [InlineData("49", "1–49")]
    [InlineData("50", "50–99")]
    [InlineData("100", "100–300")]
    [InlineData("300", "100–300")]
    [InlineData("301", "over 300")]
    [InlineData("1,200", "over 300")]
    public void Pieces_are_counted_in_bands(string pieces, string band) =>
        FormAnswers.Of(Samples.Enquiry(Guid.Empty, "a@b.example") with { PiecesPerStyle = pieces })["pieces"].ShouldBe(band);

    [Fact]
    public void Long_texts_are_no_choices_and_at_most_thirty_unknown_questions_are_counted()
    {
        var answers = Enumerable.Range(0, 40).ToDictionary(i => $"Question {i}", _ => "Yes");
        var counted = FormAnswers.Of(Samples.Enquiry(Guid.Empty, "a@b.example") with
        {
            Budget = new string('1', 61), Timeline = new string('2', 60), Answers = new Dictionary<string, string>(answers) { ["A text"] = new string('x', 61), ["budget"] = "mine" },
        });

        counted["budget"].ShouldBe("other");
        counted["timeline"].ShouldBe(new string('2', 60));
        counted.ContainsKey("A text").ShouldBeFalse();
        counted.Count.ShouldBe(34);
        FormAnswers.Without(counted)["Question 1"].ShouldBe("(erased)");
    }
}
