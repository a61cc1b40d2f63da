namespace Teg.Platform.ServiceDefaults.Tests.Outbox;

public sealed class OrderedIdsTests
{
    private readonly TestClock clock = new();

    [Fact]
    public void Ids_grow_within_a_millisecond_and_past_its_end()
    {
        var ids = new OrderedIds(clock);

        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next().ToString()).ToArray();

        made.ShouldBe(made.Order(StringComparer.Ordinal));
        made.Distinct().Count().ShouldBe(made.Length);
    }

    [Fact]
    public void Ids_grow_when_the_clock_is_set_back()
    {
        var ids = new OrderedIds(clock);
        var before = ids.Next().ToString();

        clock.Advance(TimeSpan.FromMinutes(-5));

        string.CompareOrdinal(ids.Next().ToString(), before).ShouldBePositive();
    }

    [Fact]
    public void An_id_says_its_time_and_version()
    {
        var id = new OrderedIds(clock).Next();

        id.Version.ShouldBe(7);
        id.Variant.ShouldBeInRange(8, 11);
        Convert.ToInt64(id.ToString("n")[..12], 16).ShouldBe(clock.GetUtcNow().ToUnixTimeMilliseconds());
    }
}
