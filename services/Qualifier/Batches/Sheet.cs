using System.Globalization;

namespace Teg.Platform.Qualifier.Batches;

/// <summary>A row of an uploaded table: text, numbers and nothing.</summary>
/// <param name="Number">As the spreadsheet counts it; of CSV, the line on which the record begins.</param>
/// <param name="Cells">A string, a decimal or null.</param>
/// <param name="Problem">What keeps the row from being read, besides its cells.</param>
internal sealed record SheetRow(int Number, IReadOnlyList<object?> Cells, RowProblem? Problem = null)
{
    public bool IsBlank => Cells.All(cell => cell is null or "");

    public string? Text(int column) => column < 0 || column >= Cells.Count ? null : Cells[column] switch
    {
        null => null,
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        var text => ((string)text).Trim() is { Length: > 0 } trimmed ? trimmed : null,
    };
}

/// <summary>Why a row cannot be judged, and what to do about it.</summary>
internal sealed record RowProblem(string What, string WayOut);

/// <summary>An uploaded table, read row by row; what it is, is seen by its first bytes and not by its name.</summary>
internal static class Sheet
{
    public const int MostBytes = 10 * 1024 * 1024;
    public const int MostRows = 20_000;
    public const int MostColumns = 100;

    /// <summary>Excel's own limit.</summary>
    public const int LongestCell = 32_767;

    // [MS-CFB]: what .xls is, and what Excel wraps a workbook with a password into.
    private static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private static ReadOnlySpan<byte> Zip => "PK\x03\x04"u8;

    // The stream's name in the compound file's directory, UTF-16.
    private static ReadOnlySpan<byte> EncryptedPackage => "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8;

    /// <summary>The columns and the rows below them.</summary>
    /// <exception cref="FileRefusedException">It is no table, too much of one, or a danger; it may come with any row.</exception>
    public static UploadedTable Read(byte[] file)
    {
        var bytes = file.AsSpan();
        if (bytes.IsEmpty)
        {
            throw new FileRefusedException("batch-empty", "The file is empty.", "Upload a table with a header row.");
        }

        if (bytes.StartsWith(CompoundFile))
        {
            throw bytes.IndexOf(EncryptedPackage) >= 0
                ? new FileRefusedException("batch-encrypted", "The workbook is protected by a password.", "Remove the password in Excel (File, Info, Protect Workbook) and save it.")
                : new FileRefusedException("batch-old-excel", "This is a workbook of Excel before 2007.", "Save it as .xlsx or as CSV and upload that.");
        }

        var isExcel = bytes.StartsWith(Zip);
        return UploadedTable.Of(isExcel ? BatchFormat.Xlsx : BatchFormat.Csv, isExcel ? ExcelFile.Read(file) : CommaFile.Read(file));
    }

    /// <summary>Text that a number survives unchanged is one: 1200 and 0.5, and neither 007 nor +1 555 0100.</summary>
    public static object? Value(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : text.Length <= 15 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text ? number
        : text;
}

public enum BatchFormat
{
    Xlsx,
    Csv,
}
