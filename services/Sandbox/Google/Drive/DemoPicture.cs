using System.Collections.Concurrent;
using System.IO.Compression;
using System.Buffers.Binary;
using System.Text;

namespace Teg.Platform.Sandbox.Google.Drive;

/// <summary>A picture for a deck, drawn by arithmetic: cloth under soft light in the colours of its category. The same name is always the same picture.</summary>
internal sealed record DemoPicture(string Category, int Number)
{
    public const int PerCategory = 6;

    public static readonly IReadOnlyList<(string Category, string Title)> Categories =
    [
        ("activewear", "Activewear"), ("bridal-couture", "Bridal & Couture"), ("loungewear", "Loungewear"), ("contemporary", "Contemporary"), ("streetwear", "Streetwear"), ("swim", "Swim"),
    ];

    private static readonly Dictionary<string, (int Dark, int Mid, int Light)> Palettes = new(StringComparer.Ordinal)
    {
        ["activewear"] = (0x1B2A33, 0x3E6A73, 0xB8CFCB),
        ["bridal-couture"] = (0x9C8B7A, 0xD9CBB8, 0xF7F1E7),
        ["loungewear"] = (0x6E5A4E, 0xB49A86, 0xE9DCCF),
        ["contemporary"] = (0x2B2A2E, 0x80766E, 0xD8D0C6),
        ["streetwear"] = (0x17181C, 0x4A4B57, 0xC46A45),
        ["swim"] = (0x0E4B5A, 0x3C9BA6, 0xF0D9B8),
    };

    private static readonly ConcurrentDictionary<(string, int, int), byte[]> Drawn = new();

    // Every third stands upright.
    public int Width => Number % 3 == 0 ? 900 : 1350;

    public int Height => Number % 3 == 0 ? 1350 : 900;

    public byte[] Png => Draw(1);

    public byte[] Thumbnail => Draw(6);

    private byte[] Draw(int step) => Drawn.GetOrAdd((Category, Number, step), _ =>
    {
        var (width, height) = (Width / step, Height / step);
        var (dark, mid, light) = Palettes[Category];
        var turn = (Number * 0.7) + (Category.Length * 0.31);
        var pixels = new byte[(width * 3 + 1) * height];
        var at = 0;
        for (var y = 0; y < height; y++)
        {
            // The filter byte of a line: 0, as it is.
            at++;
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (x * step / 900.0, y * step / 900.0);
                var tone = Math.Clamp(Folds(u, v, turn) + Thread(x * step, y * step) - (0.35 * (Square(u - 0.7) + Square(v - 0.45))), 0, 1);
                // Few shades: they compress, and cloth has no more.
                tone = Math.Round(tone * 96) / 96;
                var (from, to, share) = tone < 0.5 ? (dark, mid, tone * 2) : (mid, light, (tone * 2) - 1);
                for (var shift = 16; shift >= 0; shift -= 8)
                {
                    var (a, b) = ((from >> shift) & 255, (to >> shift) & 255);
                    pixels[at++] = (byte)(a + ((b - a) * share));
                }
            }
        }

        return Encode(width, height, pixels);
    });

    /// <summary>How the cloth falls: pleats, drapes, waves or a plain sheet, by the picture's number.</summary>
    private double Folds(double u, double v, double turn) => (Number % 6) switch
    {
        0 => 0.62 + (0.22 * Math.Sin((u * 9) + (1.8 * Math.Sin((v * 2.3) + turn)) + turn)),
        1 => 0.60 + (0.17 * Math.Sin((u * 5.2) + (v * 3.1) + (1.4 * Math.Sin((u * 2.4) - (v * 1.7) + turn)))) + (0.12 * Math.Sin((v * 7.9) + (u * 1.1))),
        2 => 0.58 + (0.28 * Math.Pow(Math.Abs(Math.Sin((u * 14) + turn)), 0.6) - 0.1),
        3 => 0.64 + (0.14 * Math.Sin((v * 6.3) + (2.6 * Math.Sin((u * 1.9) + turn)))) + (0.1 * Math.Cos((u + v) * 4.4)),
        4 => 0.66 + (0.20 * Math.Sin(Math.Sqrt(Square(u - 0.3) + Square(v - 1.1)) * 11)),
        _ => 0.55 + (0.3 * v) - (0.14 * Math.Sin((u * 3.3) + turn)),
    };

    /// <summary>How it is woven: linen, twill, knit or satin.</summary>
    private double Thread(int x, int y) => ((Number + Category.Length) % 4) switch
    {
        0 => ((x / 3) + (y / 3)) % 2 == 0 ? 0.025 : -0.025,
        1 => (x + (2 * y)) % 12 < 6 ? 0.03 : -0.02,
        2 => Math.Abs((x % 14) - 7) + (y % 10) < 9 ? 0.035 : -0.03,
        _ => y % 6 == 0 ? 0.02 : 0,
    };

    private static double Square(double value) => value * value;

    private static byte[] Encode(int width, int height, byte[] lines)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        Chunk(file, "IHDR", head);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(lines);
        }

        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(Stream file, string name, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    // PNG, annex D.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
