using Microsoft.Extensions.Caching.Hybrid;
using Npgsql;
using StackExchange.Redis;

namespace Teg.Platform.ServiceDefaults.Tests.Caching;

public sealed class TieredCacheTests(CacheServer server) : IClassFixture<CacheServer>
{
    private readonly TestClock clock = new();

    public static TheoryData<string, TimeSpan> Policies => new()
    {
        { nameof(CachePolicy.Realtime), TimeSpan.FromSeconds(30) },
        { nameof(CachePolicy.Kpi), TimeSpan.FromMinutes(5) },
        { nameof(CachePolicy.Computed), TimeSpan.FromHours(1) },
        { nameof(CachePolicy.Report), TimeSpan.FromHours(24) },
        { nameof(CachePolicy.History), TimeSpan.FromDays(7) },
    };

    [Theory, MemberData(nameof(Policies))]
    public async Task An_answer_is_fresh_for_its_policy_s_time_then_given_while_one_asks_again(string name, TimeSpan fresh)
    {
        await using var node = await CacheNode.StartAsync(server.Address, clock);
        var figure = new Figure { Policy = Policy(name) };
        figure.Policy.Fresh.ShouldBe(fresh);

        (await figure.AskAsync(node)).From.ShouldBe(CacheTier.Made);
        clock.Advance(fresh - TimeSpan.FromTicks(1));
        var last = await figure.AskAsync(node);
        (last.From, last.Value, last.Age).ShouldBe((CacheTier.Local, "v1", fresh - TimeSpan.FromTicks(1)));

        clock.Advance(TimeSpan.FromTicks(1));
        var old = await figure.AskAsync(node);
        (old.From, old.Value, old.Age, old.FreshFor).ShouldBe((CacheTier.Stale, "v1", fresh, TimeSpan.Zero));
        await Eventually.IsTrueAsync(async () => (await figure.AskAsync(node)) is { Value: "v2", From: CacheTier.Local }, "the refresh in the background");
        figure.Made.ShouldBe(2);
    }

    [Fact]
    public async Task While_it_cannot_be_refreshed_an_answer_is_given_up_to_the_age_cap_and_then_the_failure()
    {
        await using var node = await CacheNode.StartAsync(server.Address, clock);
        var figure = new Figure();
        await figure.AskAsync(node);
        figure.Ready = Task.FromException(new NpgsqlException("away", new IOException()));
        // Dropped or only old, it is all there is.
        await node.Cache.DropAsync(figure.Tag);

        clock.Advance(CachePolicy.Kpi.OldestServed - TimeSpan.FromTicks(1));
        var old = await figure.AskAsync(node);
        (old.From, old.Value, old.Age).ShouldBe((CacheTier.Stale, "v1", CachePolicy.Kpi.OldestServed - TimeSpan.FromTicks(1)));

        clock.Advance(TimeSpan.FromTicks(1));
        (await Should.ThrowAsync<NpgsqlException>(() => figure.AskAsync(node))).IsTransient.ShouldBeTrue("which is answered with 503");
    }

    [Fact]
    public async Task One_that_hangs_is_not_waited_for_where_there_is_an_older_answer()
    {
        await using var node = await CacheNode.StartAsync(server.Address, clock, settings: new() { ["Cache:WaitBesideOlder"] = "00:00:00.050" });
        var figure = new Figure();
        await figure.AskAsync(node);
        await node.Cache.DropAsync(figure.Tag);
        var hangs = new TaskCompletionSource();
        figure.Ready = hangs.Task;

        (await figure.AskAsync(node)).ShouldSatisfyAllConditions(old => old.From.ShouldBe(CacheTier.Stale), old => old.Value.ShouldBe("v1"));
        (await figure.AskAsync(node)).Value.ShouldBe("v1", "and none asks beside it");
        figure.Made.ShouldBe(2);

        hangs.SetResult();
        await Eventually.IsTrueAsync(async () => (await figure.AskAsync(node)).Value == "v2", "its answer counts when it comes");
    }

    [Fact]
    public async Task A_hundred_who_ask_at_once_are_one_question()
    {
        await using var node = await CacheNode.StartAsync(server.Address);
        var open = new TaskCompletionSource();
        var figure = new Figure { Ready = open.Task };

        var asked = Enumerable.Range(0, 100).Select(_ => figure.AskAsync(node)).ToList();
        await Eventually.IsTrueAsync(() => figure.Made == 1, "one of them asks");
        open.SetResult();

        (await Task.WhenAll(asked)).ShouldAllBe(answer => answer.Value == "v1");
        figure.Made.ShouldBe(1);
        (node.Count("made"), node.Count("joined")).ShouldBe((1, 99));
    }

