using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Teg.Platform.ServiceDefaults;
using Sheet = Teg.Platform.Qualifier.Batches.Sheet;

namespace Teg.Platform.Qualifier.Tests.Batches;

public sealed class SheetWriterTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("+1 555 0100")]
    [InlineData("-2+3+cmd|' /C calc'!A0")]
    [InlineData("\t=1")]
    [InlineData("Line\r\nbreak")]
    [InlineData("null\u0001byte \uFFFE")]
    [InlineData("_x0041_ stays, _xZZ_ too")]
    [InlineData("😀 and Ā")]
    [InlineData("<b>&amp;</b>")]
    [InlineData("  spaces  ")]
    public void Text_comes_back_as_it_was_and_is_no_formula(string text)
    {
        var file = Write([text, 1.5m, 3, null, ""]);

        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<CellFormula>().ShouldBeEmpty();
        // Our own reader knows what Excel knows of escapes.
        Sheet.Read(file).Rows.Single().Cells.ShouldBe([text, 1.5m, 3m, null, null]);
    }

    [Fact]
    public void Half_a_character_does_not_break_the_file() =>
        Sheet.Read(Write(["\uD83D half", null, null, null, null])).Rows.Single().Cells[0].ShouldBe("\uD83D half");

    [Fact]
    public void The_workbook_is_valid_its_header_is_frozen_and_its_widths_are_set()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Write(["Gowns", 1.5m, 3, null, ""])), isEditable: false);

        new OpenXmlValidator().Validate(document).Select(error => error.Description).ShouldBeEmpty();
        var worksheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
        worksheet.Descendants<Pane>().Single().State!.Value.ShouldBe(PaneStateValues.Frozen);
        worksheet.Descendants<Column>().First().Width!.Value.ShouldBe(60);
        var cells = worksheet.Descendants<Row>().Last().Elements<Cell>().ToList();
        cells.Select(cell => cell.CellReference!.Value).ShouldBe(["A2", "B2", "C2"]);
        cells.Select(cell => cell.DataType?.Value).ShouldBe([CellValues.InlineString, null, null]);
        cells[1].CellValue!.Text.ShouldBe("1.5");
    }

    [Fact]
    public void A_day_is_a_day_and_a_whole_number_is_one_whatever_its_size()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Write([new DateOnly(2026, 3, 8), 5_000_000_000L, null, null, null])), isEditable: false);

        new OpenXmlValidator().Validate(document).Select(error => error.Description).ShouldBeEmpty();
        var cells = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Last().Elements<Cell>().ToList();
        cells.Select(cell => cell.CellValue!.Text).ShouldBe(["46089", "5000000000"]);
        document.WorkbookPart.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ElementAt((int)cells[0].StyleIndex!.Value).NumberFormatId!.Value.ShouldBe(14u);
    }

    [Fact]
    public void What_a_sheet_cannot_hold_stands_on_the_next_under_the_same_header()
    {
        using var to = new MemoryStream();
        using (var workbook = new SheetWriter(to, "Rows", [("Lead", 20)], mostRows: 3))
        {
            foreach (var name in new[] { "a", "b", "c", "d", "e" })
            {
                workbook.Add([name]);
            }
        }

        using var document = SpreadsheetDocument.Open(to, isEditable: false);
        new OpenXmlValidator().Validate(document).Select(error => error.Description).ShouldBeEmpty();
        var sheets = document.WorkbookPart!.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().ToList();
        sheets.Select(sheet => sheet.Name!.Value).ShouldBe(["Rows", "Rows 2", "Rows 3"]);
        sheets.Select(sheet => string.Join(' ', ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet.Descendants<Text>().Select(text => text.Text)))
            .ShouldBe(["Lead a b", "Lead c d", "Lead e"]);
    }

    [Fact]
    public void Columns_are_named_as_Excel_names_them()
    {
        using var to = new MemoryStream();
        using (var workbook = new SheetWriter(to, "Result", [.. Enumerable.Range(0, 800).Select(at => ($"h{at}", 10d))]))
        {
            workbook.Add([]);
        }

        using var document = SpreadsheetDocument.Open(new MemoryStream(to.ToArray()), isEditable: false);
        var names = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().Select(cell => cell.CellReference!.Value!).ToList();
        (names[25], names[26], names[701], names[702]).ShouldBe(("Z1", "AA1", "ZZ1", "AAA1"));
    }

    [Fact]
    public void Memory_does_not_grow_with_the_rows()
    {
        var outgoing = new OutgoingStream();
        using var nowhere = new Counting();
        var most = 0L;
        using (var workbook = new SheetWriter(outgoing, "Result", [("Project", 60)]))
        {
            for (var row = 0; row < 20_000; row++)
            {
                workbook.Add([$"Gowns {Guid.NewGuid()} {Guid.NewGuid()}"]);
                if (row % 250 == 0)
                {
                    var before = nowhere.Written;
                    outgoing.SendAsync(nowhere, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue();
                    most = Math.Max(most, nowhere.Written - before);
                }
            }
        }

        nowhere.Written.ShouldBeGreaterThan(400_000);
        most.ShouldBeLessThan(128 * 1024);
    }

    private static byte[] Write(IReadOnlyList<object?> cells)
    {
        using var to = new Forwards();
        using (var workbook = new SheetWriter(to, "Result", [("Project", 60), ("b", 12), ("c", 12), ("d", 12), ("e", 12)]))
        {
            workbook.Add(cells);
        }

        return to.ToArray();
    }

    /// <summary>As a response is: nobody goes back in it.</summary>
    private sealed class Forwards : MemoryStream
    {
        public override bool CanSeek => false;
    }

    private sealed class Counting : MemoryStream
    {
        public long Written { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
