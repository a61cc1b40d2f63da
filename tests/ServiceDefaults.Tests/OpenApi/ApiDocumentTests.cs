using System.Text.Json;

namespace Teg.Platform.ServiceDefaults.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task The_document_says_who_may_call_how_values_look_and_how_failures_look()
    {
        await using var service = await RunningService.StartAsync(
            builder => builder.AddTokenAuthentication(),
            app =>
            {
                app.MapGet("/shut", () => TypedResults.Ok(new Figure(Period.LastYear, 1.5m, 7, null))).RequireAuthorization(Roles.Viewer);
                app.MapGet("/open", () => TypedResults.Ok()).AllowAnonymous();
            });

        var document = await service.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var paths = document.GetProperty("paths");
        paths.EnumerateObject().Select(path => path.Name).ShouldBe(["/shut", "/open"], ignoreOrder: true);
        var shut = paths.GetProperty("/shut").GetProperty("get");
        shut.GetProperty("security")[0].TryGetProperty("bearer", out _).ShouldBeTrue();
        shut.GetProperty("responses").GetProperty("default").GetProperty("content").TryGetProperty("application/problem+json", out _).ShouldBeTrue();
        paths.GetProperty("/open").GetProperty("get").TryGetProperty("security", out _).ShouldBeFalse();

        var schemas = document.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("Period").GetProperty("enum").EnumerateArray().Select(word => word.GetString()).ShouldBe(["last-year", "this-year"]);
        var figure = schemas.GetProperty("Figure").GetProperty("properties");
        figure.GetProperty("amount").GetProperty("type").GetString().ShouldBe("number");
        figure.GetProperty("leads").GetProperty("type").GetString().ShouldBe("integer");
        schemas.GetProperty("Problem").GetProperty("required").EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["status", "title", "traceId", "type"]);
        document.TryGetProperty("servers", out _).ShouldBeFalse();
    }

    internal enum Period
    {
        LastYear,
        ThisYear,
    }

    internal sealed record Figure(Period Period, decimal Amount, long Leads, DateOnly? Day);
}
