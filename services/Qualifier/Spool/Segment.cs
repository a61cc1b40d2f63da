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

    public void Dispose() => Handle.Dispose();
}

/// <summary>Where a record stands.</summary>
internal readonly record struct Place(Segment Segment, long Offset, int Length);
