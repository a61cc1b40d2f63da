using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Teg.Platform.ServiceDefaults.Tests;

/// <summary>A service as a Program.cs makes it, on real Kestrel and a free port.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication running;

    private RunningService(WebApplication app, HttpClient http) => (running, Http) = (app, http);

    public HttpClient Http { get; }

    public LogLines Logs => Services.GetRequiredService<LogLines>();

    public IServiceProvider Services => running.Services;

    public static async Task<RunningService> StartAsync(
        Action<WebApplicationBuilder>? add = null, Action<WebApplication>? map = null, Dictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_SERVICE_NAME"] = "trial" });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<LogLines>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<LogLines>());
        builder.Services.AddValidation();
        add?.Invoke(builder);

        var app = builder.Build();
        app.MapServiceDefaults();
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new RunningService(app, new HttpClient { BaseAddress = new Uri(address) });
    }

    public async Task<(HttpResponseMessage Answer, JsonElement Problem)> GetProblemAsync(string path)
    {
        var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer, await ProblemOf(answer));
    }

    public static async Task<JsonElement> ProblemOf(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("status").GetInt32().ShouldBe((int)answer.StatusCode);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
        return problem;
    }

    /// <summary>As on SIGTERM: hosted services finish their work.</summary>
    public Task StopAsync() => running.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await running.DisposeAsync();
    }
}
