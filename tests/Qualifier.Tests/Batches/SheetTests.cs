using System.Buffers.Binary;
using System.Text;
using Teg.Platform.Qualifier.Batches;

namespace Teg.Platform.Qualifier.Tests.Batches;

public sealed class SheetTests
{
    private const string Header = "Name,E-Mail,Project description,Budget,Styles,Remark\r\n";

    [Fact]
    public void Csv_is_read_with_its_columns_recognised_and_the_others_carried_through()
    {
        var table = Sheet.Read(Utf8(Header + "Ada,ada@a.example,\"Gowns, \"\"fine\"\"\r\nones\",\"$12,000\",5,=1+1\r\n"));

        table.Format.ShouldBe(BatchFormat.Csv);
        table.Headers.ShouldBe(["Name", "E-Mail", "Project description", "Budget", "Styles", "Remark"]);
        table.Columns.ShouldBe(new BatchColumns(Name: 0, Email: 1, Project: 2, Budget: 3, Styles: 4));
        var row = table.Rows.ToList().ShouldHaveSingleItem();
        row.Number.ShouldBe(2);
        row.Cells.ShouldBe(["Ada", "ada@a.example", "Gowns, \"fine\"\r\nones", "$12,000", 5m, "=1+1"]);
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    public void Other_separators_are_seen(string separator) =>
        Sheet.Read(Utf8($"Message{separator}Budget\nGowns{separator}5k\n")).Rows.Single().Cells.ShouldBe(["Gowns", "5k"]);

    [Fact]
    public void What_Excel_saves_on_Windows_is_read_whether_it_is_ANSI_or_Unicode()
    {
        var ansi = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("Description\nHüte für €5.000\n");
        var marked = Encoding.UTF8.GetPreamble().Concat(Utf8("Description\nHüte für €5.000\n")).ToArray();
        var wide = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("Description\nHüte für €5.000\n")).ToArray();

        foreach (var file in new[] { ansi, marked, wide })
        {
            Sheet.Read(file).Rows.Single().Cells.ShouldBe(["Hüte für €5.000"]);
        }
    }

    [Theory]
    [InlineData("Tell us about your project", "What is your budget?", "How many styles?")]
    [InlineData("PROJECT", "Budget (USD)", "Number of styles")]
    [InlineData("Short description of it", "Total budget", "# of styles")]
    public void Headers_are_understood_as_people_write_them(string project, string budget, string styles) =>
        BatchColumns.Of(["Id", project, budget, styles]).ShouldBe(new BatchColumns(-1, -1, 1, 2, 3));

    [Fact]
    public void A_title_above_the_table_is_not_taken_for_its_header()
    {
        var table = Sheet.Read(Utf8("Leads of our project\n\nName,Project,Budget\nAda,Gowns,5k\n"));

        table.Headers.ShouldBe(["Name", "Project", "Budget"]);
        table.Rows.Single().Number.ShouldBe(4);
    }

    [Fact]
    public void A_row_that_a_separator_cut_apart_is_listed_and_the_others_are_read()
    {
        var rows = Sheet.Read(Utf8("Project,Budget\nGowns, fine ones,5k\nHats,6k\n")).Rows.ToList();

        rows[0].Problem!.What.ShouldBe("The row has 3 cells, the header has 2.");
        rows[1].Problem.ShouldBeNull();
    }

    [Fact]
    public void Numbers_that_would_not_survive_as_numbers_stay_text() =>
        Sheet.Read(Utf8("Project,a,b,c,d\nx,007,1.50,+1,1234567890123456\n")).Rows.Single().Cells.ShouldBe(["x", "007", 1.50m, "+1", "1234567890123456"]);

