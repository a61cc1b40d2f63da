using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Documents.Conversion;

/// <summary>How much of the machine conversions may take.</summary>
public sealed class ConversionOptions
{
    public const string Section = "Conversion";

    /// <summary>Office files converted at the same time, each by a LibreOffice of its own (about 70 MB, and 120 MB that all share).</summary>
    [Range(1, 64)]
    public int OfficeWorkers { get; set; } = 4;

    /// <summary>HTML documents printed at the same time, each by a Chromium of its own (about 250 MB).</summary>
    [Range(1, 64)]
    public int HtmlWorkers { get; set; } = 2;

    /// <summary>LibreOffices that are started with the service and kept; the others come with the work and go when there is none.</summary>
    [Range(0, 64)]
    public int WarmWorkers { get; set; } = 1;

    /// <summary>How long an engine above <see cref="WarmWorkers"/> waits for work before it is ended.</summary>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Conversions that may wait for a worker, of each engine; one more is refused.</summary>
    [Range(1, 10_000)]
    public int QueueLength { get; set; } = 200;

    /// <summary>Time of one conversion; the engine is killed after it. A contract takes a tenth of a second.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time until an engine must have started.</summary>
    public TimeSpan StartLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Megabytes that an engine may hold; it is killed above it. One that holds half of it after a conversion is replaced; LibreOffice begins with 190.</summary>
    [Range(512, 65_536)]
    public int MemoryLimit { get; set; } = 1024;

    /// <summary>Conversions of one engine before a fresh one takes its place.</summary>
    [Range(1, 1_000_000)]
    public int ConversionsPerEngine { get; set; } = 100;

    // Longer ones leave no room for the name of Chromium's socket.
    /// <summary>Where profiles and the files of running conversions lie. Nothing in it is needed again; what a killed service left is removed at the next start.</summary>
    [MaxLength(40)]
    public string Folder { get; set; } = Path.Combine(Path.GetTempPath(), $"teg-pdf-{Environment.UserName}");

    /// <summary>LibreOffice's program folder; empty looks where Debian and The Document Foundation put it.</summary>
    public string LibreOffice { get; set; } = "";

    /// <summary>Chromium's program; empty looks where Debian puts it.</summary>
    public string Chromium { get; set; } = "";
}
