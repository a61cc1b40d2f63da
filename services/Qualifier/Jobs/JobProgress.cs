using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.Qualifier.Jobs;

/// <summary>
/// Tells open pages how far a job is, at most four times a second per job. A lost message is replaced by the next one, so a broker that is away costs
/// nothing: the channel keeps the newest and nobody waits for it.
/// </summary>
internal sealed partial class JobProgress(IBus bus, TimeProvider clock, ILogger<JobProgress> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> toldAt = new();
    private readonly Channel<object> channel = Channel.CreateBounded<object>(new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Tell(JobLease job, JobStanding standing)
    {
        var now = clock.GetUtcNow();
        if (now - toldAt.GetValueOrDefault(job.JobId) >= Pause)
        {
            toldAt[job.JobId] = now;
            channel.Writer.TryWrite(Message(job.OrgId, job.JobId, job.Kind, standing, now));
        }
    }

    /// <summary>Always told.</summary>
    public void TellEnd(JobLease job, JobStanding standing) => TellEnd(job.OrgId, job.JobId, job.Kind, standing);

    /// <summary>Always told.</summary>
    public void TellEnd(Guid orgId, Guid jobId, string kind, JobStanding standing)
    {
        toldAt.TryRemove(jobId, out _);
        channel.Writer.TryWrite(Message(orgId, jobId, kind, standing, clock.GetUtcNow()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in channel.Reader.ReadAllAsync(stoppingToken))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(Patience);
            try
            {
                await bus.Publish(message, limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or MassTransitException or RabbitMQ.Client.Exceptions.RabbitMQClientException && !stoppingToken.IsCancellationRequested)
            {
                LogUntold();
            }
        }
    }

    private static object Message(Guid orgId, Guid jobId, string kind, JobStanding standing, DateTimeOffset now) => kind == JobLease.Replay
        ? new ReplayProgressed(orgId, jobId, standing.State, standing.Total, standing.Done, standing.CostUsd, now)
        : new BatchProgressed(orgId, jobId, standing.State, standing.Total, standing.Done, standing.Failed, standing.CostUsd, now);

    [LoggerMessage(LogLevel.Debug, "Progress of a job could not be told")]
    private partial void LogUntold();
}
