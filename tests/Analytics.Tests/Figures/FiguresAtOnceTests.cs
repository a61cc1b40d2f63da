using System.Security.Claims;
using Dapper;
using Npgsql;
using StackExchange.Redis;
using Teg.Platform.Analytics.Ads;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Figures;

/// <summary>The service in a process of its own refreshes rollups; this process is another instance of it that keeps answers.</summary>
[Collection<AnalyticsProcessTests>]
public sealed class FiguresAtOnceTests(AnalyticsProcess process) : IAsyncLifetime
{
    private static readonly DayRange March = new(new(2026, 3, 1), new(2026, 3, 31));
    private static readonly OrganisationSettings California = new("America/Los_Angeles", "USD");

    private readonly Guid org = Guid.NewGuid();
    private WebApplication instance = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:teg"] = process.Application.GetConnectionString("teg"),
            ["ConnectionStrings:redis"] = process.Application.GetConnectionString("redis"),
            ["Database:Username"] = "analytics", ["Database:Password"] = "analytics",
            // A busy machine may take its time; the process that refreshes has the usual limits.
            ["Cache:Patience"] = "00:00:20", ["Cache:LockLife"] = "00:01:00",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddDatabase("analytics");
        builder.AddCache();
        instance = builder.Build();
        await instance.StartAsync();

        using var redis = await ConnectionMultiplexer.ConnectAsync(process.Application.GetConnectionString("redis"));
        await process.UntilAsync("both hear Redis' notices", () => Task.FromResult(redis.GetServer(redis.GetEndPoints()[0]).SubscriptionSubscriberCount("cache") >= 2));
    }

    public ValueTask DisposeAsync() => instance.DisposeAsync();

    [Fact]
    public async Task Who_is_told_of_new_figures_reads_them_at_once_from_an_instance_that_kept_the_old_ones()
    {
        for (var round = 1; round <= 4; round++)
        {
            await SpendAsync(100m * round);
            await EnquireAsync(round);
            await process.Bus.Publish(new RunPublished(org, Guid.NewGuid(), Guid.NewGuid(), "monday", DateTimeOffset.UtcNow));
            await process.UntilAsync("the message", () => Task.FromResult(process.Refreshed.Count(message => message.OrgId == org) == round));

            (await SpentAsync()).ShouldBe(100m * round, "the first to ask after the message");
            (await ReadAsync(Leads, LeadsOfAsync)).ShouldBe(round);
            (await ReadAsync(Calls, CallsOfAsync)).ShouldBe(round);
        }

        // The durable consumer drops once more, and then it stays: what is stored behind its back is not seen.
        await process.UntilAsync("an answer that is kept", async () =>
        {
            await SpentAsync();
            await process.DoAsync("update analytics.daily_marketing set spend = spend + 1 where org_id = @org", new { org });
            return await SpentAsync() != await process.AskAsync<decimal>("select sum(spend) from analytics.daily_marketing where org_id = @org", new { org });
        });
    }

    private static LeadQuestion Leads => LeadQuestion.Of(new(), March, California);

    private static CallQuestion Calls => CallQuestion.Of(new(), March, California, DateTimeOffset.UtcNow);

    private Task<decimal> SpentAsync() =>
        ReadAsync(new AdsQuestion(new(2026, 3, 1), new(2026, 4, 1), new(2026, 2, 1), null, null, "USD", "America/Los_Angeles"), SpendOfAsync);

    private async Task<TAnswer> ReadAsync<TQuestion, TAnswer>(TQuestion question, Func<NpgsqlConnection, TQuestion, CancellationToken, Task<TAnswer>> ask)
        where TQuestion : notnull
    {
        await using var scope = instance.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(TokenClaims.Organisation, org.ToString()), new Claim(TokenClaims.Subject, Guid.NewGuid().ToString()), new Claim(TokenClaims.Role, Roles.Viewer)], "test")),
        };
        return await scope.ServiceProvider.GetRequiredService<Answers>().ReadAsync(CachePolicy.History, question, ask, CancellationToken.None, Answers.Figures);
    }

    private static async Task<long> LeadsOfAsync(NpgsqlConnection connection, LeadQuestion question, CancellationToken ct) =>
        (await NewLeadsDashboard.AskAsync(connection, question, ct)).Totals.Leads;

    private static async Task<long> CallsOfAsync(NpgsqlConnection connection, CallQuestion question, CancellationToken ct) =>
        (await CallsEndpoints.AskAsync(connection, question, ct)).Totals.Scheduled;

    private static async Task<decimal> SpendOfAsync(NpgsqlConnection connection, AdsQuestion question, CancellationToken ct) =>
        (await AdsEndpoints.AskDashboardAsync(connection, question, ct)).Totals.Spend;

    private async Task SpendAsync(decimal spend)
    {
        await using var connection = await process.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@org, 'House', 'America/Los_Angeles', 'USD') on conflict do nothing;
            insert into warehouse.campaign values (@org, 'brand', 'Brand', 'google-ads', @org, @org) on conflict do nothing;
            insert into warehouse.ad_insights values (@org, '2026-03-08', 'brand', @org, @spend, 'USD', 3, 50, 'x', @org)
            on conflict (org_id, day, campaign, source_id) do update set spend = excluded.spend;
            insert into warehouse.changed_day (org_id, day, run_id) values (@org, '2026-03-08', @org);
            """, new { org, spend });
    }

    private async Task EnquireAsync(int round)
    {
        await using var connection = await process.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, qualification, source_id, stream, external_id, run_id)
            values (@org, @round::text, @round::text, 'N', '2026-03-08 20:00+00', '2026-03-08', 'direct', 'qualified', @org, 's', @round::text, @org);
            insert into warehouse.call (org_id, source_id, external_id, kind, status, starts_at, ends_at, day, booked_at, run_id)
            values (@org, @org, @round::text, 'intro', 'active', '2026-03-08 20:00+00', '2026-03-08 20:30+00', '2026-03-08', '2026-03-08 20:00+00', @org)
            """, new { org, round });
    }
}
