using System.Reflection;
using System.Text.Json;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Figures;

/// <summary>A question as JSON is the key its answer is kept under: everything the answer depends on, and nothing that tells equal questions apart.</summary>
public sealed class QuestionTests
{
    private static readonly OrganisationSettings California = new("America/Los_Angeles", "USD");
    private static readonly DayRange March = new(new(2026, 3, 1), new(2026, 3, 31));
    private static readonly DateTimeOffset Noon = new(2026, 3, 20, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_filter_of_the_leads_makes_another_question()
    {
        var keys = FiltersOf<LeadFilter>().Select(filter => Key(LeadQuestion.Of(filter, March, California))).ToList();

        keys.Count.ShouldBe(10);
        keys.Append(Key(LeadQuestion.Of(new(), March, California, ownOnly: true)))
            .Append(Key(LeadQuestion.Of(new(), March with { To = March.Until }, California)))
            .Append(Key(LeadQuestion.Of(new(), March, California with { TimeZone = "UTC" })))
            .ShouldBeUnique();
        Key(LeadQuestion.Of(new() { Channel = ["b", "a", "b"], Owner = [] }, March, California)).ShouldBe(Key(LeadQuestion.Of(new() { Channel = ["a", "b"] }, March, California)));
    }

    [Fact]
    public void Every_filter_of_the_calls_makes_another_question()
    {
        var keys = FiltersOf<CallFilter>().Select(filter => Key(CallQuestion.Of(filter, March, California, Noon))).ToList();

        keys.Count.ShouldBe(8);
        keys.Append(Key(CallQuestion.Of(new(), March, California, Noon, ownOnly: true)))
            .Append(Key(CallQuestion.Of(new(), March with { To = March.Until }, California, Noon)))
            .Append(Key(CallQuestion.Of(new(), March, California with { TimeZone = "UTC" }, Noon)))
            .ShouldBeUnique();
        Key(CallQuestion.Of(new() { Hour = [9, 8, 9], Weekday = [] }, March, California, Noon)).ShouldBe(Key(CallQuestion.Of(new() { Hour = [8, 9] }, March, California, Noon)));
    }

    [Fact]
    public void About_calls_the_same_is_asked_all_day_and_for_good_once_the_days_are_over()
    {
        string At(DateTimeOffset now) => Key(CallQuestion.Of(new(), March, California, now));

        At(Noon.AddMinutes(7)).ShouldBe(At(Noon));
        At(Noon.AddDays(1)).ShouldNotBe(At(Noon), "what was to come yesterday is over today");
        At(Noon.AddDays(12)).ShouldNotBe(At(Noon.AddDays(11)), "a call of the last evening ends on the day after");
        At(Noon.AddDays(300)).ShouldBe(At(Noon.AddDays(13)));
    }

    /// <summary>A filter for each property but the days, with something in it, and one with nothing.</summary>
    private static IEnumerable<T> FiltersOf<T>()
        where T : new()
    {
        yield return new T();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name is not ("From" or "To")))
        {
            var filter = new T();
            property.SetValue(filter, property.PropertyType switch
            {
                var texts when texts == typeof(string[]) => new[] { "a" },
                var numbers when numbers == typeof(int[]) => new[] { 3 },
                var stage when stage == typeof(Word<LeadStage>?) => new Word<LeadStage>(LeadStage.Proposal),
                _ => new Word<CallKind>(CallKind.Intro),
            });
            yield return filter;
        }
    }

    private static string Key(object question) => JsonSerializer.Serialize(question);
}
