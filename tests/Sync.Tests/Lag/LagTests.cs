using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using MassTransit;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Tests.Webhooks;

namespace Teg.Platform.Sync.Tests.Lag;

public sealed class LagTests(SyncHost host) : IAsyncLifetime
{
    private readonly List<LagMeasured> told = [];
    private IBusControl bus = null!;

    public async ValueTask InitializeAsync()
    {
        bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(host.Application.GetConnectionString("rabbitmq")));
            rabbit.ConfigureJsonSerializerOptions(json =>
            {
                Defaults.ApplyJsonRules(json);
                return json;
            });
            rabbit.ReceiveEndpoint(new TemporaryEndpointDefinition(), endpoint => endpoint.Handler<LagMeasured>(context =>
            {
                lock (told)
                {
                    told.Add(context.Message);
                }

                return Task.CompletedTask;
            }));
        });
        await bus.StartAsync();
    }

    public async ValueTask DisposeAsync() => await bus.StopAsync();

    [Fact]
    public async Task A_change_is_measured_from_the_vendor_to_the_pages_by_stage_where_there_is_no_canary()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);
        (await ReportAsync(tenant.Org)).GetProperty("state").GetString().ShouldBe("not-measured");

        await TellAsync(tenant, DateTimeOffset.UtcNow.AddSeconds(-2));
        await host.AskedUntilAsync("select exists (select from sync.lag where org_id = @Org and published_at is not null)", tenant);
        (await ReportAsync(tenant.Org)).GetProperty("state").GetString().ShouldBe("not-measured", "the pages were not told yet");
        await ShowAsync(tenant);

        var report = await ReportAsync(tenant.Org);
        (report.GetProperty("state").GetString(), report.GetProperty("by").GetString()).ShouldBe(("measured", "change"));
        var hour = report.GetProperty("hour");
        hour.GetProperty("samples").GetInt64().ShouldBe(1);
        var stages = new[] { "vendorToWebhook", "webhookToPublished", "publishedToRollup", "rollupToEvent" }.Select(stage => hour.GetProperty(stage).GetProperty("p95").GetDouble()).ToList();
        stages[0].ShouldBeGreaterThanOrEqualTo(2);
        stages.ShouldAllBe(seconds => seconds >= 0);
        hour.GetProperty("total").GetProperty("p50").GetDouble().ShouldBe(stages.Sum(), tolerance: 0.01);
        report.GetProperty("newest").GetProperty("seconds").GetDouble().ShouldBe(stages.Sum(), tolerance: 0.01);
        await ToldAsync(tenant.Org, "change");

        var other = await Tenant.CreateAsync(host);
        (await ReportAsync(other.Org)).GetProperty("newest").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_delivery_does_not_wait_for_a_run_that_is_being_published()
    {
        var tenant = await Tenant.CreateAsync(host);
        await host.DoAsync(
            """
            insert into sync.run (org_id, source_id, mode, trigger, settings_version, status, leased_by, leased_until)
            values (@Org, @Monday, 'incremental', 'webhook', 1, 'publishing', gen_random_uuid(), now() + interval '1 hour')
            """, new { tenant.Org, tenant.Monday });
        await using var publishing = await host.Owner.OpenConnectionAsync();
        await using (var transaction = await publishing.BeginTransactionAsync())
        {
            // As a publishing run holds its own row, until it wants the lock that the delivery has.
            await publishing.ExecuteAsync("update sync.run set leased_until = now() + interval '1 hour' where org_id = @Org", new { tenant.Org }, transaction);
            await TellAsync(tenant, DateTimeOffset.UtcNow);
            await transaction.RollbackAsync();
        }

        (await host.AskAsync<long>("select count(*) from sync.webhook_delivery where org_id = @Org and run_id is null", new { tenant.Org })).ShouldBe(1);
        await host.DoAsync("delete from sync.run where org_id = @Org", new { tenant.Org });
    }

    [Theory]
    [InlineData(-2 * 3600)]
    [InlineData(60)]
    public async Task A_time_of_the_vendors_that_cannot_be_true_is_not_believed(int seconds)
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host);

        await TellAsync(tenant, DateTimeOffset.UtcNow.AddSeconds(seconds));
        await host.AskedUntilAsync("select exists (select from sync.lag where org_id = @Org and published_at is not null and happened_at is null)", tenant);
        await ShowAsync(tenant);

        var hour = (await ReportAsync(tenant.Org)).GetProperty("hour");
        hour.GetProperty("vendorToWebhook").ValueKind.ShouldBe(JsonValueKind.Null);
        hour.GetProperty("total").GetProperty("p95").GetDouble().ShouldBeLessThan(3600);
    }

    [Fact]
    public async Task A_canary_goes_the_whole_way_and_counts_nowhere()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host, org: SyncHost.CanaryOrg);
        await tenant.RunAsync(tenant.Monday);
        await host.AskedUntilAsync("select exists (select from sync.webhook_subscription where org_id = @Org and stream = '9005')", tenant);
        var (facts, boards) = (await tenant.FactsAsync(), await BoardsAsync(tenant));
        var days = await host.AskAsync<long>("select count(*) from warehouse.changed_day where org_id = @Org", new { tenant.Org });

        await host.DoAsync("update sync.source set enabled = true where org_id = @Org and id = @Monday", new { tenant.Org, tenant.Monday });
        await host.AskedUntilAsync("select exists (select from sync.lag where org_id = @Org and kind = 'canary' and received_at is not null and published_at is not null)", tenant);
        await host.DoAsync("update sync.source set enabled = false where org_id = @Org and id = @Monday", new { tenant.Org, tenant.Monday });
        await ShowAsync(tenant);

        var report = await ReportAsync(tenant.Org);
        (report.GetProperty("state").GetString(), report.GetProperty("by").GetString()).ShouldBe(("measured", "canary"));
        report.GetProperty("hour").GetProperty("vendorToWebhook").ValueKind.ShouldBe(JsonValueKind.Object);
        (await tenant.FactsAsync()).ShouldBe(facts);
        (await BoardsAsync(tenant)).ShouldBe(boards);
        (await host.AskAsync<long>("select count(*) from sync.record where org_id = @Org and stream = '9005' and payload ->> 'name' like 'Canary%' and kind is null", new { tenant.Org })).ShouldBe(1);
        (await host.AskAsync<long>("select count(*) from warehouse.changed_day where org_id = @Org", new { tenant.Org })).ShouldBeGreaterThan(days, "the rollups of a day are worked out, as for any change");

        // The next full run finds the canary where it belongs, and still nothing in the figures.
        var full = await tenant.RunAsync(tenant.Monday);
        full.Verdict.ShouldBe("equal");
        (await tenant.FactsAsync()).ShouldBe(facts);

        await host.DoAsync("insert into sync.lag (org_id, source_id, kind, stream, external_id, marker) values (@Org, @Monday, 'canary', '9005', '1', 'Canary that flew away')", new { tenant.Org, tenant.Monday });
        (await ReportAsync(tenant.Org)).GetProperty("state").GetString().ShouldBe("measured", "it may still come back");
        await host.DoAsync("update sync.lag set noted_at = now() - interval '2 minutes' where org_id = @Org and marker = 'Canary that flew away'", new { tenant.Org });
        await host.DoAsync("update sync.lag set noted_at = now() - interval '3 minutes' where org_id = @Org and marker <> 'Canary that flew away'", new { tenant.Org });
        var lost = await ReportAsync(tenant.Org);
        lost.GetProperty("state").GetString().ShouldBe("lost");
        lost.GetProperty("why").GetString()!.ShouldContain("has not come back");
    }

    [Fact]
    public async Task A_canary_on_a_board_that_counts_is_never_written()
    {
        await host.ResetAsync();
        var tenant = await Tenant.CreateAsync(host, org: SyncHost.MistakenOrg);
        await tenant.RunAsync(tenant.Monday);
        await host.AskedUntilAsync("select count(*) = 24 from sync.webhook_subscription where org_id = @Org", tenant);

        await host.DoAsync("update sync.source set enabled = true where org_id = @Org and id = @Monday", new { tenant.Org, tenant.Monday });
        await host.LoggedAsync("Board 9002 is mapped as leads");
        await host.DoAsync("update sync.source set enabled = false where org_id = @Org and id = @Monday", new { tenant.Org, tenant.Monday });

        // Nothing is written before it is noted.
        (await host.AskAsync<long>("select count(*) from sync.lag where org_id = @Org", new { tenant.Org })).ShouldBe(0);
    }

    /// <summary>Says what Analytics says when the rollups include the tenant's last run, until it was heard.</summary>
    private async Task ShowAsync(Tenant tenant)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(20);
        while (await host.AskAsync<DateTime?>("select max(as_of) from sync.lag where org_id = @Org and as_of is not null and shown_at is null", new { tenant.Org }) is { } asOf)
        {
            (DateTimeOffset.UtcNow < until).ShouldBeTrue("what pages are told was not heard");
            await bus.Publish(new FiguresRefreshed(tenant.Org, new DateTimeOffset(asOf, TimeSpan.Zero), DateTimeOffset.UtcNow));
            await Task.Delay(50);
        }
    }

    /// <summary>A webhook about an item that is no longer there, told with this time.</summary>
    private async Task TellAsync(Tenant tenant, DateTimeOffset happenedAt)
    {
        var secret = await host.AskAsync<string>("select webhook_secret from sync.source where org_id = @Org and id = @Monday", new { tenant.Org, tenant.Monday });
        var unsigned = $"{Part(new { alg = "HS256", typ = "JWT" })}.{Part(new { exp = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds() })}";
        var signature = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SyncHost.SigningSecret), Encoding.ASCII.GetBytes(unsigned)));
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"{unsigned}.{signature}");
        using var taken = await client.PostAsJsonAsync($"/webhooks/monday/{tenant.Org}/{secret}", new
        {
            @event = new { boardId = 9002, pulseId = 1, triggerTime = happenedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null), triggerUuid = Guid.NewGuid() },
        });
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task ToldAsync(Guid org, string kind)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(20);
        while (true)
        {
            lock (told)
            {
                if (told.Any(message => message.OrgId == org && message.Kind == kind))
                {
                    return;
                }
            }

            (DateTimeOffset.UtcNow < until).ShouldBeTrue("pages were not told of the lag");
            await Task.Delay(20);
        }
    }

    private static string Part(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private async Task<JsonElement> ReportAsync(Guid org)
    {
        using var viewer = host.SignedIn(org, "Viewer");
        return await viewer.GetFromJsonAsync<JsonElement>("/lag");
    }

    private Task<string> BoardsAsync(Tenant tenant) =>
        host.AskAsync<string>("select json_agg((id, name, mapping, kind)::text order by id)::text from sync.board where org_id = @Org", new { tenant.Org });
}
