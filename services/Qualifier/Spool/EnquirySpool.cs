using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;

namespace Teg.Platform.Qualifier.Spool;

/// <summary>
/// What was accepted, on the disk before it is answered. One thread writes: whatever has come in since its last flush goes out in one write and one
/// fsync, so a flush is shared by all who wait for it. Segments are deleted in their order, so the decision of an enquiry, which stands in the same
/// segment or a later one, is there as long as the enquiry is.
/// </summary>
internal sealed partial class EnquirySpool : IDisposable
{
    private readonly SpoolOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<EnquirySpool> logger;
    private readonly BlockingCollection<Append> queue;
    private readonly Lock gate = new();
    private readonly List<Segment> segments = [];
    private readonly ArrayBufferWriter<byte> buffer = new(256 * 1024);
    private readonly Counter<long> appended;
    private readonly Counter<long> refused;
    private readonly Histogram<double> flushes;
    private FileStream? owned;
    private Thread? writer;
    private long bytes;
    private volatile string? trouble;

    public EnquirySpool(IOptions<SpoolOptions> options, TimeProvider clock, IMeterFactory meters, ILogger<EnquirySpool> logger)
    {
        (this.options, this.clock, this.logger) = (options.Value, clock, logger);
        queue = new BlockingCollection<Append>(this.options.SpoolQueue);
        var meter = meters.Create("Teg.Qualifier.Spool");
        appended = meter.CreateCounter<long>("teg.qualifier.spool.appended", "{enquiry}", "Enquiries that are on the disk.");
        refused = meter.CreateCounter<long>("teg.qualifier.spool.refused", "{record}", "Records the disk did not take.");
        flushes = meter.CreateHistogram<double>("teg.qualifier.spool.flush", "s", "Time of one write and flush.");
        meter.CreateObservableGauge("teg.qualifier.spool.bytes", () => Interlocked.Read(ref bytes), "By", "What the spool holds on the disk.");
        meter.CreateObservableGauge("teg.qualifier.spool.waiting", () => Waiting, "{enquiry}", "Enquiries that the database has not yet.");
    }

