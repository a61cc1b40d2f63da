using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Teg.Platform.ServiceDefaults.Tests.Problems;

public sealed class ProblemsTests : IAsyncLifetime
{
    private RunningService service = null!;

    public async ValueTask InitializeAsync() => service = await RunningService.StartAsync(map: app =>
    {
        app.MapGet("/defect", IResult () => throw new InvalidOperationException("the password is hunter2"));
        app.MapGet("/database-away", IResult () => throw new NpgsqlException("10.0.0.7 is away", new SocketException()));
        app.MapGet("/wrapped", IResult () => throw new InvalidOperationException("EF", new NpgsqlException("away", new TimeoutException())));
        app.MapGet("/status/{code:int}", (int code) => TypedResults.StatusCode(code));
        app.MapGet("/own", () => TypedResults.Problem(statusCode: 409, title: "A run is already active.", type: "run-already-active"));
        app.MapGet("/titled", () => TypedResults.Problem(statusCode: 404, title: "No such board."));
        app.MapPost("/orders", (NewOrder order) => TypedResults.Ok(order));
        app.MapGet("/days/{day}", (DateOnly day) => TypedResults.Ok(day));
    });

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_defect_is_a_500_that_says_nothing_about_itself()
    {
        var (answer, problem) = await service.GetProblemAsync("/defect");

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        problem.GetProperty("type").GetString().ShouldBe("unexpected");
        problem.GetRawText().ShouldNotContain("hunter2");
        problem.GetRawText().ShouldNotContain("Exception");
        service.Logs.All.ShouldContain(line => line.Level == LogLevel.Error && line.Text == "GET /defect failed");
    }

    [Theory]
    [InlineData("/database-away")]
    [InlineData("/wrapped")]
    public async Task A_database_that_is_away_is_a_503_with_a_time_to_try_again(string path)
    {
        var (answer, problem) = await service.GetProblemAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        problem.GetProperty("type").GetString().ShouldBe("database-unavailable");
        problem.GetRawText().ShouldNotContain("10.0.0.7");
    }

    [Theory]
    [InlineData(400, "bad-request")]
    [InlineData(401, "not-signed-in")]
    [InlineData(403, "not-allowed")]
    [InlineData(404, "not-found")]
    [InlineData(413, "too-large")]
    [InlineData(415, "unsupported-media-type")]
    [InlineData(429, "too-many-requests")]
    [InlineData(503, "unavailable")]
    public async Task A_bare_status_becomes_a_problem_with_a_type(int status, string type)
    {
        var (_, problem) = await service.GetProblemAsync($"/status/{status}");

        problem.GetProperty("type").GetString().ShouldBe(type);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_method_are_problems()
    {
        (await service.GetProblemAsync("/nowhere")).Problem.GetProperty("type").GetString().ShouldBe("not-found");
        (await service.GetProblemAsync("/orders")).Problem.GetProperty("type").GetString().ShouldBe("method-not-allowed");
    }

    [Fact]
    public async Task What_an_endpoint_says_stays()
    {
        var (_, own) = await service.GetProblemAsync("/own");
        own.GetProperty("type").GetString().ShouldBe("run-already-active");
        own.GetProperty("title").GetString().ShouldBe("A run is already active.");

        var (_, titled) = await service.GetProblemAsync("/titled");
        titled.GetProperty("type").GetString().ShouldBe("not-found");
        titled.GetProperty("title").GetString().ShouldBe("No such board.");
    }

    [Fact]
    public async Task A_client_that_accepts_only_csv_still_gets_the_problem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/defect");
        request.Headers.Accept.ParseAdd("text/csv");

        var answer = await service.Http.SendAsync(request);

        (await RunningService.ProblemOf(answer)).GetProperty("type").GetString().ShouldBe("unexpected");
    }

    [Fact]
    public async Task Values_that_break_a_rule_are_named()
    {
        var answer = await service.Http.PostAsJsonAsync("/orders", new { name = "", pieces = 0, kind = "full-sweep" });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await RunningService.ProblemOf(answer);
        problem.GetProperty("type").GetString().ShouldBe("validation-failed");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["name", "pieces"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"name": "a", "pieces": "many"}""", "$.pieces")]
    [InlineData("""{"name": "a", "pieces": 3, "kind": 1}""", "$.kind")]
    [InlineData("""{"name": """, "$.name")]
    public async Task A_body_that_cannot_be_read_says_where(string body, string path)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await service.Http.PostAsync("/orders", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await RunningService.ProblemOf(answer);
        problem.GetProperty("type").GetString().ShouldBe("bad-request");
        problem.GetProperty("detail").GetString()!.ShouldContain(path);
    }

    [Fact]
    public async Task A_body_of_another_type_and_a_day_that_is_none_are_the_callers_mistakes()
    {
        using var content = new StringContent("name=a", Encoding.UTF8, "text/plain");
        (await service.Http.PostAsync("/orders", content)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await service.GetProblemAsync("/days/2026-02-30")).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Enums_are_kebab_words_in_both_directions()
    {
        var answer = await service.Http.PostAsJsonAsync("/orders", new { name = "a", pieces = 2, kind = "full-sweep" });

        (await answer.Content.ReadAsStringAsync()).ShouldBe("""{"name":"a","pieces":2,"kind":"full-sweep"}""");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders");
        request.Content = new StringContent("\"" + new string('a', (4 * 1024 * 1024) + 1) + "\"", Encoding.UTF8, "application/json");
        // Asks before it sends, or the answer would be lost with the connection.
        request.Headers.ExpectContinue = true;

        var answer = await service.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await RunningService.ProblemOf(answer)).GetProperty("type").GetString().ShouldBe("too-large");
    }

    [Fact]
    public async Task A_caller_who_left_makes_no_noise()
    {
        await using var scope = service.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = new CancellationToken(canceled: true) };
        context.Request.Path = "/left";

        var handled = await service.Services.GetRequiredService<IExceptionHandler>()
            .TryHandleAsync(context, new OperationCanceledException(), CancellationToken.None);

        handled.ShouldBeTrue();
        context.Response.StatusCode.ShouldBe(499);
        service.Logs.All.Where(line => line.Text.Contains("/left", StringComparison.Ordinal)).ShouldAllBe(line => line.Level == LogLevel.Debug);
    }
}

public enum OrderKind
{
    Unset,
    FullSweep,
}

public sealed record NewOrder([property: Required] string Name, [property: Range(1, 10)] int Pieces, OrderKind Kind = OrderKind.Unset);
