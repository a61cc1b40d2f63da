using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Bench.Documents;

/// <summary>Filled forms as people send them, and the writers that make documents of them.</summary>
internal static class WrittenDocuments
{
    private static readonly Guid[] Pictures = [.. Enumerable.Range(1, 6).Select(number => new Guid(number, 0, 0, new byte[8]))];

    private static readonly (DocumentKind Kind, string Inputs)[] Forms =
    [
        (DocumentKind.Contract,
            $$$"""
            {"agreement":"development","client":{"company":"Maison Verre","contact":"Ada Verre","title":"Founder","email":"ada@maisonverre.example",
              "address":{"street":"12 Rue Example","city":"Los Angeles","region":"CA","postalCode":"90013","country":"United States"}},
             "project":{"name":"Spring 2026","description":"Ten looks of evening wear","startsOn":"2026-01-12","deliversOn":"2026-05-29",
              "styles":[{{{string.Join(',', Enumerable.Range(1, 12).Select(number => $$"""{"name":"Evening style {{number}}","category":"Evening","quantity":{{number % 3 + 1}},"price":{{3450 + (number * 125)}}.00}"""))}}}]},
             "terms":{"deposit":50,"balanceDue":"before-shipment"},"schedules":["payment","deliverables","specifications"],"signatory":{"name":"Elena Marchetti","title":"Managing Director"},"date":"2026-01-05"}
            """),
        (DocumentKind.Deck,
            $$$"""
            {"category":"bridal-couture","client":{"company":"Maison Verre","contact":"Ada Verre"},"headline":"A bridal line of twelve gowns","services":["design","patterns","sampling"],
             "priorities":[{"title":"Fit first","text":"Two toiles before any lace is cut."},{"title":"One hand","text":"The same cutter from the first toile to the last gown."}],
             "images":{"cover":"{{{Pictures[0]}}}","gallery":[{{{string.Join(',', Pictures.Skip(1).Select(id => $"\"{id}\""))}}}]},"packages":["signature"],
             "presenter":{"name":"Elena Marchetti","email":"elena@teg.example"},"date":"2026-01-05"}
            """),
        (DocumentKind.Workbook,
            $$$"""
            {"client":{"company":"Maison Verre","contact":"Ada Verre","email":"ada@maisonverre.example"},"project":{"name":"Spring 2026"},"package":"signature",
             "styles":[{{{string.Join(',', Enumerable.Range(1, 12).Select(number => $$"""{"name":"Evening style {{number}}","category":"Evening","complexity":"advanced","quantity":2}"""))}}}],
             "lines":[{"item":"fabric-sourcing","quantity":1},{"item":"cut-sew","quantity":40}],"discount":{"percent":5,"reason":"Returning client"},"date":"2026-01-05"}
            """),
    ];

    /// <summary>A writer for each kind, with the snapshot of a filled form.</summary>
    public static IReadOnlyList<(DocumentKind Kind, Func<CancellationToken, ValueTask<WrittenFile>> Write)> Writers()
    {
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddWriters().BuildServiceProvider();
        var images = new DrawnPictures();
        var context = new WritingContext("TEG", "USD", "en-US", "America/Los_Angeles", new DateOnly(2026, 1, 5), DemoPrices.Prices) { Images = Pictures.ToDictionary(id => id, id => id.ToString("n")) };
        return
        [
            .. Forms.Select(form =>
            {
                var writer = services.GetServices<IDocumentWriter>().Single(one => one.Kind == form.Kind);
                using var inputs = JsonDocument.Parse(form.Inputs);
                var prepared = writer.Prepare(inputs.RootElement, context);
                var snapshot = prepared.Snapshot ?? throw new InvalidOperationException(
                    $"The form of a {form.Kind} is refused: {string.Join(' ', prepared.Problems.Select(problem => $"{problem.Key}: {string.Join(' ', problem.Value)}"))}");
                return (form.Kind, (Func<CancellationToken, ValueTask<WrittenFile>>)(ct => writer.WriteAsync(snapshot, images, ct)));
            }),
        ];
    }

    /// <summary>One written document of each kind.</summary>
    public static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> AllAsync(CancellationToken ct)
    {
        var files = new List<(string, byte[])>();
        foreach (var (_, write) in Writers())
        {
            var file = await write(ct);
            files.Add((file.Name, file.Content));
        }

        return files;
    }

    /// <summary>Pictures of 1500 × 1000 points that do not pack well, as photographs do not.</summary>
    private sealed class DrawnPictures : IImageSource
    {
        private readonly Dictionary<string, byte[]> drawn = Pictures.ToDictionary(id => id.ToString("n"), id => Png(1500, 1000, id.GetHashCode()));

        public ValueTask<byte[]?> ReadAsync(string hash, CancellationToken ct) => ValueTask.FromResult(drawn.GetValueOrDefault(hash));

        private static byte[] Png(int width, int height, int seed)
        {
            var random = new Random(seed);
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                var row = new byte[1 + (width * 3)];
                for (var y = 0; y < height; y++)
                {
                    for (var x = 1; x < row.Length; x++)
                    {
                        row[x] = (byte)((x + y) / 16 + random.Next(4));
                    }

                    zlib.Write(row);
                }
            }

            using var file = new MemoryStream();
            file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
            var header = new byte[13];
            BinaryPrimitives.WriteInt32BigEndian(header, width);
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
            (header[8], header[9]) = (8, 2);
            Chunk(file, "IHDR"u8, header);
            Chunk(file, "IDAT"u8, packed.ToArray());
            Chunk(file, "IEND"u8, []);
            return file.ToArray();
        }

        private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, byte[] content)
        {
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            file.Write(number);
            byte[] body = [.. name, .. content];
            file.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Teg.Platform.Documents.Safety.Crc32.Of(body));
            file.Write(number);
        }
    }
}
