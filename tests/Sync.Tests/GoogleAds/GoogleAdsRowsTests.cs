using System.Net;
using System.Text;
using System.Text.Json;
using Teg.Platform.Sync.GoogleAds;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.Tests.GoogleAds;

public sealed class GoogleAdsRowsTests
{
    [Theory]
    [InlineData("utm_source=google&utm_campaign=Google-Brand-Search", null, "google-brand-search")]
    [InlineData(null, "{lpurl}?utm_medium=cpc&utm_campaign=google%20brand&x=1", "google brand")]
    [InlineData("utm_campaign={campaignid}", null, "42")]
    [InlineData("utm_campaign={_name}", "{lpurl}?utm_campaign=from-template", "from-template")]
    [InlineData("utm_campaigns=no", null, "google-brand-search")]
    [InlineData(null, null, "google-brand-search")]
    public void A_campaign_is_known_by_what_its_links_say(string? suffix, string? template, string utm) =>
        GoogleAdsRows.UtmOf("42", "Google | Brand Search", suffix, template).ShouldBe(utm);

    [Theory]
    [InlineData("""[{"conversionAction":{"status":"ENABLED","clickThroughLookbackWindowDays":"30"}},{"conversionAction":{"status":"ENABLED","clickThroughLookbackWindowDays":"60"}},{"conversionAction":{"status":"REMOVED","clickThroughLookbackWindowDays":"90"}}]""", 60)]
    [InlineData("""[{"conversionAction":{"status":"ENABLED","clickThroughLookbackWindowDays":"365"}}]""", 90)]
    [InlineData("""[{"conversionAction":{"status":"ENABLED"}}]""", 7)]
    [InlineData("[]", 7)]
    public void As_many_days_are_read_again_as_the_enabled_actions_look_back(string actions, int days) =>
        GoogleAdsConnector.LookbackOf(JsonSerializer.Deserialize<JsonElement>(actions).EnumerateArray()).ShouldBe(days);

    [Theory]
    [InlineData(429, """[{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"errors":[{"errorCode":{"quotaError":"RESOURCE_TEMPORARILY_EXHAUSTED"},"message":"Too many.","details":{"quotaErrorDetails":{"retryDelay":"5s"}}}]}]}}]""", "Throttled", 5.0)]
    [InlineData(429, "", "Throttled", 30.0)]
    [InlineData(401, """{"error":{"code":401,"details":[{"errors":[{"errorCode":{"authenticationError":"OAUTH_TOKEN_INVALID"}}]}]}}""", "Transient", null)]
    [InlineData(401, """{"error":{"code":401,"details":[{"errors":[{"errorCode":{"authenticationError":"CUSTOMER_NOT_FOUND"}}]}]}}""", "Decisive", null)]
    [InlineData(403, """[{"error":{"code":403,"status":"PERMISSION_DENIED"}}]""", "Decisive", null)]
    [InlineData(503, "<html>", "Transient", null)]
    [InlineData(400, """[{"error":{"code":400,"details":[{"errors":[{"errorCode":{"requestError":"UNSUPPORTED_VERSION"},"message":"Gone."}]}]}}]""", "Decisive", null)]
    public async Task Each_no_says_whether_asking_again_helps(int status, string body, string kind, double? seconds)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var failure = GoogleAdsFault.Of((HttpStatusCode)status, await GoogleAdsFault.ReadAsync(content, CancellationToken.None));

        failure.Kind.ShouldBe(Enum.Parse<FailureKind>(kind));
        failure.RetryIn?.TotalSeconds.ShouldBe(seconds!.Value);
        (failure.RetryIn is null).ShouldBe(seconds is null);
    }

    [Fact]
    public void Days_are_asked_for_in_pieces_from_where_the_last_attempt_stopped()
    {
        var days = new Days(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 10));

        days.After(null, 4).Select(piece => $"{piece.From:dd}-{piece.To:dd}").ShouldBe(["01-04", "05-08", "09-10"]);
        days.After(new DateOnly(2026, 1, 8), 4).Single().ShouldBe(new Days(new DateOnly(2026, 1, 9), new DateOnly(2026, 1, 10)));
        days.After(days.To, 4).ShouldBeEmpty();
        Days.All(new DateOnly(2026, 11, 21)).From.ShouldBe(new DateOnly(2023, 10, 22));
    }
}
