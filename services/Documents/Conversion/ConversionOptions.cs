using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Documents.Conversion;

/// <summary>How much of the machine conversions may take.</summary>
public sealed class ConversionOptions
{
    public const string Section = "Conversion";

    /// <summary>Office files converted at the same time.</summary>
    [Range(1, 64)]
    public int OfficeWorkers { get; set; } = 4;

    /// <summary>HTML pages printed at the same time.</summary>
    [Range(1, 64)]
    public int HtmlWorkers { get; set; } = 4;

    /// <summary>Conversions that may wait for a worker, of each engine; one more is refused.</summary>
    [Range(1, 10_000)]
    public int QueueLength { get; set; } = 200;

    /// <summary>From the worker's first byte to its last; the worker is killed after it.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Memory of one conversion in megabytes; the worker is killed above it.</summary>
    [Range(128, 65_536)]
    public int MemoryLimit { get; set; } = 1024;

    /// <summary>Pages that one Chromium prints before a fresh one takes its place.</summary>
    [Range(1, 1_000_000)]
    public int PagesPerBrowser { get; set; } = 500;

    /// <summary>Where profiles and the files of running conversions lie; nothing in it outlives the service.</summary>
    public string Folder { get; set; } = Path.Combine(Path.GetTempPath(), "teg-conversion");

    /// <summary>The folder with LibreOffice's libraries; empty looks where Debian and The Document Foundation put it.</summary>
    public string LibreOffice { get; set; } = "";

    /// <summary>Chromium's program; empty looks along PATH.</summary>
    public string Chromium { get; set; } = "";
}
