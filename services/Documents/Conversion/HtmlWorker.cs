using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.Documents.Conversion;

internal sealed record HtmlWork(string Html, PageSetup Page);

/// <summary>A Chromium that stays open and prints one document after another, each in a context of its own that is thrown away.</summary>
internal sealed class HtmlWorker : IWorker<HtmlWork>
{
    // A name that can never be one of a machine (RFC 2606). The document is put in the place of its answer, so it has an origin without rights.
    private const string Address = "http://document.invalid/";

    // The document is all there is: nothing is fetched, nothing runs, no form is sent, no frame is opened, nobody is led elsewhere.
    private const string Policy = "sandbox; default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline' data:";

    // Chromium's own sandbox needs user namespaces, which root and Docker do not have. engine.py's limits hold everywhere, so what is tested is what runs.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--headless=new", "--remote-debugging-pipe", "--user-agent=Teg.Platform", "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-default-apps", "--disable-breakpad", "--disable-crash-reporter",
        "--disable-dev-shm-usage", "--disable-features=Translate,OptimizationHints,MediaRouter,InitialWebUI", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-proxy-server",
        "--font-render-hinting=none", "--force-color-profile=srgb", "--password-store=basic", "--mute-audio", "--hide-scrollbars", "--lang=en-US",
    ];

    private readonly EngineProcess process;
    private readonly ConversionOptions options;
    private readonly DevTools tools;
    private readonly Task reading;
    private Printing? current;
    private int done;

    private HtmlWorker(EngineProcess process, ConversionOptions options)
    {
        (this.process, this.options) = (process, options);
        tools = new DevTools(process.Input, process.Output) { Told = Hear };
        reading = tools.ReadAsync();
    }

    public bool IsAlive => process.IsAlive && !reading.IsCompleted;

    public bool IsSpent => done >= options.ConversionsPerEngine || process.Memory > options.MemoryLimit * 1024L * 1024 / 2;

    /// <exception cref="ConversionFailedException">It did not start.</exception>
    public static async Task<IWorker<HtmlWork>> StartAsync(Engines engines, EngineFolder folders, ConversionOptions options, CancellationToken ct)
    {
        if (engines.HtmlMissing is { } missing)
        {
            throw missing;
        }

        EngineProcess browser;
        try
        {
            var folder = folders.Create('h');
            browser = EngineProcess.Start(
                Engines.Python!, folder,
                ["browser", folder, $"{options.MemoryLimit}", engines.Chromium!, .. Arguments, $"--user-data-dir={folder}/profile", "about:blank"]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw NotStarted(e.Message);
        }

        var worker = new HtmlWorker(browser, options);
        try
        {
            await worker.tools.CallAsync("Target.setDiscoverTargets", new { discover = true }, session: null, ct);
        }
        catch (IOException)
        {
            var words = await browser.LastWordsAsync();
            await worker.DisposeAsync();
            throw NotStarted(words);
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }

        return worker;
    }

    public async Task<byte[]> DoAsync(HtmlWork work, CancellationToken ct)
    {
        done++;
        string context;
        try
        {
            context = Text(await tools.CallAsync("Target.createBrowserContext", new { disposeOnDetach = true }, session: null, ct), "browserContextId");
        }
        catch (IOException gone)
        {
            throw new WorkerGoneException(gone);
        }

        try
        {
            var target = Text(await tools.CallAsync("Target.createTarget", new { url = "about:blank", browserContextId = context }, session: null, ct), "targetId");
            var session = Text(await tools.CallAsync("Target.attachToTarget", new { targetId = target, flatten = true }, session: null, ct), "sessionId");
            var printing = new Printing(work.Html, target, session, ct);
            current = printing;
            await Task.WhenAll(
                tools.CallAsync("Emulation.setScriptExecutionDisabled", new { value = true }, session, ct),
                tools.CallAsync("Fetch.enable", new { patterns = new[] { new { urlPattern = "*" } } }, session, ct),
                tools.CallAsync("Page.enable", new { }, session, ct));
            await tools.CallAsync("Page.navigate", new { url = Address }, session, ct);
            await printing.Loaded.Task.WaitAsync(ct);
            var printed = await Task.WhenAny(tools.CallAsync("Page.printToPDF", Paper(work.Page), session, ct), printing.Crashed.Task);
            var pdf = (await printed).GetProperty("data").GetBytesFromBase64();
            await tools.CallAsync("Target.disposeBrowserContext", new { browserContextId = context }, session: null, ct);
            return pdf;
        }
        catch (IOException)
        {
            throw Crashed();
        }
        catch (DevToolsException refused)
        {
            throw new ConversionFailedException(ConversionFailure.Unreadable, $"Chromium cannot print the document: {refused.Message}", "Make the report smaller, or its margins.");
        }
        finally
        {
            current = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        tools.Dispose();
    }

    private void Hear(string method, string? session, JsonElement told)
    {
        if (current is not { } printing)
        {
            return;
        }

        switch (method)
        {
            case "Fetch.requestPaused" when session == printing.Session:
                _ = AnswerAsync(printing, told);
                break;
            case "Page.loadEventFired" when session == printing.Session:
                printing.Loaded.TrySetResult();
                break;
            case "Target.targetCrashed" when Text(told, "targetId") == printing.Target:
                printing.Loaded.TrySetException(Crashed());
                printing.Crashed.TrySetException(Crashed());
                break;
        }
    }

    // The first request is the document's own and gets it; whatever it asks for is refused before it leaves Chromium.
    private async Task AnswerAsync(Printing printing, JsonElement paused)
    {
        var requestId = Text(paused, "requestId");
        try
        {
            if (Text(paused.GetProperty("request"), "url") == Address && !printing.IsServed)
            {
                printing.IsServed = true;
                await tools.CallAsync(
                    "Fetch.fulfillRequest",
                    new
                    {
                        requestId,
                        responseCode = 200,
                        responseHeaders = new[] { new { name = "Content-Type", value = "text/html; charset=utf-8" }, new { name = "Content-Security-Policy", value = Policy } },
                        body = Encoding.UTF8.GetBytes(printing.Html),
                    },
                    printing.Session, printing.Ct);
            }
            else
            {
                await tools.CallAsync("Fetch.failRequest", new { requestId, errorReason = "BlockedByClient" }, printing.Session, printing.Ct);
            }
        }
        catch (Exception e) when (e is IOException or DevToolsException or OperationCanceledException or ObjectDisposedException)
        {
            // The page or Chromium is gone; who waits for the print hears it there.
        }
    }

    // Inches, as American printers think.
    private static object Paper(PageSetup page) => new
    {
        landscape = page.IsLandscape,
        paperWidth = page.Width / 25.4,
        paperHeight = page.Height / 25.4,
        marginTop = page.Top / 25.4,
        marginBottom = page.Bottom / 25.4,
        marginLeft = page.Left / 25.4,
        marginRight = page.Right / 25.4,
        printBackground = true,
        displayHeaderFooter = page.Header.Length > 0 || page.Footer.Length > 0,
        headerTemplate = page.Header.Length > 0 ? page.Header : "<span></span>",
        footerTemplate = page.Footer.Length > 0 ? page.Footer : "<span></span>",
        generateTaggedPDF = true,
        generateDocumentOutline = true,
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static ConversionFailedException Crashed() => new(
        ConversionFailure.Crashed, "Chromium ended in the middle of the report.", "Try it again; if it happens again, the report is too large: shorten its range.");

    private static ConversionFailedException NotStarted(string words) =>
        new(ConversionFailure.Crashed, $"Chromium did not start. {words}".TrimEnd(), "Try it again; if it stays so, the log of the Documents service says more.");

    private sealed record Printing(string Html, string Target, string Session, CancellationToken Ct)
    {
        public bool IsServed { get; set; }

        public TaskCompletionSource Loaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<JsonElement> Crashed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
