using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Timeouts;
using Teg.Platform.ServiceDefaults.Tests.Tokens;

namespace Teg.Platform.ServiceDefaults.Tests.Problems;

public sealed class LimitsTests
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task No_environment_shows_where_it_failed(string environment)
    {
        await using var service = await RunningService.StartAsync(
            builder => builder.Environment.EnvironmentName = environment,
            app => app.MapGet("/defect", IResult () => throw new InvalidOperationException("the password is hunter2")));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/defect");
        request.Headers.Accept.ParseAdd("text/html");

        using var answer = await service.Http.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        text.ShouldNotContain("hunter2");
        text.ShouldNotContain("InvalidOperation");
        text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Headers_have_a_size_a_number_and_a_first_line()
    {
        await using var service = await RunningService.StartAsync(map: app => app.MapGet("/", () => TypedResults.Ok()));

        (await SendAsync(request => request.Headers.Add("X-Long", new string('a', 17 * 1024)))).ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
        (await SendAsync(request => Enumerable.Range(0, 70).ToList().ForEach(n => request.Headers.Add($"X-{n}", "a")))).ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
        (await SendAsync(request => request.RequestUri = new Uri($"/?{new string('a', 9 * 1024)}", UriKind.Relative))).ShouldBe(HttpStatusCode.RequestUriTooLong);
        (await SendAsync(_ => { })).ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> SendAsync(Action<HttpRequestMessage> change)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            change(request);
            using var answer = await service.Http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_answered()
    {
        var clock = new TestClock();
        using var accounts = new Issuer(clock);
        await using var service = await RunningService.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.AddTokenAuthentication();
                builder.Services.AddHttpClient(SigningKeys.Client).ConfigurePrimaryHttpMessageHandler(
                    () => new StubHttp(_ => new HttpResponseMessage { Content = new StringContent(accounts.Jwks()) }));
                builder.Services.Configure<RequestTimeoutOptions>(timeouts => timeouts.DefaultPolicy!.Timeout.ShouldBe(TimeSpan.FromMinutes(2)));
            },
            app => app.MapGet("/slow", async (CancellationToken ct) => await Task.Delay(Timeout.Infinite, ct)).WithRequestTimeout(TimeSpan.FromMilliseconds(100)),
            new() { ["services:accounts:http:0"] = "http://accounts.example" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/slow");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accounts.Token());

        using var answer = await service.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
    }
}
