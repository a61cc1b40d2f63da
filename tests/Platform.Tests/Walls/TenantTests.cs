using System.Data;
using Dapper;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>Every route, asked about one organisation by the admin of another: nothing is answered, and nothing of the first changes.</summary>
public sealed class TenantTests(TwoFirms firms) : IClassFixture<TwoFirms>
{
    public static TheoryData<string, string> Routes => [.. RouteTable.Documented.Select(route => (route.Service, route.Operation))];

    [Theory, MemberData(nameof(Routes))]
    public async Task Another_organisation_gets_nothing_and_changes_nothing(string service, string operation)
    {
        var row = RouteTable.Of(service, operation);
        await using var owner = await firms.Owner.OpenConnectionAsync();
        var before = await Tables.ChecksumsAsync(owner, firms.Alpha.Id);
        var wrong = new List<string>();

        foreach (var attempt in RouteExamples.Attempts(row.Route, firms.Alpha, firms.Beta))
        {
            if (row.Door != "gateway")
            {
                var token = await firms.TokenAsync(firms.Beta, "Admin", attempt.EndsSession);
                wrong.AddRange(Judge(attempt, "at the service", await firms.AtServiceAsync(row.Route, attempt, token)));
            }

            if (row.Door is "api" or "hook" or "public" or "gateway")
            {
                var path = row.Door switch
                {
                    "api" => $"/api/{service}{row.Route.Path}",
                    "hook" => $"/hooks/{service}{row.Route.Path["/webhooks".Length..]}",
                    _ => row.Route.Path,
                };
                var browser = await firms.BrowserAsync(firms.Beta, "Admin", attempt.EndsSession);
                wrong.AddRange(Judge(attempt, "through the Gateway", await TwoFirms.ThroughGatewayAsync(browser, row.Route, attempt, path)));
            }
        }

        wrong.AddRange((await Tables.ChecksumsAsync(owner, firms.Alpha.Id)).Except(before).Select(table => $"It changed the other organisation's {table}."));
        wrong.ShouldBeEmpty($"{row.Route.Method} {row.Route.Path} of {service}:\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public async Task The_checksum_sees_a_change_in_any_table()
    {
        await using var owner = await firms.Owner.OpenConnectionAsync();
        // One snapshot: audit events of requests before this test may still be on their way.
        await using var transaction = await owner.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var before = await Tables.ChecksumsAsync(owner, firms.Beta.Id);
        before.Count.ShouldBeGreaterThan(20);
        before.Count(line => line.Contains(": 0 rows", StringComparison.Ordinal)).ShouldBeLessThan(before.Count / 2, string.Join('\n', before));

        await owner.ExecuteAsync("update warehouse.deal set amount = amount + 1 where org_id = @Id and rep = @OwnRep", new { firms.Beta.Id, firms.Beta.OwnRep }, transaction);

        (await Tables.ChecksumsAsync(owner, firms.Beta.Id)).Except(before).ShouldHaveSingleItem().ShouldStartWith("warehouse.deal:");
    }

    private List<string> Judge(Example attempt, string where, Answer answer)
    {
        var wrong = new List<string>();
        var said = $"{where} with {string.Join(", ", attempt.Path.Values)}{attempt.Query}: {answer.Status} {(answer.Text.Length > 300 ? answer.Text[..300] : answer.Text)}";
        var isAboutAnId = attempt.Path.Count > 0 && !attempt.Words && attempt.Answers is not [401];
        if (isAboutAnId ? answer.Status is not (403 or 404) : !attempt.Answers.Contains(answer.Status))
        {
            wrong.Add($"{(isAboutAnId ? "403 or 404" : string.Join(" or ", attempt.Answers))} was expected {said}");
        }

        if ((attempt.Repeats ? [firms.Alpha.Tag] : firms.Alpha.Marks).FirstOrDefault(mark => answer.Text.Contains(mark, StringComparison.OrdinalIgnoreCase)) is { } seen)
        {
            wrong.Add($"\"{seen}\" of the other organisation was answered {said}");
        }

        return wrong;
    }
}
