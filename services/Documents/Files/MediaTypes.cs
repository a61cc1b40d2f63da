using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Files;

internal static class MediaTypes
{
    public const string Pdf = "application/pdf";

    public static string Of(OfficeKind kind) => kind switch
    {
        OfficeKind.Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        OfficeKind.PowerPoint => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        OfficeKind.Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are three kinds of Office files."),
    };
}
