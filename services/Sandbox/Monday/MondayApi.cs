using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Monday.GraphQL;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>Monday's address: <c>POST /v2</c>.</summary>
internal static class MondayEndpoints
{
    public static void MapMonday(this IEndpointRouteBuilder routes)
    {
        var monday = routes.MapGroup("").WithMetadata(new OnVendor(Vendor.Monday)).ExcludeFromDescription();

        monday.MapPost("/v2", static (HttpContext context, MondayApi api) => api.AnswerAsync(context));
        monday.MapPost("/v2/file", static (HttpContext context) => MondayAnswer.RefuseAsync(
            context, StatusCodes.Status400BadRequest, Guid.NewGuid().ToString(), new GraphQLError("File uploads are not part of this sandbox.", "FILE_UPLOAD_NOT_SUPPORTED")));
    }
}

/// <summary>One request from header to answer: token, rates, budget, query.</summary>
internal sealed partial class MondayApi(SandboxState state, MondayWrites writes, MondayLimits limits, IOptions<MondayOptions> options, TimeProvider clock)
{
    private const string NewestVersion = "2026-10";

    private readonly SlidingWindow complexity = new(clock);
    private readonly SlidingWindow rate = new(clock);
    private int underWay;

    /// <summary>Gives all budgets back.</summary>
    public void ForgetSpending()
    {
        complexity.Clear();
        rate.Clear();
    }

    public async Task AnswerAsync(HttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        var version = context.Request.Headers["API-Version"].ToString() is { } asked && VersionFormat().IsMatch(asked) ? asked : NewestVersion;
        context.Response.Headers["x-request-id"] = requestId;
        context.Response.Headers["api-version"] = version;

        var token = context.Request.Headers.Authorization.ToString();
        if (!IsKnown(token))
        {
            await MondayAnswer.RefuseAsync(context, StatusCodes.Status401Unauthorized, requestId, new GraphQLError("Not authenticated", "NOT_AUTHENTICATED"));
            return;
        }

        var fault = VendorTraffic.FaultOf(context);
        var (allowed, left, wait) = rate.Take(token, 1, limits.MinuteRate);
        if (!allowed || fault?.Kind == FaultKind.RateLimit)
        {
            wait = fault?.RetryAfter ?? wait;
            SetLimits(context, Math.Max(0, left), complexityLeft: null, wait);
            context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await MondayAnswer.RefuseAsync(context, StatusCodes.Status429TooManyRequests, requestId,
                new GraphQLError("Rate Limit Exceeded.", "RATE_LIMIT_EXCEEDED") { Data = new LimitData(wait) });
            return;
        }

        if (Interlocked.Increment(ref underWay) > limits.Concurrency)
        {
            Interlocked.Decrement(ref underWay);
            await MondayAnswer.RefuseAsync(context, StatusCodes.Status429TooManyRequests, requestId, new GraphQLError("Concurrency limit exceeded", "maxConcurrencyExceeded"));
            return;
        }

        try
        {
            await AnswerQueryAsync(context, new Call(requestId, version, token, left - 1, fault, state.Now));
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    private sealed record Call(string RequestId, string Version, string Token, int RateLeft, Fault? Fault, DateTimeOffset Now);

    private async Task AnswerQueryAsync(HttpContext context, Call call)
    {
        if (Body.Read(VendorTraffic.BodyOf(context)) is not { } body)
        {
            SetLimits(context, call.RateLeft, complexityLeft: null, 60);
            await MondayAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, call.RequestId,
                new GraphQLError("Invalid GraphQL request: the body must be JSON with a query", "BAD_REQUEST"));
            return;
        }

        var request = new MondayRequest(state.Current.Monday, writes, limits, call.Now, call.Token, call.Version);
        try
        {
            var document = Parser.Parse(body.Query);
            var operation = Choose(document, body.OperationName);
            if (Validator.Check(MondaySchema.Current, document, operation) is { Count: > 0 } errors)
            {
                SetLimits(context, call.RateLeft, complexityLeft: null, 60);
                await MondayAnswer.WriteAsync(context, StatusCodes.Status200OK, call.RequestId, new ExecutionResult(null, errors), withData: false);
                return;
            }

            var executor = new Executor(MondaySchema.Current, document, operation, body.Variables, request);
            await RunAsync(context, call, request, executor);
        }
        catch (GraphQLException refused)
        {
            SetLimits(context, call.RateLeft, complexityLeft: null, 60);
            await MondayAnswer.WriteAsync(context, StatusCodes.Status200OK, call.RequestId, new ExecutionResult(null, [refused.Error]), withData: false);
        }
    }

    private async Task RunAsync(HttpContext context, Call call, MondayRequest request, Executor executor)
    {
        var budget = limits.ComplexityBudget;
        var price = (int)Math.Min(int.MaxValue, executor.Price());
        var (taken, before, wait) = complexity.Take(call.Token, price, budget);
        if (!taken || call.Fault?.Kind == FaultKind.ExhaustComplexity)
        {
            SetLimits(context, call.RateLeft, taken ? 0 : before, call.Fault?.RetryAfter ?? wait);
            await RefuseComplexityAsync(context, call, price, taken ? 0 : before, call.Fault?.RetryAfter ?? wait);
            return;
        }

        request.Complexity = new ComplexityReading(before, before - price, price, wait);
        SetLimits(context, call.RateLeft, before - price, wait);
        if (call.Fault?.Kind == FaultKind.ExpireCursor)
        {
            throw ItemsPage.Expired();
        }

        var result = await executor.RunAsync();
        await MondayAnswer.WriteAsync(context, StatusCodes.Status200OK, call.RequestId, result);
    }

    /// <summary>The vendor said this differently over the years; a client that asks for an old version gets the old words.</summary>
    private async Task RefuseComplexityAsync(HttpContext context, Call call, int price, int left, int wait)
    {
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        if (call.Version != "dev" && string.CompareOrdinal(call.Version, "2024-10") <= 0)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            await context.Response.WriteAsJsonAsync(new
            {
                error_code = "ComplexityException",
                status_code = 429,
                error_message = string.Create(CultureInfo.InvariantCulture,
                    $"Complexity budget exhausted, query cost {price} budget remaining {left} out of {limits.ComplexityBudget} reset in {wait} seconds"),
                error_data = new { },
                account_id = long.Parse(MondayAccount.AccountId, CultureInfo.InvariantCulture),
            }, context.RequestAborted);
            return;
        }

        var verbose = call.Version is "2025-01" or "2025-04";
        await MondayAnswer.RefuseAsync(context, StatusCodes.Status429TooManyRequests, call.RequestId, new GraphQLError("Complexity budget exhausted", "COMPLEXITY_BUDGET_EXHAUSTED")
        {
            StatusCode = verbose ? 429 : null,
            Data = verbose ? new LimitData(wait, price, left, limits.ComplexityBudget) : new LimitData(wait),
        });
    }

