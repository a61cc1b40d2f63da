using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Teg.Platform.Qualifier.Judging.Screening;

namespace Teg.Platform.Qualifier.Judging;

/// <summary>
/// Lets the model read a description. The description is screened first and travels as a JSON string in the user message; name, address and phone are never sent,
/// and budget and counts are left to the rules. Whatever goes wrong becomes a <see cref="Fallback"/>: nobody waits longer than they said for a model that does not answer.
/// </summary>
internal sealed partial class Judge : IDisposable
{
    public const string Client = "OpenAI";

    private const int LongestReason = 600;

    // The description is quoted as it reads; only what JSON itself must escape is escaped, which is what the model has seen most of.
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly ChatResponseFormat Format = ChatResponseFormat.CreateJsonSchemaFormat(
        "judgement",
        BinaryData.FromString(
            """
            {
              "type": "object",
              "properties": {
                "score": { "type": "integer", "enum": [0, 1, 2, 3] },
                "confidence": { "type": "number" },
                "reason": { "type": "string" }
              },
              "required": ["score", "confidence", "reason"],
              "additionalProperties": false
            }
            """),
        jsonSchemaIsStrict: true);

    private readonly OpenAiOptions options;
    private readonly JudgeMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger<Judge> logger;
    private readonly ChatClient chat;
    private readonly SemaphoreSlim places;
    private readonly ResiliencePipeline breaker;
    private int unpriced;

