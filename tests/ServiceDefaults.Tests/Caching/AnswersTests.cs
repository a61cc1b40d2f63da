using System.Net;
using System.Net.Http.Headers;
using Aspire.Hosting;
using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults.Tests.Tokens;
using Teg.Platform.Testing;

namespace Teg.Platform.ServiceDefaults.Tests.Caching;

/// <summary>Two instances of a service whose figure is a row of a PostgreSQL of their own, which may be stopped, before one Redis.</summary>
public sealed class AnswersTests(AnswersTests.Engines engines) : IClassFixture<AnswersTests.Engines>, IAsyncLifetime
{
    private readonly MovableClock clock = new();
    private readonly Guid org = Guid.NewGuid();
    private Issuer accounts = null!;
    private RunningService one = null!;
    private RunningService other = null!;

    public async ValueTask InitializeAsync()
    {
        accounts = new Issuer(clock);
        await engines.DoAsync(
            """
            create schema if not exists accounts;
            create table if not exists public.own_name (person uuid, name text);
            create table if not exists public.figure (org uuid, who text, amount int);
            create or replace function accounts.own_sales_names() returns text[] language sql stable as
            $$ select coalesce(array_agg(name), '{}') from public.own_name where person = nullif(current_setting('teg.user_id', true), '')::uuid $$;
            insert into public.figure values (@org, 'Burki', 1), (@org, 'Ann', 10), (@org, 'Bea', 100);
            """, new { org });
        one = await StartAsync();
        other = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
        accounts.Dispose();
    }

    [Fact]
    public async Task An_answer_says_how_old_it_is_and_where_it_came_from()
    {
        var made = await AskAsync(one, Roles.Viewer);
        made.Text.ShouldBe("""{"amount":111}""");
        made.Age.ShouldNotBeNull().ShouldBeInRange(0, 60);
        made.Status.ShouldNotBeNull().ShouldStartWith("teg; fwd=miss; ttl=2");
        await ChangeAsync(1000);

        clock.Advance(TimeSpan.FromMinutes(2));
        var there = await AskAsync(other, Roles.Manager);
        there.Text.ShouldBe(made.Text);
        there.Age.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(120);
        there.Status.ShouldNotBeNull().ShouldStartWith("teg; hit; detail=l2; ttl=1");

        clock.Advance(TimeSpan.FromMinutes(4));
        var old = await AskAsync(one, Roles.Admin);
        old.Text.ShouldBe(made.Text);
        old.Status.ShouldNotBeNull().ShouldStartWith("teg; hit; detail=stale; ttl=-");
        await Eventually.IsTrueAsync(async () => (await AskAsync(one, Roles.Viewer)).Text == """{"amount":1111}""", "it was asked again");
    }

    [Fact]
    public async Task Who_has_the_answer_already_gets_304_until_it_changes()
    {
        var tag = (await AskAsync(one, Roles.Viewer)).Tag!;
        var same = await AskAsync(other, Roles.Viewer, ifNoneMatch: tag);
        (same.Code, same.Text, same.Tag).ShouldBe((HttpStatusCode.NotModified, "", tag));

        await ChangeAsync(1000);
        await one.Services.GetRequiredService<TieredCache>().DropAsync(RowScope.Tag(org, Answers.Figures));
        (await AskAsync(one, Roles.Viewer, ifNoneMatch: tag)).ShouldSatisfyAllConditions(
            changed => changed.Code.ShouldBe(HttpStatusCode.OK), changed => changed.Text.ShouldBe("""{"amount":1111}"""), changed => changed.Tag.ShouldNotBe(tag));
    }

    [Fact]
    public async Task An_agent_gets_own_rows_whoever_asked_before_and_loses_a_name_at_once()
    {
        var (ann, bea) = (Guid.NewGuid(), Guid.NewGuid());
        await engines.DoAsync("insert into public.own_name values (@ann, 'Ann'), (@bea, 'Bea')", new { ann, bea });
        (await AskAsync(one, Roles.Manager, ann)).Text.ShouldBe("""{"amount":111}""");

        (await AskAsync(one, Roles.Agent, ann)).Text.ShouldBe("""{"amount":10}""");
        (await AskAsync(one, Roles.Agent, bea)).Text.ShouldBe("""{"amount":100}""");
        (await AskAsync(one, Roles.Manager, bea)).Text.ShouldBe("""{"amount":111}""");
        (await AskAsync(one, Roles.Agent, ann)).Status.ShouldNotBeNull().ShouldContain("detail=l1");

        await engines.DoAsync("update public.own_name set name = 'Bea' where person = @ann", new { ann });
        (await AskAsync(one, Roles.Agent, ann)).Text.ShouldBe("""{"amount":100}""");
        (await AskAsync(one, Roles.Agent, bea)).Status.ShouldNotBeNull().ShouldContain("detail=l1", Case.Sensitive, "her names are the same");
    }

    [Fact]
    public async Task Another_organisation_asks_for_itself()
    {
        var theirs = Guid.NewGuid();
        await engines.DoAsync("insert into public.figure values (@theirs, 'Burki', 7)", new { theirs });

        (await AskAsync(one, Roles.Viewer)).Text.ShouldBe("""{"amount":111}""");
        (await AskAsync(one, Roles.Viewer, organisation: theirs)).Text.ShouldBe("""{"amount":7}""");
    }