    [Fact]
    public async Task A_hundred_in_two_processes_are_one_question_too()
    {
        await using var one = await CacheNode.StartAsync(server.Address);
        await using var other = await CacheNode.StartAsync(server.Address);
        var open = new TaskCompletionSource();
        var figure = new Figure { Ready = open.Task };

        var first = figure.AskAsync(one);
        await Eventually.IsTrueAsync(() => figure.Made == 1, "one of them asks");
        var asked = Enumerable.Range(0, 100).Select(i => figure.AskAsync(i % 2 == 0 ? one : other)).Append(first).ToList();
        // Time for the other to ask beside it, if it would.
        await Task.Delay(200);
        figure.Made.ShouldBe(1);
        open.SetResult();

        (await Task.WhenAll(asked)).ShouldAllBe(answer => answer.Value == "v1");
        figure.Made.ShouldBe(1);
        (await figure.AskAsync(other)).From.ShouldBe(CacheTier.Local);
        // Who looked before the answer was there and joined after it was given reads Redis once more.
        (other.Count("made"), other.Count("l2") > 0).ShouldBe((0, true));
    }

    [Fact]
    public async Task Who_refreshes_is_one_of_all_processes_and_nobody_waits()
    {
        await using var one = await CacheNode.StartAsync(server.Address, clock);
        await using var other = await CacheNode.StartAsync(server.Address, clock);
        var figure = new Figure();
        await figure.AskAsync(one);
        await figure.AskAsync(other);
        clock.Advance(CachePolicy.Kpi.Fresh);
        var open = new TaskCompletionSource();
        figure.Ready = open.Task;

        for (var i = 0; i < 20; i++)
        {
            (await figure.AskAsync(i % 2 == 0 ? one : other)).From.ShouldBe(CacheTier.Stale);
        }

        await Eventually.IsTrueAsync(() => figure.Made == 2, "one refreshes");
        open.SetResult();
        await Eventually.IsTrueAsync(
            async () =>
            {
                // Who gave up because Redis was slow looks again after a while of this clock.
                clock.Advance(TimeSpan.FromMilliseconds(200));
                return (await figure.AskAsync(one)).Value != "v1" && (await figure.AskAsync(other)).Value != "v1";
            },
            "both have it");
        figure.Made.ShouldBe(2);
    }

