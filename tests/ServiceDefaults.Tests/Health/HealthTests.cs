using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Teg.Platform.ServiceDefaults.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task A_service_that_misses_something_is_alive_and_not_ready_and_keeps_its_secrets()
    {
        await using var service = await RunningService.StartAsync(builder => builder.Services.AddHealthChecks().AddCheck(
            "vendor",
            () => HealthCheckResult.Unhealthy(
                "The vendor does not answer.",
                new InvalidOperationException("Password=hunter2"),
                new Dictionary<string, object> { ["key"] = "hunter2" })));

        var ready = await service.Http.GetAsync(new Uri("/health", UriKind.Relative));
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await ready.Content.ReadAsStringAsync();
        text.ShouldNotContain("hunter2");
        var health = JsonDocument.Parse(text).RootElement;
        health.GetProperty("status").GetString().ShouldBe("unhealthy");
        var vendor = health.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "vendor");
        vendor.GetProperty("status").GetString().ShouldBe("unhealthy");
        vendor.GetProperty("description").GetString().ShouldBe("The vendor does not answer.");

        var alive = await service.Http.GetFromJsonAsync<JsonElement>("/alive");
        alive.GetProperty("status").GetString().ShouldBe("healthy");
        alive.GetProperty("checks").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task The_doors_for_machines_need_no_token()
    {
        await using var service = await RunningService.StartAsync(builder => builder.AddTokenAuthentication());

        foreach (var path in new[] { "/health", "/alive", "/metrics", "/openapi/v1.json" })
        {
            (await service.Http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task A_database_nobody_answers_at_makes_the_service_unready_without_naming_it()
    {
        await using var service = await RunningService.StartAsync(
            builder => builder.AddDatabase("sync"),
            settings: new() { ["ConnectionStrings:teg"] = "Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Database=teg;Timeout=2" });

        var ready = await service.Http.GetAsync(new Uri("/health", UriKind.Relative));

        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await ready.Content.ReadAsStringAsync();
        text.ShouldContain("PostgreSQL does not answer");
        text.ShouldNotContain("127.0.0.1");
        text.ShouldNotContain("hunter2");
    }
}
