using System.Text.Json;
using Npgsql;

namespace Teg.Platform.Sync.Tests;

/// <summary>SIGKILL at ten points spread over a full sync: readers see the previous data until the new one is there whole.</summary>
public sealed class KillTests(SyncHost host)
{
    private const int Kills = 10;

    [Fact]
    public async Task A_full_sync_survives_ten_kills_of_Sync_and_another_ten_of_PostgreSQL()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        var first = await tenant.QueueAsync(tenant.Monday, "full");
        await tenant.RunAsync(tenant.Calendly);
        await tenant.FinishAsync(first);
        var rows = await host.AskAsync<long>("select sum(rows_read)::bigint from sync.run where org_id = @Org", new { tenant.Org });

        foreach (var victim in new[] { "sync", "postgres" })
        {
            await host.OrderAsync("clock", new { advanceSeconds = 26 * 3600 });
            await SurviveAsync(tenant, victim, rows);
        }
    }

    private async Task SurviveAsync(Tenant tenant, string victim, long rows)
    {
        var before = await PublishedAsync(tenant);

        // Slow enough that ten kills find ten different places.
        await host.FaultAsync("monday", "delay", count: 100_000, delayMs: 60);
        var monday = await tenant.QueueAsync(tenant.Monday, "full");
        var calendly = await tenant.QueueAsync(tenant.Calendly, "full");

        for (var kill = 0; kill < Kills; kill++)
        {
            // The last one befalls the publishing itself.
            await UntilAsync(tenant, kill == Kills - 1 ? long.MaxValue : rows * kill / Kills);
            await KillAsync(victim);

            // Looked at first, so that a run which is still active afterwards cannot have published in between.
            var seen = await PublishedAsync(tenant);
            if ((await tenant.ResultAsync(monday)).IsActive)
            {
                seen.Boards.ShouldBe(before.Boards, $"kill {kill + 1}: readers saw half of a run");
            }

            if ((await tenant.ResultAsync(calendly)).IsActive)
            {
                seen.Calls.ShouldBe(before.Calls, $"kill {kill + 1}: readers saw half of a run");
            }
        }

        await host.Sandbox.DeleteAsync(new Uri("/__sandbox/faults", UriKind.Relative));
        var boards = await tenant.FinishAsync(monday);
        var calls = await tenant.FinishAsync(calendly);

        boards.ShouldSatisfyAllConditions(run => run.Status.ShouldBe("succeeded", run.Reason), run => run.Verdict.ShouldBe("equal"), run => run.Attempt.ShouldBeGreaterThan(5));
        calls.ShouldSatisfyAllConditions(run => run.Status.ShouldBe("succeeded", run.Reason), run => run.Verdict.ShouldBe("equal"), run => run.Attempt.ShouldBeGreaterThan(1));
        await Figures.ShouldBeTrueAsync(host, tenant.Org);
        (await PublishedAsync(tenant)).Boards.ShouldNotBe(before.Boards);
    }

    private static async Task<(string Boards, string Calls)> PublishedAsync(Tenant tenant)
    {
        var facts = JsonDocument.Parse(await tenant.FactsAsync()).RootElement;
        return (string.Concat(new[] { "ads", "campaigns", "leads", "deals" }.Select(fact => facts.GetProperty(fact).ToString())),
            string.Concat(new[] { "calls", "moments" }.Select(fact => facts.GetProperty(fact).ToString())));
    }

    private async Task KillAsync(string victim)
    {
        await host.Application.KillAsync(victim);
        await host.Application.StartResourceAsync(victim);
        NpgsqlConnection.ClearAllPools();
        if (victim == "postgres")
        {
            await UntilAnsweredAsync();
        }
    }

    private async Task UntilAnsweredAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await host.AskAsync<int>("select 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    // The runs have come as far as asked, or one of them is being published: the likeliest moment to break something.
    private async Task UntilAsync(Tenant tenant, long rows)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(60);
        while (DateTimeOffset.UtcNow < until)
        {
            var state = await host.ListAsync<(string Status, long Rows)>(
                "select status, rows_read from (select status, rows_read from sync.run where org_id = @Org order by id desc limit 2) r", new { tenant.Org });
            if (state.Sum(run => run.Rows) > rows || state.Any(run => run.Status == "publishing") || state.All(run => run.Status is "succeeded" or "failed"))
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException($"The runs did not come to {rows} rows.");
    }
}
