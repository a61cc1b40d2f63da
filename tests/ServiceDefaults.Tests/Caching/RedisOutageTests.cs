using System.Diagnostics;

namespace Teg.Platform.ServiceDefaults.Tests.Caching;

/// <summary>Redis stopped and frozen in the middle: answers go on, and what was dropped meanwhile stays dropped.</summary>
public sealed class RedisOutageTests(CacheServer server) : IClassFixture<CacheServer>
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Cache:Patience"] = "00:00:01", ["Cache:AskAgain"] = "00:00:00.200" };

    [Fact]
    public async Task Stopped_in_the_middle_answers_go_on_and_what_is_dropped_meanwhile_is_not_read_when_it_is_back()
    {
        await using var node = await CacheNode.StartAsync(server.Address, settings: Settings);
        await using var other = await CacheNode.StartAsync(server.Address, settings: Settings);
        var figure = new Figure();
        (await figure.AskAsync(node)).Value.ShouldBe("v1");
        (await figure.AskAsync(other)).Value.ShouldBe("v1");

        await server.Application.StopResourceAsync("redis");
        (await figure.AskAsync(node)).Value.ShouldBe("v1");
        (await new Figure().AskAsync(node)).Value.ShouldBe("v1", "another question");
        // On the bus both are told to look; one of them also is the one that changed something.
        (await node.Cache.DropAsync(figure.Tag)).ShouldBeFalse("Redis could not be told");
        await other.Cache.LookAgainAsync(figure.Tag);
        (await figure.AskAsync(node)).Value.ShouldBe("v2");
        (await figure.AskAsync(other)).Value.ShouldBe("v3", "without Redis each asks for itself");

        await server.Application.StartResourceAsync("redis");
        await Eventually.IsTrueAsync(() => server.HasAsync($"cache:{figure.Key}"), "what it kept is there again");
        await Eventually.IsTrueAsync(async () => await node.Cache.DropAsync(new Figure().Tag), "the node reaches it again");
        await node.Cache.LookAgainAsync(figure.Tag);
        (await figure.AskAsync(node)).Value.ShouldNotBe("v1");
        await using var late = await CacheNode.StartAsync(server.Address, settings: Settings);
        (await figure.AskAsync(late)).Value.ShouldNotBe("v1", "a process that began later does not read what was dropped");
    }

    [Fact]
    public async Task Frozen_in_the_middle_every_answer_comes_in_a_bounded_time()
    {
        await using var node = await CacheNode.StartAsync(server.Address, settings: Settings);
        var figure = new Figure();
        await figure.AskAsync(node);
        Signal("-STOP");
        try
        {
            var began = Stopwatch.GetTimestamp();
            (await figure.AskAsync(node)).Value.ShouldBe("v1");
            for (var i = 0; i < 5; i++)
            {
                (await new Figure().AskAsync(node)).From.ShouldBe(CacheTier.Made);
            }

            // Six answers, each with a few calls that wait a second at most. Without a limit it would be for ever.
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMinutes(1));
            node.Count("teg.cache.redis_away").ShouldBeGreaterThan(0);
        }
        finally
        {
            Signal("-CONT");
        }

        await Eventually.IsTrueAsync(async () =>
        {
            var again = new Figure();
            await again.AskAsync(node);
            return await server.HasAsync($"cache:{again.Key}");
        }, "Redis is used again");
    }

    [Fact]
    public async Task A_process_that_begins_without_Redis_does_not_trust_what_Redis_kept()
    {
        await using var before = await CacheNode.StartAsync(server.Address, settings: Settings);
        var figure = new Figure();
        await figure.AskAsync(before);
        Signal("-STOP");
        CacheNode node;
        try
        {
            // It cannot know what it missed.
            node = await CacheNode.StartAsync(server.Address, hears: false, settings: Settings);
            (await figure.AskAsync(node)).Value.ShouldBe("v2");
        }
        finally
        {
            Signal("-CONT");
        }

        await using (node)
        {
            await Eventually.IsTrueAsync(async () =>
            {
                await figure.AskAsync(node);
                return (await figure.AskAsync(before)).Value != "v1";
            }, "the others learn of it");
        }
    }

    [Fact]
    public async Task Without_a_Redis_a_process_keeps_answers_alone()
    {
        await using var node = await CacheNode.StartAsync(redis: null);
        var figure = new Figure();

        await figure.AskAsync(node);
        (await figure.AskAsync(node)).From.ShouldBe(CacheTier.Local);
        (await node.Cache.DropAsync(figure.Tag)).ShouldBeTrue("there is nobody to tell");
        (await figure.AskAsync(node)).Value.ShouldBe("v2");
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{server.Pid}"]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }
}
