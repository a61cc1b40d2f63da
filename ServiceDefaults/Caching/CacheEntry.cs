using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.ServiceDefaults;

/// <summary>A kept answer. Whoever gets its value does not change it.</summary>
/// <param name="value">Shared by all who ask in this process.</param>
/// <param name="madeAt">When it was begun to be worked out: it knows nothing that came later.</param>
/// <param name="stamps">Of its tags, read before.</param>
/// <param name="bytes">Length of the value's JSON.</param>
internal sealed class CacheEntry(object? value, DateTimeOffset madeAt, long[] stamps, int bytes)
{
    private const byte Format = 1;
    private const int BrotliQuality = 3;
    private const int BrotliWindow = 18;

    private long refreshAt;

    public object? Value => value;

    public DateTimeOffset MadeAt => madeAt;

    public ReadOnlySpan<long> Stamps => stamps;

    public int Bytes => bytes;

    /// <summary>After a failed refresh, when the next may be tried.</summary>
    public DateTimeOffset RefreshAt
    {
        get => new(Interlocked.Read(ref refreshAt), TimeSpan.Zero);
        set => Interlocked.Exchange(ref refreshAt, value.UtcTicks);
    }

    public TimeSpan Age(DateTimeOffset now) => now > madeAt ? now - madeAt : TimeSpan.Zero;

    /// <summary>JSON, or the bytes themselves of what is JSON already.</summary>
    public static byte[] Write<T>(T value) => value as byte[] ?? JsonSerializer.SerializeToUtf8Bytes(value, Json);

    /// <summary>format, compressed, length, shape, time, count of tags, stamps; then the value.</summary>
    public byte[] ToRedis<T>(ReadOnlySpan<byte> json, int compressAbove)
    {
        var head = Head(stamps.Length);
        var frame = new byte[head + Math.Max(json.Length, BrotliEncoder.GetMaxCompressedLength(json.Length))];
        var length = 0;
        var compressed = json.Length > compressAbove && BrotliEncoder.TryCompress(json, frame.AsSpan(head), out length, BrotliQuality, BrotliWindow) && length < json.Length;
        if (!compressed)
        {
            json.CopyTo(frame.AsSpan(head));
            length = json.Length;
        }

        frame[0] = Format;
        frame[1] = compressed ? (byte)1 : (byte)0;
        frame[2] = (byte)stamps.Length;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(8), Shape<T>.Id);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(16), madeAt.UtcTicks);
        for (var i = 0; i < stamps.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(24 + (i * 8)), stamps[i]);
        }

        return frame[..(head + length)];
    }

    /// <returns>Null for what another build wrote, or nobody.</returns>
    public static CacheEntry? FromRedis<T>(byte[]? frame)
    {
        if (frame is not { Length: >= 24 } || frame[0] != Format || frame.Length < Head(frame[2])
            || BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(8)) != Shape<T>.Id)
        {
            return null;
        }

        var stamps = new long[frame[2]];
        for (var i = 0; i < stamps.Length; i++)
        {
            stamps[i] = BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(24 + (i * 8)));
        }

        var json = frame.AsSpan(Head(stamps.Length)).ToArray();
        if (frame[1] == 1)
        {
            var plain = new byte[BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(4))];
            if (!BrotliDecoder.TryDecompress(json, plain, out var length) || length != plain.Length)
            {
                return null;
            }

            json = plain;
        }

        try
        {
            var value = typeof(T) == typeof(byte[]) ? json : (object?)JsonSerializer.Deserialize<T>(json, Json);
            return new CacheEntry(value, new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(16)), TimeSpan.Zero), stamps, json.Length);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Head(int tags) => 24 + (tags * 8);

    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Strict;

    /// <summary>A type as this build knows it: another build of its assembly has another shape, so a deployment never reads what the one before wrote.</summary>
    public static class Shape<T>
    {
        public static readonly long Id = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Name(typeof(T)))));

        private static string Name(Type type) => $"{type.Namespace}.{type.Name}@{type.Module.ModuleVersionId:n}[{string.Join(',', type.GenericTypeArguments.Select(Name))}]";
    }
}
