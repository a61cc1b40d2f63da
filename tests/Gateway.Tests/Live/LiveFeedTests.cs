using Microsoft.Extensions.Options;
using Teg.Platform.Gateway.Live;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Testing;

namespace Teg.Platform.Gateway.Tests.Live;

public sealed class LiveFeedTests
{
    private static readonly Guid Org = Guid.CreateVersion7();

    private readonly MovableClock clock = new();

    [Fact]
    public void A_page_that_does_not_keep_up_is_closed_and_the_others_go_on()
    {
        var feeds = Feeds(new LiveOptions { Waiting = 3 });
        using var slow = feeds.Open(Org, Roles.Viewer, "slow", null)!;
        using var quick = feeds.Open(Org, Roles.Viewer, "quick", null)!;
        for (var row = 0; row < 5; row++)
        {
            feeds.Publish(Event());
            while (quick.Messages.TryRead(out _))
            {
                // Keeps up.
            }
        }

        while (slow.Messages.TryRead(out _))
        {
            // Reads what was waiting.
        }

        slow.Messages.Completion.IsCompleted.ShouldBeTrue();
        quick.Messages.Completion.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void An_organisation_has_a_limited_number_of_open_pages_and_others_are_not_touched_by_it()
    {
        var feeds = Feeds(new LiveOptions { MaxStreamsPerOrganisation = 2 });
        using var first = feeds.Open(Org, Roles.Viewer, "1", null);
        using var second = feeds.Open(Org, Roles.Viewer, "2", null);

        feeds.Open(Org, Roles.Viewer, "3", null).ShouldBeNull();
        using var elsewhere = feeds.Open(Guid.CreateVersion7(), Roles.Viewer, "4", null).ShouldNotBeNull();

        first!.Dispose();
        using var third = feeds.Open(Org, Roles.Viewer, "3", null).ShouldNotBeNull();
    }

    [Fact]
    public void Events_are_kept_for_ten_minutes_after_the_last_page_was_closed()
    {
        var feeds = Feeds(new LiveOptions());
        string last;
        using (var page = feeds.Open(Org, Roles.Viewer, "1", null)!)
        {
            page.Messages.TryRead(out var hello).ShouldBeTrue();
            last = hello!.Id;
        }

        feeds.Publish(Event());
        clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(5));
        using (var page = feeds.Open(Org, Roles.Viewer, "1", last)!)
        {
            page.Messages.TryRead(out var missed).ShouldBeTrue();
            missed!.Name.ShouldBe("run-progressed");
        }

        clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        using var late = feeds.Open(Org, Roles.Viewer, "1", last)!;
        late.Messages.TryRead(out _).ShouldBeTrue();
        late.Messages.TryRead(out var told).ShouldBeTrue();
        told!.Name.ShouldBe("resync");
    }

    [Theory]
    [InlineData("Admin", true)]
    [InlineData("Manager", true)]
    [InlineData("Agent", false)]
    [InlineData("Viewer", false)]
    [InlineData("admin", false)]
    [InlineData("", false)]
    public void A_role_hears_what_is_for_it_and_an_unknown_one_nothing(string role, bool hears) =>
        (new LiveEvent(Org, "drift-found", "{}", Roles.Manager).DataFor(role) is not null).ShouldBe(hears);

    private LiveFeeds Feeds(LiveOptions options) => new(Options.Create(options), clock);

    private static LiveEvent Event() => new(Org, "run-progressed", "{}", Roles.Viewer);
}
