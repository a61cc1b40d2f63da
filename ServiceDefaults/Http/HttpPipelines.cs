using System.Net;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;
using Polly.Retry;
using Polly.Timeout;

namespace Teg.Platform.ServiceDefaults;

/// <summary>One pipeline per client and address, so that a broken vendor opens only its own circuit.</summary>
internal sealed class HttpPipelines(IOptionsMonitor<HttpResilienceOptions> options, TimeProvider clock) : IDisposable
{
    internal static readonly ResiliencePropertyKey<bool> MayRepeat = new("teg.repeat");

    private readonly ResiliencePipelineRegistry<Key> registry = new();

    public ResiliencePipeline<HttpResponseMessage> Of(string client, Uri address) =>
        registry.GetOrAddPipeline<HttpResponseMessage>(new Key(client, address.Authority), (pipeline, context) => Build(pipeline, options.Get(context.PipelineKey.Client)));

    public void Dispose() => registry.Dispose();

    private void Build(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, HttpResilienceOptions options)
    {
        pipeline.TimeProvider = clock;
        pipeline.AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout });
        if (options.Retries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BaseDelay,
                MaxDelay = options.MaxDelay,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Context.Properties.GetValue(MayRepeat, false)
                    && IsTransient(args.Outcome)
                    && (RetryAfter(args.Outcome.Result) ?? TimeSpan.Zero) <= options.MaxRetryAfter),
                // null leaves the wait to the exponential backoff.
                DelayGenerator = args => ValueTask.FromResult(RetryAfter(args.Outcome.Result)),
            });
        }

        pipeline.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            FailureRatio = options.BreakerFailureRatio,
            MinimumThroughput = options.BreakerMinimum,
            SamplingDuration = options.BreakerWindow,
            BreakDuration = options.BreakerPause,
            // 429 is the other side working as it should: waiting answers it, not an open circuit.
            ShouldHandle = args => ValueTask.FromResult(
                IsTransient(args.Outcome) && args.Outcome.Result?.StatusCode is not HttpStatusCode.TooManyRequests),
        });
        pipeline.AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout });
    }

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: TimeoutRejectedException } => true,
        // A name without an address stays without one.
        { Exception: HttpRequestException failure } => failure.HttpRequestError is not HttpRequestError.NameResolutionError || failure.InnerException is not null,
        { Result: { } answer } => answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        _ => false,
    };

    // "Retry-After: 7" or "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"; a date in the past means now.
    private TimeSpan? RetryAfter(HttpResponseMessage? answer) => answer?.Headers.RetryAfter switch
    {
        { Delta: { } seconds } => seconds,
        { Date: { } date } => date > clock.GetUtcNow() ? date - clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    internal readonly record struct Key(string Client, string Authority);
}
