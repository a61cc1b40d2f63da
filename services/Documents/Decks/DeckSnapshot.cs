using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Decks;

/// <summary>Everything a deck is made from; pictures by their content hash.</summary>
internal sealed record DeckSnapshot(
    string Kind, string Category, DateOnly Date, string Culture, string PriceList, int PriceListVersion, HouseParty House, ClientParty Client, string Headline,
    IReadOnlyList<DeckService> Services, IReadOnlyList<DeckPriority> Priorities, string? Cover, IReadOnlyList<string> Gallery, IReadOnlyList<DeckPackage> Packages,
    DeckPresenter? Presenter)
{
    // The template has a slide for one, two, three and four columns.
    private const int MostColumns = 4;

    // And one each for three, two and one pictures.
    private const int MostPictures = 3;

    internal FieldsValue ToFields(byte[]? cover, IReadOnlyList<byte[]> gallery)
    {
        var data = new FieldsValue
        {
            ["organisation"] = House.ToFields(),
            ["client"] = Client.ToFields(),
            ["headline"] = Headline,
            ["date"] = Date,
            ["priceList"] = PriceList,
            ["cover"] = cover is null ? Value.Nothing : new PictureValue(cover, Headline),
            ["serviceCount"] = Services.Count,
            ["priorities"] = new ListValue([.. Priorities.Select(priority => (Value)new FieldsValue { ["title"] = priority.Title, ["text"] = priority.Text })]),
            ["gallery"] = new ListValue([.. PagesOf(gallery)]),
            ["packages"] = new ListValue([.. Packages.Select(package => (Value)new FieldsValue
            {
                ["name"] = package.Name,
                ["summary"] = package.Summary,
                ["includes"] = package.Includes,
                ["price"] = new MoneyValue(package.Price, package.Currency),
            })]),
            ["presenter"] = Presenter is null ? Value.Nothing : new FieldsValue { ["name"] = Presenter.Name, ["email"] = Presenter.Email },
        };

        for (var number = 1; number <= MostColumns; number++)
        {
            data[$"column{number}"] = number > Services.Count ? Value.Nothing : Services[number - 1].ToFields();
        }

        return data;
    }

    /// <summary>Four pictures are two and two: a single one left over would look forgotten.</summary>
    private static IEnumerable<Value> PagesOf(IReadOnlyList<byte[]> pictures)
    {
        var (position, left) = (0, pictures.Count);
        while (left > 0)
        {
            var count = left == MostPictures + 1 ? MostPictures - 1 : Math.Min(left, MostPictures);
            var page = new FieldsValue { ["count"] = count, ["a"] = Value.Nothing, ["b"] = Value.Nothing, ["c"] = Value.Nothing };
            for (var slot = 0; slot < count; slot++)
            {
                page[((char)('a' + slot)).ToString()] = new PictureValue(pictures[position + slot]);
            }

            yield return page;
            position += count;
            left -= count;
        }
    }
}

internal sealed record DeckService(string Name, string? Text, IReadOnlyList<string> Points)
{
    internal FieldsValue ToFields() => new() { ["name"] = Name, ["text"] = Text, ["points"] = new ListValue([.. Points.Select(point => (Value)point)]) };
}

internal sealed record DeckPriority(string Title, string Text);

internal sealed record DeckPackage(string Name, string? Summary, string Includes, decimal Price, string Currency);

internal sealed record DeckPresenter(string Name, string? Email);
