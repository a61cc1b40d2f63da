using Microsoft.Win32.SafeHandles;

namespace Teg.Platform.Qualifier.Spool;

/// <summary>One file of the spool. Only the newest is written to.</summary>
internal sealed class Segment(long number, string path, SafeFileHandle handle, long openedAt) : IDisposable
{
    public const string Suffix = ".spool";

    public long Number { get; } = number;

    public string Path { get; } = path;

    public SafeFileHandle Handle { get; } = handle;

    /// <summary>By the clock's timestamp.</summary>
    public long OpenedAt { get; set; } = openedAt;

    /// <summary>Up to here everything is whole.</summary>
    public long Length { get; set; }

    /// <summary>Enquiries of this segment that the database has not.</summary>
    public int Waiting { get; set; }

    public static string NameOf(long number) => $"{number:d12}{Suffix}";

    public void Fill(Span<byte> content, long offset)
    {
        while (content.Length > 0)
        {
            var read = RandomAccess.Read(Handle, content, offset);
            if (read == 0)
            {
                throw new InvalidDataException($"Segment {Number} of the spool is shorter than it was.");
            }

            content = content[read..];
            offset += read;
        }
    }

    public void Dispose() => Handle.Dispose();
}

/// <summary>Where a record stands.</summary>
internal readonly record struct Place(Segment Segment, long Offset, int Length)
{
    public byte[] Content()
    {
        var content = new byte[Length];
        Segment.Fill(content, Offset);
        return content;
    }
}
