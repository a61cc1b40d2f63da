using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Contracts;
using Teg.Platform.Documents.Decks;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Tests.Files;
using Teg.Platform.Documents.Workbooks;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Tests.Writing;

/// <summary>The documents of the demo organisation, as its people would ask for them.</summary>
internal static class Demo
{
    public static readonly Guid Cover = Guid.Parse("01960000-0000-7000-8000-000000000001");
    public static readonly Guid Signature = Guid.Parse("01960000-0000-7000-8000-000000000009");

    private static readonly Dictionary<string, byte[]> Kept = [];

    private static readonly Dictionary<Guid, string> Hashes = new()
    {
        [Cover] = Keep(Pictures.Png(1600, 1200)),
        [Guid.Parse("01960000-0000-7000-8000-000000000002")] = Keep(Pictures.Png(900, 1300, 120, 134, 128)),
        [Guid.Parse("01960000-0000-7000-8000-000000000003")] = Keep(Pictures.Png(1500, 700, 180, 160, 140)),
        [Guid.Parse("01960000-0000-7000-8000-000000000004")] = Keep(Pictures.Png(800, 800, 90, 100, 110)),
        [Guid.Parse("01960000-0000-7000-8000-000000000005")] = Keep(Pictures.Png(640, 900, 200, 170, 150)),
        [Signature] = Keep(Pictures.Png(400, 120, 30, 30, 90)),
    };

    public static readonly WritingContext Context =
        new("The Evans Group", "USD", "en-US", "America/Los_Angeles", new DateOnly(2025, 11, 21), DemoPrices.Prices with { Version = 3 }) { Images = Hashes };

    public static readonly IReadOnlyList<IDocumentWriter> Writers = All(null);

    public static IReadOnlyList<IDocumentWriter> All(string? folder)
    {
        var templates = new TemplateStore(Options.Create(new TemplateOptions { Folder = folder }));
        return [new ContractWriter(templates), new DeckWriter(templates), new WorkbookWriter(templates), new ALaCarteWriter(templates)];
    }

    public const string Development =
        """
        {"agreement":"development","client":{"company":"Maison Verre","contact":"Ada Verre","title":"Founder","email":"ada@maisonverre.example",
          "address":{"street":"12 Rue Example","city":"Los Angeles","region":"CA","postalCode":"90013","country":"United States"}},
         "project":{"name":"Spring 2026","description":"Ten looks of evening wear in silk crêpe and hand-beaded tulle, developed for the showroom in June and made to measure for private clients.",
          "startsOn":"2026-01-12","deliversOn":"2026-05-29","styles":[
           {"name":"Column gown with beaded back","category":"Evening","quantity":1,"price":11812.50},{"name":"Bias slip dress","category":"Evening","quantity":2,"price":5250},
           {"name":"Tuxedo jacket","category":"Tailoring","price":8400},{"name":"Wide trousers","category":"Tailoring","price":5250},{"name":"Tulle cape","price":6562.5}]},
         "terms":{"deposit":50,"balanceDue":"before-shipment","notes":"The beaded back of the column gown is embroidered by a house the Client names.\nFittings take place at the Client's showroom."},
         "schedules":["payment","deliverables","specifications"]}
        """;

    public const string Production =
        """
        {"agreement":"production","client":{"company":"Harbour & Pine","contact":"Jonah Reyes","email":"jonah@harbourpine.example"},
         "project":{"name":"Core fleece, first drop","startsOn":"2026-02-02","styles":[
           {"name":"Heavy hooded sweatshirt","category":"Streetwear","quantity":220,"price":104.25},{"name":"Panelled sweatpants","category":"Streetwear","quantity":180,"price":118.75}]},
         "terms":{"deposit":40,"balanceDue":"net-30","governingLaw":"the State of New York"},"schedules":["specifications","deliverables"],
         "signatory":{"name":"Elena Marchetti","title":"Managing Director","imageId":"01960000-0000-7000-8000-000000000009"},"date":"2025-12-01"}
        """;

    public const string Workbook =
        """
        {"client":{"company":"Maison Verre","contact":"Ada Verre","email":"ada@maisonverre.example"},"project":{"name":"Spring 2026"},"package":"signature",
         "styles":[{"name":"Column gown with beaded back","category":"Evening","complexity":"couture","quantity":1},{"name":"Bias slip dress","category":"Evening","quantity":2},
          {"name":"Tuxedo jacket","category":"Tailoring","complexity":"advanced","quantity":1},{"name":"Wide trousers","category":"Tailoring","complexity":"moderate","quantity":1}],
         "lines":[{"item":"fabric-sourcing","quantity":2},{"item":"embroidery-development","quantity":3,"price":1325.50},{"item":"fit-model","quantity":7.5}],
         "discount":{"percent":7.5,"reason":"Returning client, third collection"},"notes":"Silk crêpe is supplied by the client.\nFittings on Tuesdays."}
        """;

