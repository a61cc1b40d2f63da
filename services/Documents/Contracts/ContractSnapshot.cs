using System.Globalization;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Contracts;

/// <summary>Everything a contract is made from.</summary>
internal sealed record ContractSnapshot(
    string Kind, string Agreement, DateOnly Date, string Culture, string Currency, int PriceListVersion, HouseParty House, ContractClient Client,
    ContractProject Project, IReadOnlyList<ContractStyle> Styles, ContractTerms Terms, IReadOnlyList<string> Schedules, ContractSignatory Signatory)
{
    internal string Title => TemplateCatalog.AllAgreements.FirstOrDefault(choice => choice.Code == Agreement)?.Name ?? "Agreement";

    internal FieldsValue ToFields(byte[]? signature)
    {
        var isProduction = Agreement == "production";
        var balance = new FieldsValue
        {
            ["name"] = "Balance",
            ["due"] = Terms.BalanceDue == "net-30" ? "Thirty days after delivery" : "Before shipment",
            ["amount"] = new MoneyValue(Terms.Balance, Currency),
        };
        List<Value> instalments = Terms.Deposit == 0
            ? [balance]
            : [new FieldsValue { ["name"] = "Deposit, " + Terms.DepositPercent.ToString("0.##", CultureInfo.InvariantCulture) + "%", ["due"] = "On signature", ["amount"] = new MoneyValue(Terms.Deposit, Currency) }, balance];

        return new FieldsValue
        {
            ["organisation"] = House.ToFields(),
            ["client"] = new FieldsValue
            {
                ["company"] = Client.Company,
                ["contact"] = Client.Contact,
                ["title"] = Client.Title,
                ["email"] = Client.Email,
                ["address"] = Addresses.Block(Client.Address),
                ["addressLine"] = Addresses.Line(Client.Address),
            },
            ["agreement"] = new FieldsValue { ["title"] = Title, ["date"] = Date, ["isDevelopment"] = !isProduction },
            ["project"] = new FieldsValue
            {
                ["name"] = Project.Name,
                ["description"] = Project.Description,
                ["startsOn"] = Project.StartsOn,
                ["deliversOn"] = Project.DeliversOn is { } day ? day : Value.Nothing,
            },
            ["styles"] = new ListValue([.. Styles.Select(style => (Value)new FieldsValue
            {
                ["name"] = style.Name,
                ["category"] = style.Category,
                ["quantity"] = style.Quantity,
                ["price"] = new MoneyValue(style.Price, Currency),
                ["amount"] = new MoneyValue(style.Amount, Currency),
            })]),
            ["totals"] = new FieldsValue
            {
                ["currency"] = Currency,
                ["styles"] = Styles.Count,
                ["total"] = new MoneyValue(Terms.Total, Currency),
                ["deposit"] = new MoneyValue(Terms.Deposit, Currency),
                ["depositPercent"] = Terms.DepositPercent,
                ["balance"] = new MoneyValue(Terms.Balance, Currency),
            },
            ["instalments"] = instalments,
            ["terms"] = new FieldsValue { ["balanceDue"] = Terms.BalanceDue, ["governingLaw"] = Terms.GoverningLaw, ["notes"] = Terms.Notes },
            ["signatory"] = new FieldsValue
            {
                ["name"] = Signatory.Name,
                ["title"] = Signatory.Title,
                ["image"] = signature is null ? Value.Nothing : new PictureValue(signature, $"Signature of {Signatory.Name}"),
            },
            ["signing"] = new FieldsValue
            {
                ["client"] = SigningTags.Signature(SigningTags.Client),
                ["clientDate"] = SigningTags.Date(SigningTags.Client),
                ["house"] = SigningTags.Signature(SigningTags.House),
                ["houseDate"] = SigningTags.Date(SigningTags.House),
            },
        };
    }
}

internal sealed record ContractClient(string Company, string Contact, string? Title, string Email, IReadOnlyList<string> Address);

internal sealed record ContractProject(string Name, string? Description, DateOnly StartsOn, DateOnly? DeliversOn);

internal sealed record ContractStyle(string Name, string? Category, decimal Quantity, decimal Price, decimal Amount);

internal sealed record ContractTerms(decimal DepositPercent, decimal Deposit, decimal Balance, decimal Total, string BalanceDue, string GoverningLaw, string? Notes);

/// <param name="ImageHash">The picture of the signature with which the house signs beforehand; without one the house signs electronically too.</param>
internal sealed record ContractSignatory(string Name, string? Title, string? ImageHash);

/// <summary>
/// SignNow's text tags, which it turns into fields where they stand in the PDF. They are set small and white, so that nobody who reads the document sees them.
/// </summary>
internal static class SigningTags
{
    /// <summary>The role of the person who signs for the client.</summary>
    public const string Client = "Client";

    /// <summary>The role of the person who signs for the house; it is not asked for when the signature is in the document already.</summary>
    public const string House = "House";

    public static string Signature(string role) => $$$"""{{t:s;r:y;o:"{{{role}}}";w:200;h:36;}}""";

    public static string Date(string role) => $$$"""{{t:t;r:y;o:"{{{role}}}";l:"Date signed";w:140;h:16;}}""";
}
