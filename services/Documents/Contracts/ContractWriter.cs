using System.Text.Json;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Merging;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Contracts;

/// <summary>An agreement, the terms and conditions and the chosen schedules as one Word document, with the places where both parties sign.</summary>
internal sealed class ContractWriter(TemplateStore templates) : IDocumentWriter
{
    public DocumentKind Kind => DocumentKind.Contract;

    public IReadOnlyList<Guid> ImagesOf(JsonElement inputs) => [.. Snapshots.IdsIn(inputs, "signatory", "imageId")];

    public Prepared Prepare(JsonElement inputs, WritingContext context)
    {
        var problems = new Problems();
        var form = Snapshots.Begin(inputs, problems);
        var agreement = form.Choice("agreement", [.. TemplateCatalog.AllAgreements.Select(choice => choice.Code)]);
        var client = ReadClient(form);
        var project = ReadProject(form);
        var styles = ReadStyles(form.Group("project"));
        var terms = form.Group("terms");
        var currency = terms.Currency("currency") ?? context.Currency;
        var total = styles.Sum(style => style.Amount);
        Amounts.CheckTotal(total, form, "project.styles");
        var percent = terms.Percent("deposit") ?? 50;
        var deposit = Amounts.Share(total, percent);
        var house = HouseParty.Of(context);

        var snapshot = new ContractSnapshot(
            Kind.Name(), agreement, form.Date("date") ?? context.Today, context.Culture, currency, context.Prices.Version, house, client, project, styles,
            new ContractTerms(
                percent, deposit, total - deposit, total, terms.Choice("balanceDue", [.. TemplateCatalog.AllBalanceDue.Select(choice => choice.Code)], "before-shipment"),
                LawOf(terms, context), terms.OptionalText("notes", 4000)),
            ReadSchedules(form),
            ReadSignatory(form, context, problems));

        var lines = styles.Select(style => new PriceLine(style.Name, style.Quantity, "style", style.Price, style.Amount, Free: false)).ToList();
        return Snapshots.Prepared(
            snapshot, Snapshots.Title(snapshot.Title, client.Company, project.Name), problems,
            new PriceSummary(lines, total, 0, total, currency, Deposit: deposit, Balance: total - deposit));
    }

    public async ValueTask<WrittenFile> WriteAsync(JsonElement snapshot, IImageSource images, CancellationToken ct)
    {
        var contract = Snapshots.Read<ContractSnapshot>(snapshot);
        var culture = Snapshots.CultureOf(contract.Culture);
        var signature = contract.Signatory.ImageHash is { } hash ? await images.ReadAsync(hash, ct) : null;
        var data = contract.ToFields(signature);

        var parts = new List<OfficePackage>
        {
            templates[$"Contracts/{contract.Agreement}-agreement.docx"].FillParts(data, culture),
            templates["Contracts/terms-and-conditions.docx"].FillParts(data, culture),
        };
        for (var number = 0; number < contract.Schedules.Count; number++)
        {
            data["schedule"] = new FieldsValue { ["letter"] = ((char)('A' + number)).ToString() };
            parts.Add(templates[$"Contracts/{contract.Schedules[number]}-schedule.docx"].FillParts(data, culture));
        }

        return new WrittenFile(WordDocuments.MergeParts(parts), OfficeKind.Word, Snapshots.FileName("docx", contract.Title, contract.Client.Company, contract.Project.Name));
    }

    private static ContractClient ReadClient(Fields form)
    {
        var client = form.Group("client");
        var address = client.OptionalGroup("address");
        return new ContractClient(
            client.Text("company", "The client's company"),
            client.Text("contact", "The person who signs for the client"),
            client.OptionalText("title"),
            client.Email("email", "The client's e-mail address"),
            address is null ? [] : Addresses.Lines(
                address.OptionalText("street"), address.OptionalText("city"), address.OptionalText("region"), address.OptionalText("postalCode"), address.OptionalText("country")));
    }

    private static ContractProject ReadProject(Fields form)
    {
        var project = form.Group("project");
        var (begins, ends) = (project.Date("startsOn"), project.Date("deliversOn"));
        if (begins is null && !project.Has("startsOn"))
        {
            project.Problem("startsOn", "The day work begins is missing.");
        }

        if (begins is not null && ends < begins)
        {
            project.Problem("deliversOn", "Delivery is before the work begins.");
        }

        return new ContractProject(project.Text("name", "The project's name", 120), project.OptionalText("description", 4000), begins ?? default, ends);
    }

    private static List<ContractStyle> ReadStyles(Fields project)
    {
        var styles = new List<ContractStyle>();
        foreach (var style in project.List("styles", 1, 100, "style"))
        {
            var (quantity, price) = (style.Quantity("quantity"), style.Money("price", "The price"));
            styles.Add(new ContractStyle(style.Text("name", "The style's name"), style.OptionalText("category", 80), quantity, price, Amounts.Of(quantity, price)));
        }

        return styles;
    }

    private static string LawOf(Fields terms, WritingContext context)
    {
        var law = terms.OptionalText("governingLaw") ?? context.Prices.House.Jurisdiction;
        if (law is null)
        {
            terms.Problem("governingLaw", "Say whose law governs the agreement; the price list names none.");
        }

        return law ?? "";
    }

    private static List<string> ReadSchedules(Fields form)
    {
        var known = TemplateCatalog.AllSchedules.Select(choice => choice.Code).ToList();
        if (!form.Has("schedules"))
        {
            return known;
        }

        var wanted = form.Texts("schedules", 0, 10, "schedule");
        foreach (var (code, path) in wanted.Where(entry => !known.Contains(entry.Text)))
        {
            form.Problem(path[(form.Path.Length + 1)..], $"'{code}' is not one of {string.Join(", ", known)}.");
        }

        // In the order they are bound, whatever the order they were ticked in.
        return [.. known.Where(code => wanted.Any(entry => entry.Text == code))];
    }

    private static ContractSignatory ReadSignatory(Fields form, WritingContext context, Problems problems)
    {
        var signatory = form.OptionalGroup("signatory");
        var name = signatory?.OptionalText("name");
        var hash = signatory is null ? null : Snapshots.HashOf(signatory.Id("imageId"), $"{signatory.Path}.imageId", context, problems);
        if (name is not null)
        {
            return new ContractSignatory(name, signatory!.OptionalText("title"), hash);
        }

        var house = context.Prices.House;
        if (house.SignatoryName is null)
        {
            form.Problem("signatory.name", "Say who signs for the house; the price list names nobody.");
        }

        return new ContractSignatory(house.SignatoryName ?? "", signatory?.OptionalText("title") ?? house.SignatoryTitle, hash);
    }
}