    public const string ALaCarte =
        """
        {"client":{"company":"Atelier Nord","contact":"Signe Dahl"},"project":{"name":"Capsule of three gowns"},
         "lines":[{"item":"design-consultation","quantity":3.5},{"item":"toile","quantity":3},{"name":"Studio day","description":"With photographer and steamer, Downtown","unit":"day","quantity":1,"price":1200.00},
          {"item":"design-review","quantity":1,"free":true},{"item":"bridal-fitting","quantity":2},{"name":"Courier within the city","unit":"trip","quantity":4,"price":18.35,"free":true}],
         "discount":{"amount":250,"reason":"Introduced by Maison Verre"}}
        """;

    /// <param name="pictures">0 for none at all.</param>
    public static string Deck(string category, int pictures, int services, int priorities = 3)
    {
        var ids = Hashes.Keys.Where(id => id != Signature).Take(pictures).ToList();
        var codes = PriceList.Default.Services.Take(services).Select(service => service.Code);
        return JsonSerializer.Serialize(new
        {
            category,
            client = new { company = "Maison Verre", contact = "Ada Verre" },
            headline = pictures % 2 == 0 ? null : "A line of twelve looks, from the first toile to the showroom",
            services = codes,
            priorities = new[]
            {
                new { title = "Fit before everything", text = "Two toiles on two bodies before any cloth of value is cut. What is learned is written into the tech pack the same day." },
                new { title = "A calendar that holds", text = "Counted back from the showroom in June, with fabric ordered in the second week and one week in hand." },
                new { title = "Costs seen early", text = "Each style is costed at three quantities before the second sample, so that the line can still be changed." },
            }.Take(priorities),
            images = pictures == 0 ? null : new { cover = (Guid?)ids[0], gallery = ids.Skip(1) },
            packages = pictures == 0 ? [] : (string[])["essential", "signature", "couture-collection"],
            presenter = pictures == 0 ? null : new { name = "Elena Marchetti", email = "elena@evansgroup.example" },
        });
    }

    public static Prepared Prepare(DocumentKind kind, string inputs, WritingContext? context = null)
    {
        using var json = JsonDocument.Parse(inputs);
        return WriterOf(kind).Prepare(json.RootElement.Clone(), context ?? Context);
    }

    public static async Task<WrittenFile> WriteAsync(DocumentKind kind, string inputs)
    {
        var prepared = Prepare(kind, inputs);
        prepared.Problems.ShouldBeEmpty();
        return await WriteAsync(kind, prepared);
    }

    public static async Task<WrittenFile> WriteAsync(DocumentKind kind, Prepared prepared) =>
        await WriterOf(kind).WriteAsync(prepared.Snapshot!.Value, new Shelf(), TestContext.Current.CancellationToken);

    public static IDocumentWriter WriterOf(DocumentKind kind) => Writers.Single(writer => writer.Kind == kind);

    private static string Keep(byte[] picture)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(picture));
        Kept[hash] = picture;
        return hash;
    }

    /// <summary>Pictures kept in memory; <paramref name="isEmpty"/> for a store that has lost them all.</summary>
    internal sealed class Shelf(bool isEmpty = false) : IImageSource
    {
        public ValueTask<byte[]?> ReadAsync(string hash, CancellationToken ct) => ValueTask.FromResult(isEmpty ? null : Kept.GetValueOrDefault(hash));
    }
}

/// <summary>LibreOffice, as a second opinion on every file.</summary>
internal static class LibreOffice
{
    /// <summary>Opens each file and saves it in another format; the files of the answer are in the order asked for.</summary>
    public static async Task<IReadOnlyList<byte[]>> ConvertAsync(string to, string filter, params IReadOnlyList<WrittenFile> files)
    {
        var folder = Directory.CreateTempSubdirectory("teg-office-");
        try
        {
            var names = files.Select((file, number) => Path.Combine(folder.FullName, $"{number}{Path.GetExtension(file.Name)}")).ToList();
            for (var number = 0; number < files.Count; number++)
            {
                await File.WriteAllBytesAsync(names[number], files[number].Content);
            }

            var made = Path.Combine(folder.FullName, "made");
            await RunAsync("soffice", [$"-env:UserInstallation=file://{folder.FullName}/profile", "--headless", "--norestore", "--convert-to", filter, "--outdir", made, .. names]);
            return [.. names.Select(name => File.ReadAllBytes(Path.Combine(made, Path.GetFileNameWithoutExtension(name) + "." + to)))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The text of a PDF as a person would copy it, laid out as on the page.</summary>
    public static async Task<string> TextOfAsync(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            return await RunAsync("pdftotext", ["-layout", file, "-"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            process.ExitCode.ShouldBe(0, await errors);
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