    [Fact]
    public void A_workbooks_first_visible_sheet_is_read_with_its_shared_strings_dates_and_stored_results()
    {
        var sheet = Packed.Sheet(
            """
            <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="inlineStr"><is><t>Came</t></is></c><c r="D3" t="inlineStr"><is><t>Days</t></is></c></row>
            <row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5">
                <f>1000*12</f>
                <v>12000</v>
            </c><c r="C5" s="1"><v>46082</v></c><c r="D5" s="3"><v>4.5</v></c><c r="F5"><v>9</v></c></row>
            <row r="6"><c r="A6" t="str"><f>"x"</f><v>Hats</v></c><c r="C6" s="2"><v>46082.75</v></c><c r="D6" t="b"><v>1</v></c></row>
            """);

        var table = Sheet.Read(Packed.Xlsx(sheet, ("xl/sharedStrings.xml", Packed.Strings("<t>Project</t>", "<r><t>Bud</t></r><r><t>get</t></r>", "<t>Gowns_x000D_</t><rPh><t>no</t></rPh>")), ("xl/styles.xml", Packed.Styles)));

        table.Format.ShouldBe(BatchFormat.Xlsx);
        table.Headers.ShouldBe(["Project", "Budget", "Came", "Days"]);
        var rows = table.Rows.ToList();
        rows[0].Number.ShouldBe(5);
        rows[0].Cells.ShouldBe(["Gowns\r", 12_000m, "2026-03-01", 4.5m]);
        rows[1].Cells.ShouldBe(["Hats", null, "2026-03-01 18:00", "TRUE"]);
    }

    [Fact]
    public void An_error_of_Excel_is_the_rows_problem()
    {
        var sheet = Packed.Sheet($"""<row>{Packed.Text("A1", "Project")}{Packed.Text("B1", "Budget")}</row><row>{Packed.Text("A2", "Gowns")}<c r="B2" t="e"><v>#REF!</v></c></row>""");

        Sheet.Read(Packed.Xlsx(sheet)).Rows.Single().Problem!.What.ShouldBe("Column 2 holds Excel's error #REF!.");
    }

    [Fact]
    public void A_workbook_that_unpacks_to_far_more_is_refused_before_it_is_unpacked()
    {
        var bomb = Packed.Xlsx(Packed.Sheet($"<row>{Packed.Text("A1", "Project")}</row>"), ("xl/sharedStrings.xml", new string(' ', 70 * 1024 * 1024)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(bomb).ShouldBe("batch-too-large");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1024 * 1024);
    }

    [Fact]
    public void A_workbook_that_lies_about_its_size_is_refused_while_it_is_unpacked()
    {
        var bomb = Packed.Xlsx(Packed.Sheet($"<row>{Packed.Text("A1", "Project")}</row>"), ("xl/sharedStrings.xml", $"<sst>{new string(' ', 40 * 1024 * 1024)}</sst>"));
        // What the directory at the end says of every part: "PK\x01\x02", and the size unpacked at 24.
        for (var at = 0; (at = bomb.AsSpan(at).IndexOf("PK\u0001\u0002"u8) is >= 0 and var found ? at + found : -1) >= 0; at += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(at + 24), 1_000);
        }

        Refusal(bomb).ShouldBeOneOf("batch-too-large", "batch-unreadable");
    }

    [Fact]
    public void Document_types_and_with_them_entities_are_refused()
    {
        foreach (var declared in new[]
        {
            """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>""",
            """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>""",
            """<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">""",
        })
        {
            var sheet = Packed.Sheet($"<row>{Packed.Text("A1", "Project")}</row><row>{Packed.Text("A2", "x")}</row>").Replace("?><", $"?>{declared}<", StringComparison.Ordinal);
            Refusal(Packed.Xlsx(sheet)).ShouldBe("batch-unreadable");
            Refusal(Packed.Xlsx(Packed.Sheet(""), ("xl/sharedStrings.xml", declared + Packed.Strings("<t>&a;</t>")))).ShouldBe("batch-unreadable");
        }
    }

    [Fact]
    public void Macros_are_refused() => Refusal(Packed.Xlsx(Packed.Sheet(""), ("xl/vbaProject.bin", "x"))).ShouldBe("batch-macros");

