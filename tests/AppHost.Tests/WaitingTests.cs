using Aspire.Hosting;

namespace Teg.Platform.AppHost.Tests;

public sealed class WaitingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_dependent_starts_after_the_job_it_waits_for_has_finished()
    {
        var builder = Composition.New();
        var job = builder.AddShell("job", "sleep 0.5; date +%s%N");
        builder.AddShell("service", "date +%s%N; sleep 300").WaitForCompletion(job);
        await using var app = builder.Build();

        await app.StartAsync();

        app.GetStatus("job").State.ShouldBe(ResourceState.Finished);
        (await Composition.BecomesTrueAsync(() => app.GetLogs("service").Count == 1, Soon)).ShouldBeTrue();
        long.Parse(app.GetLogs("service")[0], null).ShouldBeGreaterThan(long.Parse(app.GetLogs("job")[0], null));
    }

    [Fact]
    public async Task A_job_that_ends_badly_keeps_its_dependents_from_starting_and_everyone_says_why()
    {
        var builder = Composition.New();
        var job = builder.AddShell("job", "echo the disk is full >&2; exit 3");
        var service = builder.AddShell("service", "sleep 300").WaitForCompletion(job);
        builder.AddShell("front", "sleep 300").WaitFor(service);
        await using var app = builder.Build();

        var failure = await Should.ThrowAsync<DistributedApplicationException>(() => app.StartAsync());

        failure.Message.ShouldContain("job: exit code 3; its last lines: the disk is full");
        app.GetStatus("job").ExitCode.ShouldBe(3);
        app.GetStatus("service").State.ShouldBe(ResourceState.Failed);
        app.GetStatus("service").Reason.ShouldNotBeNull().ShouldStartWith("not started: job failed: exit code 3");
        app.GetStatus("front").Reason.ShouldNotBeNull().ShouldStartWith("not started: service failed: not started: job failed");
        app.GetLogs("service").ShouldBeEmpty();
    }

    [Fact]
    public async Task Waiting_for_completion_accepts_the_exit_code_it_names()
    {
        var builder = Composition.New();
        var job = builder.AddShell("job", "exit 2");
        builder.AddShell("service", "sleep 300").WaitForCompletion(job, exitCode: 2);
        await using var app = builder.Build();

        await app.LaunchAsync();

        await app.WaitForHealthyAsync("service").WaitAsync(Soon);
    }

    [Fact]
    public async Task A_dependent_waits_until_the_health_check_answers()
    {
        var builder = Composition.New();
        // Says 503 twice before it is well.
        var service = builder.AddExecutable(
                "service", "node", "/", "-e",
                "let asked = 0; require('http').createServer((q, a) => { a.statusCode = ++asked < 3 ? 503 : 200; console.log(q.url, a.statusCode); a.end(); }).listen(process.env.PORT, 'localhost')")
            .WithHttpEndpoint(name: "http", env: "PORT")
            .WithHttpHealthCheck("/health");
        builder.AddShell("front", "sleep 300").WaitFor(service);
        await using var app = builder.Build();

        await app.LaunchAsync();
        await app.WaitForHealthyAsync("front").WaitAsync(Soon);

        app.GetLogs("service").Take(3).ShouldBe(["/health 503", "/health 503", "/health 200"]);
    }

    [Fact]
    public async Task A_service_that_crashes_later_is_failed_and_stays_down()
    {
        var builder = Composition.New();
        builder.AddShell("service", "sleep 0.5; echo no more memory; exit 134");
        await using var app = builder.Build();

        await app.StartAsync();
        await app.WaitForStateAsync("service", ResourceState.Failed).WaitAsync(Soon);

        app.GetStatus("service").Pid.ShouldBeNull();
        app.GetStatus("service").Reason.ShouldNotBeNull().ShouldContain("no more memory");
    }
}
