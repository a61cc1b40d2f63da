using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Documents.Conversion;
using Teg.Platform.Documents.Tests.Conversion;

[assembly: AssemblyFixture(typeof(Farm))]

namespace Teg.Platform.Documents.Tests.Conversion;

/// <summary>The converter as the service registers it, with real engines; one for all tests that do not break it.</summary>
public sealed class Farm : IAsyncLifetime
{
    private readonly ServiceProvider services;

    public Farm()
        : this(_ => { })
    {
    }

    internal Farm(Action<ConversionOptions> change)
    {
        Folder = Path.Combine(Path.GetTempPath(), $"teg-pdf-{Guid.NewGuid().ToString("n")[..12]}");
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddMetrics()
            .AddConversion()
            .Configure<ConversionOptions>(options =>
            {
                options.Folder = Folder;
                options.OfficeWorkers = 2;
                options.HtmlWorkers = 1;
                change(options);
            })
            .BuildServiceProvider();
    }

    public string Folder { get; }

    public PdfConverter Converter => services.GetRequiredService<PdfConverter>();

    internal T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Processes that were started with a folder of this converter as their home.</summary>
    public IReadOnlyList<int> Processes() => Processes(Folder);

    internal static IReadOnlyList<int> Processes(string folder) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Where(id => IsIn(id!, folder))
            .Select(id => int.Parse(id!, CultureInfo.InvariantCulture))];

    /// <summary>Files of documents that lie in the folders of engines; their profiles are not meant.</summary>
    public IReadOnlyList<string> Documents() => Documents(Folder);

    internal static IReadOnlyList<string> Documents(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.GetDirectories(folder, "desk", SearchOption.AllDirectories).SelectMany(desk => Directory.GetFiles(desk))] : [];
        }
        catch (DirectoryNotFoundException)
        {
            // A desk went while it was looked at.
            return Documents(folder);
        }
    }

    public static async Task UntilAsync(Func<bool> isTrue, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!isTrue())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), $"never: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>What a reader sees; read by poppler, which had no part in writing it.</summary>
    public static async Task<string> TextOfAsync(byte[] pdf) => await ReadAsync("pdftotext", pdf, "-layout", "-", "-");

    public static async Task<string> FactsOfAsync(byte[] pdf) => await ReadAsync("pdfinfo", pdf, "-isodates", "-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Converter.StopAsync();
        await services.DisposeAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static bool IsIn(string process, string folder)
    {
        try
        {
            // Chromium's helpers write over their environment; none leaves the folder that it was started in.
            return File.ReadAllText($"/proc/{process}/environ").Contains(folder, StringComparison.Ordinal)
                || File.ResolveLinkTarget($"/proc/{process}/cwd", returnFinalTarget: false)?.FullName.StartsWith(folder, StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<string> ReadAsync(string program, byte[] pdf, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(pdf);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return await text;
    }
}
