using System.Net;
using System.Net.Sockets;
using Teg.Platform.Documents.Conversion;

namespace Teg.Platform.Documents.Tests.Conversion;

public sealed class HtmlConversionTests(Farm farm)
{
    private static string Long => $"<!doctype html><title>Pipeline</title><h1>Pipeline by week – für שלום</h1>{string.Concat(Enumerable.Range(1, 120).Select(number => $"<p>Line {number}</p>"))}";

    [Fact]
    public async Task A_report_is_printed_with_its_pages_counted_on_the_paper_asked_for()
    {
        var page = PageSetup.A4 with { IsLandscape = true, Header = "<span class=\"title\" style=\"font-size:8px\"></span>", Footer = PageSetup.PageNumbers };

        var pdf = await farm.Converter.HtmlToPdfAsync(Long, page, null, CancellationToken.None);

        var text = await Farm.TextOfAsync(pdf);
        text.ShouldContain("Pipeline by week – für");
        text.ShouldContain("Line 120");
        var facts = await Farm.FactsOfAsync(pdf);
        var pages = facts.Split('\n').Single(line => line.StartsWith("Pages:", StringComparison.Ordinal))[6..].Trim();
        text.Replace(" ", "", StringComparison.Ordinal).ShouldContain($"{pages}/{pages}");
        text.Split('\f')[1].ShouldContain("Pipeline");
        facts.ShouldContain("841.");
        facts.ShouldNotContain("CreationDate");
        facts.ShouldContain("Tagged:          yes");
    }

    [Fact]
    public async Task The_same_HTML_is_the_same_PDF()
    {
        var began = DateTime.UtcNow;
        var first = await farm.Converter.HtmlToPdfAsync(Long, null, null, CancellationToken.None);
        await Farm.UntilAsync(() => DateTime.UtcNow - began > TimeSpan.FromSeconds(1.1), "another second");

        (await farm.Converter.HtmlToPdfAsync(Long, null, null, CancellationToken.None)).ShouldBe(first);
    }

    [Fact]
    public async Task A_page_sees_nothing_but_itself()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var outside = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var secret = Path.Combine(farm.Folder, "secret.html");
        Directory.CreateDirectory(farm.Folder);
        await File.WriteAllTextAsync(secret, "<p>the-secret</p>");
        var html =
            $"""
            <!doctype html><meta http-equiv="refresh" content="0;url={outside}/refresh"><base href="{outside}/">
            <link rel="stylesheet" href="{outside}/a.css"><style>@import url("{outside}/b.css"); @font-face{"{"}font-family:F;src:url("{outside}/f.woff2"){"}"} body{"{"}font-family:F;background:url("{outside}/c.png"){"}"}</style>
            <p id="words">Plain words.</p><noscript>Without scripts.</noscript>
            <img src="{outside}/d.png"><img src="file://{secret}"><iframe src="file://{secret}"></iframe><iframe src="{outside}/frame"></iframe>
            <iframe srcdoc="<p>inner-frame</p>"></iframe><object data="file://{secret}"></object><embed src="file://{secret}">
            <img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='200' height='40'%3E%3Ctext y='20'%3Edrawn inside%3C/text%3E%3Cimage href='{outside}/e.png'/%3E%3C/svg%3E">
            <script>document.getElementById("words").textContent = "Scripted words."; new Image().src = "{outside}/script";</script>
            """;

        var text = await Farm.TextOfAsync(await farm.Converter.HtmlToPdfAsync(html, null, null, CancellationToken.None));

        text.ShouldContain("Plain words.");
        text.ShouldContain("Without scripts.");
        text.ShouldContain("drawn inside");
        text.ShouldNotContain("Scripted");
        text.ShouldNotContain("the-secret");
        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task What_cannot_be_printed_is_said_and_the_next_report_does_not_notice()
    {
        var failure = await Should.ThrowAsync<ConversionFailedException>(
            farm.Converter.HtmlToPdfAsync(Long, PageSetup.Letter with { Left = 200, Right = 200 }, null, CancellationToken.None));

        failure.Reason.ShouldBe(ConversionFailure.Unreadable);
        (await Farm.TextOfAsync(await farm.Converter.HtmlToPdfAsync("<p>Next", null, null, CancellationToken.None))).ShouldContain("Next");
    }
}