    [Fact]
    public async Task A_process_that_died_while_it_asked_is_waited_for_until_its_lock_ends()
    {
        await using var node = await CacheNode.StartAsync(server.Address);
        var figure = new Figure();
        await server.Redis.StringSetAsync($"cache:{figure.Key}:lock", "of one that died", TimeSpan.FromMilliseconds(300));

        (await figure.AskAsync(node)).Value.ShouldBe("v1");
        (await server.Redis.KeyExistsAsync($"cache:{figure.Key}")).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_was_held_up_does_not_write_over_what_came_after()
    {
        await using var slow = await CacheNode.StartAsync(server.Address);
        await using var quick = await CacheNode.StartAsync(server.Address);
        await using var third = await CacheNode.StartAsync(server.Address);
        var open = new TaskCompletionSource();
        var figure = new Figure { Ready = open.Task };
        var late = figure.AskAsync(slow);
        await Eventually.IsTrueAsync(() => figure.Made == 1, "it asks");
        await server.Redis.KeyDeleteAsync($"cache:{figure.Key}:lock");

        figure.Ready = Task.CompletedTask;
        (await figure.AskAsync(quick)).Value.ShouldBe("v2");
        open.SetResult();
        (await late).Value.ShouldBe("v1");

        (await figure.AskAsync(third)).ShouldSatisfyAllConditions(kept => kept.Value.ShouldBe("v2"), kept => kept.From.ShouldBe(CacheTier.Redis));
    }

    [Fact]
    public async Task A_dropped_tag_is_dropped_on_every_node()
    {
        await using var one = await CacheNode.StartAsync(server.Address, clock);
        await using var other = await CacheNode.StartAsync(server.Address, clock);
        await using var deaf = await CacheNode.StartAsync(server.Address, clock, hears: false);
        var figure = new Figure();
        var beside = new Figure();
        foreach (var node in new[] { one, other, deaf })
        {
            (await figure.AskAsync(node)).Value.ShouldBe("v1");
            await beside.AskAsync(node);
        }

        (await one.Cache.DropAsync(figure.Tag)).ShouldBeTrue();

        (await figure.AskAsync(one)).Value.ShouldBe("v2", "at once where it was dropped");
        await Eventually.IsTrueAsync(async () => (await figure.AskAsync(other)).Value == "v2", "its notice arrives");
        (await figure.AskAsync(deaf)).Value.ShouldBe("v1", "it heard nothing and has not looked");
        clock.Advance(TimeSpan.FromSeconds(1));
        (await figure.AskAsync(deaf)).Value.ShouldBe("v2", "it looks once a second");
        figure.Made.ShouldBe(2);
        (await beside.AskAsync(one)).From.ShouldBe(CacheTier.Local, "another organisation's answers stay");
    }

    [Fact]
    public async Task What_is_asked_while_it_changes_is_not_kept()
    {
        await using var one = await CacheNode.StartAsync(server.Address);
        await using var other = await CacheNode.StartAsync(server.Address);
        var figure = new Figure();
        var stored = "old";
        Task<Kept<string>> Ask(CacheNode node) => figure.AskAsync(node, () => ValueTask.FromResult(Volatile.Read(ref stored)));
        (await Ask(one)).Value.ShouldBe("old");
        (await Ask(other)).Value.ShouldBe("old");

        var change = await one.Cache.ChangeAsync(figure.Tag);
        (await Ask(one)).From.ShouldBe(CacheTier.Made, "nothing committed yet, so it is the old answer, for this one alone");
        await Eventually.IsTrueAsync(async () => (await Ask(other)).From == CacheTier.Made, "the other hears of the change");
        Volatile.Write(ref stored, "new");
        (await Ask(one)).Value.ShouldBe("new", "committed, and the end of it not announced yet");
        (await Ask(other)).Value.ShouldBe("new");
        await change.DisposeAsync();

        (await Ask(one)).Value.ShouldBe("new");
        (await Ask(one)).From.ShouldBe(CacheTier.Local, "kept again");
        await Eventually.IsTrueAsync(async () => (await Ask(other)).From == CacheTier.Local, "kept again there too");
    }

    [Fact]
    public async Task A_change_whose_process_died_is_over_when_its_time_is()
    {
        await using var died = await CacheNode.StartAsync(server.Address, settings: new() { ["Cache:ChangeLife"] = "00:00:00.300" });
        await using var other = await CacheNode.StartAsync(server.Address);
        var figure = new Figure();
        await died.Cache.ChangeAsync(figure.Tag);

        (await figure.AskAsync(other)).From.ShouldBe(CacheTier.Made);
        await Eventually.IsTrueAsync(async () => (await figure.AskAsync(other)).From == CacheTier.Local, "it is kept again");
    }

    [Fact]
    public async Task An_answer_of_another_shape_is_not_read()
    {
        await using var one = await CacheNode.StartAsync(server.Address);
        await using var other = await CacheNode.StartAsync(server.Address);
        var figure = new Figure();
        await figure.AskAsync(one);

        (await other.Cache.AskAsync(figure.Key, CachePolicy.Kpi, [figure.Tag], _ => ValueTask.FromResult(5), CancellationToken.None)).Value.ShouldBe(5);
        (await one.Cache.AskAsync(figure.Key, CachePolicy.Kpi, [figure.Tag], _ => ValueTask.FromResult(6), CancellationToken.None)).Value.ShouldBe(5);
    }

    [Fact]
    public async Task A_large_answer_is_compressed_in_Redis_and_comes_back_whole()
    {
        await using var one = await CacheNode.StartAsync(server.Address);
        await using var other = await CacheNode.StartAsync(server.Address);
        var figure = new Figure();
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},"));
        await figure.AskAsync(one, () => ValueTask.FromResult(text));

        ((byte[])(await server.Redis.StringGetAsync($"cache:{figure.Key}"))!).Length.ShouldBeLessThan(text.Length / 2);
        (await figure.AskAsync(other)).ShouldSatisfyAllConditions(kept => kept.Value.ShouldBe(text), kept => kept.From.ShouldBe(CacheTier.Redis));
    }

    [Fact]
    public async Task Neither_the_process_nor_Redis_keeps_more_than_it_may()
    {
        const int Bytes = 200_000;
        await using var node = await CacheNode.StartAsync(server.Address, settings: new() { ["Cache:LocalBytes"] = $"{Bytes}", ["Cache:EntriesOfOrganisation"] = "20" });
        var organisation = Guid.NewGuid();
        var scope = RowScope.Of(CacheNode.Caller(organisation, Roles.Manager));
        for (var i = 0; i < 200; i++)
        {
            await node.Cache.AskAsync(scope.Key($"{i}"), CachePolicy.Kpi, [], _ => ValueTask.FromResult(new byte[4000]), CancellationToken.None);
            node.Local.Bytes.ShouldBeLessThanOrEqualTo(Bytes);
        }

        await Eventually.IsTrueAsync(() => node.Count("teg.cache.evictions") > 0, "some were let go");
        server.Keys(organisation).Count.ShouldBe(21, "twenty answers and the list of them");
        foreach (var key in server.Keys(organisation))
        {
            (await server.Redis.KeyTimeToLiveAsync(key)).ShouldNotBeNull(key);
        }
    }

