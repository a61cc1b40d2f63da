using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Version 7 UUIDs that grow with every call in this process, also within a millisecond (RFC 9562, 6.2, method 1: a counter in rand_a).
/// Guid.CreateVersion7 is random within the millisecond, and the outbox sends by id.
/// </summary>
internal sealed class OrderedIds(TimeProvider clock)
{
    private const int CounterEnd = 1 << 12;
    private readonly Lock counting = new();
    private long millisecond;
    private int counter;

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        lock (counting)
        {
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > millisecond)
            {
                (millisecond, counter) = (now, 0);
            }
            else if (++counter == CounterEnd)
            {
                // More than 4096 within a millisecond, or a clock set back: go on into the next one.
                (millisecond, counter) = (millisecond + 1, 0);
            }

            BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | counter));
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(millisecond >> 16));
            BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)millisecond);
        }

        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3f));
        return new Guid(bytes, bigEndian: true);
    }
}
