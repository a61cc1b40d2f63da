using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Conversion;
using Teg.Platform.Documents.Files;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Vendors;

namespace Teg.Platform.Documents.Google;

/// <summary>Prints a workbook with Google Sheets, where that is configured: the sheet is put up, printed and taken down again.</summary>
internal sealed partial class WorkbookPdf(IServiceScopeFactory scopes, IOptions<GoogleOptions> options, ILogger<WorkbookPdf> logger)
{
    public bool IsWanted(Guid org) => options.Value.WorkbookPdf && options.Value.KeyOf(org) is not null;

    /// <param name="documentId">Names the sheet: one that a killed process has left is taken down by the next attempt.</param>
    /// <exception cref="ConversionFailedException">Google did not do it; the reason says whether a retry is worth it.</exception>
    public async Task<byte[]> PrintAsync(Guid org, Guid documentId, byte[] workbook, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            return await PrintAsync(scope.ServiceProvider.GetRequiredService<DriveClient>(), org, documentId, workbook, ct);
        }
        catch (VendorFailureException e)
        {
            throw new ConversionFailedException(e.Failure is VendorFailure.Transient or VendorFailure.Throttled ? ConversionFailure.Crashed : ConversionFailure.Unreadable, e.Message, e.WayOut);
        }
    }

    private async Task<byte[]> PrintAsync(DriveClient drive, Guid org, Guid documentId, byte[] workbook, CancellationToken ct)
    {
        var name = $"teg-print-{documentId:N}";
        foreach (var left in (await drive.ListAsync(org, $"name = {DriveClient.Quoted(name)} and trashed = false", "createdTime", 10, null, ct)).Files)
        {
            await drive.DeleteAsync(org, left.Id, ct);
        }

        var sheet = await drive.ConvertAsync(org, name, DriveClient.Spreadsheet, workbook, MediaTypes.Of(OfficeKind.Excel), null, ct);
        var pdf = await drive.ExportPdfAsync(org, sheet.Id, ct);
        try
        {
            await drive.DeleteAsync(org, sheet.Id, ct);
        }
        catch (VendorFailureException e)
        {
            // The print is what was wanted; what is left there is found by its name.
            LogLeft(documentId, e.Message);
        }

        return pdf;
    }

    [LoggerMessage(LogLevel.Warning, "The sheet of document {DocumentId} is still at Google: {Reason}")]
    private partial void LogLeft(Guid documentId, string reason);
}