    [Fact]
    public void A_key_says_whose_rows_the_answer_is_made_of()
    {
        var (ours, theirs, person) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        string Key(Guid organisation, string role, Guid? user = null) => RowScope.Of(CacheNode.Caller(organisation, role, user)).Key("sales");

        Key(ours, Roles.Viewer).ShouldBe(Key(ours, Roles.Manager));
        Key(ours, Roles.Admin).ShouldBe(Key(ours, Roles.Manager));
        Key(ours, Roles.Agent, person).ShouldNotBe(Key(ours, Roles.Manager, person));
        Key(ours, Roles.Agent, person).ShouldNotBe(Key(ours, Roles.Agent));
        Key(ours, "Somebody", person).ShouldNotBe(Key(ours, Roles.Agent, person));
        Key(ours, Roles.Manager).ShouldNotBe(Key(theirs, Roles.Manager));
        RowScope.Of(CacheNode.Caller(ours, Roles.Admin, person)).ShouldSatisfyAllConditions(
            scope => scope.UserId.ShouldBeNull("what is shared is not asked as a person"), scope => scope.Role.ShouldBe(Roles.Viewer));
    }

    [Fact]
    public async Task A_key_or_tag_of_no_organisation_is_refused()
    {
        await using var node = await CacheNode.StartAsync(server.Address);
        HybridCache cache = node.Cache;

        await Should.ThrowAsync<ArgumentException>(async () => await cache.GetOrCreateAsync("figures", _ => ValueTask.FromResult(1)));
        await Should.ThrowAsync<ArgumentException>(async () => await cache.GetOrCreateAsync(new Figure().Key, _ => ValueTask.FromResult(1), tags: ["figures"]));
        await Should.ThrowAsync<ArgumentException>(async () => await cache.SetAsync("figures", 1));
        await Should.ThrowAsync<ArgumentException>(async () => await cache.RemoveByTagAsync("figures"));
    }

    [Fact]
    public async Task It_is_the_HybridCache_that_other_code_knows()
    {
        await using var one = await CacheNode.StartAsync(server.Address);
        await using var other = await CacheNode.StartAsync(server.Address);
        (HybridCache here, HybridCache there) = (one.Cache, other.Cache);
        var figure = new Figure();
        await here.SetAsync(figure.Key, 7, CachePolicy.Report.Options, [figure.Tag]);

        (await there.GetOrCreateAsync(figure.Key, _ => ValueTask.FromResult(8), CachePolicy.Report.Options, [figure.Tag])).ShouldBe(7);
        await here.RemoveAsync(figure.Key);
        await Eventually.IsTrueAsync(async () => await there.GetOrCreateAsync(figure.Key, _ => ValueTask.FromResult(9), CachePolicy.Report.Options, [figure.Tag]) == 9, "removed there too");
        await Should.ThrowAsync<NotSupportedException>(async () => await here.GetOrCreateAsync(
            figure.Key, _ => ValueTask.FromResult(1), new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableDistributedCache }));
    }

    [Fact]
    public async Task A_caller_who_leaves_takes_nothing_from_the_others()
    {
        await using var node = await CacheNode.StartAsync(server.Address);
        var figure = new Figure();
        var (asks, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var leaves = new CancellationTokenSource();
        var first = node.Cache.AskAsync(
            figure.Key, CachePolicy.Kpi, [figure.Tag], async ct =>
            {
                asks.SetResult();
                await open.Task.WaitAsync(ct);
                return "made for all";
            }, leaves.Token).AsTask();
        await asks.Task;
        var second = figure.AskAsync(node);
        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        open.SetResult();

        (await second).Value.ShouldBe("made for all");
        figure.Made.ShouldBe(0);
    }

    private static CachePolicy Policy(string name) => name switch
    {
        nameof(CachePolicy.Realtime) => CachePolicy.Realtime,
        nameof(CachePolicy.Kpi) => CachePolicy.Kpi,
        nameof(CachePolicy.Computed) => CachePolicy.Computed,
        nameof(CachePolicy.Report) => CachePolicy.Report,
        _ => CachePolicy.History,
    };
}
