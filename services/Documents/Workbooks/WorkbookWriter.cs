using System.Text.Json;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Workbooks;

/// <summary>The development package of a project: its styles at the package's price, further services, discount, deposit, all as formulas.</summary>
internal sealed class WorkbookWriter(TemplateStore templates) : IDocumentWriter
{
    // Half on order, half before handover: the house's custom, to be changed in the sheet.
    private const decimal DepositPercent = 50;

    public DocumentKind Kind => DocumentKind.Workbook;

    public IReadOnlyList<Guid> ImagesOf(JsonElement inputs) => [];

    public Prepared Prepare(JsonElement inputs, WritingContext context)
    {
        var problems = new Problems();
        var form = Snapshots.Begin(inputs, problems);
        var prices = context.Prices;
        var client = ClientParty.Read(form);
        var project = form.Group("project").Text("name", "The project's name", 120);
        var package = prices.Package(form.Choice("package", [.. prices.Packages.Select(choice => choice.Code)]));
        var styles = ReadStyles(form, prices, package);
        var lines = ReadLines(form, prices);
        var discount = Discount.Read(form);

        var subtotal = styles.Sum(style => style.Amount) + lines.Sum(line => line.Amount);
        Amounts.CheckTotal(subtotal, form, "styles");
        var off = discount.Of(subtotal);
        var total = subtotal - off;
        var deposit = Amounts.Share(total, DepositPercent);

        var snapshot = new WorkbookSnapshot(
            Kind.Name(), form.Date("date") ?? context.Today, context.Culture, prices.Currency, prices.Name, prices.Version, HouseParty.Of(context), client, project,
            new WorkbookPackage(package?.Name ?? "", package?.Summary, package?.PricePerStyle ?? 0, [.. (package?.Includes ?? []).Select(included => Included(included, prices))]),
            styles, lines, discount, DepositPercent,
            new Totals(subtotal, off, total, deposit, total - deposit, 0),
            prices.Complexities, [.. RatesOf(prices)], form.OptionalText("notes", 2000));

        var summary = styles.Select(style => new PriceLine($"{package?.Name}: {style.Name}", style.Quantity, "style", style.UnitPrice, style.Amount, Free: false))
            .Concat(lines.Select(line => new PriceLine(line.Name, line.Quantity, line.Unit, line.UnitPrice, line.Amount, Free: false)));
        return Snapshots.Prepared(
            snapshot, Snapshots.Title("Development package", client.Company, project), problems,
            new PriceSummary([.. summary], subtotal, off, total, prices.Currency, Deposit: deposit, Balance: total - deposit));
    }

    public ValueTask<WrittenFile> WriteAsync(JsonElement snapshot, IImageSource images, CancellationToken ct)
    {
        var workbook = Snapshots.Read<WorkbookSnapshot>(snapshot);
        var content = templates["Workbooks/development-package-2025.xlsx"].Fill(workbook.ToFields(), Snapshots.CultureOf(workbook.Culture));
        SheetTotals.Read(content).MustBe(Recomputation.Of(snapshot));
        return ValueTask.FromResult(new WrittenFile(content, OfficeKind.Excel, Snapshots.FileName("xlsx", "Development package", workbook.Client.Company, workbook.Project)));
    }

    private static List<WorkbookStyle> ReadStyles(Fields form, PriceList prices, PricePackage? package)
    {
        var styles = new List<WorkbookStyle>();
        foreach (var style in form.List("styles", 1, 60, "style"))
        {
            var complexity = prices.ComplexityOf(style.Choice("complexity", [.. prices.Complexities.Select(choice => choice.Code)], prices.Complexities[0].Code))!;
            var quantity = style.Count("quantity", 1, 1000);
            var each = Amounts.Round((package?.PricePerStyle ?? 0) * complexity.Multiplier);
            styles.Add(new WorkbookStyle(
                style.Text("name", "The style's name"), style.OptionalText("category", 80), complexity.Name, complexity.Multiplier, quantity, each, Amounts.Of(quantity, each)));
        }

        return styles;
    }

    private static List<WorkbookLine> ReadLines(Fields form, PriceList prices)
    {
        var lines = new List<WorkbookLine>();
        foreach (var line in form.List("lines", 0, 60, "line"))
        {
            var code = line.Text("item", "The item", 60);
            var item = prices.Item(code);
            if (item is null && code.Length > 0)
            {
                line.Problem("item", $"The price list has no item '{code}'.");
            }

            var quantity = line.Quantity("quantity");
            var price = line.OptionalMoney("price") ?? item?.PriceFor(quantity) ?? 0;
            lines.Add(new WorkbookLine(item?.Name ?? code, item?.Group ?? "", item?.Unit ?? "", quantity, price, Amounts.Of(quantity, price)));
        }

        return lines;
    }

    private static WorkbookIncluded Included(IncludedItem included, PriceList prices)
    {
        var item = prices.Item(included.Item);
        return new WorkbookIncluded(item?.Name ?? included.Item, item?.Unit ?? "", included.Quantity, item?.UnitPrice ?? 0);
    }

    private static IEnumerable<WorkbookRate> RatesOf(PriceList prices) => prices.Items.SelectMany(item => (item.Tiers ?? [])
        .Select(tier => new WorkbookRate(item.Group, item.Name, item.Unit, tier.From, tier.UnitPrice))
        .Prepend(new WorkbookRate(item.Group, item.Name, item.Unit, 1, item.UnitPrice)));
}