    [Fact]
    public async Task Without_PostgreSQL_what_is_known_is_given_with_its_age_up_to_the_cap_and_then_a_503()
    {
        var ann = Guid.NewGuid();
        await AskAsync(one, Roles.Viewer);
        await AskAsync(one, Roles.Agent, ann);
        await engines.Application.StopResourceAsync("postgres");
        try
        {
            // Dropped by a change that is not known here; the age says how far back the answer lies.
            await one.Services.GetRequiredService<TieredCache>().DropAsync(RowScope.Tag(org, Answers.Figures));
            clock.Advance(CachePolicy.Kpi.OldestServed - TimeSpan.FromMinutes(5));
            foreach (var service in new[] { one, other })
            {
                var old = await AskAsync(service, Roles.Viewer);
                (old.Code, old.Text).ShouldBe((HttpStatusCode.OK, """{"amount":111}"""));
                old.Age.ShouldNotBeNull().ShouldBeGreaterThan(80_000);
                old.Status.ShouldNotBeNull().ShouldStartWith("teg; hit; detail=stale; ttl=-");
            }

            (await AskAsync(one, Roles.Agent, ann)).Code.ShouldBe(HttpStatusCode.ServiceUnavailable, "whose rows are a person's own is not known now");

            clock.Advance(TimeSpan.FromMinutes(6));
            foreach (var service in new[] { one, other })
            {
                var gone = await AskAsync(service, Roles.Viewer);
                gone.Code.ShouldBe(HttpStatusCode.ServiceUnavailable);
                gone.Text.ShouldContain("\"type\":\"database-unavailable\"");
            }
        }
        finally
        {
            await engines.Application.StartResourceAsync("postgres");
        }

        await Eventually.IsTrueAsync(async () => (await AskAsync(one, Roles.Viewer)) is { Code: HttpStatusCode.OK } back && !back.Status!.Contains("stale", StringComparison.Ordinal), "it is asked again");
    }

    private async Task<Asked> AskAsync(RunningService service, string role, Guid? user = null, Guid? organisation = null, string? ifNoneMatch = null)
    {
        var claims = accounts.Claims(role);
        claims["org"] = (organisation ?? org).ToString();
        claims["sub"] = (user ?? Guid.NewGuid()).ToString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/figure");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accounts.Token(claims));
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        using var answer = await service.Http.SendAsync(request);
        return new Asked(
            answer.StatusCode, await answer.Content.ReadAsStringAsync(), (int?)answer.Headers.Age?.TotalSeconds,
            answer.Headers.TryGetValues("Cache-Status", out var status) ? status.Single() : null, answer.Headers.ETag?.ToString());
    }

    private Task ChangeAsync(int more) => engines.DoAsync("insert into public.figure values (@org, 'Cora', @more)", new { org, more });

    private async Task<RunningService> StartAsync() => await RunningService.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddDatabase("public").AddTokenAuthentication();
            builder.AddCache();
            builder.Services.AddHttpClient(SigningKeys.Client).ConfigurePrimaryHttpMessageHandler(
                () => new StubHttp(_ => new HttpResponseMessage { Content = new StringContent(accounts.Jwks()) }));
        },
        app => app.MapGet("/figure", (Answers answers, CancellationToken ct) =>
            answers.AskAsync(CachePolicy.Kpi, new Question("sum"), SumAsync, ct, Answers.Figures)).RequireAuthorization(Roles.Viewer),
        new()
        {
            ["ConnectionStrings:teg"] = engines.Application.GetConnectionString("teg"),
            ["ConnectionStrings:redis"] = engines.Application.GetConnectionString("redis"),
            ["services:accounts:http:0"] = "http://accounts.example",
            // Where nothing is said about waiting, a busy machine may take its time.
            ["Cache:Patience"] = "00:00:20", ["Cache:LockLife"] = "00:01:00", ["Cache:WaitBesideOlder"] = "00:01:00", ["Cache:AskAgain"] = "00:00:00",
        });

    // As row-level security would: an agent's rows are those under one of the names.
    private static async Task<Sum> SumAsync(NpgsqlConnection connection, Question question, CancellationToken ct) => new(await connection.ExecuteScalarAsync<int>(new CommandDefinition(
        """
        select coalesce(sum(amount), 0) from public.figure
        where org = current_setting('teg.org_id')::uuid and (current_setting('teg.role') <> 'Agent' or who = any (accounts.own_sales_names()))
        """, cancellationToken: ct)));

    private sealed record Question(string Of);

    private sealed record Sum(int Amount);

    private sealed record Asked(HttpStatusCode Code, string Text, int? Age, string? Status, string? Tag);

    public sealed class Engines : IAsyncLifetime
    {
        internal DistributedApplication Application { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var builder = DistributedApplication.CreateBuilder(new LocalOptions { Fsync = false });
            builder.AddPostgres("postgres").AddDatabase("teg");
            builder.AddRedis("redis");
            Application = builder.Build();
            await Application.StartAsync(TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync() => Application.DisposeAsync();

        internal async Task DoAsync(string sql, object parameters)
        {
            await using var connection = new NpgsqlConnection($"{Application.GetConnectionString("teg")};Pooling=false");
            await connection.OpenAsync();
            await connection.ExecuteAsync(sql, parameters);
        }
    }
}