    [Fact]
    public void A_password_is_named_as_what_it_is()
    {
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]];

        Refusal([.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[600]]).ShouldBe("batch-encrypted");
        Refusal(compound).ShouldBe("batch-old-excel");
    }

    [Fact]
    public void A_part_that_is_locked_within_the_archive_is_refused()
    {
        var locked = Packed.Xlsx(Packed.Sheet(""));
        for (var at = 0; (at = locked.AsSpan(at).IndexOf("PK\u0001\u0002"u8) is >= 0 and var found ? at + found : -1) >= 0; at += 4)
        {
            locked[at + 8] |= 1;
        }

        Refusal(locked).ShouldBe("batch-encrypted");
    }

    [Fact]
    public void What_is_no_table_is_refused()
    {
        Refusal([]).ShouldBe("batch-empty");
        Refusal("PK\u0003\u0004 and nothing else"u8.ToArray()).ShouldBe("batch-unreadable");
        Refusal(Packed.Zip(("word/document.xml", "<x/>"))).ShouldBe("batch-unreadable");
        Refusal([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0]).ShouldBe("batch-unreadable");
        Refusal(Utf8("just words\nand more\n")).ShouldBe("batch-no-description");
        Refusal(Packed.Xlsx("<worksheet><broken")).ShouldBe("batch-unreadable");
        Refusal(Packed.Xlsx(Packed.Sheet(""), ("xl/worksheets/sheet2.xml", "<x/>"))).ShouldBe("batch-no-description");
    }

    [Fact]
    public void Twenty_thousand_rows_are_read_and_one_more_is_too_many()
    {
        Sheet.Read(Rows(Sheet.MostRows)).Rows.Count().ShouldBe(Sheet.MostRows);
        Refusal(Rows(Sheet.MostRows + 1)).ShouldBe("batch-too-large");
    }

    [Fact]
    public void A_hundred_columns_are_read_and_one_more_is_too_many()
    {
        Sheet.Read(Columns(Sheet.MostColumns)).Rows.ShouldNotBeNull();
        Refusal(Columns(Sheet.MostColumns + 1)).ShouldBe("batch-too-large");
        Refusal(Packed.Xlsx(Packed.Sheet($"<row>{Packed.Text("A1", "Project")}{Packed.Text("XFD1", "far")}</row>"))).ShouldBe("batch-too-large");

        static byte[] Columns(int count) => Utf8("Project" + new string(',', count - 1) + "\nx\n");
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_does_not_swallow_the_file() =>
        Refusal(Utf8($"Project,Budget\n\"{new string('x', 2 * 1024 * 1024)}")).ShouldBe("batch-unreadable");

    [Fact]
    public void Rows_that_count_themselves_wrong_are_counted_through()
    {
        var sheet = Packed.Sheet($"""<row r="1">{Packed.Text("A1", "Project")}</row><row r="1">{Packed.Text("A1", "a")}</row><row r="-5">{Packed.Text("A1", "b")}</row><row r="99999999999">{Packed.Text("A1", "c")}</row>""");

        Sheet.Read(Packed.Xlsx(sheet)).Rows.Select(row => row.Number).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public void Reading_allocates_in_proportion_to_the_rows_and_keeps_none_of_them()
    {
        var (small, large) = (Workbook(2_000), Workbook(20_000));
        Allocated(small);

        var (few, many) = (Allocated(small), Allocated(large));

        many.ShouldBeLessThan(few * 12);
        (many / 20_000).ShouldBeLessThan(8 * 1024);

        static byte[] Workbook(int rows) => Packed.Xlsx(Packed.Sheet(
            $"<row>{Packed.Text("A1", "Project")}{Packed.Text("B1", "Budget")}</row>"
            + string.Concat(Enumerable.Range(2, rows).Select(row => $"""<row r="{row}">{Packed.Text($"A{row}", $"Gowns number {row} for the opera ball")}<c r="B{row}"><v>{row}</v></c></row>"""))));

        static long Allocated(byte[] file)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var row in Sheet.Read(file).Rows)
            {
                _ = row.Number;
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static byte[] Rows(int count) => Utf8("Project\n" + string.Concat(Enumerable.Repeat("Gowns\n", count)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Refusal(byte[] file) => Should.Throw<FileRefusedException>(() => Sheet.Read(file).Rows.Count()).Type;
}