    public Judge(IHttpClientFactory http, IOptions<OpenAiOptions> options, JudgeMetrics metrics, TimeProvider clock, ILogger<Judge> logger)
    {
        this.options = options.Value;
        this.metrics = metrics;
        this.clock = clock;
        this.logger = logger;
        places = new SemaphoreSlim(this.options.MaxConcurrent);
        chat = new ChatClient(this.options.Model, new ApiKeyCredential(this.options.Key), new OpenAIClientOptions
        {
            Endpoint = this.options.Address,
            Transport = new HttpClientPipelineTransport(http.CreateClient(Client)),
            // A second attempt would cost what is left of the three seconds; the background asks again instead.
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        });
        breaker = new ResiliencePipelineBuilder { TimeProvider = clock }.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = this.options.BreakerFailureRatio,
            MinimumThroughput = this.options.BreakerMinimum,
            SamplingDuration = this.options.BreakerWindow,
            BreakDuration = this.options.BreakerPause,
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is NoAnswer { Kind: Fallback.Timeout or Fallback.Unavailable or Fallback.Rejected }),
            OnOpened = args =>
            {
                LogOpened(args.BreakDuration.TotalSeconds);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>Never throws but for <paramref name="ct"/>.</summary>
    /// <param name="project">The description as it was typed.</param>
    /// <param name="promptVersion">Null is the newest, as is a version that nobody knows.</param>
    /// <param name="within">The longest this may take.</param>
    public async Task<Judgement> JudgeAsync(string? project, string? promptVersion, TimeSpan within, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var started = clock.GetTimestamp();
        var (version, prompt) = PromptBook.For(promptVersion);
        var screened = Screen.Of(project);
        var judgement = screened.Text.Length == 0
            ? Without(Fallback.NoText, version, started, screened, asked: false)
            : await AskAsync(screened, version, prompt, started, within, ct);
        metrics.Judged(judgement);
        return judgement;
    }

    public void Dispose() => places.Dispose();

    private async Task<Judgement> AskAsync(ScreenedText screened, string version, string prompt, long started, TimeSpan within, CancellationToken ct)
    {
        if (!places.Wait(0, CancellationToken.None))
        {
            return Without(Fallback.Busy, version, started, screened, asked: false);
        }

        try
        {
            return await breaker.ExecuteAsync(token => AskOnceAsync(screened, version, prompt, started, within, token), ct);
        }
        catch (BrokenCircuitException)
        {
            return Without(Fallback.Unavailable, version, started, screened, asked: false);
        }
        catch (NoAnswer kept)
        {
            return Without(kept.Kind, version, started, screened, asked: true, kept.Model, kept.Usage);
        }
        finally
        {
            places.Release();
        }
    }

    private async ValueTask<Judgement> AskOnceAsync(ScreenedText screened, string version, string prompt, long started, TimeSpan within, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(within, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            var answer = await chat.CompleteChatAsync(
                [new SystemChatMessage(prompt), new UserChatMessage(JsonSerializer.Serialize(new { enquiry = screened.Text }, Quoting))],
                new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = options.MaxTokens, ResponseFormat = Format },
                both.Token);
            return Read(answer.Value, screened, version, started);
        }
        catch (Exception late) when (late is TimeoutRejectedException || (late is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new NoAnswer(Fallback.Timeout);
        }
        catch (ClientResultException refused)
        {
            throw new NoAnswer(KindOf(refused));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new NoAnswer(Fallback.Unavailable);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            // What the package throws when the body is not what the vendor documents.
            throw new NoAnswer(Fallback.Invalid);
        }
    }

    private Judgement Read(ChatCompletion answer, ScreenedText screened, string version, long started)
    {
        var kept = answer switch
        {
            { Refusal.Length: > 0 } or { FinishReason: ChatFinishReason.ContentFilter } => Fallback.Refused,
            { FinishReason: ChatFinishReason.Length } => Fallback.Truncated,
            _ => (Fallback?)null,
        };
        if (kept is null && answer.Content is [{ Text: { } json }, ..] && Verdict.Of(json) is { } verdict)
        {
            var reason = verdict.Reason.Trim();
            return new Judgement(
                verdict.Score, verdict.Confidence, reason.Length > LongestReason ? reason[..LongestReason] : reason, answer.Model, version, ElapsedMs(started),
                answer.Usage?.InputTokenCount ?? 0, answer.Usage?.OutputTokenCount ?? 0, CostOf(answer.Model, answer.Usage), Fallback: null, screened.Removed);
        }

        throw new NoAnswer(kept ?? Fallback.Invalid, answer.Model, answer.Usage);
    }

    private Judgement Without(Fallback kind, string version, long started, ScreenedText screened, bool asked, string? model = null, ChatTokenUsage? usage = null) => new(
        Score: null, Confidence: null, Because(kind), model, version, asked ? ElapsedMs(started) : 0, usage?.InputTokenCount ?? 0, usage?.OutputTokenCount ?? 0,
        CostOf(model, usage), kind, screened.Removed);

    private static string Because(Fallback kind) => kind switch
    {
        Fallback.NoText => "There was no description to judge.",
        Fallback.Timeout => "The model did not answer in time.",
        Fallback.Refused => "The model declined to judge the description.",
        Fallback.Truncated => "The model's answer broke off.",
        Fallback.Invalid => "The model's answer could not be read.",
        Fallback.RateLimited => "The model's provider limits how much may be asked.",
        Fallback.Rejected => "The model's provider refuses the account or the request.",
        Fallback.Busy => "As many descriptions as allowed were being judged at once.",
        _ => "The model could not be reached.",
    };

    private static Fallback KindOf(ClientResultException refused) => refused.Status switch
    {
        // Without credit a 429 stays one however long one waits.
        429 => ErrorCodeOf(refused) is "insufficient_quota" or "credit_balance_exhausted" or "billing_hard_limit_reached" ? Fallback.Rejected : Fallback.RateLimited,
        401 or 403 or 404 => Fallback.Rejected,
        400 or 422 => ErrorCodeOf(refused) == "content_filter" ? Fallback.Refused : Fallback.Invalid,
        _ => Fallback.Unavailable,
    };

    // {"error":{"message":"…","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}
    private static string? ErrorCodeOf(ClientResultException refused)
    {
        try
        {
            using var body = JsonDocument.Parse(refused.GetRawResponse()?.Content ?? BinaryData.FromString("null"));
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
                ? code.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private decimal CostOf(string? model, ChatTokenUsage? usage)
    {
        if (model is null || usage is null)
        {
            return 0;
        }

        var price = options.Prices.Where(pair => model.StartsWith(pair.Key, StringComparison.Ordinal)).OrderByDescending(pair => pair.Key.Length).FirstOrDefault().Value;
        if (price is null)
        {
            if (Interlocked.Exchange(ref unpriced, 1) == 0)
            {
                LogUnpriced(model);
            }

            return 0;
        }

        return ((usage.InputTokenCount * price.Input) + (usage.OutputTokenCount * price.Output)) / 1_000_000m;
    }

    // At least one: zero says that nobody was asked.
    private int ElapsedMs(long started) => Math.Max(1, (int)clock.GetElapsedTime(started).TotalMilliseconds);

    [LoggerMessage(LogLevel.Warning, "The model does not answer; it is left alone for {Seconds} s")]
    private partial void LogOpened(double seconds);

    [LoggerMessage(LogLevel.Warning, "There is no price for model {Model} under OpenAI:Prices; its costs count as nothing")]
    private partial void LogUnpriced(string model);

    /// <summary>Inside of the circuit a missing answer has to be an exception to count.</summary>
    private sealed class NoAnswer(Fallback kind, string? model = null, ChatTokenUsage? usage = null) : Exception
    {
        public Fallback Kind => kind;

        public string? Model => model;

        public ChatTokenUsage? Usage => usage;
    }
}
