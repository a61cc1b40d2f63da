using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Judging;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.Qualifier.Spool;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>
/// From a valid form to a decision: on the disk first, then judged, then the decision beside it. Whoever leaves meanwhile is judged all the same; a
/// process that dies meanwhile does the rest when it starts again.
/// </summary>
internal sealed partial class Reception
{
    private readonly EnquirySpool spool;
    private readonly SiteBook sites;
    private readonly Judge judge;
    private readonly Answered answered;
    private readonly IntakeOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<Reception> logger;
    private readonly Counter<long> decided;
    private readonly Histogram<double> beside;
    private readonly Channel<SpooledEnquiry> ready = Channel.CreateUnbounded<SpooledEnquiry>(new UnboundedChannelOptions { SingleReader = true });

    public Reception(
        EnquirySpool spool, SiteBook sites, Judge judge, Answered answered, IOptions<IntakeOptions> options, TimeProvider clock, IMeterFactory meters, ILogger<Reception> logger)
    {
        (this.spool, this.sites, this.judge, this.answered, this.options, this.clock, this.logger) = (spool, sites, judge, answered, options.Value, clock, logger);
        var meter = meters.Create("Teg.Qualifier.Intake");
        decided = meter.CreateCounter<long>("teg.qualifier.decided", "{enquiry}", "Enquiries of websites that were decided, by final score and what kept the model.");
        beside = meter.CreateHistogram<double>("teg.qualifier.overhead", "s", "What an enquiry took beside the model.");
    }

    /// <summary>Enquiries that can go into the database.</summary>
    public ChannelReader<SpooledEnquiry> Ready => ready.Reader;

    /// <param name="arrived">The clock's timestamp when the request came.</param>
    /// <exception cref="SpoolUnavailableException">It could not be kept, so nobody may think that it was.</exception>
    public Task<Decision> TakeAsync(Enquiry enquiry, Suspicion? suspicion, long arrived) =>
        answered.OfAsync(enquiry.Id, async () => await DecideAsync(await spool.AppendAsync(enquiry), enquiry, suspicion, arrived));

    /// <summary>
    /// What a process before this one left. Judged already: it is stored, and who sends it again gets the same answer. Not judged: its sender was never
    /// answered, or sends again and waits for this decision.
    /// </summary>
    public async Task ResumeAsync(SpooledEnquiry spooled)
    {
        try
        {
            if (spooled.ReadDecision() is { } decision)
            {
                answered.Remember(spooled.EnquiryId, decision);
                ready.Writer.TryWrite(spooled);
                return;
            }

            var enquiry = spooled.ReadEnquiry();
            var arrived = clock.GetTimestamp();
            await answered.OfAsync(enquiry.Id, () => DecideAsync(spooled, enquiry, suspicion: null, arrived));
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            LogUnreadable(e, spooled.EnquiryId);
            ready.Writer.TryWrite(spooled);
        }
    }

    private async Task<Decision> DecideAsync(SpooledEnquiry spooled, Enquiry enquiry, Suspicion? suspicion, long arrived)
    {
        try
        {
            var rules = sites.RulesOf(enquiry.OrgId);
            var decision = suspicion?.Decide(enquiry, rules, clock.GetUtcNow())
                ?? Decision.Of(enquiry, await JudgeAsync(enquiry, rules.PromptVersion, arrived), rules, DecisionKind.First, clock.GetUtcNow());
            await spool.AppendAsync(spooled, decision);
            decided.Add(1, new("score", decision.FinalScore), new("fallback", decision.Judgement.Fallback?.ToString() ?? "none"));
            beside.Record(clock.GetElapsedTime(arrived).TotalSeconds - (decision.Judgement.LatencyMs / 1000d));
            return decision;
        }
        catch (Exception e)
        {
            // A defect of ours: it is stored without a decision, and the background work makes one.
            LogUndecided(e, enquiry.Id);
            throw;
        }
        finally
        {
            ready.Writer.TryWrite(spooled);
        }
    }

    // The request's token has no say: the decision is wanted also when its sender has left.
    private Task<Judgement> JudgeAsync(Enquiry enquiry, string? promptVersion, long arrived)
    {
        var left = options.AnswerWithin - options.Reserve - clock.GetElapsedTime(arrived);
        return judge.JudgeAsync(enquiry.Project, promptVersion, left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1), CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Error, "The spool's record of enquiry {EnquiryId} cannot be read")]
    private partial void LogUnreadable(Exception exception, Guid enquiryId);

    [LoggerMessage(LogLevel.Error, "Enquiry {EnquiryId} could not be decided")]
    private partial void LogUndecided(Exception exception, Guid enquiryId);
}
