using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Workbooks;

/// <summary>Everything a development-package workbook is made from.</summary>
internal sealed record WorkbookSnapshot(
    string Kind, DateOnly Date, string Culture, string Currency, string PriceList, int PriceListVersion, HouseParty House, ClientParty Client, string Project,
    WorkbookPackage Package, IReadOnlyList<WorkbookStyle> Styles, IReadOnlyList<WorkbookLine> Lines, Discount Discount, decimal DepositPercent, Totals Totals,
    IReadOnlyList<Complexity> Complexities, IReadOnlyList<WorkbookRate> Rates, string? Notes)
{
    internal FieldsValue ToFields() => new()
    {
        ["organisation"] = House.ToFields(),
        ["client"] = Client.ToFields(),
        ["project"] = new FieldsValue { ["name"] = Project },
        ["date"] = Date,
        ["currency"] = Currency,
        ["priceList"] = PriceList,
        ["package"] = new FieldsValue
        {
            ["name"] = Package.Name,
            ["summary"] = Package.Summary,
            ["price"] = Package.Price,
            ["includes"] = new ListValue([.. Package.Includes.Select(included => (Value)new FieldsValue
            {
                ["name"] = included.Name,
                ["unit"] = included.Unit,
                ["quantity"] = included.Quantity,
                ["unitPrice"] = included.UnitPrice,
            })]),
        },
        ["styles"] = new ListValue([.. Styles.Select(style => (Value)new FieldsValue
        {
            ["name"] = style.Name,
            ["category"] = style.Category,
            ["complexity"] = style.Complexity,
            ["quantity"] = style.Quantity,
        })]),
        ["lines"] = new ListValue([.. Lines.Select(line => (Value)new FieldsValue
        {
            ["name"] = line.Name,
            ["group"] = line.Group,
            ["unit"] = line.Unit,
            ["quantity"] = line.Quantity,
            ["unitPrice"] = line.UnitPrice,
        })]),
        ["discount"] = SheetFields.Of(Discount),
        ["depositRate"] = DepositPercent / 100,
        ["complexities"] = new ListValue([.. Complexities.Select(complexity => (Value)new FieldsValue
        {
            ["name"] = complexity.Name,
            ["description"] = complexity.Description,
            ["multiplier"] = complexity.Multiplier,
        })]),
        ["rates"] = new ListValue([.. Rates.Select(rate => (Value)new FieldsValue
        {
            ["group"] = rate.Group,
            ["name"] = rate.Name,
            ["unit"] = rate.Unit,
            ["from"] = rate.From,
            ["unitPrice"] = rate.UnitPrice,
        })]),
        ["notes"] = Notes,
    };
}

internal sealed record WorkbookPackage(string Name, string? Summary, decimal Price, IReadOnlyList<WorkbookIncluded> Includes);

internal sealed record WorkbookIncluded(string Name, string Unit, decimal Quantity, decimal UnitPrice);

internal sealed record WorkbookStyle(string Name, string? Category, string Complexity, decimal Multiplier, int Quantity, decimal UnitPrice, decimal Amount);

internal sealed record WorkbookLine(string Name, string Group, string Unit, decimal Quantity, decimal UnitPrice, decimal Amount);

/// <param name="From">The quantity from which the price holds.</param>
internal sealed record WorkbookRate(string Group, string Name, string Unit, decimal From, decimal UnitPrice);

/// <summary>What both workbooks say in the same cells.</summary>
internal static class SheetFields
{
    /// <summary>A rate and a fixed amount, one of them 0; the sheet's formula adds what both take off.</summary>
    public static FieldsValue Of(Discount discount) => new() { ["rate"] = discount.Percent / 100, ["fixed"] = discount.Amount, ["reason"] = discount.Reason };
}
