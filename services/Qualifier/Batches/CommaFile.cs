using System.Text;
using CsvHelper;

namespace Teg.Platform.Qualifier.Batches;

/// <summary>CSV as Excel, Google and others write it: comma, semicolon or tab, UTF-8, UTF-16 or what Windows calls ANSI.</summary>
internal static class CommaFile
{
    // A quote that is never closed would make one record of the rest of the file.
    private const int LongestRecord = 1024 * 1024;

    public static IEnumerable<SheetRow> Read(byte[] file)
    {
        var options = new CsvReaderOptions
        {
            HasHeader = false, TrackLineNumbers = true, MaxRecordSize = LongestRecord, IncludeValuesInExceptions = false, Encoding = EncodingOf(file),
        };
        using var stream = new MemoryStream(file, writable: false);
        using var reader = CsvReader.Create(stream, options);
        while (Next(reader))
        {
            if (reader.FieldCount > Sheet.MostColumns)
            {
                throw FileRefusedException.TooMuch($"A row has more than {Sheet.MostColumns} columns.");
            }

            yield return Row(reader);
        }
    }

    private static bool Next(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException)
        {
            throw FileRefusedException.Unreadable("A cell of the CSV file is larger than a megabyte; probably a quotation mark is never closed.");
        }
    }

    private static SheetRow Row(CsvReader reader)
    {
        var number = (int)reader.LineNumber;
        var cells = new object?[reader.FieldCount];
        for (var column = 0; column < cells.Length; column++)
        {
            var text = reader.GetString(column);
            if (text.Length > Sheet.LongestCell)
            {
                cells[column] = null;
                return new SheetRow(number, cells, new RowProblem($"Column {column + 1} holds more text than a cell of Excel can.", "Shorten it."));
            }

            cells[column] = Sheet.Value(text);
        }

        return new SheetRow(number, cells);
    }

    private static Encoding? EncodingOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            // Excel's "Unicode text"; the reader honours the mark.
            return null;
        }

        if (bytes.Contains((byte)0))
        {
            throw FileRefusedException.Unreadable("This is neither an Excel workbook nor a CSV file.");
        }

        return System.Text.Unicode.Utf8.IsValid(bytes) ? null : CodePagesEncodingProvider.Instance.GetEncoding(1252);
    }
}
