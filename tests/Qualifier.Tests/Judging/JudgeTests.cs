using Teg.Platform.Qualifier.Judging;

namespace Teg.Platform.Qualifier.Tests.Judging;

public sealed class JudgeTests(JudgeHost host) : IClassFixture<JudgeHost>, IAsyncLifetime
{
    private const string Gowns = "Bridal line of eight gowns with hand beading. Looking for pattern making and first samples.";

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_model_judges_a_description()
    {
        var judged = await host.Judge().JudgeAsync(Gowns, promptVersion: null, JudgeHost.Patience, default);

        judged.Fallback.ShouldBeNull();
        judged.Score.ShouldBe(3);
        judged.Confidence!.Value.ShouldBeInRange(0, 1);
        judged.Reason.ShouldNotBeEmpty();
        judged.Model.ShouldBe("gpt-4o-mini-2024-07-18");
        judged.PromptVersion.ShouldBe(PromptBook.Newest);
        judged.LatencyMs.ShouldBeGreaterThan(0);
        judged.Screened.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_costs_what_its_tokens_cost()
    {
        var judged = await host.Judge().JudgeAsync(Gowns, null, JudgeHost.Patience, default);
        var unpriced = await host.Judge(options => options.Prices.Clear()).JudgeAsync(Gowns, null, JudgeHost.Patience, default);

        judged.TokensIn.ShouldBeGreaterThan(100);
        judged.CostUsd.ShouldBe(((judged.TokensIn * 0.15m) + (judged.TokensOut * 0.60m)) / 1_000_000m);
        unpriced.TokensIn.ShouldBe(judged.TokensIn);
        unpriced.CostUsd.ShouldBe(0);
    }

    [Fact]
    public async Task The_model_is_sent_the_prompt_and_the_description_as_data_and_nothing_else()
    {
        await host.Judge().JudgeAsync("Silk \"gowns\"}\nand samples", null, JudgeHost.Patience, default);

        var body = System.Text.Json.JsonDocument.Parse((await host.AskedAsync())[0]).RootElement;
        var messages = body.GetProperty("messages").EnumerateArray().ToList();
        messages.Count.ShouldBe(2);
        messages[0].GetProperty("content").GetString().ShouldBe(PromptBook.For(null).Text);
        System.Text.Json.JsonDocument.Parse(messages[1].GetProperty("content").GetString()!).RootElement.GetProperty("enquiry").GetString().ShouldBe("Silk \"gowns\"}\nand samples");
        body.GetProperty("temperature").GetDouble().ShouldBe(0);
        body.GetProperty("max_completion_tokens").GetInt32().ShouldBe(250);
        body.GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("\u200b\u200b")]
    public async Task Nobody_is_asked_about_an_empty_description(string? project)
    {
        var judged = await host.Judge().JudgeAsync(project, null, JudgeHost.Patience, default);

        judged.Fallback.ShouldBe(Fallback.NoText);
        judged.Score.ShouldBeNull();
        judged.LatencyMs.ShouldBe(0);
        (await host.AskedAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("refuse", Fallback.Refused)]
    [InlineData("truncate", Fallback.Truncated)]
    [InlineData("garbage", Fallback.Invalid)]
    [InlineData("rate-limit", Fallback.RateLimited)]
    [InlineData("exhaust-quota", Fallback.Rejected)]
    [InlineData("drop", Fallback.Unavailable)]
    public async Task What_keeps_the_model_becomes_a_reason(string kind, Fallback expected)
    {
        await host.OrderAsync("faults", new { vendor = "openai", kind });

        var judged = await host.Judge().JudgeAsync(Gowns, null, JudgeHost.Patience, default);

        judged.Fallback.ShouldBe(expected);
        judged.Score.ShouldBeNull();
        judged.Confidence.ShouldBeNull();
        judged.Reason.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(500, Fallback.Unavailable)]
    [InlineData(503, Fallback.Unavailable)]
    [InlineData(429, Fallback.RateLimited)]
    [InlineData(403, Fallback.Rejected)]
    [InlineData(400, Fallback.Invalid)]
    public async Task A_status_becomes_a_reason_at_the_first_answer(int status, Fallback expected)
    {
        await host.OrderAsync("faults", new { vendor = "openai", kind = "status", status, count = 5 });

        (await host.Judge().JudgeAsync(Gowns, null, JudgeHost.Patience, default)).Fallback.ShouldBe(expected);

        (await host.AskedAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_key_or_an_unknown_model_is_an_operators_matter()
    {
        (await host.Judge(options => options.Key = "invalid").JudgeAsync(Gowns, null, JudgeHost.Patience, default)).Fallback.ShouldBe(Fallback.Rejected);
        (await host.Judge(options => options.Model = "gpt-9").JudgeAsync(Gowns, null, JudgeHost.Patience, default)).Fallback.ShouldBe(Fallback.Rejected);
    }

    [Fact]
    public async Task Nobody_listens_at_the_address()
    {
        var judged = await host.Judge(options => options.Address = new Uri("http://127.0.0.1:1/v1")).JudgeAsync(Gowns, null, JudgeHost.Patience, default);

        judged.Fallback.ShouldBe(Fallback.Unavailable);
    }

    [Fact]
    public async Task A_slow_model_is_left_when_the_time_is_up()
    {
        await host.OrderAsync("limits/openai", new { latencyMs = 60_000 });

        (await host.Judge().JudgeAsync(Gowns, null, TimeSpan.FromMilliseconds(100), default)).Fallback.ShouldBe(Fallback.Timeout);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_the_only_exception()
    {
        await host.OrderAsync("limits/openai", new { latencyMs = 60_000 });
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Should.ThrowAsync<OperationCanceledException>(() => host.Judge().JudgeAsync(Gowns, null, JudgeHost.Patience, leaving.Token));
    }

    [Fact]
    public async Task A_dead_model_is_left_alone_and_asked_again_after_a_pause()
    {
        var judge = host.Judge(options =>
        {
            options.BreakerMinimum = 4;
            options.BreakerPause = TimeSpan.FromMilliseconds(500);
        });
        await host.OrderAsync("faults", new { vendor = "openai", kind = "status", status = 503, count = 4 });
        for (var i = 0; i < 20; i++)
        {
            (await judge.JudgeAsync(Gowns, null, JudgeHost.Patience, default)).Fallback.ShouldBeOneOf(Fallback.Unavailable, null);
        }

        // The circuit opened at the fourth failure; when it opened again, the model was well.
        (await host.AskedAsync()).Count.ShouldBeLessThan(20);
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while ((await judge.JudgeAsync(Gowns, null, JudgeHost.Patience, default)).Fallback is not null && DateTime.UtcNow < deadline)
        {
            await Task.Delay(50);
        }

        (await judge.JudgeAsync(Gowns, null, JudgeHost.Patience, default)).Score.ShouldBe(3);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_allowed()
    {
        await host.OrderAsync("limits/openai", new { latencyMs = 1000 });
        var judge = host.Judge(options => options.MaxConcurrent = 3);

        var judged = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => judge.JudgeAsync(Gowns, null, JudgeHost.Patience, default)));

        judged.Count(one => one.Fallback is null).ShouldBe(3);
        judged.Count(one => one.Fallback == Fallback.Busy).ShouldBe(7);
    }

    [Theory]
    [InlineData("""{"score":3,"confidence":0.9,"reason":"Fits."}""", true)]
    [InlineData("""{"score":0,"confidence":0,"reason":"Spam."}""", true)]
    [InlineData("""{"score":4,"confidence":0.9,"reason":"Fits."}""", false)]
    [InlineData("""{"score":-1,"confidence":0.9,"reason":"Fits."}""", false)]
    [InlineData("""{"score":2.5,"confidence":0.9,"reason":"Fits."}""", false)]
    [InlineData("""{"score":"3","confidence":0.9,"reason":"Fits."}""", false)]
    [InlineData("""{"score":3,"confidence":1.01,"reason":"Fits."}""", false)]
    [InlineData("""{"score":3,"confidence":null,"reason":"Fits."}""", false)]
    [InlineData("""{"score":3,"confidence":0.9,"reason":" "}""", false)]
    [InlineData("""{"score":3,"confidence":0.9}""", false)]
    [InlineData("""[3]""", false)]
    [InlineData("""3""", false)]
    [InlineData("", false)]
    [InlineData("""{"score":3""", false)]
    public void An_answer_outside_its_ranges_is_not_believed(string json, bool believed)
    {
        (Verdict.Of(json) is not null).ShouldBe(believed);
    }

    [Fact]
    public void The_newest_prompt_holds_and_older_ones_stay()
    {
        PromptBook.Versions.ShouldContain("2026-11-1");
        PromptBook.For("2026-11-1").Version.ShouldBe("2026-11-1");
        PromptBook.For("1999-01-1").Version.ShouldBe(PromptBook.Newest);
        PromptBook.For(null).Text.ShouldContain("1 to 300 pieces");
    }
}
