using System.Globalization;
using System.Xml.Linq;
using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Safety;

namespace Teg.Platform.Documents.Conversion;

/// <summary>
/// Office files and HTML to PDF. Callers wait in a queue that has an end. The same input gives the same bytes, unless the document itself says what
/// day it is (a DATE field, TODAY()).
/// </summary>
public sealed partial class PdfConverter : IDisposable
{
    private const string CoreProperties = "docProps/core.xml";

    private readonly WorkerPool<OfficeWork> office;
    private readonly WorkerPool<HtmlWork> html;
    private readonly EngineFolder folders;
    private readonly ILogger<PdfConverter> logger;

    internal PdfConverter(Engines engines, IOptions<ConversionOptions> options, TimeProvider clock, ConversionMetrics metrics, ILogger<PdfConverter> logger)
    {
        var limits = options.Value;
        (Engines, this.logger) = (engines, logger);
        folders = new EngineFolder(limits.Folder);
        office = new("LibreOffice", limits.OfficeWorkers, limits.WarmWorkers, limits, ct => OfficeWorker.StartAsync(engines, folders, limits, ct), clock, metrics, logger);
        html = new("Chromium", limits.HtmlWorkers, warm: 0, limits, ct => HtmlWorker.StartAsync(engines, folders, limits, ct), clock, metrics, logger);
    }

    internal Engines Engines { get; }

    /// <summary>Why the last engine that was started did not; null when they do.</summary>
    internal string? Trouble => office.Trouble ?? html.Trouble;

    /// <param name="file">A Word, PowerPoint or Excel file from anywhere: it is looked at before an engine sees it.</param>
    /// <param name="name">The file's name, which fields and headers of the document may show.</param>
    /// <param name="queuePosition">Told its place whenever that changes: 1 is next, 0 when its work begins. It must not wait for anything.</param>
    /// <param name="ct">Ends the waiting, or the work with its process.</param>
    /// <exception cref="RefusedFileException">The file is none that is opened.</exception>
    /// <exception cref="ConversionFailedException">No PDF came out; the reason says why and whether a retry is worth it.</exception>
    public async Task<byte[]> OfficeToPdfAsync(byte[] file, string name, IProgress<int>? queuePosition, CancellationToken ct)
    {
        var package = OfficeFile.Open(file);
        if (Engines.OfficeMissing is { } missing)
        {
            throw missing;
        }

        var pdf = await office.RunAsync(new OfficeWork(file, package.Kind, name), queuePosition, ct);
        PdfDates.Settle(pdf, ChangedAt(package));
        return pdf;
    }

    /// <param name="html">A whole document. It sees nothing but itself: pictures and fonts are data: addresses, scripts do not run.</param>
    /// <param name="page">The paper; US Letter when left out.</param>
    /// <param name="queuePosition">Told its place whenever that changes: 1 is next, 0 when its work begins. It must not wait for anything.</param>
    /// <param name="ct">Ends the waiting, or the work with its process.</param>
    /// <exception cref="ConversionFailedException">No PDF came out; the reason says why and whether a retry is worth it.</exception>
    public async Task<byte[]> HtmlToPdfAsync(string html, PageSetup? page, IProgress<int>? queuePosition, CancellationToken ct)
    {
        if (Engines.HtmlMissing is { } missing)
        {
            throw missing;
        }

        var pdf = await this.html.RunAsync(new HtmlWork(html, page ?? PageSetup.Letter), queuePosition, ct);
        PdfDates.Settle(pdf, date: null);
        return pdf;
    }

    /// <summary>Removes what a killed service left and starts the engines that are kept.</summary>
    internal async Task WarmAsync(CancellationToken ct)
    {
        if (folders.Sweep() is > 0 and var count)
        {
            LogSwept(count);
        }

        if (Engines.OfficeMissing is { } missing)
        {
            LogMissing(missing.Message, missing.WayOut);
            return;
        }

        await office.WarmAsync(ct);
    }

    /// <summary>Returns when no process and no file of any conversion is left.</summary>
    internal async Task StopAsync()
    {
        await Task.WhenAll(office.StopAsync(), html.StopAsync());
        folders.Remove();
    }

    /// <summary>The engines are ended before, with the service.</summary>
    public void Dispose()
    {
        office.Dispose();
        html.Dispose();
    }

    // <dcterms:modified xsi:type="dcterms:W3CDTF">2026-11-21T09:00:00Z</dcterms:modified>
    private static DateTimeOffset? ChangedAt(OfficePackage package) =>
        package.Has(CoreProperties)
        && package.Xml(CoreProperties).Root?.Element((XNamespace)"http://purl.org/dc/terms/" + "modified") is { } modified
        && DateTimeOffset.TryParse(modified.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    [LoggerMessage(LogLevel.Information, "Removed {Count} folders of conversions that a killed service had left")]
    private partial void LogSwept(int count);

    [LoggerMessage(LogLevel.Warning, "{Missing} {WayOut}")]
    private partial void LogMissing(string missing, string wayOut);
}
