using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Dapper;
using Teg.Platform.Accounts.Audit;
using Teg.Platform.Accounts.People;

namespace Teg.Platform.Accounts.Tests.Audit;

public sealed class AuditListTests(AccountsService accounts)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_page_of_the_list_is_seen_once_newest_first()
    {
        var (client, org) = await AdminAsync();
        using var _ = client;
        await WriteAsync(org, 7, "GetThing", "7");

        var seen = new List<AuditItem>();
        Guid? after = null;
        do
        {
            var page = (await client.GetFromJsonAsync<AuditPage>($"/audit?action=GetThing&limit=3{(after is null ? "" : $"&after={after}")}"))!;
            page.Items.Count.ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        seen.Count.ShouldBe(7);
        seen.Select(item => item.Id).ShouldBeInOrder(SortDirection.Descending);
        seen[0].Subjects.ShouldBe([new AuditedSubject("things", "7")]);
        seen[0].Actor.Name.ShouldBe("=Ada");
        seen[0].Changes!.Single().After!["role"]!.GetValue<string>().ShouldBe("Admin");
    }

    [Theory]
    [InlineData("action=GetThing", 3)]
    [InlineData("subject=8", 2)]
    [InlineData("subject=8&action=GetThing", 0)]
    [InlineData("actor=01900000-0000-7000-8000-0000000000aa", 5)]
    [InlineData("actor=01900000-0000-7000-8000-0000000000ab", 0)]
    [InlineData("from=2026-03-08T12:00:00Z&to=2026-03-08T12:00:03Z", 3)]
    [InlineData("from=2026-03-08T12:00:03Z&to=2026-03-09T00:00:00Z", 2)]
    [InlineData("to=2026-03-08T12:00:00Z", 0)]
    public async Task Filters_narrow_the_list(string query, int expected)
    {
        var (client, org) = await AdminAsync();
        using var _ = client;
        await WriteAsync(org, 3, "GetThing", "7");
        await WriteAsync(org, 2, "ChangeThing", "8", after: 3);

        (await client.GetFromJsonAsync<AuditPage>($"/audit?{query}"))!.Items.Count.ShouldBe(expected);
    }

    [Fact]
    public async Task The_file_has_every_event_and_no_cell_that_calculates()
    {
        var (client, org) = await AdminAsync();
        using var _ = client;
        await WriteAsync(org, 4, "GetThing", "7");

        using var answer = await client.GetAsync(new Uri("/audit.csv?action=GetThing", UriKind.Relative));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(5);
        lines[1].ShouldContain("'=Ada");
    }

    [Fact]
    public async Task Reading_the_trail_is_in_the_trail()
    {
        var (client, _) = await AdminAsync();
        using var __ = client;
        await client.GetStringAsync(new Uri("/audit.csv", UriKind.Relative));

        for (var attempt = 0; ; attempt++)
        {
            if ((await client.GetFromJsonAsync<AuditPage>("/audit?action=ExportAuditEvents"))!.Items.Count == 1)
            {
                return;
            }

            attempt.ShouldBeLessThan(100);
            await Task.Delay(50);
        }
    }

    [Fact]
    public async Task Only_administrators_read_it_and_only_their_own()
    {
        var (admin, org) = await AdminAsync();
        var (stranger, _) = await AdminAsync();
        using var __ = admin;
        using var ___ = stranger;
        await WriteAsync(org, 2, "GetThing", "7");

        (await stranger.GetFromJsonAsync<AuditPage>("/audit?action=GetThing"))!.Items.ShouldBeEmpty();
        (await stranger.GetStringAsync(new Uri("/audit.csv?action=GetThing", UriKind.Relative))).ShouldNotContain("GetThing,");
        using var manager = await SignedInAsync("Manager");
        foreach (var path in new[] { "/audit", "/audit.csv", "/audit/verification" })
        {
            (await manager.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    private async Task<(HttpClient Client, Guid OrgId)> AdminAsync()
    {
        var (user, org) = await accounts.PersonAsync("Admin");
        return (await SignedInAsync(user), org);
    }

    private async Task<HttpClient> SignedInAsync(string role) => await SignedInAsync((await accounts.PersonAsync(role)).User);

    private async Task<HttpClient> SignedInAsync(User user)
    {
        var client = accounts.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await accounts.SignInAsync(user)).AccessToken);
        return client;
    }

    // One a second from noon on a day when nothing else happened.
    private async Task WriteAsync(Guid org, int events, string action, string subject, int after = 0)
    {
        await using var connection = await accounts.Postgres.As("accounts").OpenConnectionAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = org.ToString() });
        for (var number = 0; number < events; number++)
        {
            var at = Noon.AddSeconds(after + number);
            await connection.ExecuteAsync(
                """
                insert into audit.event (org_id, id, at, service, actor_kind, actor_id, action, method, path, status, subjects, changes, personal)
                values (@org, @id, @at, 'accounts', 'person', '01900000-0000-7000-8000-0000000000aa', @action, 'GET', '/things/{id}', 200,
                        jsonb_build_array(jsonb_build_object('kind', 'things', 'id', @subject)), '[{"kind": "membership", "id": "1", "after": {"role": "Admin"}}]', '{"name": "=Ada"}')
                """, new { org, id = Guid.CreateVersion7(at), at, action, subject });
        }
    }
}
