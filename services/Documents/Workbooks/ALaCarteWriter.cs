using System.Text.Json;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Workbooks;

/// <summary>Chosen services, from the price list or invented for the client, with free ones among them.</summary>
internal sealed class ALaCarteWriter(TemplateStore templates) : IDocumentWriter
{
    public DocumentKind Kind => DocumentKind.ALaCarte;

    public IReadOnlyList<Guid> ImagesOf(JsonElement inputs) => [];

    public Prepared Prepare(JsonElement inputs, WritingContext context)
    {
        var problems = new Problems();
        var form = Snapshots.Begin(inputs, problems);
        var client = ClientParty.Read(form);
        var project = form.Group("project").Text("name", "The project's name", 120);
        var lines = ReadLines(form, context.Prices);
        var discount = Discount.Read(form);

        var subtotal = lines.Sum(line => line.Amount);
        var complimentary = lines.Where(line => line.Free).Sum(line => Amounts.Of(line.Quantity, line.UnitPrice));
        Amounts.CheckTotal(subtotal + complimentary, form, "lines");
        var off = discount.Of(subtotal);
        var total = subtotal - off;

        var snapshot = new ALaCarteSnapshot(
            Kind.Name(), form.Date("date") ?? context.Today, context.Culture, context.Prices.Currency, context.Prices.Name, context.Prices.Version, HouseParty.Of(context), client,
            project, lines, discount, new Totals(subtotal, off, total, null, null, complimentary), form.OptionalText("notes", 2000));

        return Snapshots.Prepared(
            snapshot, Snapshots.Title("À la carte", client.Company, project), problems,
            new PriceSummary(
                [.. lines.Select(line => new PriceLine(line.Name, line.Quantity, line.Unit, line.UnitPrice, line.Amount, line.Free))],
                subtotal, off, total, context.Prices.Currency, complimentary));
    }

    public ValueTask<WrittenFile> WriteAsync(JsonElement snapshot, IImageSource images, CancellationToken ct)
    {
        var selection = Snapshots.Read<ALaCarteSnapshot>(snapshot);
        var content = templates["Workbooks/a-la-carte.xlsx"].Fill(selection.ToFields(), Snapshots.CultureOf(selection.Culture));
        SheetTotals.Read(content).MustBe(Recomputation.Of(snapshot));
        return ValueTask.FromResult(new WrittenFile(content, OfficeKind.Excel, Snapshots.FileName("xlsx", "A la carte", selection.Client.Company, selection.Project)));
    }

    private static List<ALaCarteLine> ReadLines(Fields form, PriceList prices)
    {
        var lines = new List<ALaCarteLine>();
        foreach (var line in form.List("lines", 1, 120, "line"))
        {
            var code = line.OptionalText("item", 60);
            var item = prices.Item(code);
            if (item is null && code is not null)
            {
                line.Problem("item", $"The price list has no item '{code}'.");
            }

            var name = line.OptionalText("name") ?? item?.Name;
            if (name is null && code is null && !line.Has("name"))
            {
                line.Problem("name", "Choose an item of the price list or give the line a name.");
            }

            var quantity = line.Quantity("quantity");
            var price = line.OptionalMoney("price") ?? item?.PriceFor(quantity);
            if (price is null && code is null && !line.Has("price"))
            {
                line.Problem("price", "The price is missing.");
            }

            var free = line.Flag("free");
            lines.Add(new ALaCarteLine(
                name ?? "", line.OptionalText("description", 400) ?? item?.Description, line.OptionalText("unit", 24) ?? item?.Unit, quantity, price ?? 0, free,
                free ? 0.00m : Amounts.Of(quantity, price ?? 0)));
        }

        return lines;
    }
}

/// <summary>Everything an à-la-carte workbook is made from.</summary>
internal sealed record ALaCarteSnapshot(
    string Kind, DateOnly Date, string Culture, string Currency, string PriceList, int PriceListVersion, HouseParty House, ClientParty Client, string Project,
    IReadOnlyList<ALaCarteLine> Lines, Discount Discount, Totals Totals, string? Notes)
{
    internal FieldsValue ToFields() => new()
    {
        ["organisation"] = House.ToFields(),
        ["client"] = Client.ToFields(),
        ["project"] = new FieldsValue { ["name"] = Project },
        ["date"] = Date,
        ["currency"] = Currency,
        ["lines"] = new ListValue([.. Lines.Select(line => (Value)new FieldsValue
        {
            ["name"] = line.Name,
            ["description"] = line.Description,
            ["unit"] = line.Unit,
            ["quantity"] = line.Quantity,
            ["unitPrice"] = line.UnitPrice,
            // The sheet's formula looks for this very word.
            ["offered"] = line.Free ? "Complimentary" : "Charged",
        })]),
        ["discount"] = SheetFields.Of(Discount),
        ["notes"] = Notes,
    };
}

/// <param name="UnitPrice">What it costs, also when it is free.</param>
internal sealed record ALaCarteLine(string Name, string? Description, string? Unit, decimal Quantity, decimal UnitPrice, bool Free, decimal Amount);
