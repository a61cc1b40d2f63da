using System.Buffers.Binary;
using System.IO.Compression;

namespace Teg.Platform.Documents.Tests.Files;

internal static class Pictures
{
    /// <summary>A PNG of one colour, with a darker border so that a person sees whether it was cropped or stretched.</summary>
    public static byte[] Png(int width, int height, byte red = 156, byte green = 122, byte blue = 75)
    {
        var rows = new byte[height * ((width * 3) + 1)];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var place = (y * ((width * 3) + 1)) + 1 + (x * 3);
                var isDark = x < 4 || y < 4 || x >= width - 4 || y >= height - 4 || ((x - (width / 2)) * (x - (width / 2))) + ((y - (height / 2)) * (y - (height / 2))) < Math.Min(width, height) * Math.Min(width, height) / 16;
                rows[place] = (byte)(isDark ? red / 2 : red);
                rows[place + 1] = (byte)(isDark ? green / 2 : green);
                rows[place + 2] = (byte)(isDark ? blue / 2 : blue);
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    public static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, byte[] content)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. name, .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Documents.Safety.Crc32.Of(body));
        file.Write(number);
    }
}
