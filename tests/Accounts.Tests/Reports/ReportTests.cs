using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;

namespace Teg.Platform.Accounts.Tests.Reports;

public sealed class ReportTests(AccountsService accounts)
{
    private static readonly Uri Reports = new("/organisations/current/reports", UriKind.Relative);

    [Fact]
    public async Task Reports_are_kept_in_their_order_in_their_embed_form_and_the_trail_says_what_changed()
    {
        var (user, org) = await accounts.PersonAsync("Admin");
        using var admin = await accounts.SignedInAsync(user);
        (await admin.GetFromJsonAsync<JsonElement>(Reports)).GetProperty("items").GetArrayLength().ShouldBe(0);

        await SaveAsync(admin, ("Search", "https://lookerstudio.google.com/reporting/0123456789/page/p1"), ("Keywords", "https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs7/edit#gid=3"));
        await SaveAsync(admin, ("Keywords", "https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs7/edit#gid=3"), ("Search", "https://lookerstudio.google.com/reporting/0123456789/page/p1"));

        var now = (await admin.GetFromJsonAsync<JsonElement>(Reports)).GetProperty("items").EnumerateArray().ToList();
        now.Select(report => report.GetProperty("title").GetString()).ShouldBe(["Keywords", "Search"]);
        now.Select(report => report.GetProperty("kind").GetString()).ShouldBe(["google-sheet", "looker-studio"]);
        now[0].GetProperty("embed").GetString().ShouldBe("https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs7/preview?gid=3");
        now[1].GetProperty("open").GetString().ShouldBe("https://lookerstudio.google.com/reporting/0123456789/page/p1");
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<long>("select count(*) from audit.event where org_id = @org and action = 'SaveReports' and changes is not null", new { org })).ShouldBe(2);
    }

    [Fact]
    public async Task One_address_that_is_refused_refuses_all_and_is_named()
    {
        var (user, _) = await accounts.PersonAsync("Admin");
        using var admin = await accounts.SignedInAsync(user);
        await SaveAsync(admin, ("Search", "https://lookerstudio.google.com/reporting/0123456789"));

        using var answer = await admin.PutAsJsonAsync(Reports, new
        {
            items = new[] { new { title = "Fine", address = "https://lookerstudio.google.com/reporting/9876543210" }, new { title = "Foreign", address = "https://www.example.com/report" } },
        });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("type").GetString().ShouldBe("report-address");
        problem.GetProperty("detail").GetString()!.ShouldStartWith("“Foreign”: only reports of lookerstudio.google.com");
        (await admin.GetFromJsonAsync<JsonElement>(Reports)).GetProperty("items")[0].GetProperty("title").GetString().ShouldBe("Search");
    }

    private static async Task SaveAsync(HttpClient admin, params (string Title, string Address)[] reports)
    {
        using var answer = await admin.PutAsJsonAsync(Reports, new { items = reports.Select(report => new { title = report.Title, address = report.Address }) });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }
}
