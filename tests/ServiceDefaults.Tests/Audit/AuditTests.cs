using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults.Tests.Tokens;

namespace Teg.Platform.ServiceDefaults.Tests.Audit;

/// <summary>The trail of a service as its endpoints leave it, without any of them asking for it.</summary>
public sealed class AuditTests(Servers servers) : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private readonly Guid org = Guid.NewGuid();
    private readonly Issuer accounts = new(new TestClock());
    private NpgsqlDataSource owner = null!;
    private RunningService service = null!;

    public async ValueTask InitializeAsync()
    {
        owner = NpgsqlDataSource.Create(servers.Postgres);
        service = await StartAsync([]);
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await owner.DisposeAsync();
        accounts.Dispose();
    }

    [Fact]
    public async Task A_read_leaves_an_event_that_names_the_operation_the_caller_and_the_subject()
    {
        using var request = Request(HttpMethod.Get, "/things/7?search=jane", Roles.Viewer);
        request.Headers.UserAgent.ParseAdd("trial/1.0");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        (await service.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var found = await SingleAsync();
        found.ShouldSatisfyAllConditions(
            e => e.Action.ShouldBe("GetThing"),
            e => e.Method.ShouldBe("GET"),
            e => e.Path.ShouldBe("/things/{id}"),
            e => e.Status.ShouldBe(200),
            e => e.ActorKind.ShouldBe("person"),
            e => e.ActorId.ShouldBe(Issuer.User),
            e => e.Subjects.ShouldBe("""[{"id": "7", "kind": "things"}]"""),
            e => e.Changes.ShouldBeNull());
        using var personal = JsonDocument.Parse(found.Personal!);
        personal.RootElement.GetProperty("name").GetString().ShouldBe("Ada");
        personal.RootElement.GetProperty("address").GetString().ShouldBe("203.0.113.9");
        personal.RootElement.GetProperty("user_agent").GetString().ShouldBe("trial/1.0");
        personal.RootElement.GetProperty("query").GetString().ShouldBe("?search=jane");
    }

    [Fact]
    public void A_machine_is_named_as_one()
    {
        var claims = new[] { new Claim("org", $"{org}"), new Claim("sub", $"{Issuer.User}"), new Claim("role", Roles.Viewer) };

        AuditActor.Of(new ClaimsPrincipal(new ClaimsIdentity(claims, "Bearer")))!.Kind.ShouldBe("person");
        AuditActor.Of(new ClaimsPrincipal(new ClaimsIdentity([.. claims, new Claim("client", "true")], "Bearer")))!.Kind.ShouldBe("client");
        AuditActor.Of(new ClaimsPrincipal(new ClaimsIdentity(claims))).ShouldBeNull();
    }

    [Fact]
    public async Task A_writes_event_is_there_before_the_answer()
    {
        (await SendAsync(HttpMethod.Post, "/things/7", Roles.Viewer)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await EventsAsync()).Select(e => (e.Action, e.Status)).ShouldBe([("ChangeThing", 200)]);
    }

    [Fact]
    public async Task A_change_and_its_event_commit_together_and_once()
    {
        using var answer = await SendAsync(HttpMethod.Put, "/things/7", Roles.Viewer);

        (await answer.Content.ReadAsStringAsync()).ShouldBe("\"changed\"");
        var found = (await EventsAsync()).ShouldHaveSingleItem();
        found.Status.ShouldBe(200);
        found.Changes.ShouldBe("""[{"id": "7", "kind": "thing", "after": {"size": 2}, "before": {"size": 1}}]""");
        found.Subjects.ShouldContain("\"thing\"");
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_leaves_the_failure_and_no_changes()
    {
        (await SendAsync(HttpMethod.Put, "/things/broken", Roles.Viewer)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        var found = (await EventsAsync()).ShouldHaveSingleItem();
        found.Status.ShouldBe(500);
        found.Changes.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_refused_or_is_not_there_is_an_event_too()
    {
        (await SendAsync(HttpMethod.Delete, "/things/7", Roles.Viewer)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(HttpMethod.Post, "/nothing/7", Roles.Viewer)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await EventsAsync()).Select(e => (e.Action, e.Status)).ShouldBe([("DeleteThing", 403), ("no-such-address", 404)]);
    }

    [Fact]
    public async Task Strangers_and_open_addresses_leave_no_event()
    {
        (await service.Http.PostAsync(new Uri("/things/7", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(HttpMethod.Post, "/open", Roles.Viewer)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await EventsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_open_endpoint_can_say_who_it_was()
    {
        using var answer = await service.Http.PostAsync(new Uri($"/sign-in/{org}", UriKind.Relative), null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await EventsAsync()).ShouldHaveSingleItem().Action.ShouldBe("SignInToTrial");
    }

    [Fact]
    public async Task A_write_that_cannot_be_recorded_is_answered_with_that()
    {
        await using var connection = await owner.OpenConnectionAsync();
        await connection.ExecuteAsync("revoke insert on audit.event from sync");
        try
        {
            using var answer = await SendAsync(HttpMethod.Post, "/things/7", Roles.Viewer);

            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await RunningService.ProblemOf(answer)).GetProperty("type").GetString().ShouldBe("audit-unavailable");
            answer.Headers.RetryAfter.ShouldNotBeNull();
        }
        finally
        {
            await connection.ExecuteAsync("grant insert on audit.event to sync");
        }

        // It is not forgotten: the buffer writes it as soon as it can.
        (await SingleAsync()).Action.ShouldBe("ChangeThing");
    }

    [Fact]
    public async Task Stopping_writes_the_reads_that_wait()
    {
        await using var slow = await StartAsync(new() { ["Audit:Every"] = "00:01:00" });
        using (var request = Request(HttpMethod.Get, "/things/7", Roles.Viewer))
        {
            (await slow.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await EventsAsync()).ShouldBeEmpty();
        await slow.StopAsync();

        (await EventsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task With_a_full_buffer_reads_write_their_own_events()
    {
        await using var small = await StartAsync(new() { ["Audit:Every"] = "00:01:00", ["Audit:Buffer"] = "1", ["Audit:Batch"] = "2" });
        for (var read = 0; read < 5; read++)
        {
            using var request = Request(HttpMethod.Get, $"/things/{read}", Roles.Viewer);
            (await small.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await Eventually.IsTrueAsync(async () => (await EventsAsync()).Count == 4, "four events past the buffer of one");
    }

    private Task<RunningService> StartAsync(Dictionary<string, string?> more)
    {
        var settings = servers.Settings("audited");
        settings["services:accounts:http:0"] = "http://accounts.example";
        settings["Audit:Every"] = "00:00:00.050";
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return RunningService.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.AddDatabase("sync").AddTokenAuthentication();
                builder.Services.AddHttpClient(SigningKeys.Client).ConfigurePrimaryHttpMessageHandler(
                    () => new StubHttp(_ => new HttpResponseMessage { Content = new StringContent(accounts.Jwks()) }));
            },
            app =>
            {
                app.MapGet("/things/{id}", (string id) => TypedResults.Ok(id)).WithName("GetThing");
                app.MapPost("/things/{id}", (string id) => TypedResults.Ok(id)).WithName("ChangeThing");
                app.MapDelete("/things/{id}", (string id) => TypedResults.Ok(id)).WithName("DeleteThing").RequireAuthorization(Roles.Admin);
                app.MapPut("/things/{id}", PutAsync).WithName("PutThing");
                app.MapPost("/open", () => TypedResults.Ok()).WithName("Open").AllowAnonymous();
                app.MapPost("/sign-in/{org:guid}", (Guid org, AuditTrail trail) => trail.ActedAs(new AuditActor(org, AuditActor.Person, Issuer.User, "Ada")))
                    .WithName("SignInToTrial").AllowAnonymous();
            },
            settings);
    }

    private static async Task<IResult> PutAsync(string id, Database database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        trail.Changed("thing", id, new { size = 1 }, new { size = 2 });
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        if (id == "broken")
        {
            throw new InvalidOperationException("Broken on purpose.");
        }

        await transaction.CommitAsync(ct);
        return TypedResults.Ok("changed");
    }

    private Dictionary<string, object?> Claims(string role)
    {
        var claims = accounts.Claims(role);
        claims["org"] = org.ToString();
        return claims;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string role)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accounts.Token(Claims(role)));
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string role)
    {
        using var request = Request(method, path, role);
        return await service.Http.SendAsync(request);
    }

    private async Task<AuditRow> SingleAsync()
    {
        await Eventually.IsTrueAsync(async () => (await EventsAsync()).Count > 0, "an event was written");
        return (await EventsAsync()).ShouldHaveSingleItem();
    }

    private async Task<IReadOnlyList<AuditRow>> EventsAsync()
    {
        await using var connection = await owner.OpenConnectionAsync();
        return (await connection.QueryAsync<AuditRow>(
            """
            select action, method, path, status, actor_kind, actor_id, subjects::text as subjects, changes::text as changes, personal::text as personal
            from audit.event where org_id = @org order by recorded_at
            """, new { org })).AsList();
    }

    private sealed record AuditRow(string Action, string Method, string Path, int Status, string ActorKind, Guid? ActorId, string Subjects, string? Changes, string? Personal);
}
