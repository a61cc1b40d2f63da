using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;

namespace Teg.Platform.Accounts.Tests.Organisations;

public sealed class SettingsTests(AccountsService accounts)
{
    private static readonly Uri Current = new("/organisations/current", UriKind.Relative);

    [Fact]
    public async Task Time_zone_and_currency_change_before_data_was_read_and_the_trail_says_from_what_to_what()
    {
        var (client, org) = await AdminAsync();
        using var _ = client;

        using var changed = await client.PatchAsJsonAsync(Current, new { timeZone = "Europe/Zurich", currency = "CHF" });
        changed.StatusCode.ShouldBe(HttpStatusCode.OK, await changed.Content.ReadAsStringAsync());

        var now = await client.GetFromJsonAsync<JsonElement>(Current);
        (now.GetProperty("name").GetString(), now.GetProperty("timeZone").GetString(), now.GetProperty("currency").GetString()).ShouldBe(("Test", "Europe/Zurich", "CHF"));
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        (await connection.ExecuteScalarAsync<string>(
            "select (changes -> 0 #>> '{before,time_zone}') || ' ' || (changes -> 0 #>> '{after,time_zone}') from audit.event where org_id = @org and action = 'ChangeCurrentOrganisation'",
            new { org })).ShouldBe("America/Los_Angeles Europe/Zurich");
    }

    [Theory]
    [InlineData("insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, qualification, source_id, stream, external_id, run_id) values (@org, 'a', 'a', 'A', now(), current_date, 'direct', 'qualified', @org, 's', '1', @org)")]
    [InlineData("""
                insert into sync.source (org_id, id, kind, name, enabled, credential, settings, webhook_secret) values (@org, @org, 'monday', 'Monday', true, 'none', '{}', 'x');
                insert into sync.run (org_id, source_id, mode, trigger, status, started_at, settings_version) values (@org, @org, 'full', 'start', 'running', now(), 1)
                """)]
    public async Task Once_data_was_read_they_are_settled_and_the_name_is_not(string data)
    {
        var (client, org) = await AdminAsync();
        using var _ = client;
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(data, new { org });

        foreach (object refused in new object[] { new { timeZone = "Europe/Zurich" }, new { currency = "CHF" } })
        {
            using var answer = await client.PatchAsJsonAsync(Current, refused);
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await AccountsService.ProblemAsync(answer)).ShouldBe("has-data");
        }

        using var renamed = await client.PatchAsJsonAsync(Current, new { name = "Another name", timeZone = "America/Los_Angeles", currency = "USD" });
        renamed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetFromJsonAsync<JsonElement>(Current)).GetProperty("name").GetString().ShouldBe("Another name");
    }

    [Fact]
    public async Task A_run_that_would_begin_meanwhile_waits_until_the_settings_are_changed()
    {
        var (client, org) = await AdminAsync();
        using var _ = client;
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into sync.source (org_id, id, kind, name, enabled, credential, settings, webhook_secret) values (@org, @org, 'monday', 'Monday', true, 'none', '{}', 'x');
            insert into sync.run (org_id, source_id, mode, trigger, status, settings_version) values (@org, @org, 'full', 'start', 'queued', 1)
            """, new { org });
        await using var changing = await accounts.Postgres.As("accounts").OpenConnectionAsync();
        await changing.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = $"{org}" });
        await using var transaction = await changing.BeginTransactionAsync();

        (await changing.ExecuteScalarAsync<bool>("select warehouse.has_facts()", transaction: transaction)).ShouldBeFalse();

        await using var trying = await connection.BeginTransactionAsync();
        (await connection.QueryAsync<Guid>("select id from sync.run where org_id = @org and status = 'queued' for update skip locked", new { org }, trying)).ShouldBeEmpty();
        (await connection.QueryAsync<Guid>("select id from sync.source where org_id = @org for key share skip locked", new { org }, trying)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("timeZone", "Mars/Olympus")]
    [InlineData("timeZone", "Pacific Standard Time")]
    [InlineData("currency", "usd")]
    [InlineData("currency", "XYZ")]
    [InlineData("name", "   ")]
    public async Task What_does_not_exist_is_refused(string field, string value)
    {
        var (client, _) = await AdminAsync();
        using var __ = client;

        using var answer = await client.PatchAsJsonAsync(Current, new Dictionary<string, string> { [field] = value });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<(HttpClient Client, Guid Org)> AdminAsync()
    {
        var (user, org) = await accounts.PersonAsync("Admin");
        return (await accounts.SignedInAsync(user), org);
    }
}
