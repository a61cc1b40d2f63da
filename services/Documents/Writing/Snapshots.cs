using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Pricing;

namespace Teg.Platform.Documents.Writing;

/// <summary>What the snapshots of all kinds hold alike, and how they are written down.</summary>
internal static class Snapshots
{
    /// <summary>Stored with the document and never read by anything but the writer of its kind.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Prepared Prepared<T>(T snapshot, string title, Problems problems, PriceSummary? prices) =>
        new(problems.None ? JsonSerializer.SerializeToElement(snapshot, Json) : null, title, problems.ToDictionary(), prices);

    public static T Read<T>(JsonElement snapshot) => snapshot.Deserialize<T>(Json) ?? throw new ArgumentException("The snapshot is empty.", nameof(snapshot));

    public static CultureInfo CultureOf(string name) => CultureInfo.GetCultureInfo(name);

    /// <summary>"Development Agreement - Maison Verre - Spring 2026.docx": letters and digits of any script, and nothing a file system or a header refuses.</summary>
    public static string FileName(string extension, params ReadOnlySpan<string> words)
    {
        var parts = new List<string>();
        foreach (var word in words)
        {
            var kept = string.Concat(word.Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_' or '&' or '\'' or ',' or '(' or ')')).Trim();
            if (kept.Length > 0)
            {
                parts.Add(kept.Length > 50 ? kept[..50].Trim() : kept);
            }
        }

        return $"{string.Join(" - ", parts)}.{extension}";
    }

    /// <summary>"Development Agreement · Maison Verre · Spring 2026"; what is not said yet is left out.</summary>
    public static string Title(params ReadOnlySpan<string> words)
    {
        var parts = new List<string>();
        foreach (var word in words)
        {
            if (word.Length > 0)
            {
                parts.Add(word);
            }
        }

        return string.Join(" · ", parts);
    }

    /// <summary>The hash of a picture by its id; a problem when the organisation has none such.</summary>
    public static string? HashOf(Guid? id, string path, WritingContext context, Problems problems)
    {
        if (id is null)
        {
            return null;
        }

        if (context.Images.TryGetValue(id.Value, out var hash))
        {
            return hash;
        }

        problems.Add(path, "There is no such picture.");
        return null;
    }

    /// <summary>Ids that are no ids are left for <see cref="IDocumentWriter.Prepare"/> to complain about.</summary>
    public static IEnumerable<Guid> IdsIn(JsonElement inputs, params string[] path)
    {
        var element = inputs;
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return [];
            }
        }

        IEnumerable<JsonElement> found = element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];
        return found.Select(id => id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var value) ? value : (Guid?)null).OfType<Guid>().ToList();
    }

    public static Fields Begin(JsonElement inputs, Problems problems)
    {
        if (inputs.ValueKind != JsonValueKind.Object)
        {
            problems.Add("inputs", "This has to be a group of fields.");
        }

        return new Fields(inputs, "inputs", problems);
    }
}

/// <summary>The organisation as its documents name it.</summary>
internal sealed record HouseParty(string Name, string LegalName, IReadOnlyList<string> Address, string? Email, string? Phone, string? Website)
{
    public static HouseParty Of(WritingContext context)
    {
        var house = context.Prices.House;
        return new HouseParty(
            context.Organisation, house.LegalName ?? context.Organisation, Addresses.Lines(house.Street, house.City, house.Region, house.PostalCode, house.Country),
            house.Email, house.Phone, house.Website);
    }

    public FieldsValue ToFields() => new()
    {
        ["name"] = Name,
        ["legalName"] = LegalName,
        ["address"] = Addresses.Block(Address),
        ["addressLine"] = Addresses.Line(Address),
        ["email"] = Email,
        ["phone"] = Phone,
        ["website"] = Website,
    };
}

/// <summary>The client of a deck or workbook; a contract wants more.</summary>
internal sealed record ClientParty(string Company, string? Contact, string? Email)
{
    public static ClientParty Read(Fields inputs)
    {
        var client = inputs.Group("client");
        return new ClientParty(client.Text("company", "The client's company"), client.OptionalText("contact"), client.OptionalEmail("email"));
    }

    public FieldsValue ToFields() => new() { ["company"] = Company, ["contact"] = Contact, ["email"] = Email };
}

internal static class Addresses
{
    /// <summary>1418 Atelier Row / Los Angeles, CA 90021 / United States</summary>
    public static IReadOnlyList<string> Lines(string? street, string? city, string? region, string? postalCode, string? country)
    {
        var place = string.Join(", ", new[] { city, string.Join(' ', new[] { region, postalCode }.Where(word => word is not null)) }.Where(word => !string.IsNullOrEmpty(word)));
        return [.. new[] { street, place, country }.OfType<string>().Where(line => line.Length > 0)];
    }

    public static Value Block(IReadOnlyList<string> lines) => lines.Count == 0 ? Value.Nothing : string.Join('\n', lines);

    public static Value Line(IReadOnlyList<string> lines) => lines.Count == 0 ? Value.Nothing : string.Join(", ", lines).Replace("\n", ", ", StringComparison.Ordinal);
}
