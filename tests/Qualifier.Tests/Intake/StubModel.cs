using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Teg.Platform.Qualifier.Tests.Intake;

/// <summary>A model that always says the same, counts how often it is asked, and can be kept from answering.</summary>
internal sealed class StubModel : IAsyncDisposable
{
    private readonly WebApplication app;
    private int asked;

    public StubModel()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/v1/chat/completions", AnswerAsync);
    }

    public Uri Address => new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "v1");

    public int Asked => Volatile.Read(ref asked);

    public int Score { get; set; } = 3;

    /// <summary>Completed when the model may answer.</summary>
    public Task MayAnswer { get; set; } = Task.CompletedTask;

    /// <summary>So many questions are answered without waiting for that.</summary>
    public int AnswersFirst { get; set; }

    public Task StartAsync() => app.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (Interlocked.Increment(ref asked) > AnswersFirst)
        {
            await MayAnswer.WaitAsync(http.RequestAborted);
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(
            $$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1763629976,"model":"gpt-4o-mini-2024-07-18",
             "choices":[{"index":0,"message":{"role":"assistant","content":"{\"score\":{{{Score}}},\"confidence\":0.9,\"reason\":\"A clear project.\"}","refusal":null},"finish_reason":"stop","logprobs":null}],
             "usage":{"prompt_tokens":400,"completion_tokens":40,"total_tokens":440}}
            """);
    }
}
