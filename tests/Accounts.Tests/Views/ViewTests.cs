using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Teg.Platform.Accounts.Views;

namespace Teg.Platform.Accounts.Tests.Views;

public sealed class ViewTests(AccountsService accounts)
{
    [Fact]
    public async Task A_view_is_kept_once_and_listed()
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);
        var (first, second) = (new Guid("00000000-0000-4000-8000-000000000001"), new Guid("00000000-0000-4000-8000-000000000002"));

        using var saved = await SaveAsync(client, first, "Spring", period: "this-month", search: "channel=google-ads&campaign=bridal+%26+couture");
        saved.StatusCode.ShouldBe(HttpStatusCode.Created, await saved.Content.ReadAsStringAsync());
        using var again = await SaveAsync(client, first, "Spring", period: "this-month", search: "channel=google-ads&campaign=bridal+%26+couture");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = await SaveAsync(client, second, "Autumn");
        other.StatusCode.ShouldBe(HttpStatusCode.Created);

        var views = await ListAsync(client);
        views.Select(view => view.GetProperty("name").GetString()).ShouldBe(["Autumn", "Spring"]);
        views[1].GetProperty("period").GetString().ShouldBe("this-month");
        views[1].GetProperty("search").GetString().ShouldBe("channel=google-ads&campaign=bridal+%26+couture");
        views[1].GetProperty("mine").GetBoolean().ShouldBeTrue();

        var page = await client.GetFromJsonAsync<JsonElement>("/views?limit=1");
        page.GetProperty("next").GetGuid().ShouldBe(second);
        (await client.GetFromJsonAsync<JsonElement>($"/views?limit=1&after={second}")).GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("Spring");
    }

    [Theory]
    [InlineData("https://evil.example/", null, "")]
    [InlineData("//evil.example", null, "")]
    [InlineData("sales", "next-month", "")]
    [InlineData("sales", null, "a=b#c")]
    [InlineData("sales", null, "a=<script>")]
    [InlineData("sales", null, "a=\\evil")]
    [InlineData("sales", null, "a=b c")]
    public async Task Only_a_page_of_the_site_with_its_filters_is_kept(string page, string? period, string search)
    {
        var (user, _) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);

        using var refused = await SaveAsync(client, Guid.CreateVersion7(), "View", page, period, search);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ListAsync(client)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_filters_and_their_number_are_bounded_and_a_name_is_used_once()
    {
        var (user, org) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);

        (await StatusAsync(SaveAsync(client, Guid.CreateVersion7(), new string('n', 80), search: new string('s', 2000)))).ShouldBe(HttpStatusCode.Created);
        (await StatusAsync(SaveAsync(client, Guid.CreateVersion7(), new string('n', 81)))).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(SaveAsync(client, Guid.CreateVersion7(), " "))).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(SaveAsync(client, Guid.CreateVersion7(), "Long", search: new string('s', 2001)))).ShouldBe(HttpStatusCode.BadRequest);
        using (var taken = await SaveAsync(client, Guid.CreateVersion7(), new string('n', 80)))
        {
            (await AccountsService.ProblemAsync(taken)).ShouldBe("view-name-taken");
        }

        await using var owner = await accounts.Postgres.Owner.OpenConnectionAsync();
        await owner.ExecuteAsync(
            """
            insert into accounts.saved_view (org_id, id, owner_id, name, page, created_at, changed_at)
            select @org, gen_random_uuid(), @Id, 'View ' || n, 'sales', now(), now() from generate_series(2, @most) n
            """, new { org, user.Id, most = ViewEndpoints.MostPerPerson });
        using var tooMany = await SaveAsync(client, Guid.CreateVersion7(), "One more");
        (await AccountsService.ProblemAsync(tooMany)).ShouldBe("too-many-views");
    }

    [Fact]
    public async Task Another_person_sees_a_view_once_it_is_shared_and_may_not_change_it_and_an_Admin_may()
    {
        var (mara, org) = await accounts.PersonAsync("Manager");
        var (vera, _) = await accounts.PersonAsync("Viewer", org);
        var (ada, _) = await accounts.PersonAsync("Admin", org);
        using var owner = await accounts.SignedInAsync(mara);
        using var other = await accounts.SignedInAsync(vera);
        using var admin = await accounts.SignedInAsync(ada);
        var id = Guid.CreateVersion7();
        await SaveAsync(owner, id, "Mine");

        (await ListAsync(other)).ShouldBeEmpty();
        (await StatusAsync(ChangeAsync(other, id, new { name = "Yours" }))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(ChangeAsync(admin, id, new { name = "Yours" }))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(SaveAsync(other, id, "Mine"))).ShouldBe(HttpStatusCode.Conflict);

        (await StatusAsync(ChangeAsync(owner, id, new { shared = true }))).ShouldBe(HttpStatusCode.OK);
        var seen = (await ListAsync(other)).ShouldHaveSingleItem();
        (seen.GetProperty("mine").GetBoolean(), seen.GetProperty("owner").GetString()).ShouldBe((false, "Pat Person"));
        (await StatusAsync(ChangeAsync(other, id, new { name = "Yours" }))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(DeleteAsync(other, id))).ShouldBe(HttpStatusCode.Forbidden);

        (await StatusAsync(ChangeAsync(admin, id, new { shared = false }))).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(ChangeAsync(admin, id, new { name = "Everybody's" }))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(DeleteAsync(admin, id))).ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(DeleteAsync(owner, id))).ShouldBe(HttpStatusCode.NotFound);
        // Undone: the same view under the same id.
        (await StatusAsync(SaveAsync(owner, id, "Everybody's"))).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Another_organisation_sees_nothing_and_may_use_the_same_id()
    {
        var (pat, _) = await accounts.PersonAsync();
        var (stranger, _) = await accounts.PersonAsync("Admin");
        using var own = await accounts.SignedInAsync(pat);
        using var foreign = await accounts.SignedInAsync(stranger);
        var id = Guid.CreateVersion7();
        await SaveAsync(own, id, "Ours", shared: true);

        (await ListAsync(foreign)).ShouldBeEmpty();
        (await StatusAsync(ChangeAsync(foreign, id, new { name = "Theirs" }))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(DeleteAsync(foreign, id))).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(SaveAsync(foreign, id, "Theirs"))).ShouldBe(HttpStatusCode.Created);
        (await ListAsync(own)).ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("Ours");
    }

    [Fact]
    public async Task An_agent_keeps_and_sees_views_of_pages_that_agents_open()
    {
        var (mara, org) = await accounts.PersonAsync("Manager");
        var (ari, _) = await accounts.PersonAsync("Agent", org);
        using var manager = await accounts.SignedInAsync(mara);
        using var agent = await accounts.SignedInAsync(ari);
        await SaveAsync(manager, Guid.CreateVersion7(), "Spend", "advertising", shared: true);
        await SaveAsync(manager, Guid.CreateVersion7(), "Revenue", "sales", shared: true);

        (await ListAsync(agent)).ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("Revenue");
        using var refused = await SaveAsync(agent, Guid.CreateVersion7(), "Spend", "advertising");
        (await AccountsService.ProblemAsync(refused)).ShouldBe("page-not-yours");
        using var audit = await SaveAsync(manager, Guid.CreateVersion7(), "Who did it", "audit");
        (await AccountsService.ProblemAsync(audit)).ShouldBe("page-not-yours");
    }

    [Fact]
    public async Task Who_leaves_takes_their_own_views_along_and_leaves_the_shared_ones()
    {
        var (ada, org) = await accounts.PersonAsync("Admin");
        var (vera, _) = await accounts.PersonAsync("Viewer", org);
        using var admin = await accounts.SignedInAsync(ada);
        using var leaver = await accounts.SignedInAsync(vera);
        await SaveAsync(leaver, Guid.CreateVersion7(), "Private");
        await SaveAsync(leaver, Guid.CreateVersion7(), "Shared", shared: true);

        (await StatusAsync(admin.DeleteAsync(new Uri($"/people/{vera.Id}", UriKind.Relative)))).ShouldBe(HttpStatusCode.NoContent);

        var left = (await ListAsync(admin)).ShouldHaveSingleItem();
        (left.GetProperty("name").GetString(), left.GetProperty("owner").GetString()).ShouldBe(("Shared", null));
        await using var owner = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await owner.ExecuteScalarAsync<int>("select count(*)::int from accounts.saved_view where org_id = @org", new { org })).ShouldBe(1);
    }

    [Fact]
    public async Task A_persons_data_includes_their_views_and_erasing_a_customer_takes_views_that_name_them()
    {
        var (ada, org) = await accounts.PersonAsync("Admin");
        var (vera, _) = await accounts.PersonAsync("Viewer", org);
        using var admin = await accounts.SignedInAsync(ada);
        using var viewer = await accounts.SignedInAsync(vera);
        await SaveAsync(viewer, Guid.CreateVersion7(), "Private");
        await SaveAsync(viewer, Guid.CreateVersion7(), "Clara", "enquiries", search: "text=Clara%2BW%40Weiss.example");

        (await HeldAsync(admin, vera.Email!)).ShouldBe(["Clara", "Private"], ignoreOrder: true);
        (await HeldAsync(admin, "clara+w@weiss.example")).ShouldBe(["Clara"]);
        using var erased = await admin.PostAsJsonAsync("/privacy/erasures", new { email = "clara+w@weiss.example" });
        (await erased.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("found").GetProperty("saved view").GetInt64().ShouldBe(1);

        (await ListAsync(viewer)).ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("Private");
        await using var owner = await accounts.Postgres.Owner.OpenConnectionAsync();
        // The trail says that a view was made, not what it was called.
        (await owner.ExecuteScalarAsync<int>("select count(*)::int from audit.event where org_id = @org and action = 'SaveView' and changes @> '[{\"kind\": \"view\"}]'", new { org })).ShouldBe(2);
        (await owner.ExecuteScalarAsync<int>("select count(*)::int from audit.event where org_id = @org and changes::text like '%Clara%'", new { org })).ShouldBe(0);
    }

    private static Task<HttpResponseMessage> SaveAsync(
        HttpClient client, Guid id, string name, string page = "sales", string? period = null, string search = "", bool shared = false) =>
        client.PutAsJsonAsync($"/views/{id}", new { name, page, period, search, shared });

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient client, Guid id, object change) => client.PatchAsJsonAsync($"/views/{id}", change);

    private static Task<HttpResponseMessage> DeleteAsync(HttpClient client, Guid id) => client.DeleteAsync(new Uri($"/views/{id}", UriKind.Relative));

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        return response.StatusCode;
    }

    private static async Task<JsonElement[]> ListAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/views")).GetProperty("items").EnumerateArray()];

    private static async Task<string?[]> HeldAsync(HttpClient admin, string email)
    {
        using var response = await admin.PostAsJsonAsync("/privacy/exports", new { email });
        var export = await response.Content.ReadFromJsonAsync<JsonElement>();
        return [.. export.GetProperty("held").EnumerateArray().Where(row => row.GetProperty("what").GetString() == "saved view").Select(row => row.GetProperty("data").GetProperty("name").GetString())];
    }
}
