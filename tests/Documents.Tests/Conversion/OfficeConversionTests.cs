using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Teg.Platform.Documents.Conversion;
using Teg.Platform.Documents.Safety;
using Teg.Platform.Documents.Tests.Files;

namespace Teg.Platform.Documents.Tests.Conversion;

public sealed class OfficeConversionTests(Farm farm)
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private static readonly byte[] Letter = WordFile.Of(WordFile.P("Dear Ms Fjällström, 8 gowns. שלום"), header: WordFile.P("Development Agreement"));

    [Fact]
    public async Task Word_PowerPoint_and_Excel_become_PDFs_whose_text_can_be_read()
    {
        var files = new (byte[] File, string Name, string Text)[]
        {
            (Letter, "letter.docx", "Dear Ms Fjällström"),
            (DeckFile.Of(null, DeckFile.Shape(2, "Title", "Autumn in silk"), DeckFile.Shape(2, "Title", "Winter in wool")), "deck.pptx", "Winter in wool"),
            (SheetFile.Of([["Package", "Price"], ["Patterns", "n:1250"]]), "book.xlsx", "1250"),
        };

        // Six at once on two engines.
        var pdfs = await Task.WhenAll(files.Concat(files).Select(one => farm.Converter.OfficeToPdfAsync(one.File, one.Name, null, CancellationToken.None)));

        foreach (var (pdf, text) in pdfs.Zip(files.Concat(files).Select(one => one.Text)))
        {
            (await Farm.TextOfAsync(pdf)).ShouldContain(text);
        }

        (await Farm.TextOfAsync(pdfs[1])).ShouldContain("Autumn in silk");
        farm.Documents().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_file_is_the_same_PDF_whenever_and_on_whichever_engine()
    {
        var began = DateTime.UtcNow;
        var first = await farm.Converter.OfficeToPdfAsync(Letter, "letter.docx", null, CancellationToken.None);

        // LibreOffice writes the second; the next one must have come.
        await Farm.UntilAsync(() => DateTime.UtcNow - began > TimeSpan.FromSeconds(1.1), "another second");
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => farm.Converter.OfficeToPdfAsync(Letter, "letter.docx", null, CancellationToken.None)));

        others.ShouldAllBe(other => other.SequenceEqual(first));
    }

    [Fact]
    public async Task The_PDF_has_the_date_of_the_document_and_none_when_that_says_none()
    {
        var dated = Zip.With(
            Letter, "docProps/core.xml",
            """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dcterms:modified xsi:type="dcterms:W3CDTF">2026-03-14T09:26:53Z</dcterms:modified></cp:coreProperties>""");

        (await Farm.FactsOfAsync(await farm.Converter.OfficeToPdfAsync(dated, "a.docx", null, CancellationToken.None))).ShouldContain("2026-03-14T09:26:53");
        (await Farm.FactsOfAsync(await farm.Converter.OfficeToPdfAsync(Letter, "a.docx", null, CancellationToken.None))).ShouldNotContain("CreationDate");
    }

    [Theory]
    [InlineData("../../../etc/cron.d/evil.docx")]
    [InlineData("line\nfeed\ttab \"quote\" 'a' & <b> %41 #?.docx")]
    [InlineData("Fjällström שלום 👗.docx")]
    [InlineData("")]
    public async Task A_name_is_only_a_name(string name)
    {
        (await Farm.TextOfAsync(await farm.Converter.OfficeToPdfAsync(Letter, name, null, CancellationToken.None))).ShouldContain("8 gowns");
        farm.Documents().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hostile_file_starts_nothing_and_leaves_nothing()
    {
        await using var cold = new Farm();
        var secret = Secret();
        byte[][] hostile =
        [
            Zip.Of([.. Zip.Entries(Letter), ("word/media/bomb.bin", new byte[100_000_000])]),
            Zip.With(Letter, "word/extra.xml", "<!DOCTYPE a [<!ENTITY b \"cccccccccc\"><!ENTITY d \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\">]><a>&e;</a>"),
            Zip.With(Letter, "word/extra.xml", $"<!DOCTYPE a [<!ENTITY x SYSTEM \"file://{secret}\">]><a>&x;</a>"),
            Zip.Of([.. Zip.Entries(Letter), ("../../outside.txt", "x"u8.ToArray())]),
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600], .. Encoding.Unicode.GetBytes("EncryptedPackage")],
            Letter[..(Letter.Length / 2)],
            Zip.Of([.. Zip.Entries(Letter), ("word/vbaProject.bin", "x"u8.ToArray())]),
            Linked(Letter, "word/_rels/document.xml.rels", "image", "http://127.0.0.1:9/a.png"),
            Linked(SheetFile.Of([["a"]]), "xl/_rels/workbook.xml.rels", "externalLink", "http://127.0.0.1:9/a.xlsx"),
        ];

        foreach (var file in hostile)
        {
            await Should.ThrowAsync<RefusedFileException>(cold.Converter.OfficeToPdfAsync(file, "hostile", null, CancellationToken.None));
        }

        cold.Processes().ShouldBeEmpty();
        Directory.Exists(cold.Folder).ShouldBeFalse();
        File.Delete(secret);
    }

    [Fact]
    public async Task A_formula_that_fetches_is_not_asked_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/steal";
        var file = SheetFile.Of([["Total"], [$"=_xlfn.WEBSERVICE(\"{address}\")"], ["n:42"]]);

        (await Farm.TextOfAsync(await farm.Converter.OfficeToPdfAsync(file, "book.xlsx", null, CancellationToken.None))).ShouldContain("42");

        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task What_makes_LibreOffice_grow_or_hang_is_killed_and_the_next_document_does_not_notice()
    {
        await using var small = new Farm(options => (options.OfficeWorkers, options.MemoryLimit) = (1, 512));
        // 20,000 × 20,000 points in a few hundred kilobytes.
        var growing = WordFile.Of(
            $"""<w:p><w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="p"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>""",
            picture: Bomb(20_000));

        (await Should.ThrowAsync<ConversionFailedException>(small.Converter.OfficeToPdfAsync(growing, "a.docx", null, CancellationToken.None))).Reason.ShouldBe(ConversionFailure.TooLarge);
        (await Farm.TextOfAsync(await small.Converter.OfficeToPdfAsync(Letter, "a.docx", null, CancellationToken.None))).ShouldContain("8 gowns");

        small.Documents().ShouldBeEmpty();
        small.Processes().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_engine_that_is_killed_is_replaced_and_a_stop_leaves_no_process_and_no_file()
    {
        var own = new Farm(options => options.OfficeWorkers = 1);
        await own.Converter.OfficeToPdfAsync(Letter, "a.docx", null, CancellationToken.None);
        var process = own.Processes().ShouldHaveSingleItem();
        using (var engine = Process.GetProcessById(process))
        {
            engine.Kill();
        }

        await Farm.UntilAsync(() => !Directory.Exists($"/proc/{process}"), "the engine has ended");
        (await Farm.TextOfAsync(await own.Converter.OfficeToPdfAsync(Letter, "a.docx", null, CancellationToken.None))).ShouldContain("8 gowns");
        own.Processes().ShouldHaveSingleItem().ShouldNotBe(process);

        await own.Converter.StopAsync();

        own.Processes().ShouldBeEmpty();
        Directory.GetDirectories(own.Folder).ShouldBeEmpty();
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Engines_end_when_their_service_does_however_it_ends()
    {
        // What a SIGKILL of the service does to its engines: nobody holds the other end of their standard input.
        var folders = new EngineFolder(Path.Combine(farm.Folder, "killed"));
        var engines = farm.Get<Engines>();
        var office = folders.Create('o');
        var html = folders.Create('h');
        var started = new[]
        {
            EngineProcess.Start(Engines.Python!, office, "office", engines.LibreOffice!, office, "1024"),
            EngineProcess.Start(Engines.Python!, html, "browser", html, "1024", engines.Chromium!, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", $"--user-data-dir={html}/profile", "about:blank"),
        };
        var first = new byte[6];
        await started[0].Output.ReadExactlyAsync(first);
        await Farm.UntilAsync(() => Farm.Processes(html).Count > 3, "Chromium has started its processes");

        foreach (var engine in started)
        {
            engine.Input.Close();
        }

        await Farm.UntilAsync(() => Farm.Processes(office).Count + Farm.Processes(html).Count == 0, "all have ended");
        foreach (var engine in started)
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task Whatever_runs_in_the_cage_has_no_network_no_files_and_no_word_in_what_others_do()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var secret = Secret();
        var folder = new EngineFolder(Path.Combine(farm.Folder, "caged")).Create('h');
        // A shell in the place of Chromium; 4 is what it answers on.
        var script =
            $"""
            exec 2>/dev/null
            cat {secret} > copy && echo file >&4
            echo x > {secret} && echo written >&4
            (exec 5<>/dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port}) && echo network >&4
            kill -0 $PPID && echo signal >&4
            echo x > own && echo own >&4
            """;
        await using var engine = EngineProcess.Start(Engines.Python!, folder, "browser", folder, "1024", "/bin/bash", "-c", script);

        (await new StreamReader(engine.Output).ReadToEndAsync()).ShouldBe("own\n");

        listener.Pending().ShouldBeFalse();
        (await File.ReadAllTextAsync(secret)).ShouldBe("the-secret");
        File.Delete(secret);
    }

    [Fact]
    public async Task What_a_killed_service_left_is_swept_at_the_next_start()
    {
        await using var next = new Farm();
        // A process id that no system gives, and this process' with another beginning.
        var left = new[] { "4194999-12345-1", $"{Environment.ProcessId}-1-1" }.Select(name => Path.Combine(next.Folder, name, "o1", "desk")).ToList();
        foreach (var desk in left)
        {
            Directory.CreateDirectory(desk);
            await File.WriteAllTextAsync(Path.Combine(desk, "contract.docx"), "x");
        }

        await next.Converter.WarmAsync(CancellationToken.None);

        left.ShouldAllBe(desk => !Directory.Exists(desk));
        next.Processes().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_LibreOffice_it_is_said_what_is_missing_and_how_to_get_it()
    {
        await using var bare = new Farm(options => (options.LibreOffice, options.Chromium) = ("/nowhere", "/nowhere"));

        var failure = await Should.ThrowAsync<ConversionFailedException>(bare.Converter.OfficeToPdfAsync(Letter, "a.docx", null, CancellationToken.None));
        failure.Reason.ShouldBe(ConversionFailure.Missing);
        failure.WayOut.ShouldContain("apt-get install libreoffice-writer");
        (await Should.ThrowAsync<ConversionFailedException>(bare.Converter.HtmlToPdfAsync("<p>a", null, null, CancellationToken.None))).WayOut.ShouldContain("chromium");

        await bare.Converter.WarmAsync(CancellationToken.None);
        var health = await new ConversionHealth(bare.Converter).CheckHealthAsync(new());
        health.Status.ShouldBe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded);
        health.Description!.ShouldContain("apt-get install");
        (await new ConversionHealth(farm.Converter).CheckHealthAsync(new())).Status.ShouldBe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy);
    }

    private static string Secret()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "the-secret");
        return path;
    }

    private static byte[] Linked(byte[] file, string part, string type, string target) => Zip.Replacing(
        file, part, "</Relationships>", $"<Relationship Id=\"rIdOut\" Type=\"{Relationships}/{type}\" Target=\"{target}\" TargetMode=\"External\"/></Relationships>");

    /// <summary>A grey picture of so many points in each direction.</summary>
    private static byte[] Bomb(int side)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[1 + side];
            for (var number = 0; number < side; number++)
            {
                zlib.Write(row);
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 8;
        Pictures.Chunk(file, "IHDR"u8, header);
        Pictures.Chunk(file, "IDAT"u8, packed.ToArray());
        Pictures.Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }
}
