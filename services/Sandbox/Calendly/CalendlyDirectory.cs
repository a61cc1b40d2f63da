using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Calendly;

internal sealed record CalendlyUser(string Id, string Name, string Slug, string Email, string Role);

/// <summary>A kind of meeting that one person offers. What it is shows in its booking address.</summary>
internal sealed record CalendlyEventType(string Id, CallKind Kind, CalendlyUser Owner, string Name, string Slug, int Minutes, string Color)
{
    public string SchedulingUrl => $"https://calendly.com/{Owner.Slug}/{Slug}";
}

/// <summary>The organisation: its owner, who holds the token, and the salespeople with their event types.</summary>
internal static class CalendlyDirectory
{
    public const string OrganizationId = "TEGORGANIZATION2";

    public static readonly DateTimeOffset Founded = new(2024, 3, 4, 17, 0, 0, TimeSpan.Zero);

    public static readonly CalendlyUser Owner = new("TEGOWNER23456789", "TEG Operations", "teg-operations", "operations@teg.example", "owner");

    public static readonly IReadOnlyList<CalendlyUser> Users =
        [Owner, .. Catalogue.Reps.Select(rep => new CalendlyUser(rep.CalendlyId, rep.FullName, rep.Slug, rep.Email, "user"))];

    public static readonly IReadOnlyList<CalendlyEventType> EventTypes =
    [
        .. Catalogue.Reps.SelectMany(rep => new[]
        {
            new CalendlyEventType($"INTRO{rep.CalendlyId[..11]}", CallKind.Intro, Users[rep.Index + 1], "Introductory Call", "intro-call", 30, "#8247f5"),
            new CalendlyEventType($"REVIEW{rep.CalendlyId[..10]}", CallKind.DesignReview, Users[rep.Index + 1], "Design Review", "design-review", 60, "#0069ff"),
            new CalendlyEventType($"FITTING{rep.CalendlyId[..9]}", CallKind.Fitting, Users[rep.Index + 1], "Fitting", "fitting", 45, "#ff4f00"),
        }),
    ];

    public static CalendlyEventType TypeOf(CallTimeline timeline) => EventTypes[(timeline.Rep * 3) + (int)timeline.Kind];

    public static CalendlyUser? UserWith(string? id) => Users.FirstOrDefault(user => user.Id == id);

    /// <summary>The last segment of a resource's URI; the address before it may be anybody's.</summary>
    public static string IdIn(string uri) => uri[(uri.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/');
}
