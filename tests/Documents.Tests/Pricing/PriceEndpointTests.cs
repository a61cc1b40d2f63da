using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Tests.Pricing;

public sealed class PriceEndpointTests(DocumentsService documents)
{
    [Fact]
    public async Task A_house_begins_with_the_default_list_and_every_change_is_a_version()
    {
        var org = await documents.OrganisationAsync();
        var client = documents.SignedIn(org);
        var first = await client.GetFromJsonAsync<JsonElement>("/prices");
        first.GetProperty("version").GetInt32().ShouldBe(0);

        using var saved = await client.PutAsJsonAsync("/prices", new { basedOn = 0, content = Dearer(first), note = "Silk went up" });
        using var late = await client.PutAsJsonAsync("/prices", new { basedOn = 0, content = Dearer(first) });

        saved.StatusCode.ShouldBe(HttpStatusCode.OK, await saved.Content.ReadAsStringAsync());
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await DocumentsService.ProblemAsync(late)).ShouldBe("prices-changed");
        var now = await client.GetFromJsonAsync<JsonElement>("/prices");
        (now.GetProperty("version").GetInt32(), now.GetProperty("note").GetString(), now.GetProperty("createdBy").GetString()).ShouldBe((1, "Silk went up", "A Manager"));
        now.GetProperty("content").GetProperty("items")[0].GetProperty("unitPrice").GetDecimal().ShouldBe(9_999.99m);
        (await client.GetFromJsonAsync<JsonElement>("/prices/versions")).GetProperty("items").GetArrayLength().ShouldBe(1);
        // Prices are in the trail, the house's people are not.
        var trail = await documents.AskAsync<string>("select changes::text from audit.event where org_id = @org and action = 'SavePrices' and status = 200", new { org });
        trail.ShouldContain("9999.99");
        trail.ShouldNotContain("signatory");
    }

    [Fact]
    public async Task What_is_no_price_list_is_refused_field_by_field_and_agents_change_none()
    {
        var org = await documents.OrganisationAsync();
        var content = JsonNode.Parse(PriceList.Default.ToJson().GetRawText())!;
        content["items"]![1]!["unitPrice"] = -1;
        content["unknown"] = "<script>";

        using var refused = await documents.SignedIn(org).PutAsJsonAsync("/prices", new { basedOn = 0, content });
        using var agents = await documents.SignedIn(org, Roles.Agent).PutAsJsonAsync("/prices", new { basedOn = 0, content });
        using var nothing = await documents.SignedIn(org).PutAsJsonAsync("/prices", new { basedOn = 0, content = (object?)null });

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty("content.items[1].unitPrice", out _).ShouldBeTrue();
        agents.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        nothing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static JsonNode Dearer(JsonElement prices)
    {
        var content = JsonNode.Parse(prices.GetProperty("content").GetRawText())!;
        content["items"]![0]!["unitPrice"] = 9_999.99m;
        return content;
    }
}
