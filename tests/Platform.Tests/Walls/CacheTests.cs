using System.Text.RegularExpressions;
using Dapper;
using StackExchange.Redis;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>What is kept for speed is kept for one organisation: answers one has warmed tell the other nothing, and shared keys name whose they are.</summary>
public sealed partial class CacheTests(TwoFirms firms, Suite suite) : IClassFixture<TwoFirms>
{
    // What names no organisation, and why it may.
    private static readonly (Regex Key, string Reason)[] OfNoOrganisation =
    [
        (SessionKeys(), "A session is sealed with its browser's cookie and named by that cookie's digest; the organisation is inside."),
        (RefreshKeys(), "A lock while a session's tokens are exchanged; it holds a random word."),
        (AddressKeys(), "How often an address asked without a session; the address is all it knows."),
    ];

    public static TheoryData<string, string> Lists =>
    [
        .. RouteTable.Rows.Where(row => row.Door == "api" && row.Route.Method == "GET" && !row.Route.Path.Contains('{', StringComparison.Ordinal) && row.Access[RouteTable.Anonymous] == "denied")
            .Select(row => (row.Route.Service, row.Route.Operation)),
    ];

    [Theory, MemberData(nameof(Lists))]
    public async Task An_answer_that_one_organisation_has_warmed_tells_another_nothing(string service, string operation)
    {
        var route = RouteTable.Of(service, operation).Route;
        var path = $"/api/{service}{route.Path}";
        var alpha = await firms.BrowserAsync(firms.Alpha, "Admin");
        var beta = await firms.BrowserAsync(firms.Beta, "Admin");
        var own = RouteExamples.Of(route, firms.Alpha);

        // A trail repeats what its own people tried elsewhere, the other firm's ids included: it is asked for what names nobody.
        var isTrail = service == "accounts" && operation.Contains("Audit", StringComparison.Ordinal);
        var attempts = RouteExamples.Attempts(route, firms.Alpha, firms.Beta);
        foreach (var asked in isTrail ? attempts : attempts.Prepend(own))
        {
            var warmed = await TwoFirms.ThroughGatewayAsync(alpha, route, asked, path);
            var answer = await TwoFirms.ThroughGatewayAsync(beta, route, asked, path);
            var again = await firms.AtServiceAsync(route, asked, await firms.TokenAsync(firms.Beta, "Admin"));

            // What only the demo has is no other organisation's.
            var status = own.Answers.Contains(200) ? 200 : own.Answers[0];
            (warmed.Status, answer.Status, again.Status).ShouldBe((status, status, status));
            if (asked == own && !own.Silent)
            {
                warmed.Text.ShouldContain(firms.Alpha.Tag, Case.Insensitive);
            }

            var marks = asked.Repeats ? [firms.Alpha.Tag] : firms.Alpha.Marks;
            marks.Where(mark => (answer.Text + again.Text).Contains(mark, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty($"{path}{asked.Query}");
        }
    }

    [Fact]
    public async Task Every_key_in_Redis_names_its_organisation_or_has_a_reason_not_to()
    {
        foreach (var firm in new[] { firms.Alpha, firms.Beta })
        {
            var browser = await firms.BrowserAsync(firm, "Manager");
            (await browser.GetAsync("/api/analytics/ads")).EnsureSuccessStatusCode();
        }

        await using var owner = await firms.Owner.OpenConnectionAsync();
        var organisations = (await owner.QueryAsync<Guid>("select org_id from accounts.organisation")).Select(id => $"{id:n}").ToHashSet(StringComparer.Ordinal);
        using var redis = await ConnectionMultiplexer.ConnectAsync(suite.Application.GetConnectionString("redis"));
        var keys = redis.GetEndPoints().SelectMany(server => redis.GetServer(server).Keys(pageSize: 1000)).Select(key => key.ToString()).ToList();

        var named = keys.Where(key => Ids().Matches(key.Replace("-", "", StringComparison.Ordinal)).Any(id => organisations.Contains(id.Value))).ToList();
        named.ShouldContain(key => key.Contains($"{firms.Alpha.Id:n}", StringComparison.Ordinal));
        named.ShouldContain(key => key.Contains($"{firms.Beta.Id:n}", StringComparison.Ordinal));
        keys.Except(named).Where(key => !OfNoOrganisation.Any(known => known.Key.IsMatch(key)))
            .ShouldBeEmpty("Put the organisation into these keys, or say in OfNoOrganisation why they belong to none.");
    }

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();

    [GeneratedRegex(@"^gateway:session:[A-Za-z0-9_-]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SessionKeys();

    [GeneratedRegex(@"^gateway:refresh:[A-Za-z0-9_-]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RefreshKeys();

    [GeneratedRegex(@"^gateway:limit:\{(hooks |enquiries )?([0-9.]+|[0-9a-f]{16}|unknown)\}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressKeys();
}
