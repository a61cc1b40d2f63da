using System.Text.RegularExpressions;

namespace Teg.Platform.Sync.Tests;

public sealed class FullSyncTests(SyncHost host)
{
    [Fact]
    public async Task Published_facts_equal_the_worlds_truth_and_the_certificate_closes()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);

        var monday = await tenant.QueueAsync(tenant.Monday, "full");
        var calendly = await tenant.RunAsync(tenant.Calendly);
        var boards = await tenant.FinishAsync(monday);

        boards.Status.ShouldBe("succeeded", boards.Reason);
        calendly.Status.ShouldBe("succeeded", calendly.Reason);
        await Figures.ShouldBeTrueAsync(host, tenant.Org);

        boards.Verdict.ShouldBe("equal");
        calendly.Verdict.ShouldBe("equal");
        boards.RowsPerSecond.ShouldNotBeNull().ShouldBeGreaterThan(500);
        var lines = await tenant.CertificateAsync(monday);
        var spend = lines.Where(line => line.Name == "Ad Spend").ToList();
        spend[0].ShouldSatisfyAllConditions(line => line.Label.ShouldBe("Items"), line => line.Ours.ShouldBe(line.Source!.Value));
        (spend[1].Ours + spend[2].Ours).ShouldBe(spend[0].Ours);
        spend.ShouldContain(line => line.Label.Contains("duplicates"));
        lines.ShouldContain(line => line.Name == "Sales" && line.Measure == "sum" && line.Source == line.Ours);
        lines.ShouldContain(line => line.Name == "Production Calendar" && line.Source == line.Ours);

        // A second sweep of the same world writes nothing and changes no day.
        var days = await host.AskAsync<long>("select count(*) from warehouse.changed_day where org_id = @Org", new { tenant.Org });
        var before = await tenant.FactsAsync();
        var again = await tenant.RunAsync(tenant.Monday);
        again.RowsPublished.ShouldBe(0);
        again.Verdict.ShouldBe("equal");
        (await tenant.FactsAsync()).ShouldBe(before);
        (await host.AskAsync<long>("select count(*) from warehouse.changed_day where org_id = @Org", new { tenant.Org })).ShouldBe(days);
        (await host.AskAsync<long>("select count(*) from sync.landing where org_id = @Org", new { tenant.Org })).ShouldBe(0);
    }

    [Fact]
    public async Task Incremental_runs_end_where_a_full_sync_ends()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        await tenant.RunAsync(tenant.Calendly);

        await host.OrderAsync("clock", new { advanceSeconds = 30 * 3600 });
        await host.OrderAsync("events", new { kind = "lead", email = "late@visitor.example", campaign = await CampaignAsync(tenant) });
        var monday = await tenant.RunAsync(tenant.Monday, "incremental");
        var calendly = await tenant.RunAsync(tenant.Calendly, "incremental");
        monday.Status.ShouldBe("succeeded", monday.Reason);
        calendly.Status.ShouldBe("succeeded", calendly.Reason);
        monday.RowsRead.ShouldBeInRange(1, 3000);
        monday.RowsPublished.ShouldBeGreaterThan(0);
        monday.Verdict.ShouldBe("equal");

        var other = await Tenant.CreateAsync(host);
        await other.RunAsync(other.Monday);
        await other.RunAsync(other.Calendly);
        (await tenant.FactsAsync()).ShouldBe(await other.FactsAsync());
        await Figures.ShouldBeTrueAsync(host, tenant.Org);
    }

    [Fact]
    public async Task A_silence_longer_than_the_activity_is_kept_reads_the_whole_board()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        await host.DoAsync("update sync.board set synced_at = now() - interval '8 days' where org_id = @Org and name = 'Sales'", new { tenant.Org });

        var run = await tenant.RunAsync(tenant.Monday, "incremental");

        run.Status.ShouldBe("succeeded", run.Reason);
        (await host.ListAsync<string>("select name from sync.checkpoint where org_id = @Org and run_id = @Id and is_sweep", new { tenant.Org, run.Id })).ShouldBe(["Sales"]);
    }

    [Fact]
    public async Task Who_was_erased_stays_erased_although_the_vendors_still_have_them()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        await tenant.RunAsync(tenant.Monday);
        await tenant.RunAsync(tenant.Calendly);
        var email = await host.AskAsync<string>(
            """
            select l.identity
            from crm.lead l
            join warehouse.deal d on d.org_id = l.org_id and d.client_email = l.identity
            join warehouse.call c on c.org_id = l.org_id and c.invitee_email = l.identity
            where l.org_id = @Org and d.is_won
            order by l.identity limit 1
            """, new { tenant.Org });

        await host.DoAsync(
            """
            select set_config('teg.org_id', @Org::text, false);
            insert into warehouse.erased_person (org_id, email_digest, erased_at) values (@Org, warehouse.person_digest(@Org, @email), now());
            select * from crm.erase_person(@email);
            select * from warehouse.erase_person(@email);
            select * from sync.erase_person(@email);
            """, new { tenant.Org, email });
        var erased = await tenant.FactsAsync();
        // Somebody else's address may end in the same letters.
        erased.ShouldNotMatch($@"(?<![\w.+-]){Regex.Escape(email)}");

        // Everything is read again, and then read again as new: the mirror forgets what it has.
        var again = await tenant.RunAsync(tenant.Monday);
        again.ShouldSatisfyAllConditions(run => run.Status.ShouldBe("succeeded", run.Reason), run => run.Verdict.ShouldBe("equal"), run => run.RowsPublished.ShouldBe(0));
        await host.DoAsync("delete from sync.record where org_id = @Org", new { tenant.Org });
        foreach (var source in new[] { tenant.Monday, tenant.Calendly })
        {
            var anew = await tenant.RunAsync(source);
            anew.ShouldSatisfyAllConditions(run => run.Status.ShouldBe("succeeded", run.Reason), run => run.Verdict.ShouldBe("equal"));
        }

        (await tenant.FactsAsync()).ShouldBe(erased);
        await Figures.ShouldBeTrueAsync(host, tenant.Org);
        (await host.AskAsync<long>("select count(*) from sync.record where org_id = @Org and @email in (select warehouse.addresses_in(payload || coalesce(fields, '{}')))", new { tenant.Org, email }))
            .ShouldBe(0);
    }

    private Task<string> CampaignAsync(Tenant tenant) => host.AskAsync<string>("select campaign from warehouse.campaign where org_id = @Org order by campaign limit 1", new { tenant.Org });
}
