using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Teg.Platform.Sandbox.Traffic;

[JsonConverter(typeof(KebabEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Answers <see cref="Fault.Status"/> and nothing else.</summary>
    Status,

    /// <summary>Closes the connection without an answer.</summary>
    Drop,

    /// <summary>Answers properly after <see cref="Fault.DelayMs"/>.</summary>
    Delay,

    /// <summary>Does what was asked, and closes the connection without saying so.</summary>
    DropAnswer,

    /// <summary>Does what was asked, and says so after <see cref="Fault.DelayMs"/>.</summary>
    DelayAnswer,

    /// <summary>Monday: the cursor in the request is expired.</summary>
    ExpireCursor,

    /// <summary>Monday: the complexity budget is used up.</summary>
    ExhaustComplexity,

    /// <summary>The vendor's own 429.</summary>
    RateLimit,

    /// <summary>OpenAI: the account has no credit left. Google Ads: the operations of the day are used up.</summary>
    ExhaustQuota,

    /// <summary>OpenAI: the model declines to answer.</summary>
    Refuse,

    /// <summary>OpenAI: the answer breaks off half way.</summary>
    Truncate,

    /// <summary>OpenAI: the answer is not the JSON that was asked for.</summary>
    Garbage,
}

public sealed class KebabEnumConverter<T>() : JsonStringEnumConverter<T>(System.Text.Json.JsonNamingPolicy.KebabCaseLower)
    where T : struct, Enum;

/// <summary>Something that shall go wrong with the next requests to a vendor.</summary>
public sealed record Fault
{
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary><c>monday</c>, <c>calendly</c>, <c>openai</c>, <c>signnow</c>, <c>google</c> or <c>google-ads</c>.</summary>
    [Required, AllowedValues("monday", "calendly", "openai", "signnow", "google", "google-ads")]
    public required string Vendor { get; init; }

    public required FaultKind Kind { get; init; }

    [Range(400, 599)]
    public int Status { get; init; } = 500;

    /// <summary>Seconds for Retry-After, or until the budget is back.</summary>
    [Range(0, 3600)]
    public int? RetryAfter { get; init; }

    [Range(0, 600_000)]
    public int DelayMs { get; init; } = 1000;

    /// <summary>How many requests it befalls.</summary>
    [Range(1, 1_000_000)]
    public int Count { get; init; } = 1;

    /// <summary>How many matching requests pass unharmed before it begins.</summary>
    [Range(0, 1_000_000)]
    public int After { get; init; }

    /// <summary>Only requests with this text in their path, query or body.</summary>
    [MaxLength(2000)]
    public string? Matching { get; init; }
}

/// <summary>Faults in the order in which they were ordered; the first that fits a request befalls it.</summary>
internal sealed class FaultQueue
{
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];

    public IReadOnlyList<Fault> Waiting
    {
        get
        {
            lock (gate)
            {
                return [.. faults];
            }
        }
    }

    public void Add(Fault fault)
    {
        lock (gate)
        {
            faults.Add(fault);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            faults.Clear();
        }
    }

    public Fault? TakeFor(string vendor, string pathAndQuery, string body)
    {
        lock (gate)
        {
            for (var i = 0; i < faults.Count; i++)
            {
                var fault = faults[i];
                if (fault.Vendor != vendor || !Fits(fault, pathAndQuery, body))
                {
                    continue;
                }

                if (fault.After > 0)
                {
                    faults[i] = fault with { After = fault.After - 1 };
                    continue;
                }

                if (fault.Count > 1)
                {
                    faults[i] = fault with { Count = fault.Count - 1 };
                }
                else
                {
                    faults.RemoveAt(i);
                }

                return fault;
            }
        }

        return null;
    }

    // An expired cursor can only befall a request that hands one in, not one that asks for the first.
    private static bool Fits(Fault fault, string pathAndQuery, string body) =>
        (fault.Matching is null || pathAndQuery.Contains(fault.Matching, StringComparison.Ordinal) || body.Contains(fault.Matching, StringComparison.Ordinal))
        && (fault.Kind != FaultKind.ExpireCursor || body.Contains("next_items_page", StringComparison.Ordinal)
            || body.Contains("cursor:", StringComparison.Ordinal));
}
