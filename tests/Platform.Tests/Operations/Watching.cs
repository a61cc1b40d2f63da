using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.Platform.Tests.Operations;

/// <summary>A Prometheus that asks the running suite as docker/prometheus/prometheus.yml says, only at other addresses and every half second.</summary>
internal sealed class Watching : IAsyncDisposable
{
    public static readonly string[] Services = ["accounts", "sync", "analytics", "qualifier", "crm", "documents", "gateway"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("teg-prometheus-");
    private readonly HttpClient http;
    private readonly Process process;

    private Watching(Suite suite)
    {
        var port = FreePort();
        http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
        File.WriteAllText(Path.Combine(folder.FullName, "prometheus.yml"), Configuration(suite));
        var start = new ProcessStartInfo("prometheus") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
            [$"--config.file={folder.FullName}/prometheus.yml", $"--storage.tsdb.path={folder.FullName}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"])
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public static string Repository { get; } = FindRepository();

    public static async Task<Watching> StartAsync(Suite suite)
    {
        var watching = new Watching(suite);
        await Suite.EventuallyAsync(async () => (await watching.TryAsync("/-/ready")).Ok, TimeSpan.FromSeconds(60), "Prometheus is ready");
        return watching;
    }

    /// <summary>The series that an expression gives now.</summary>
    public async Task<IReadOnlyList<JsonElement>> AskAsync(string expression)
    {
        var (ok, body) = await TryAsync($"/api/v1/query?query={Uri.EscapeDataString(expression.Replace("$__rate_interval", "30s", StringComparison.Ordinal))}");
        ok.ShouldBeTrue($"{expression}: {body}");
        return [.. JsonElement.Parse(body).GetProperty("data").GetProperty("result").EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    private static string Configuration(Suite suite)
    {
        var configuration = new StringBuilder(
            $"""
            global: {"{"} scrape_interval: 500ms, scrape_timeout: 500ms, evaluation_interval: 500ms {"}"}
            rule_files: [{Repository}/docker/prometheus/rules/*.yml]
            scrape_configs:
              - job_name: teg
                static_configs:

            """);
        foreach (var service in Services)
        {
            configuration.AppendLine(CultureInfo.InvariantCulture, $"      - {{ targets: [\"{suite.Application.GetEndpoint(service).Authority}\"], labels: {{ service: {service} }} }}");
        }

        return configuration.ToString();
    }

    private async Task<(bool Ok, string Body)> TryAsync(string path)
    {
        try
        {
            using var answer = await http.GetAsync(path);
            return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException e)
        {
            return (false, e.Message);
        }
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRepository()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Teg.Platform.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("Teg.Platform.sln is in no folder above the tests.");
        }

        return root.FullName;
    }
}