    /// <summary>Enquiries that the database has not yet.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return segments.Sum(segment => segment.Waiting);
            }
        }
    }

    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Why the last enquiry was refused; null when it was taken.</summary>
    public string? Trouble => trouble;

    /// <summary>Takes the folder, cuts what a crash left half written, and begins to write.</summary>
    /// <returns>What waits from before, oldest first, with the decisions that were made.</returns>
    /// <exception cref="InvalidOperationException">Another process has the folder.</exception>
    public IReadOnlyList<SpooledEnquiry> Open()
    {
        Directory.CreateDirectory(options.SpoolFolder);
        try
        {
            owned = new FileStream(Path.Combine(options.SpoolFolder, "spool.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another process has the spool in {options.SpoolFolder}. Give every replica a Qualifier__SpoolFolder of its own.", e);
        }

        var found = new Dictionary<Guid, SpooledEnquiry>();
        var files = Directory.GetFiles(options.SpoolFolder, $"*{Segment.Suffix}")
            .Where(file => long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var file in files)
        {
            var number = long.Parse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture);
            var segment = new Segment(number, file, File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read), clock.GetTimestamp());
            Scan(segment, isLast: file == files[^1], found);
            segments.Add(segment);
            bytes += segment.Length;
        }

        Begin();
        Drop();
        writer = new Thread(Work) { IsBackground = true, Name = "spool" };
        writer.Start();
        if (found.Count > 0)
        {
            LogFound(found.Count, found.Values.Count(waiting => !waiting.IsDecided));
        }

        return [.. found.Values];
    }

    /// <summary>Returns when the enquiry is on the disk.</summary>
    /// <exception cref="SpoolUnavailableException">It is not, and nobody may be told that it was.</exception>
    public async Task<SpooledEnquiry> AppendAsync(Enquiry enquiry)
    {
        var place = await EnqueueAsync(new Append(Frame.Of(FrameKind.Enquiry, enquiry.OrgId, enquiry.Id, enquiry), IsEnquiry: true));
        appended.Add(1);
        return new SpooledEnquiry(enquiry.OrgId, enquiry.Id, place);
    }

    /// <summary>Returns when a killed process would not lose the decision; a lost power supply might, and the enquiry is then judged again.</summary>
    public async Task AppendAsync(SpooledEnquiry enquiry, Decision decision)
    {
        try
        {
            enquiry.DecisionPlace = await EnqueueAsync(new Append(Frame.Of(FrameKind.Decision, enquiry.OrgId, enquiry.EnquiryId, decision), IsEnquiry: false));
        }
        catch (SpoolUnavailableException e)
        {
            LogHeld(e, enquiry.EnquiryId);
            enquiry.HeldDecision = decision;
        }
    }

    /// <summary>The database has these; what they took of the disk is given back.</summary>
    public void Stored(IReadOnlyList<SpooledEnquiry> stored)
    {
        lock (gate)
        {
            foreach (var one in stored)
            {
                one.Place.Segment.Waiting--;
            }
        }

        Drop();
    }

    /// <summary>Keeps a record that the database will never take, for a person to look at, out of the way of the others.</summary>
    public void SetAside(SpooledEnquiry spooled)
    {
        using (var aside = new FileStream(Path.Combine(options.SpoolFolder, "refused"), FileMode.Append, FileAccess.Write))
        {
            aside.Write(spooled.Place.Content());
            if (spooled.DecisionPlace is { } decision)
            {
                aside.Write(decision.Content());
            }

            aside.Flush(flushToDisk: true);
        }

        Folder.Flush(options.SpoolFolder);
        Stored([spooled]);
    }

    /// <summary>Empties a segment of which everything is stored, though nothing new comes. Called from time to time.</summary>
    public void Tidy()
    {
        lock (gate)
        {
            if (segments is not [{ Waiting: 0, Length: > 0 }])
            {
                return;
            }
        }

        queue.TryAdd(Append.Nothing);
    }

    public void Dispose()
    {
        queue.CompleteAdding();
        writer?.Join();
        queue.Dispose();
        segments.ForEach(segment => segment.Dispose());
        owned?.Dispose();
    }

    private Task<Place> EnqueueAsync(Append append)
    {
        try
        {
            if (queue.TryAdd(append))
            {
                return append.Done.Task;
            }
        }
        catch (InvalidOperationException e) when (queue.IsAddingCompleted)
        {
            throw new SpoolUnavailableException("The service is stopping.", e);
        }

        refused.Add(1);
        throw new SpoolUnavailableException("More arrives than the disk takes.");
    }

    private void Work()
    {
        var batch = new List<Append>(1024);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < 1024 && queue.TryTake(out var next))
            {
                batch.Add(next);
            }

            var started = clock.GetTimestamp();
            Write(batch);
            flushes.Record(clock.GetElapsedTime(started).TotalSeconds);
            batch.Clear();
        }
    }

    private void Write(List<Append> batch)
    {
        try
        {
            var segment = Current();
            var start = segment.Length;
            buffer.ResetWrittenCount();
            var room = options.SpoolMaxBytes - Bytes;
            for (var i = 0; i < batch.Count; i++)
            {
                // Decisions have a reserve: they are what lets the spool empty itself.
                if (batch[i].IsEnquiry && buffer.WrittenCount + batch[i].Frame.Length > room)
                {
                    Refuse(batch[i], "As much waits for the database as may wait.");
                    batch[i] = Append.Nothing;
                    continue;
                }

                batch[i].Offset = start + buffer.WrittenCount;
                buffer.Write(batch[i].Frame);
            }

            if (buffer.WrittenCount == 0)
            {
                return;
            }

            RandomAccess.Write(segment.Handle, buffer.WrittenSpan, start);
            segment.Length = start + buffer.WrittenCount;
            Interlocked.Add(ref bytes, buffer.WrittenCount);
            Complete(segment, batch, enquiries: false);
            if (batch.Exists(append => append.IsEnquiry))
            {
                RandomAccess.FlushToDisk(segment.Handle);
                Complete(segment, batch, enquiries: true);
                trouble = null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What of this batch reached the disk is not known, and after a failed fsync it cannot be asked. It was answered with 503; should it
            // be there after a restart, then it is the same enquiry as the one that was sent again.
            LogRefused(e, batch.Count);
            Abandon();
            batch.ForEach(append => Refuse(append, "The disk does not take it.", e));
        }
    }

    private void Complete(Segment segment, List<Append> batch, bool enquiries)
    {
        foreach (var append in batch)
        {
            if (append.IsEnquiry == enquiries && append.Frame.Length > 0)
            {
                if (enquiries)
                {
                    lock (gate)
                    {
                        segment.Waiting++;
                    }
                }

                append.Done.TrySetResult(new Place(segment, append.Offset, append.Frame.Length));
            }
        }
    }

    private void Refuse(Append append, string reason, Exception? cause = null)
    {
        if (append.Done.TrySetException(new SpoolUnavailableException(reason, cause)))
        {
            refused.Add(1);
            trouble = append.IsEnquiry ? reason : trouble;
        }
    }

    // The segment to write to: the newest, a new one when it is long or old enough, or the same one emptied.
    private Segment Current()
    {
        Segment current;
        bool isStored;
        lock (gate)
        {
            current = segments[^1];
            isStored = segments.Count == 1 && current.Waiting == 0;
        }

        if (current.Length == 0)
        {
            current.OpenedAt = clock.GetTimestamp();
            return current;
        }

        if (isStored)
        {
            RandomAccess.SetLength(current.Handle, 0);
            RandomAccess.FlushToDisk(current.Handle);
            Interlocked.Add(ref bytes, -current.Length);
            current.Length = 0;
            current.OpenedAt = clock.GetTimestamp();
            return current;
        }

        if (current.Length >= options.SegmentBytes || clock.GetElapsedTime(current.OpenedAt) >= options.SegmentAge)
        {
            current = Begin();
            Drop();
        }

        return current;
    }

    private Segment Begin()
    {
        lock (gate)
        {
            var number = segments.Count == 0 ? 1 : segments[^1].Number + 1;
            var path = Path.Combine(options.SpoolFolder, Segment.NameOf(number));
            // A start that failed half-way may have left an empty one.
            var segment = new Segment(number, path, File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read), clock.GetTimestamp());
            Folder.Flush(options.SpoolFolder);
            segments.Add(segment);
            return segment;
        }
    }

    // After a failure: nothing is written behind a place that may be half written, so that what follows is found again.
    private void Abandon()
    {
        try
        {
            Segment current;
            lock (gate)
            {
                current = segments[^1];
            }

            RandomAccess.SetLength(current.Handle, current.Length);
            Begin();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogRefused(e, 0);
        }
    }

    // Oldest first, never the newest.
    private void Drop()
    {
        lock (gate)
        {
            while (segments.Count > 1 && segments[0].Waiting == 0)
            {
                segments[0].Dispose();
                File.Delete(segments[0].Path);
                Interlocked.Add(ref bytes, -segments[0].Length);
                segments.RemoveAt(0);
            }
        }
    }

    private void Scan(Segment segment, bool isLast, Dictionary<Guid, SpooledEnquiry> found)
    {
        var length = RandomAccess.GetLength(segment.Handle);
        var content = new byte[length];
        segment.Fill(content, 0);
        var at = 0;
        while (at < content.Length)
        {
            if (Frame.TryRead(content.AsSpan(at)) is not { } frame)
            {
                var next = at + 1;
                while (next < content.Length && Frame.TryRead(content.AsSpan(next)) is null)
                {
                    next++;
                }

                LogDamaged(segment.Number, at, next - at, isLast && next == content.Length ? "the process died while it was written" : "it is damaged");
                if (next == content.Length)
                {
                    break;
                }

                at = next;
                continue;
            }

            var place = new Place(segment, at, frame.Length);
            if (frame.Kind is FrameKind.Enquiry)
            {
                // The same form twice: one record is enough to be stored.
                if (found.TryAdd(frame.EnquiryId, new SpooledEnquiry(frame.OrgId, frame.EnquiryId, place)))
                {
                    segment.Waiting++;
                }
            }
            else if (found.TryGetValue(frame.EnquiryId, out var enquiry))
            {
                // The first one is what the person was answered. Without its enquiry it was stored long ago.
                enquiry.DecisionPlace ??= place;
            }

            at += frame.Length;
        }

        segment.Length = at;
        RandomAccess.SetLength(segment.Handle, at);
    }

    /// <summary>A record on its way to the disk.</summary>
    private sealed record Append(byte[] Frame, bool IsEnquiry)
    {
        public static Append Nothing => new([], IsEnquiry: false);

        public TaskCompletionSource<Place> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Offset { get; set; }
    }

    [LoggerMessage(LogLevel.Information, "{Count} enquiries wait in the spool, {Undecided} of them without a decision")]
    private partial void LogFound(int count, int undecided);

    [LoggerMessage(LogLevel.Warning, "Segment {Number} of the spool has {Bytes} bytes at {Offset} that are no record: {Reason}")]
    private partial void LogDamaged(long number, long offset, long bytes, string reason);

    [LoggerMessage(LogLevel.Error, "The disk did not take {Count} records of the spool")]
    private partial void LogRefused(Exception exception, int count);

    [LoggerMessage(LogLevel.Warning, "The decision on enquiry {EnquiryId} is kept in memory: the disk did not take it")]
    private partial void LogHeld(Exception exception, Guid enquiryId);
}
