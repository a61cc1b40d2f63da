namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>docs/roles.md, driven: every route as every caller, at its service and through the Gateway.</summary>
public sealed class RoleTests(TwoFirms firms) : IClassFixture<TwoFirms>
{
    private static readonly string[] Callers = [RouteTable.Anonymous, .. RouteTable.Roles];

    public static TheoryData<string, string> Routes => [.. RouteTable.Documented.Select(route => (route.Service, route.Operation))];

    [Fact]
    public void Every_route_has_one_row_in_the_table_and_every_row_a_route()
    {
        var rows = RouteTable.Rows.Select(row => row.Route).ToList();

        RouteTable.Documented.Except(rows).ShouldBeEmpty("These routes need a row in docs/roles.md.");
        rows.Except(RouteTable.Documented).ShouldBeEmpty("No service has these routes of docs/roles.md.");
        rows.GroupBy(route => route).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Every_route_has_an_example_and_every_example_a_route()
    {
        var routes = RouteTable.Documented.Select(RouteExamples.KeyOf).ToList();

        routes.Except(RouteExamples.Known).ShouldBeEmpty("These routes need a line in RouteExamples.");
        RouteExamples.Known.Except(routes).ShouldBeEmpty("No service has these routes of RouteExamples.");
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task Every_caller_is_answered_as_the_table_says(string service, string operation)
    {
        var row = RouteTable.Of(service, operation);
        var example = RouteExamples.Of(row.Route, firms.Alpha);
        var wrong = new List<string>();

        foreach (var caller in Callers)
        {
            if (row.Door != "gateway")
            {
                var token = await firms.TokenAsync(firms.Alpha, caller, example.EndsSession);
                wrong.AddRange(Judge(row, example, caller, "at the service", await firms.AtServiceAsync(row.Route, example, token)));
            }

            foreach (var (path, isOpen) in Doors(row))
            {
                var browser = await firms.BrowserAsync(firms.Alpha, caller, example.EndsSession);
                var answer = await TwoFirms.ThroughGatewayAsync(browser, row.Route, example, path);
                wrong.AddRange(isOpen
                    ? Judge(row, example, caller, "through the Gateway", answer)
                    : Differs(answer.Status is 404 || (caller == RouteTable.Anonymous && answer.Status is 401), caller, $"through {path}", "nothing behind it", answer));
            }
        }

        wrong.ShouldBeEmpty($"{row.Route.Method} {row.Route.Path} of {service}:\n{string.Join('\n', wrong)}");
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task A_token_that_expired_or_never_was_one_opens_nothing(string service, string operation)
    {
        var row = RouteTable.Of(service, operation);
        if (row.Access[RouteTable.Anonymous] != "denied")
        {
            return;
        }

        var example = RouteExamples.Of(row.Route, firms.Alpha);
        if (row.Door == "gateway")
        {
            var cookie = new Dictionary<string, string> { ["Cookie"] = "teg-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
            // What changes something is asked for its CSRF token first, and that belongs to a session too.
            (await firms.AtServiceAsync(row.Route, example with { Headers = cookie }, token: null)).Status.ShouldBe(row.Route.Method == "GET" ? 401 : 403);
            return;
        }

        Answer? expired = null;
        // A service asks for new keys twice a minute, and Accounts looks for them once.
        await Suite.EventuallyAsync(
            async () => !(expired = await firms.AtServiceAsync(row.Route, example, firms.ExpiredToken)).Challenge.Contains("unknown key", StringComparison.Ordinal),
            TimeSpan.FromMinutes(2), $"{service} knows the key of the expired token");
        var garbage = await firms.AtServiceAsync(row.Route, example, "eyJhbGciOiJub25lIn0.e30.");

        (expired!.Status, garbage.Status).ShouldBe((401, 401));
        expired.Challenge.ShouldContain("expired");
        garbage.Challenge.ShouldContain("malformed");
    }

    private IEnumerable<string> Judge(TableRow row, Example example, string caller, string where, Answer answer)
    {
        var access = row.Access[caller];
        if (access == "denied")
        {
            var refusal = caller == RouteTable.Anonymous ? 401 : 403;
            return Differs(answer.Status == refusal && answer.Type == "application/problem+json", caller, where, $"{refusal} as a problem", answer);
        }

        var tag = example.Silent || caller == RouteTable.Anonymous || row.Route.Method != "GET" ? "" : firms.Alpha.Tag;
        return
        [
            .. Differs(example.Answers.Contains(answer.Status), caller, where, string.Join(" or ", example.Answers), answer),
            .. Differs(access == "own" || answer.Text.Contains(tag, StringComparison.OrdinalIgnoreCase), caller, where, "something of the firm", answer),
            .. access == "own" ? Differs(answer.Text.Contains(firms.Alpha.OwnRep, StringComparison.Ordinal) && !answer.Text.Contains(firms.Alpha.OtherRep, StringComparison.Ordinal), caller, where, "own rows alone", answer) : [],
            .. access == "allowed" && row.Access.Values.Contains("own") ? Differs(answer.Text.Contains(firms.Alpha.OtherRep, StringComparison.Ordinal), caller, where, "everybody's rows", answer) : [],
        ];
    }

    /// <summary>The paths at the Gateway that lead to the route, and those that must not.</summary>
    private static IEnumerable<(string Path, bool IsOpen)> Doors(TableRow row)
    {
        var api = $"/api/{row.Route.Service}{row.Route.Path}";
        return row.Door switch
        {
            "gateway" => [(row.Route.Path, true)],
            "api" => [(api, true)],
            "public" => [(row.Route.Path, true), (api, false)],
            "hook" => [($"/hooks/{row.Route.Service}{row.Route.Path["/webhooks".Length..]}", true), (api, false)],
            _ => [(api, false)],
        };
    }

    private static string[] Differs(bool right, string caller, string where, string expected, Answer answer) =>
        right ? [] : [$"{caller} {where}: expected {expected}, got {answer.Status} {(answer.Text.Length > 300 ? answer.Text[..300] : answer.Text)}"];
}
