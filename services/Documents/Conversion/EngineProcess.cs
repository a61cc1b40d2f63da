using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Teg.Platform.Documents.Conversion;

/// <summary>
/// One engine under engine.py: its own session, which one signal ends, its own folder, an environment of its own, limits it cannot leave. It
/// ends when this process does, however that comes: nobody holds the other end of its standard input then.
/// </summary>
internal sealed partial class EngineProcess : IAsyncDisposable
{
    private const int Kill = 9;

    private static readonly string Script = ReadScript();

    private readonly Process process;
    private readonly Task<string> words;
    private int isEnded;

    private EngineProcess(Process process, string folder)
    {
        (this.process, Folder) = (process, folder);
        words = LastWordsAsync(process.StandardError);
    }

    public string Folder { get; }

    public int Id => process.Id;

    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    public bool IsAlive => Volatile.Read(ref isEnded) == 0 && !process.HasExited;

    /// <summary>Bytes in memory, those that engines share included.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.HasExited ? 0 : process.WorkingSet64;
        }
    }

    /// <param name="python">The interpreter of engine.py.</param>
    /// <param name="folder">All that the engine may write to; removed with it.</param>
    /// <param name="arguments">engine.py's.</param>
    public static EngineProcess Start(string python, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(python)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // -I and -S: no module of anybody's but Python's own.
        foreach (var argument in (string[])["-I", "-S", "-c", Script, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // Nothing of the service's own environment: it holds passwords.
        start.Environment.Clear();
        foreach (var (name, value) in ((string, string)[])[("HOME", folder), ("TMPDIR", folder), ("PATH", "/usr/bin:/bin"), ("LANG", "C.UTF-8"), ("TZ", "UTC")])
        {
            start.Environment[name] = value;
        }

        // LibreOffice: draw into memory and not on a screen, compute with no more threads than this.
        start.Environment["SAL_USE_VCLPLUGIN"] = "svp";
        start.Environment["MAX_CONCURRENCY"] = "2";
        return new EngineProcess(Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start."), folder);
    }

    /// <summary>What an engine that has ended said last; for the log.</summary>
    public async Task<string> LastWordsAsync() => await words.WaitAsync(TimeSpan.FromSeconds(2)).ContinueWith(
        said => said.IsCompletedSuccessfully ? said.Result : "", CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Kills it with all it started, at once and whatever it does, and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isEnded, 1) != 0)
        {
            return;
        }

        // Its session, and itself in case it has not come as far as making one.
        _ = Signal(-process.Id, Kill);
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }

        await process.WaitForExitAsync(CancellationToken.None);
        EngineFolder.Remove(Folder);
        process.Dispose();
    }

    // Read to the end so that an engine never waits for a reader; only the last line is kept.
    private static async Task<string> LastWordsAsync(StreamReader errors)
    {
        var last = "";
        try
        {
            while (await errors.ReadLineAsync() is { } line)
            {
                last = line.Length is > 0 and < 1000 ? line : last;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was disposed of while it was read.
        }

        return last;
    }

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(EngineProcess).Assembly.GetManifestResourceStream("engine.py")!);
        return reader.ReadToEnd();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
