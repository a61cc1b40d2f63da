using Dapper;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>Every route that asks who somebody is leaves an event of theirs, answered or denied, named as the route's document names it; a write says about what.</summary>
public sealed class AuditTests(TwoFirms firms) : IClassFixture<TwoFirms>
{
    public static TheoryData<string, string> Routes =>
        [.. RouteTable.Rows.Where(row => row.Door != "gateway" && row.Access[RouteTable.Anonymous] == "denied").Select(row => (row.Route.Service, row.Route.Operation))];

    [Theory, MemberData(nameof(Routes))]
    public async Task A_request_leaves_an_event_with_its_status(string service, string operation)
    {
        var row = RouteTable.Of(service, operation);
        var example = RouteExamples.Of(row.Route, firms.Alpha);
        foreach (var caller in RouteTable.Roles.Where(role => role == "Admin" || row.Access[role] == "denied"))
        {
            var token = await firms.TokenAsync(firms.Alpha, caller, example.EndsSession);
            await using var owner = await firms.Owner.OpenConnectionAsync();
            var since = await owner.ExecuteScalarAsync<DateTime>("select clock_timestamp()");

            var answer = await firms.AtServiceAsync(row.Route, example, token);

            await Suite.EventuallyAsync(
                () => owner.ExecuteScalarAsync<bool>(
                    """
                    select exists (
                        select from audit.event e
                        where e.org_id = @org and e.actor_kind = 'person' and e.actor_id = @person and e.service = @service and e.action = @operation
                          and e.method = @Method and e.path = @Path and e.status = @Status and e.recorded_at >= @since
                          and (@Method = 'GET' or @Status >= 300 or jsonb_array_length(e.subjects) > 0 or jsonb_array_length(e.changes) > 0))
                    """,
                    new { org = firms.Alpha.Id, person = firms.Alpha.People[caller].Id, service, operation, row.Route.Method, row.Route.Path, answer.Status, since })!,
                TimeSpan.FromSeconds(10), $"{caller} asking {row.Route.Method} {row.Route.Path} of {service} ({answer.Status}) is in the trail, under its path and with what it was about");
        }
    }

    [Fact]
    public async Task Coming_in_is_an_event_although_nobody_was_signed_in_before()
    {
        await firms.TokenAsync(firms.Beta, "Manager", anew: true);

        await using var owner = await firms.Owner.OpenConnectionAsync();
        (await owner.ExecuteScalarAsync<long>(
            "select count(*) from audit.event where org_id = @org and actor_id = @person and action = 'SignIn' and status = 200 and changes @> '[{\"kind\": \"session\"}]'",
            new { org = firms.Beta.Id, person = firms.Beta.People["Manager"].Id })).ShouldBeGreaterThan(0);
    }

    // Withdrawn, revoked and tried in vain leaves nothing changed; these do, in the firm's own settings.
    [Theory]
    [InlineData("accounts", "ChangeProfile", "account")]
    [InlineData("accounts", "CreateApiClient", "api-client")]
    [InlineData("accounts", "ChangeApiClientSecret", "api-client")]
    [InlineData("accounts", "CreateSiteKey", "site-key")]
    [InlineData("accounts", "SendInvitationAgain", "invitation")]
    [InlineData("accounts", "ChangePerson", "membership")]
    [InlineData("accounts", "ErasePerson", "privacy-request")]
    [InlineData("sync", "SetCredential", "credential")]
    public async Task A_change_is_in_the_trail_with_what_became_of_it(string service, string operation, string kind)
    {
        var row = RouteTable.Of(service, operation);
        var token = await firms.TokenAsync(firms.Alpha, "Admin");

        var answer = await firms.AtServiceAsync(row.Route, RouteExamples.Of(row.Route, firms.Alpha), token);

        answer.Status.ShouldBeInRange(200, 299);
        await using var owner = await firms.Owner.OpenConnectionAsync();
        (await owner.ExecuteScalarAsync<string>(
            "select changes -> 0 ->> 'kind' from audit.event where org_id = @org and action = @operation and status = @Status order by id desc limit 1",
            new { org = firms.Alpha.Id, operation, answer.Status })).ShouldBe(kind);
    }

    [Fact]
    public async Task What_was_done_can_be_verified_afterwards()
    {
        var admin = await firms.BrowserAsync(firms.Alpha, "Admin");
        var verification = RouteTable.Of("accounts", "VerifyAudit").Route;

        var answer = await TwoFirms.ThroughGatewayAsync(admin, verification, new Example(), $"/api/accounts{verification.Path}");

        answer.Text.ShouldContain("\"valid\":true");
    }
}
