using Microsoft.Extensions.Options;

namespace Teg.Platform.Documents.Conversion;

/// <summary>What is installed. Asked for each engine that is started: what is installed later is used without a restart.</summary>
internal sealed class Engines(IOptions<ConversionOptions> options)
{
    public const string OfficePackages = "libreoffice-writer libreoffice-calc libreoffice-impress python3";
    public const string HtmlPackages = "chromium-headless-shell python3";

    // Debian's own; python3 on the PATH may be one without ctypes.
    private static readonly string[] Pythons = ["/usr/bin/python3", "/usr/local/bin/python3"];

    public static string? Python => Pythons.FirstOrDefault(File.Exists);

    /// <summary>The folder with LibreOffice's libraries, or null.</summary>
    public string? LibreOffice => Candidates(options.Value.LibreOffice, "/usr/lib/libreoffice/program", "/opt/libreoffice/program")
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "libmergedlo.so")) || File.Exists(Path.Combine(folder, "libsofficeapp.so")));

    /// <summary>
    /// Chromium's headless shell, which prints in a third of the time that the whole browser takes: it starts no process for each page it prints. Not Debian's
    /// script around it, which reads flags from /etc. Where only the browser is installed, the browser prints.
    /// </summary>
    public string? Chromium => Candidates(
        options.Value.Chromium, "/usr/lib/chromium/chromium-headless-shell", "/usr/lib/chromium/headless_shell", "/usr/lib/chromium/chromium", "/usr/bin/chromium").FirstOrDefault(File.Exists);

    /// <summary>Why no Office file can be converted here; null when they can.</summary>
    public ConversionFailedException? OfficeMissing => Python is null || LibreOffice is null ? Missing("LibreOffice", "Office files", OfficePackages) : null;

    /// <summary>Why no HTML can be printed here; null when it can.</summary>
    public ConversionFailedException? HtmlMissing => Python is null || Chromium is null ? Missing("Chromium", "reports", HtmlPackages) : null;

    private static string[] Candidates(string configured, params string[] usual) => configured.Length > 0 ? [configured] : usual;

    private static ConversionFailedException Missing(string engine, string what, string packages) => new(
        ConversionFailure.Missing,
        $"{engine}, which makes PDFs of {what}, is not installed where the Documents service runs.",
        $"Whoever runs the platform installs it (Debian: apt-get install {packages}); no restart is needed.");
}
