using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Sandbox;

namespace Teg.Platform.Qualifier.Tests.Judging;

/// <summary>The real judge, and the Sandbox as the model behind it, in this process.</summary>
public sealed class JudgeHost : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string folder = Directory.CreateTempSubdirectory("judge-").FullName;
    private readonly List<ServiceProvider> providers = [];
    private WebApplication? sandbox;
    private HttpClient? control;
    private Uri? model;

    public async ValueTask InitializeAsync()
    {
        sandbox = SandboxApp.Build(
            "--environment=Development", "--urls=http://127.0.0.1:0", "--Monday:Port=0", "--Calendly:Port=0", "--OpenAI:Port=0", "--Mail:Port=0",
            $"--Sandbox:DataFolder={folder}", "--OpenAI:LatencyMs=0", "--OpenAI:JitterMs=0", "--Logging:LogLevel:Default=Warning");
        await sandbox.StartAsync();
        var (controlAt, _, _, openAi) = SandboxApp.AddressesOf(sandbox);
        control = new HttpClient { BaseAddress = controlAt };
        model = new Uri(openAi, "v1");
    }

    internal Judge Judge(Action<OpenAiOptions>? change = null, TimeProvider? clock = null) => Services(change, clock).GetRequiredService<Judge>();

    internal ServiceProvider Services(Action<OpenAiOptions>? change = null, TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddMetrics();
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddJudge();
        services.Configure<OpenAiOptions>(options =>
        {
            options.Address = model!;
            options.Key = "sk-sandbox-1";
            change?.Invoke(options);
        });
        var provider = services.BuildServiceProvider();
        providers.Add(provider);
        return provider;
    }

    public async Task OrderAsync(string what, object order)
    {
        using var response = what.StartsWith("limits", StringComparison.Ordinal)
            ? await control!.PutAsJsonAsync($"/__sandbox/{what}", order)
            : await control!.PostAsJsonAsync($"/__sandbox/{what}", order);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    /// <summary>What reached the model, newest first.</summary>
    public async Task<IReadOnlyList<string>> AskedAsync() =>
        [.. (await control!.GetFromJsonAsync<System.Text.Json.JsonElement>("/__sandbox/requests?vendor=openai")).EnumerateArray().Select(one => one.GetProperty("body").GetString()!)];

    public async Task ResetAsync()
    {
        using var faults = await control!.DeleteAsync("/__sandbox/faults");
        using var requests = await control.DeleteAsync("/__sandbox/requests");
        await OrderAsync("limits/openai", new { latencyMs = 0, jitterMs = 0, requestsPerMinute = 1_000_000, gullible = false });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in providers)
        {
            await provider.DisposeAsync();
        }

        control?.Dispose();
        if (sandbox is not null)
        {
            await sandbox.StopAsync();
            await sandbox.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }
}
