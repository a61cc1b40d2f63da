using System.Net.Http.Json;
using System.Text.Json;
using Dapper;

namespace Teg.Platform.Accounts.Tests.Audit;

/// <summary>What a write changed is in the trail, and what must be erasable or secret is not.</summary>
public sealed class ChangesTests(AccountsService accounts)
{
    [Fact]
    public async Task Machines_keys_and_invitations_say_what_became_of_them_and_no_secret()
    {
        var (admin, org) = await accounts.PersonAsync("Admin");
        using var client = await accounts.SignedInAsync(admin);
        var guest = $"guest.{Guid.NewGuid():n}@house.example";

        var machine = await PostAsync(client, "/api-clients", new { name = "Robot", role = "Viewer", scopes = new[] { "sync:read", "analytics:read" } });
        var renewed = await PostAsync(client, $"/api-clients/{machine.GetProperty("id")}/secret", null);
        var key = await PostAsync(client, "/site-keys", new { name = "Site", origins = new[] { "https://www.example.com" } });
        var invitation = await PostAsync(client, "/invitations", new { email = guest, role = "Viewer" });
        await PostAsync(client, "/invitations", new { email = guest, role = "Manager" });
        await PostAsync(client, $"/invitations/{invitation.GetProperty("id")}/sending", null);
        foreach (var path in new[] { $"/api-clients/{machine.GetProperty("id")}", $"/site-keys/{key.GetProperty("id")}", $"/invitations/{invitation.GetProperty("id")}" })
        {
            for (var time = 0; time < 2; time++)
            {
                using var ended = await client.DeleteAsync(new Uri(path, UriKind.Relative));
                ended.EnsureSuccessStatusCode();
            }
        }

        var changes = await ChangesAsync(org, admin.Id);
        changes.Where(change => change.Kind != "session").Select(change => $"{change.Kind} {change.Before} {change.After}").ShouldBe(
        [
            """api-client  {"role": "Viewer", "scopes": ["analytics:read", "sync:read"]}""",
            """api-client  {"secret": "renewed"}""",
            """site-key  {"origins": ["https://www.example.com"]}""",
            """invitation  {"role": "Viewer"}""",
            """invitation {"role": "Viewer"} {"role": "Manager"}""",
            """invitation  {"link": "renewed"}""",
            // Ending twice changes nothing the second time.
            """api-client {"revoked": false} {"revoked": true}""",
            """site-key {"revoked": false} {"revoked": true}""",
            """invitation {"withdrawn": false} {"withdrawn": true}""",
        ]);
        var all = string.Join('\n', changes);
        all.ShouldNotContain(machine.GetProperty("clientSecret").GetString()!);
        all.ShouldNotContain(renewed.GetProperty("clientSecret").GetString()!);
        all.ShouldNotContain(guest);
    }

    [Fact]
    public async Task What_a_person_does_to_their_own_account_is_there_without_values()
    {
        var (user, org) = await accounts.PersonAsync();
        using var client = await accounts.SignedInAsync(user);
        using var renamed = await client.PatchAsJsonAsync("/profile", new { name = "Nadia Neu" });
        await accounts.SetUpSecondFactorAsync(client);
        await PostAsync(client, "/profile/second-factor/recovery-codes", new { password = AccountsService.Password });
        await PostAsync(client, "/profile/second-factor/removal", new { password = AccountsService.Password });
        await PostAsync(client, "/profile/password", new { current = AccountsService.Password, password = "quite another long one" });
        using var others = await client.DeleteAsync(new Uri("/profile/sessions", UriKind.Relative));
        using var left = await client.DeleteAsync(new Uri("/sessions/current", UriKind.Relative));

        var changes = await ChangesAsync(org, user.Id);
        changes.Select(change => $"{change.Kind} {change.Before} {change.After}").ShouldBe(
        [
            """session  {"began": true}""",
            """account  {"name": "set"}""",
            """second-factor  {"in_force": false}""",
            """second-factor {"in_force": false} {"in_force": true}""",
            """second-factor  {"recovery_codes": "renewed"}""",
            """second-factor {"in_force": true} """,
            """account  {"password": "set"}""",
            """account  {"sessions_ended": 0}""",
            """session {"ended": false} {"ended": true}""",
        ]);
        string.Join('\n', changes).ShouldNotContain("Nadia");
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object? body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path} answered {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    private async Task<List<Change>> ChangesAsync(Guid org, Guid person)
    {
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        return (await connection.QueryAsync<Change>(
            """
            select c ->> 'kind' as kind, coalesce(c ->> 'before', '') as before, coalesce(c ->> 'after', '') as after
            from audit.event e, jsonb_array_elements(e.changes) c
            where e.org_id = @org and e.actor_id = @person
            order by e.recorded_at
            """, new { org, person })).AsList();
    }

    private sealed record Change(string Kind, string Before, string After);
}