    private bool IsKnown(string token)
    {
        var tokens = options.Value.Tokens;
        if (tokens.Count > 0)
        {
            return tokens.Contains(token);
        }

        // The vendor wants the bare token; a scheme in front of it is the usual mistake.
        return token.Length >= 6 && token != "invalid" && !token.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
    }

    private static Operation Choose(Document document, string? name)
    {
        if (name is not null)
        {
            return document.Operations.FirstOrDefault(operation => operation.Name == name)
                ?? throw new GraphQLException($"Unknown operation named \"{name}\".", "unknownOperation", document.Operations[0].At);
        }

        return document.Operations.Count == 1
            ? document.Operations[0]
            : throw new GraphQLException("Must provide operation name if query contains multiple operations.", "operationNameRequired", document.Operations[1].At);
    }

    private void SetLimits(HttpContext context, int rateLeft, int? complexityLeft, int reset)
    {
        var concurrencyLeft = Math.Max(0, limits.Concurrency - Volatile.Read(ref underWay));
        var minute = string.Create(CultureInfo.InvariantCulture, $"\"minuteRate\";r={rateLeft}, \"concurrency\";r={concurrencyLeft}");
        context.Response.Headers["ratelimit"] = complexityLeft is { } left
            ? string.Create(CultureInfo.InvariantCulture, $"{minute}, \"complexityMinute\";r={left};t={reset}")
            : minute;
        context.Response.Headers["ratelimit-policy"] = string.Create(CultureInfo.InvariantCulture,
            $"\"minuteRate\";q={limits.MinuteRate};w=60, \"concurrency\";q={limits.Concurrency};qu=\"concurrent-requests\", \"complexityMinute\";q={limits.ComplexityBudget};w=60;qu=\"content-bytes\"");
    }

    [GeneratedRegex(@"^(\d{4}-(01|04|07|10)|dev)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionFormat();

    private sealed record Body(string Query, JsonElement? Variables, string? OperationName)
    {
        public static Body? Read(byte[] bytes)
        {
            try
            {
                using var json = JsonDocument.Parse(bytes);
                var root = json.RootElement;
                if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("query", out var query) || query.ValueKind != JsonValueKind.String)
                {
                    return null;
                }

                return new Body(
                    query.GetString()!,
                    root.TryGetProperty("variables", out var variables) && variables.ValueKind == JsonValueKind.Object ? variables.Clone() : null,
                    root.TryGetProperty("operationName", out var name) ? name.GetString() : null);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
