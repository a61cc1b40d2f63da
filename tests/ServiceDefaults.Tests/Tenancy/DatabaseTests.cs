using System.Net;
using System.Net.Http.Headers;
using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults.Tests.Tokens;

namespace Teg.Platform.ServiceDefaults.Tests.Tenancy;

public sealed class DatabaseTests(Servers servers) : IAsyncLifetime
{
    private const string Tenant = "select coalesce(current_setting('teg.org_id', true), '') || '|' || coalesce(current_setting('teg.user_id', true), '') || '|' || coalesce(current_setting('teg.role', true), '')";
    private readonly TestClock clock = new();
    private RunningService service = null!;

    private Database Database => service.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        var settings = servers.Settings("tenancy");
        // One connection: whoever comes next gets the one that was just returned.
        settings["Database:MaxPoolSize"] = "1";
        settings["services:accounts:http:0"] = "http://accounts.example";
        var accounts = new Issuer(clock);
        service = await RunningService.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.Services.AddSingleton(accounts);
                builder.AddDatabase("sync").AddTokenAuthentication();
                builder.Services.AddHttpClient(SigningKeys.Client).ConfigurePrimaryHttpMessageHandler(
                    () => new StubHttp(_ => new HttpResponseMessage { Content = new StringContent(accounts.Jwks()) }));
            },
            app =>
            {
                app.MapGet("/tenant", TenantOfRequest);
                app.MapGet("/anonymous", TenantOfRequest).AllowAnonymous();
            },
            settings);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_request_works_in_the_organisation_of_its_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tenant");
        var token = service.Services.GetRequiredService<Issuer>();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token(token.Claims(Roles.Agent)));

        var answer = await service.Http.SendAsync(request);

        (await answer.Content.ReadAsStringAsync()).ShouldBe($"{Issuer.Organisation}|{Issuer.User}|Agent");
    }

    [Fact]
    public async Task A_request_without_a_token_gets_no_connection() =>
        (await service.Http.GetAsync(new Uri("/anonymous", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

    [Fact]
    public async Task A_returned_connection_keeps_no_tenant()
    {
        var organisation = Guid.CreateVersion7();
        await using (var tenant = await Database.OpenAsync(organisation, CancellationToken.None))
        {
            (await tenant.ExecuteScalarAsync<string>(Tenant)).ShouldBe($"{organisation}||");
        }

        await using var next = await Database.OpenUnscopedAsync(CancellationToken.None);
        (await next.ExecuteScalarAsync<string>(Tenant)).ShouldBe("||");
    }

    [Fact]
    public async Task Rows_of_another_organisation_are_neither_seen_nor_written()
    {
        var (ours, theirs) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var connection = await Database.OpenAsync(theirs, CancellationToken.None))
        {
            await InsertAsync(connection, theirs);
        }

        await using (var connection = await Database.OpenAsync(ours, CancellationToken.None))
        {
            (await connection.ExecuteScalarAsync<long>("select count(*) from outbox")).ShouldBe(0);
            (await Should.ThrowAsync<PostgresException>(() => InsertAsync(connection, theirs))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }

        await using var unscoped = await Database.OpenUnscopedAsync(CancellationToken.None);
        (await unscoped.ExecuteScalarAsync<long>("select count(*) from outbox")).ShouldBe(0);
    }

    [Fact]
    public async Task Days_and_instants_survive_the_way_through_the_database()
    {
        await using var connection = await Database.OpenUnscopedAsync(CancellationToken.None);
        var instant = new DateTimeOffset(2026, 3, 8, 1, 30, 0, TimeSpan.FromHours(-8));

        var row = await connection.QuerySingleAsync<Moment>(
            "select @day::date as closed_on, @instant::timestamptz as received_at, null::timestamptz as gone_at, null::date as gone_on, extract(epoch from @instant::timestamptz)::bigint as seconds",
            new { day = new DateOnly(2026, 2, 28), instant });

        row.ClosedOn.ShouldBe(new DateOnly(2026, 2, 28));
        row.ReceivedAt.ShouldBe(instant);
        row.ReceivedAt.Offset.ShouldBe(TimeSpan.Zero);
        row.GoneAt.ShouldBeNull();
        row.GoneOn.ShouldBeNull();
        row.Seconds.ShouldBe(instant.ToUnixTimeSeconds());
        (await connection.ExecuteScalarAsync<string>("show timezone")).ShouldBe("UTC");
    }

    [Fact]
    public async Task A_statement_that_is_cancelled_ends()
    {
        await using var connection = await Database.OpenUnscopedAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var ended = await Should.ThrowAsync<Exception>(() =>
            connection.ExecuteAsync(new CommandDefinition("select pg_sleep(20)", cancellationToken: patience.Token)));

        // Now and then the driver passes on what the server said instead.
        (ended is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }).ShouldBeTrue(ended.ToString());
    }

    private static async Task<string?> TenantOfRequest(Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<string>(new CommandDefinition(Tenant, cancellationToken: ct));
    }

    private static Task InsertAsync(NpgsqlConnection connection, Guid organisation) => connection.ExecuteAsync(
        "insert into sync.outbox (org_id, id, message_type, body) values (@organisation, @id, 'parked.in.tests', '{}')",
        new { organisation, id = Guid.CreateVersion7() });

    private sealed record Moment(DateOnly ClosedOn, DateTimeOffset ReceivedAt, DateTimeOffset? GoneAt, DateOnly? GoneOn, long Seconds);
}
