using System.Security.Cryptography;
using System.Text;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Judging;

namespace Teg.Platform.Qualifier.Tests.Enquiries;

/// <summary>Enquiries and decisions that tests change where it matters to them.</summary>
internal static class Samples
{
    /// <summary>Noon in California.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 20, 0, 0, TimeSpan.Zero);

    public static Enquiry Enquiry(Guid org, string email, DateTimeOffset? receivedAt = null)
    {
        var submission = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)));
        return new(
            org, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{org}/{submission}")).AsSpan(0, 16)), submission, EnquiryOrigin.Website, null, receivedAt ?? Noon,
            "Ann Atelier", email, "+1 555 0100", "Atelier Ann", "Five evening gowns for a gala.", "$12,000", "4-6", "120", "This spring",
            "google", "cpc", "brand", null, null, "gclid-1", "https://www.example.com/start", new Dictionary<string, string> { ["How did you hear of us?"] = "A friend" },
            new Consent(true, "I agree.", receivedAt ?? Noon));
    }

    public static Decision Decision(Enquiry enquiry, int score, DecisionKind kind = DecisionKind.First, DateTimeOffset? at = null, Fallback? fallback = null) => new(
        Guid.CreateVersion7(), enquiry.Id, kind,
        new Judgement(fallback is null ? score : null, 0.9m, "Clear and in range.", "gpt-4o-mini-2024-07-18", "1", 800, 400, 60, 0.000096m, fallback, []),
        score, [new AppliedRule("few-styles", 3, 2, "4 styles are fewer than 5.")], 0, at ?? enquiry.ReceivedAt.AddSeconds(1));
}
