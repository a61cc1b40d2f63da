using System.Buffers.Binary;

namespace Teg.Platform.Documents.Filling;

/// <summary>A picture's type and size, read from its first bytes; what the pixels say is not looked at.</summary>
/// <param name="Dpi">96 when the file does not say.</param>
internal sealed record PictureFile(string ContentType, string Extension, int Width, int Height, double Dpi)
{
    /// <exception cref="FormatException">Not a PNG, JPEG or GIF, or without a size.</exception>
    public static PictureFile Read(ReadOnlySpan<byte> bytes)
    {
        var picture = bytes switch
        {
            _ when bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) && bytes.Length > 33 => Png(bytes),
            _ when bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => Jpeg(bytes),
            _ when (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) && bytes.Length > 13 =>
                new PictureFile("image/gif", "gif", BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), 96),
            _ => throw new FormatException("it is no PNG, JPEG or GIF picture"),
        };

        return picture is { Width: > 0 and < 65536, Height: > 0 and < 65536 } ? picture : throw new FormatException("the picture says no size");
    }

    private static PictureFile Png(ReadOnlySpan<byte> bytes)
    {
        var dpi = 96d;
        var position = 8;
        while (position + 12 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[position..]);
            var chunk = bytes.Slice(position + 4, 4);
            if (chunk.SequenceEqual("IDAT"u8) || length < 0)
            {
                break;
            }

            // pHYs: pixels per metre, and a 1 that says it is metres.
            if (chunk.SequenceEqual("pHYs"u8) && length == 9 && position + 17 <= bytes.Length && bytes[position + 16] == 1)
            {
                dpi = BinaryPrimitives.ReadInt32BigEndian(bytes[(position + 8)..]) * 0.0254;
            }

            position += Math.Min(length, bytes.Length) + 12;
        }

        return new PictureFile(
            "image/png", "png", BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]), dpi is > 10 and < 5000 ? dpi : 96);
    }

    private static PictureFile Jpeg(ReadOnlySpan<byte> bytes)
    {
        var dpi = 96d;
        var position = 2;
        while (position + 9 < bytes.Length && bytes[position] == 0xFF)
        {
            var marker = bytes[position + 1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(position + 2)..]);
            if (marker == 0xE0 && length >= 16 && position + 14 < bytes.Length && bytes.Slice(position + 4, 4).SequenceEqual("JFIF"u8))
            {
                var density = BinaryPrimitives.ReadUInt16BigEndian(bytes[(position + 12)..]);
                dpi = bytes[position + 11] switch { 1 => density, 2 => density * 2.54, _ => 96 };
            }

            // The start of frame, whatever coding; C4, C8 and CC are other tables.
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            {
                var height = BinaryPrimitives.ReadUInt16BigEndian(bytes[(position + 5)..]);
                var width = BinaryPrimitives.ReadUInt16BigEndian(bytes[(position + 7)..]);
                return new PictureFile("image/jpeg", "jpg", width, height, dpi is > 10 and < 5000 ? dpi : 96);
            }

            position += 2 + length;
        }

        throw new FormatException("the JPEG picture is damaged");
    }
}
