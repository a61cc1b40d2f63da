using System.Net.Http.Json;

namespace Teg.Platform.Platform.Tests.Truths;

/// <summary>A3: the board and Google Ads side by side, each equal to its own truth, and one of them counted.</summary>
public sealed class SpendTruthTests(Suite suite)
{
    [Fact]
    public async Task Both_are_right_by_themselves_and_whoever_is_chosen_counts()
    {
        var truth = await suite.TruthAsync();
        var range = $"from={truth.Text("from")}&to={truth.Text("to")}";
        var board = truth.Rows("channels").Where(row => row.Text("channel") == "google-ads").Sum(row => row.GetProperty("spend").GetDecimal());
        var platform = truth.Rows("googleAds").Sum(row => row.GetProperty("spend").GetDecimal());
        var all = truth.GetProperty("totals").GetProperty("spend").GetDecimal();
        var conversions = truth.Rows("googleAds").Sum(row => row.GetProperty("conversions").GetDecimal());

        var reconciliation = await suite.GetAsync($"/api/analytics/ads/reconciliation?{range}&limit=1");
        reconciliation.Text("counts").ShouldBe("board");
        var totals = reconciliation.GetProperty("totals");
        totals.GetProperty("boardSpend").GetDecimal().ShouldBe(board);
        totals.GetProperty("googleAdsSpend").GetDecimal().ShouldBe(platform);
        totals.GetProperty("conversions").GetDecimal().ShouldBe(conversions);
        totals.GetProperty("counted").GetDecimal().ShouldBe(board);
        platform.ShouldNotBe(board, "the world has days on which the two differ");

        using var admin = await suite.SignInAsync("admin@teg.example");
        try
        {
            (await ChooseAsync(admin, "google-ads")).ShouldBe("google-ads");
            await SpentAsync($"{range}&channel=google-ads", platform);
            await SpentAsync(range, all - board + platform);
        }
        finally
        {
            await ChooseAsync(admin, "board");
        }

        await SpentAsync(range, all);
    }

    private static async Task<string?> ChooseAsync(HttpClient admin, string counts)
    {
        using var answer = await admin.PutAsJsonAsync("/api/analytics/ads/spend-choice", new { counts });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("counts").GetString();
    }

    private Task SpentAsync(string query, decimal right) => Suite.EventuallyAsync(
        async () => (await suite.GetAsync($"/api/analytics/ads?{query}")).GetProperty("totals").GetProperty("spend").GetDecimal() == right,
        TimeSpan.FromSeconds(20), $"{query} has cost {right}");
}
