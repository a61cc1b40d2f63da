using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>OpenAI's address: chat completions and models.</summary>
internal static class OpenAiEndpoints
{
    private const long ModelsCreated = 1_721_172_741;

    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        var openAi = routes.MapGroup("/v1").WithMetadata(new OnVendor(Vendor.OpenAi)).ExcludeFromDescription();

        openAi.MapPost("/chat/completions", CompleteAsync);
        openAi.MapGet("/models", static () => new { @object = "list", data = ChatRequest.Models.Keys.Select(Model) });
        openAi.MapGet("/models/{id}", static (string id) => ChatRequest.Models.ContainsKey(id)
            ? Model(id)
            : throw new OpenAiException(StatusCodes.Status404NotFound, "invalid_request_error", "model_not_found", $"The model '{id}' does not exist", "model"));
    }

    private static object Model(string id) => new { id, @object = "model", created = ModelsCreated, owned_by = "system" };

    private static async Task CompleteAsync(HttpContext context, OpenAiLimits limits, TimeProvider clock)
    {
        var request = ChatRequest.Of(VendorTraffic.BodyOf(context));
        await limits.ThinkAsync(context.RequestAborted);
        var completion = Answer(request, limits.Gullible, VendorTraffic.FaultOf(context)?.Kind);
        var id = "chatcmpl-" + Guid.NewGuid().ToString("N")[..29];
        var created = clock.GetUtcNow().ToUnixTimeSeconds();
        if (request.Stream)
        {
            await StreamAsync(context, request, completion, id, created);
            return;
        }

        await context.Response.WriteAsJsonAsync(
            new
            {
                id,
                @object = "chat.completion",
                created,
                model = ChatRequest.Models[request.Model],
                choices = new[]
                {
                    new
                    {
                        index = 0,
                        message = new { role = "assistant", content = completion.Content, refusal = completion.Refusal, annotations = Array.Empty<object>() },
                        logprobs = (object?)null,
                        finish_reason = completion.FinishReason,
                    },
                },
                usage = Usage(request, completion),
                service_tier = "default",
                system_fingerprint = "fp_sandbox",
            },
            context.RequestAborted);
    }

    private static Completion Answer(ChatRequest request, bool gullible, FaultKind? fault)
    {
        if (fault == FaultKind.Refuse)
        {
            return new Completion(null, "I'm sorry, I can't assist with that request.", "stop");
        }

        var content = fault == FaultKind.Garbage ? "Certainly! The score would be: {\"score\": three" : ContentOf(request, gullible);
        var most = fault == FaultKind.Truncate ? Math.Max(1, TokensIn(content) / 2) : request.MaxTokens ?? int.MaxValue;
        return TokensIn(content) > most ? new Completion(content[..Math.Min(content.Length, most * 4)], null, "length") : new Completion(content, null, "stop");
    }

    private static string ContentOf(ChatRequest request, bool gullible)
    {
        var asked = request.Messages.LastOrDefault(message => message.Role == "user").Content ?? "";
        var opinion = Opinion.Of(EnquiryIn(asked), gullible);
        var known = new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { ["score"] = opinion.Score, ["confidence"] = opinion.Confidence, ["reason"] = opinion.Reason };
        return request.Format switch
        {
            "json_schema" => StrictSchema.Fill(request.Schema!.Value, request.Schema.Value, known)!.ToJsonString(),
            "json_object" => new JsonObject(known).ToJsonString(),
            _ => opinion.Reason,
        };
    }

    // {"enquiry":"…"}, or whatever else was sent.
    private static string EnquiryIn(string asked)
    {
        if (!asked.TrimStart().StartsWith('{'))
        {
            return asked;
        }

        try
        {
            using var document = JsonDocument.Parse(asked);
            return document.RootElement.TryGetProperty("enquiry", out var enquiry) && enquiry.ValueKind == JsonValueKind.String ? enquiry.GetString()! : asked;
        }
        catch (JsonException)
        {
            return asked;
        }
    }

    private static async Task StreamAsync(HttpContext context, ChatRequest request, Completion completion, string id, long created)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        Task SendAsync(object? delta, string? finish, object? usage = null) => context.Response.WriteAsync(
            "data: " + JsonSerializer.Serialize(new
            {
                id,
                @object = "chat.completion.chunk",
                created,
                model = ChatRequest.Models[request.Model],
                service_tier = "default",
                system_fingerprint = "fp_sandbox",
                choices = delta is null ? [] : new[] { new { index = 0, delta, logprobs = (object?)null, finish_reason = finish } },
                usage,
            }) + "\n\n", Encoding.UTF8, context.RequestAborted);

        await SendAsync(new { role = "assistant", content = "", refusal = (string?)null }, null);
        foreach (var piece in (completion.Content ?? completion.Refusal!).Chunk(24))
        {
            await SendAsync(completion.Content is null ? new { refusal = new string(piece) } : new { content = new string(piece) }, null);
        }

        await SendAsync(new { }, completion.FinishReason);
        if (request.IncludeUsage)
        {
            await SendAsync(null, null, Usage(request, completion));
        }

        await context.Response.WriteAsync("data: [DONE]\n\n", Encoding.UTF8, context.RequestAborted);
    }

    private static object Usage(ChatRequest request, Completion completion)
    {
        var prompt = request.Messages.Sum(message => TokensIn(message.Content) + 4);
        var answer = TokensIn(completion.Content ?? completion.Refusal ?? "");
        return new
        {
            prompt_tokens = prompt,
            completion_tokens = answer,
            total_tokens = prompt + answer,
            prompt_tokens_details = new { cached_tokens = 0, audio_tokens = 0 },
            completion_tokens_details = new { reasoning_tokens = 0, audio_tokens = 0, accepted_prediction_tokens = 0, rejected_prediction_tokens = 0 },
        };
    }

    // Four characters to a token is what English comes to.
    private static int TokensIn(string text) => (text.Length + 3) / 4;

    private sealed record Completion(string? Content, string? Refusal, string FinishReason);
}
