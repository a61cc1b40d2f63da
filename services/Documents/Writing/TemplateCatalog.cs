using Teg.Platform.Documents.Pricing;

namespace Teg.Platform.Documents.Writing;

/// <summary>What can be made and what may be chosen: <c>GET /templates</c>.</summary>
public sealed record TemplateCatalog(
    IReadOnlyList<KindChoice> Kinds, IReadOnlyList<Choice> Agreements, IReadOnlyList<Choice> Schedules, IReadOnlyList<Choice> BalanceDue,
    IReadOnlyList<CategoryChoice> Categories, IReadOnlyList<Choice> Complexities, IReadOnlyList<Choice> Packages, IReadOnlyList<Choice> Services)
{
    internal static readonly IReadOnlyList<Choice> AllAgreements =
    [
        new("development", "Development Agreement", "Design, patterns and samples of a collection"),
        new("production", "Production Agreement", "Making of approved styles in quantity"),
    ];

    internal static readonly IReadOnlyList<Choice> AllSchedules =
    [
        new("payment", "Payment schedule", "What is due when"),
        new("deliverables", "Deliverables", "What is handed over for each style"),
        new("specifications", "Specifications", "Standards, tolerances, packing"),
    ];

    internal static readonly IReadOnlyList<Choice> AllBalanceDue =
    [
        new("before-shipment", "Before shipment", "The balance is paid before anything leaves the atelier"),
        new("net-30", "Net 30", "The balance is paid within thirty days of delivery"),
    ];

    internal static readonly IReadOnlyList<CategoryChoice> AllCategories =
    [
        new("activewear", "Activewear", "#1F2A33", "#EEF1F0", "#7C8F86"),
        new("bridal-couture", "Bridal & Couture", "#2E2A2B", "#F8F4EF", "#B79A6B"),
        new("loungewear", "Loungewear", "#3A332E", "#F5F0EA", "#A98467"),
        new("contemporary", "Contemporary", "#1C1C1E", "#F4F3F0", "#8C6A4F"),
        new("streetwear", "Streetwear", "#141414", "#EFEDE8", "#B5472F"),
        new("swim", "Swim", "#12333B", "#F1F5F3", "#C08A5B"),
    ];

    internal static TemplateCatalog Of(PriceList prices) => new(
        [
            new("contract", "Contract", "word", "Agreement, terms and conditions and schedules as one document, ready for signature", ["client.company", "client.contact", "client.email", "project.name", "project.startsOn", "project.styles"]),
            new("deck", "Deck", "powerPoint", "A presentation in the look of a category, with services, priorities and pictures", ["category", "client.company", "services", "priorities"]),
            new("workbook", "Workbook", "excel", "The development package of a project, style by style, with formulas", ["client.company", "project.name", "package", "styles"]),
            new("a-la-carte", "À la carte", "excel", "Chosen items with the prices of the list or their own, free ones among them", ["client.company", "project.name", "lines"]),
        ],
        AllAgreements,
        AllSchedules,
        AllBalanceDue,
        AllCategories,
        [.. prices.Complexities.Select(complexity => new Choice(complexity.Code, complexity.Name, complexity.Description))],
        [.. prices.Packages.Select(package => new Choice(package.Code, package.Name, package.Summary))],
        [.. prices.Services.Select(service => new Choice(service.Code, service.Name, service.Text))]);
}

public sealed record Choice(string Code, string Name, string? Description);

/// <param name="Office">Which program opens it: word, powerPoint, excel.</param>
/// <param name="Needs">The fields without which it cannot be written.</param>
public sealed record KindChoice(string Kind, string Name, string Office, string Description, IReadOnlyList<string> Needs);

/// <param name="Ink">The colour of its text, as #RRGGBB; Ground is the paper, Accent the one colour beside them.</param>
public sealed record CategoryChoice(string Code, string Name, string Ink, string Ground, string Accent);
