using Teg.Platform.Sync.Tests.Webhooks;

namespace Teg.Platform.Sync.Tests;

/// <summary>What vendors do on a bad day: the run ends right, or says plainly why not.</summary>
public sealed class FaultTests(SyncHost host)
{
    [Fact]
    public async Task Errors_of_every_transient_kind_only_slow_a_run_down()
    {
        await host.ResetAsync();
        await host.FaultAsync("monday", "status", status: 500, after: 2);
        await host.FaultAsync("monday", "drop", after: 4);
        await host.FaultAsync("monday", "rate-limit", after: 6, retryAfter: 1);
        await host.FaultAsync("monday", "exhaust-complexity", after: 8, retryAfter: 1);
        await host.FaultAsync("monday", "expire-cursor", after: 3);
        await host.FaultAsync("calendly", "status", status: 503, after: 20, count: 2);
        await host.FaultAsync("calendly", "drop", after: 100, count: 2);
        await host.FaultAsync("calendly", "rate-limit", after: 300, retryAfter: 1);
        var tenant = await Tenant.CreateAsync(host);

        var queued = await tenant.QueueAsync(tenant.Monday, "full");
        var calendly = await tenant.RunAsync(tenant.Calendly);
        var monday = await tenant.FinishAsync(queued);

        monday.Status.ShouldBe("succeeded", monday.Reason);
        monday.Verdict.ShouldBe("equal");
        calendly.Status.ShouldBe("succeeded", calendly.Reason);
        calendly.Verdict.ShouldBe("equal");
        (await host.AskAsync<int>("select max(restarts) from sync.checkpoint where run_id = @Id", new { monday.Id })).ShouldBe(1);
        await Figures.ShouldBeTrueAsync(host, tenant.Org);
    }

    [Fact]
    public async Task With_the_broker_away_a_run_publishes_and_its_message_leaves_later()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await host.Application.KillAsync("rabbitmq");
        try
        {
            var run = await tenant.RunAsync(tenant.Calendly);
            run.Status.ShouldBe("succeeded", run.Reason);
            (await host.AskAsync<long>("select count(*) from sync.outbox where org_id = @Org and sent_at is null", new { tenant.Org })).ShouldBe(1);
        }
        finally
        {
            await host.Application.StartResourceAsync("rabbitmq");
        }

        await host.AskedUntilAsync("select bool_and(sent_at is not null) from sync.outbox where org_id = @Org", tenant, seconds: 60);
    }

    [Fact]
    public async Task A_refused_token_fails_the_run_with_a_way_out()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host, credential: "refused");

        var run = await tenant.RunAsync(tenant.Monday);

        run.Status.ShouldBe("failed");
        run.Reason.ShouldNotBeNull().ShouldContain("token");
        run.WayOut.ShouldNotBeNull().ShouldContain("Monday:Credentials");
        (await host.AskAsync<long>("select count(*) from sync.outbox where org_id = @Org and message_type like '%RunFailed%'", new { tenant.Org })).ShouldBe(1);

        var calendly = await tenant.RunAsync(tenant.Calendly);
        calendly.Status.ShouldBe("failed");
        calendly.Reason.ShouldNotBeNull().ShouldBe("There is no Calendly token.");
    }

    [Fact]
    public async Task A_vendor_that_stays_down_is_given_up_after_a_few_tries_and_the_old_data_stays()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        var before = await tenant.FactsAsync();
        await host.DoAsync("update sync.source set credential = 'demo' where org_id = @Org", new { tenant.Org });
        await host.FaultAsync("monday", "status", status: 500, count: 10_000);

        var queued = await tenant.QueueAsync(tenant.Monday, "full");
        await host.DoAsync("update sync.run set faults = 6 where org_id = @Org and id = @queued", new { tenant.Org, queued });
        var run = await tenant.FinishAsync(queued);

        run.Status.ShouldBe("failed");
        run.Reason.ShouldNotBeNull().ShouldContain("not answering properly");
        (await tenant.FactsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Boards_with_nothing_and_with_sixty_thousand_items_fit_into_300_MB()
    {
        await host.ResetAsync();
        var big = (await host.OrderAsync("boards", new { name = "Everyone Ever", items = 60_000 })).GetProperty("id").GetString()!;
        await host.OrderAsync("boards", new { name = "Nobody Yet", items = 0 });
        var settings = Demo.DemoSources.Settings("monday").Replace("\"name\": \"New Leads\",", "\"name\": \"Everyone Ever\",", StringComparison.Ordinal);
        var tenant = await Tenant.CreateAsync(host, mondaySettings: settings);
        await host.Application.RestartAsync("sync");

        var run = await tenant.RunAsync(tenant.Monday, seconds: 200);

        run.Status.ShouldBe("succeeded", run.Reason);
        run.Verdict.ShouldBe("equal");
        (await host.AskAsync<long>("select count(*) from crm.lead where org_id = @Org and stream = @big", new { tenant.Org, big })).ShouldBe(60_000);
        (await tenant.CertificateAsync(run.Id)).ShouldContain(line => line.Name == "Nobody Yet" && line.Source == 0 && line.Ours == 0);
        var peak = await host.PeakMemoryAsync();
        TestContext.Current.SendDiagnosticMessage($"60 000 items: {run.Seconds:0} s, {run.RowsPerSecond} rows/s published, peak {peak:0} MB");
        peak.ShouldBeLessThan(300);
    }
}
