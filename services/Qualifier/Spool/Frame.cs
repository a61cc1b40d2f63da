using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Spool;

internal enum FrameKind : byte
{
    Enquiry = 1,
    Decision = 2,
}

/// <summary>
/// One record of the spool: length of what is checked (u32, little endian), its CRC-32C (u32), then kind (1 byte), organisation (16), enquiry (16) and
/// the JSON. Whoever scans a segment needs no JSON to know what belongs together.
/// </summary>
internal static class Frame
{
    public const int HeaderBytes = 8;

    private const int KeyBytes = 33;

    // A form has at most 32 KB, and text grows when it is escaped.
    private const int MaxBytes = 512 * 1024;

    private static readonly JsonSerializerOptions Json = JsonRules();

    public static byte[] Of<T>(FrameKind kind, Guid orgId, Guid enquiryId, T value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        var frame = new byte[HeaderBytes + KeyBytes + json.Length];
        var body = frame.AsSpan(HeaderBytes);
        body[0] = (byte)kind;
        orgId.TryWriteBytes(body[1..], bigEndian: true, out _);
        enquiryId.TryWriteBytes(body[17..], bigEndian: true, out _);
        json.CopyTo(body[KeyBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Crc(body));
        return frame;
    }

    /// <returns>Null when no undamaged frame begins here.</returns>
    public static (FrameKind Kind, Guid OrgId, Guid EnquiryId, int Length)? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes + KeyBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length is < KeyBytes or > MaxBytes || bytes.Length - HeaderBytes < length || bytes[HeaderBytes] is not (1 or 2))
        {
            return null;
        }

        var body = bytes.Slice(HeaderBytes, (int)length);
        return Crc(body) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])
            ? ((FrameKind)body[0], new Guid(body[1..17], bigEndian: true), new Guid(body[17..33], bigEndian: true), HeaderBytes + (int)length)
            : null;
    }

    public static T Value<T>(ReadOnlySpan<byte> frame) =>
        JsonSerializer.Deserialize<T>(frame[(HeaderBytes + KeyBytes)..], Json) ?? throw new InvalidDataException("A record of the spool is empty.");

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var one in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }

    private static JsonSerializerOptions JsonRules()
    {
        var json = new JsonSerializerOptions();
        Defaults.ApplyJsonRules(json);
        return json;
    }
}
