using System.Numerics;

namespace Teg.Platform.Sandbox.World;

/// <summary>
/// Repeatable chance: xoshiro256** seeded through SplitMix64 from the world's seed and the entity's own coordinates, so one entity's
/// throws never depend on how many others were made before it, nor on the runtime's version.
/// </summary>
internal sealed class Dice
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    public Dice(params ReadOnlySpan<long> coordinates)
    {
        var state = 0x9E3779B97F4A7C15UL;
        foreach (var coordinate in coordinates)
        {
            state = Mix(state ^ unchecked((ulong)coordinate));
        }

        s0 = Mix(state += 0x9E3779B97F4A7C15UL);
        s1 = Mix(state += 0x9E3779B97F4A7C15UL);
        s2 = Mix(state += 0x9E3779B97F4A7C15UL);
        s3 = Mix(state + 0x9E3779B97F4A7C15UL);
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [from, to], both included.</summary>
    public int Between(int from, int to) => from + (int)(Unit() * (to - from + 1));

    public double Between(double from, double to) => from + (Unit() * (to - from));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(ReadOnlySpan<T> values) => values[(int)(Unit() * values.Length)];

    /// <summary>Picks by weight; the weights need not add up to one.</summary>
    public T Weighted<T>(params IReadOnlyList<(T Value, double Weight)> values)
    {
        var total = 0.0;
        foreach (var (_, weight) in values)
        {
            total += weight;
        }

        var at = Unit() * total;
        foreach (var (value, weight) in values)
        {
            at -= weight;
            if (at < 0)
            {
                return value;
            }
        }

        return values[^1].Value;
    }

    /// <summary>How many independent arrivals happen when <paramref name="mean"/> are expected (Knuth; fine for small means).</summary>
    public int Arrivals(double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = Unit(); product > limit; product *= Unit())
        {
            count++;
        }

        return count;
    }

    /// <summary>A bell-shaped factor around 1 (sum of uniforms), never outside 1 ± <paramref name="spread"/>.</summary>
    public double Around(double spread) => 1 + (spread * ((Unit() + Unit() + Unit()) / 1.5 - 1));

    /// <summary>Upper-case letters and digits as vendors use in their identifiers.</summary>
    public string Code(int length)
    {
        const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ234567";
        return string.Create(length, this, static (text, dice) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[(int)(dice.Unit() * Alphabet.Length)];
            }
        });
    }

    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString();
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
