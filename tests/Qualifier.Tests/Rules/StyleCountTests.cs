using Teg.Platform.Qualifier.Rules;

namespace Teg.Platform.Qualifier.Tests.Rules;

public sealed class StyleCountTests
{
    [Theory]
    [InlineData("4", 4, 4)]
    [InlineData(" 5 ", 5, 5)]
    [InlineData("5.0", 5, 5)]
    [InlineData("4-6", 4, 6)]
    [InlineData("1–4", 1, 4)]
    [InlineData("5+", 5, null)]
    [InlineData("15 or more", 15, null)]
    [InlineData("at least 5", 5, null)]
    [InlineData("more than 5", 6, null)]
    [InlineData("under 5", 0, 4)]
    [InlineData("fewer than five", 0, 4)]
    [InlineData("up to ten", 0, 10)]
    [InlineData("about 8 styles", 8, 8)]
    [InlineData("Two or three looks", 2, 3)]
    [InlineData("a dozen", 12, 12)]
    public void Reads_what_people_write(string text, int from, int? to)
    {
        StyleCount.Parse(text).ShouldBe(new StyleCount(from, to));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not sure")]
    [InlineData("n/a")]
    [InlineData("a few")]
    [InlineData("-3")]
    [InlineData("4.5")]
    [InlineData("6-4")]
    [InlineData("10000")]
    [InlineData("99999999999999999999")]
    [InlineData("four tops and a dress")]
    [InlineData("5 per season")]
    [InlineData("under 0")]
    [InlineData("at least 4-6")]
    public void Leaves_unread_what_would_be_a_guess(string? text)
    {
        StyleCount.Parse(text).ShouldBeNull();
    }
}
