using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;
using Teg.Platform.Documents.Conversion;

namespace Teg.Platform.Bench.Documents;

/// <summary>The conversion farm alone, with the documents that people make.</summary>
internal sealed class ConversionScenario : IScenario
{
    public string Name => "pdfs";

    public string Title => "PDFs";

    public string Method =>
        """
        The contract, the deck and the workbook that the writers make of filled forms, converted in turn by the pool's LibreOffices; so many callers at once, each
        asking again as soon as it has its PDF. The baseline is LibreOffice started for each file (`soffice --convert-to pdf`, its profile warm). A report of twelve
        pages with two tables and a drawing is printed by the pool's Chromiums. Whether the time is flat is said by the p95 of each quarter of the run.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("teg-bench-").FullName;
        try
        {
            await using var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
                .AddSingleton(TimeProvider.System).AddLogging().AddMetrics().AddConversion()
                .Configure<ConversionOptions>(options => options.Folder = Path.Combine(folder, "farm"))
                .BuildServiceProvider();
            var converter = services.GetRequiredService<PdfConverter>();
            try
            {
                return await MeasureAsync(converter, folder, ct);
            }
            finally
            {
                await converter.StopAsync();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Finding> MeasureAsync(PdfConverter converter, string folder, CancellationToken ct)
    {
        var files = await WrittenDocuments.AllAsync(ct);
        var turn = -1;
        Task<byte[]> Office(CancellationToken token)
        {
            var (name, bytes) = files[(int)((uint)Interlocked.Increment(ref turn) % files.Count)];
            return converter.OfficeToPdfAsync(bytes, name, null, token);
        }

        Task<byte[]> Html(CancellationToken token) => converter.HtmlToPdfAsync(Report, PageSetup.Letter with { Footer = PageSetup.PageNumbers }, null, token);

        var rows = new List<Measured>();
        var remarks = new List<string>();
        foreach (var (what, print, seconds, callers) in new (string, Func<CancellationToken, Task<byte[]>>, int, int)[]
        {
            ("Office file", Office, 15, 1), ("Office file", Office, 15, 2), ("Office file", Office, 45, 4), ("report of HTML", Html, 15, 1), ("report of HTML", Html, 15, 2),
        })
        {
            // Every engine that will be needed has started and done each kind once.
            await Task.WhenAll(Enumerable.Range(0, callers * files.Count).Select(_ => print(ct)));
            var run = await RunAsync(print, callers, TimeSpan.FromSeconds(seconds), ct);
            var name = $"{what} to PDF, {(callers == 1 ? "one at a time" : $"{callers} at once")}";
            rows.Add(new Measured(name, Spread.Of(run.Select(one => one.Time))));
            var quarters = Enumerable.Range(0, 4).Select(quarter => Finding.Short(Spread.Of(run.Where(one => (int)Math.Min(3, one.Began / seconds * 4) == quarter).Select(one => one.Time)).P95));
            remarks.Add(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {run.Count * 60.0 / seconds:n0} a minute; p95 of each quarter of {seconds} s: {string.Join(", ", quarters)}."));
        }

        var sources = await Task.WhenAll(files.Select(async file =>
        {
            var path = Path.Combine(folder, file.Name);
            await File.WriteAllBytesAsync(path, file.Bytes, ct);
            return path;
        }));
        var cold = -1;
        rows.AddRange(await Rounds.RunAsync(
            3,
            [
                new Candidate("Office file by a LibreOffice started for it", token => StartedForItAsync(sources[++cold % sources.Length], folder, token)) { PerRound = 3 },
                new Candidate("Office file by the pool", token => Office(token)) { PerRound = 9, Beside = "Office file by a LibreOffice started for it" },
            ],
            ct));
        return new Finding(rows, remarks);
    }

    private static async Task<IReadOnlyCollection<(double Began, TimeSpan Time)>> RunAsync(Func<CancellationToken, Task<byte[]>> print, int callers, TimeSpan time, CancellationToken ct)
    {
        var done = new ConcurrentBag<(double, TimeSpan)>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (clock.Elapsed < time)
            {
                var began = clock.Elapsed;
                var pdf = await print(ct);
                if (!pdf.AsSpan().StartsWith("%PDF"u8))
                {
                    throw new InvalidOperationException("That is no PDF.");
                }

                done.Add((began.TotalSeconds, clock.Elapsed - began));
            }
        }));
        return done;
    }

    private static async Task StartedForItAsync(string file, string folder, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "soffice", ["--headless", "--norestore", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", Path.Combine(folder, "out"), file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("soffice failed.");
        }
    }

    private static string Report { get; } =
        $"""
        <!doctype html><title>Pipeline by week</title>
        <style>body{"{"}font:10pt Carlito,sans-serif{"}"} h1{"{"}font:24pt P052,serif{"}"} table{"{"}width:100%;border-collapse:collapse{"}"} td{"{"}border-bottom:1px solid #ccc;padding:4px{"}"}</style>
        <h1>Pipeline by week</h1>
        <svg width="600" height="120">{string.Concat(Enumerable.Range(0, 52).Select(week => $"<rect x='{week * 11}' y='{120 - (week * 37 % 110)}' width='9' height='{week * 37 % 110}' fill='#9c7a4b'/>"))}</svg>
        <table>{string.Concat(Enumerable.Range(1, 260).Select(row => $"<tr><td>Week {row}</td><td>{row * 31 % 97} leads</td><td>${row * 1250:n0}</td><td>{row * 7 % 100} %</td></tr>"))}</table>
        <table>{string.Concat(Enumerable.Range(1, 120).Select(row => $"<tr><td>Campaign {row}</td><td>${row * 311:n0}</td><td>{row % 40} deals</td></tr>"))}</table>
        """;
}
