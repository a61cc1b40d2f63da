using System.Globalization;
using System.Text.Json;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Decks;

/// <summary>A presentation in the look of a category: services in columns, a slide for each priority, pictures cropped to their frames.</summary>
internal sealed class DeckWriter(TemplateStore templates) : IDocumentWriter
{
    public DocumentKind Kind => DocumentKind.Deck;

    public IReadOnlyList<Guid> ImagesOf(JsonElement inputs) => [.. Snapshots.IdsIn(inputs, "images", "cover"), .. Snapshots.IdsIn(inputs, "images", "gallery")];

    public Prepared Prepare(JsonElement inputs, WritingContext context)
    {
        var problems = new Problems();
        var form = Snapshots.Begin(inputs, problems);
        var category = form.Choice("category", [.. TemplateCatalog.AllCategories.Select(choice => choice.Code)]);
        var name = TemplateCatalog.AllCategories.FirstOrDefault(choice => choice.Code == category)?.Name ?? "";
        var client = ClientParty.Read(form);
        var (cover, gallery) = ReadImages(form, context, problems);

        var snapshot = new DeckSnapshot(
            Kind.Name(), category, form.Date("date") ?? context.Today, context.Culture, context.Prices.Name, context.Prices.Version, HouseParty.Of(context), client,
            form.OptionalText("headline", 90) ?? $"{name} for {client.Company}",
            ReadServices(form, context.Prices),
            [.. form.List("priorities", 1, 6, "priority").Select(priority =>
                new DeckPriority(priority.Text("title", "The title", 60), priority.Text("text", "The text", 400)))],
            cover, gallery, ReadPackages(form, context.Prices), ReadPresenter(form));

        return Snapshots.Prepared(snapshot, Snapshots.Title(name.Length == 0 ? "Deck" : $"{name} deck", client.Company), problems, prices: null);
    }

    public async ValueTask<WrittenFile> WriteAsync(JsonElement snapshot, IImageSource images, CancellationToken ct)
    {
        var deck = Snapshots.Read<DeckSnapshot>(snapshot);
        var cover = deck.Cover is null ? null : await images.ReadAsync(deck.Cover, ct);
        var gallery = new List<byte[]>();
        foreach (var hash in deck.Gallery)
        {
            if (await images.ReadAsync(hash, ct) is { } picture)
            {
                gallery.Add(picture);
            }
        }

        var content = templates[$"Decks/{deck.Category}.pptx"].Fill(deck.ToFields(cover, gallery), Snapshots.CultureOf(deck.Culture));
        return new WrittenFile(content, OfficeKind.PowerPoint, Snapshots.FileName("pptx", deck.Headline, deck.Client.Company));
    }

    private static (string? Cover, IReadOnlyList<string> Gallery) ReadImages(Fields form, WritingContext context, Problems problems)
    {
        if (form.OptionalGroup("images") is not { } images)
        {
            return (null, []);
        }

        var cover = Snapshots.HashOf(images.Id("cover"), $"{images.Path}.cover", context, problems);
        var gallery = new List<string>();
        foreach (var (text, path) in images.Texts("gallery", 0, 12, "picture"))
        {
            if (!Guid.TryParse(text, out var id))
            {
                problems.Add(path, "This is no id.");
            }
            else if (Snapshots.HashOf(id, path, context, problems) is { } hash)
            {
                gallery.Add(hash);
            }
        }

        return (cover, gallery);
    }

    private static List<DeckService> ReadServices(Fields form, PriceList prices)
    {
        var services = new List<DeckService>();
        foreach (var (code, path) in Chosen(form, "services", 1, 4, "service"))
        {
            if (prices.Services.FirstOrDefault(service => service.Code == code) is { } service)
            {
                services.Add(new DeckService(service.Name, service.Text, service.Points));
            }
            else
            {
                form.Problem(path, $"The price list has no service '{code}'.");
            }
        }

        return services;
    }

    private static List<DeckPackage> ReadPackages(Fields form, PriceList prices)
    {
        var packages = new List<DeckPackage>();
        foreach (var (code, path) in Chosen(form, "packages", 0, 3, "package"))
        {
            if (prices.Package(code) is { } package)
            {
                var includes = package.Includes.Select((included, number) => Words(prices.Item(included.Item)?.Name ?? included.Item, included.Quantity, isFirst: number == 0));
                packages.Add(new DeckPackage(package.Name, package.Summary, string.Join(", ", includes), package.PricePerStyle, prices.Currency));
            }
            else
            {
                form.Problem(path, $"The price list has no package '{code}'.");
            }
        }

        return packages;
    }

    /// <summary>Tech pack, first pattern, fitting × 2: one sentence; a name that begins with capitals keeps them.</summary>
    private static string Words(string name, decimal quantity, bool isFirst)
    {
        var word = !isFirst && name.Length > 1 && char.IsLower(name[1]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
        return quantity == 1 ? word : string.Create(CultureInfo.InvariantCulture, $"{word} × {quantity:0.##}");
    }

    // A code chosen twice is chosen.
    private static IEnumerable<(string Code, string Path)> Chosen(Fields form, string name, int least, int most, string what) =>
        form.Texts(name, least, most, what).DistinctBy(entry => entry.Text).Select(entry => (entry.Text, entry.Path[(form.Path.Length + 1)..]));

    private static DeckPresenter? ReadPresenter(Fields form) =>
        form.OptionalGroup("presenter") is { } presenter ? new DeckPresenter(presenter.Text("name", "The presenter's name"), presenter.OptionalEmail("email")) : null;
}
