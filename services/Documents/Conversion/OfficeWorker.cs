using System.ComponentModel;
using System.Text;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Conversion;

internal sealed record OfficeWork(ReadOnlyMemory<byte> File, OfficeKind Kind, string Name);

/// <summary>A LibreOffice that stays open, loads one document after another and saves each as PDF.</summary>
internal sealed class OfficeWorker : IWorker<OfficeWork>
{
    // Tagged for screen readers, headings as bookmarks, photographs for print and not for posters.
    private const string ExportOptions =
        """{"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"},"ExportNotes":{"type":"boolean","value":"false"},"Quality":{"type":"long","value":"90"},"ReduceImageResolution":{"type":"boolean","value":"true"},"MaxImageResolution":{"type":"long","value":"300"}}""";

    // What LibreOffice may do by itself: nothing. No macro runs, no link is followed, no formula fetches, nothing is recovered or saved in the background.
    private static readonly (string Path, string Name, string Value)[] Settings =
    [
        ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
        ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
        ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
        ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
        ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
        ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
        ("org.openoffice.Office.Common/Misc", "UseOpenCL", "false"),
        ("org.openoffice.Office.Common/Save/Document", "AutoSave", "false"),
        ("org.openoffice.Office.Common/Undo", "Steps", "0"),
        ("org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
        ("org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
        ("org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
        ("org.openoffice.Setup/L10N", "ooSetupSystemLocale", "en-US"),
    ];

    private const string Harmless = " .,-_()+·–—";

    private readonly EngineProcess process;
    private readonly ConversionOptions options;
    private readonly StreamReader answers;
    private readonly string desk;
    private int done;

    private OfficeWorker(EngineProcess process, ConversionOptions options)
    {
        (this.process, this.options) = (process, options);
        answers = new StreamReader(process.Output, Encoding.UTF8);
        desk = Path.Combine(process.Folder, "desk");
    }

    public bool IsAlive => process.IsAlive;

    public bool IsSpent => done >= options.ConversionsPerEngine || process.Memory > options.MemoryLimit * 1024L * 1024 / 2;

    /// <exception cref="ConversionFailedException">It did not start.</exception>
    public static async Task<IWorker<OfficeWork>> StartAsync(Engines engines, EngineFolder folders, ConversionOptions options, CancellationToken ct)
    {
        if (engines.OfficeMissing is { } missing)
        {
            throw missing;
        }

        EngineProcess library;
        try
        {
            var folder = folders.Create('o');
            var user = Directory.CreateDirectory(Path.Combine(folder, "profile", "user")).FullName;
            await File.WriteAllTextAsync(Path.Combine(user, "registrymodifications.xcu"), Registry(), ct);
            library = EngineProcess.Start(Engines.Python!, folder, "office", engines.LibreOffice!, folder, $"{options.MemoryLimit}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw NotStarted(e.Message);
        }

        var worker = new OfficeWorker(library, options);
        try
        {
            if (await worker.AnswerAsync(ct) != "ready")
            {
                throw NotStarted(await library.LastWordsAsync());
            }
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }

        return worker;
    }

    public async Task<byte[]> DoAsync(OfficeWork work, CancellationToken ct)
    {
        Directory.CreateDirectory(desk);
        try
        {
            var source = Path.Combine(desk, FileName(work));
            var target = Path.Combine(desk, "result.pdf");
            await using (var file = File.Create(source))
            {
                await file.WriteAsync(work.File, ct);
            }

            try
            {
                await process.Input.WriteAsync(Encoding.UTF8.GetBytes($"{new Uri(source).AbsoluteUri}\t{new Uri(target).AbsoluteUri}\t{ExportOptions}\n"), ct);
                await process.Input.FlushAsync(ct);
            }
            catch (IOException gone)
            {
                throw new WorkerGoneException(gone);
            }

            var answer = await AnswerAsync(ct);
            done++;
            return answer switch
            {
                "done" => await File.ReadAllBytesAsync(target, ct),
                "large" => throw new ConversionFailedException(
                    ConversionFailure.TooLarge, $"The document needs more than {options.MemoryLimit} MB of memory to become a PDF.",
                    "Make the document smaller or split it; pictures of high resolution and very long tables take the memory."),
                null => throw new ConversionFailedException(
                    ConversionFailure.Crashed, "LibreOffice ended in the middle of the document.", "Try it again; if it happens again, save the document anew in Word, PowerPoint or Excel."),
                _ => throw new ConversionFailedException(
                    ConversionFailure.Unreadable, "LibreOffice cannot read the document.", "Save the document anew in Word, PowerPoint or Excel and try it again."),
            };
        }
        finally
        {
            EngineFolder.Remove(desk);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        answers.Dispose();
    }

    // Null when LibreOffice has ended. The reading itself ends with the process, which whoever cancels kills.
    private Task<string?> AnswerAsync(CancellationToken ct) => answers.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(ct);

    // The name is what fields and headers of the document say; a path, a wrong ending or what has a meaning in an address is not part of it.
    private static string FileName(OfficeWork work)
    {
        var ending = work.Kind switch { OfficeKind.Word => ".docx", OfficeKind.PowerPoint => ".pptx", _ => ".xlsx" };
        var stem = work.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? work.Name[..^ending.Length] : work.Name;
        stem = new string([.. stem.Take(80).Select(letter => char.IsLetterOrDigit(letter) || Harmless.Contains(letter, StringComparison.Ordinal) ? letter : '_')]).Trim(' ', '.');
        return (stem.Length == 0 ? "document" : stem) + ending;
    }

    private static ConversionFailedException NotStarted(string words) =>
        new(ConversionFailure.Crashed, $"LibreOffice did not start. {words}".TrimEnd(), "Try it again; if it stays so, the log of the Documents service says more.");

    private static string Registry()
    {
        var items = Settings.Select(setting =>
            $"""<item oor:path="/{setting.Path}"><prop oor:name="{setting.Name}" oor:op="fuse"><value>{setting.Value}</value></prop></item>""");
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            {string.Join('\n', items)}
            </oor:items>
            """;
    }
}
