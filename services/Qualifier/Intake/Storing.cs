using System.Data.Common;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Spool;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>
/// Carries the spool into the database: begins with what a process before this one left, then follows. While PostgreSQL is away it waits, and the spool
/// grows. At least once: the store takes a batch again without a change, so a batch counts as stored only when it is.
/// </summary>
internal sealed partial class Storing(
    EnquirySpool spool, Reception reception, EnquiryStore store, IOptions<IntakeOptions> options, TimeProvider clock, ILogger<Storing> logger) : BackgroundService
{
    private const int Most = 500;
    private const int ResumeAtOnce = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim places = new(ResumeAtOnce);
    private long waitingSince;

    /// <summary>How long the database has taken nothing although something waits.</summary>
    public TimeSpan Behind => Interlocked.Read(ref waitingSince) is not 0 and var since ? clock.GetElapsedTime(since) : TimeSpan.Zero;

    public override void Dispose()
    {
        places.Dispose();
        base.Dispose();
    }

    // Before the server listens: nothing is accepted that could not be kept, and what is on the disk is known.
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var spooled in spool.Open())
        {
            // What fails there says so itself, and is stored undecided.
            _ = reception.ResumeAsync(spooled, places);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Places.UntilStoppedAsync([StoreAsync(stoppingToken), TidyAsync(stoppingToken)], stoppingToken);

    private async Task StoreAsync(CancellationToken ct)
    {
        var batch = new List<SpooledEnquiry>(Most);
        while (await reception.Ready.WaitToReadAsync(ct))
        {
            if (reception.Ready.Count < Most)
            {
                // Others will come within the moment.
                await Task.Delay(options.Value.StoreEvery, ct);
            }

            while (batch.Count < Most && reception.Ready.TryRead(out var spooled))
            {
                batch.Add(spooled);
            }

            await StoreAsync(batch, ct);
            batch.Clear();
        }
    }

    private async Task StoreAsync(IReadOnlyList<SpooledEnquiry> batch, CancellationToken ct)
    {
        var pause = FirstPause;
        var setAside = false;
        while (true)
        {
            try
            {
                if (setAside)
                {
                    spool.SetAside(batch[0]);
                    return;
                }

                await store.StoreAsync([.. batch.Select(Read)], ct);
                spool.Stored(batch);
                Interlocked.Exchange(ref waitingSince, 0);
                return;
            }
            // One that will never be taken must not keep the others waiting. Nothing a form can hold is known to do this.
            catch (Exception e) when (IsOfData(e))
            {
                if (batch.Count > 1)
                {
                    var half = batch.Count / 2;
                    await StoreAsync([.. batch.Take(half)], ct);
                    await StoreAsync([.. batch.Skip(half)], ct);
                    return;
                }

                setAside = true;
                LogRefused(e, batch[0].EnquiryId);
            }
            // Npgsql says InvalidOperationException when a connection broke between two commands.
            catch (Exception e) when (!ct.IsCancellationRequested
                && e is DbException or SocketException or IOException or UnauthorizedAccessException or TimeoutException or InvalidOperationException or OperationCanceledException)
            {
                Interlocked.CompareExchange(ref waitingSince, clock.GetTimestamp(), 0);
                LogWaiting(e, spool.Waiting, pause.TotalSeconds);
                await Task.Delay(pause, clock, ct);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task TidyAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(ct))
        {
            spool.Tidy();
        }
    }

    private static JudgedEnquiry Read(SpooledEnquiry spooled) => new(spooled.ReadEnquiry(), spooled.ReadDecision());

    // SQLSTATE classes 22 and 23: data exception, integrity constraint. JSON: written by a version that knew it otherwise.
    private static bool IsOfData(Exception e) => e is JsonException or InvalidDataException
        || (e is PostgresException { SqlState: var state } && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal)));

    [LoggerMessage(LogLevel.Warning, "{Count} enquiries wait on the disk, tried again in {Seconds} s: the database does not take them")]
    private partial void LogWaiting(Exception exception, int count, double seconds);

    [LoggerMessage(LogLevel.Critical, "The database will never take enquiry {EnquiryId}; it is kept in the file \"refused\" of the spool")]
    private partial void LogRefused(Exception exception, Guid enquiryId);
}
