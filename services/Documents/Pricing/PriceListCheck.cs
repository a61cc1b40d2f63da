using System.Text.Json;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Pricing;

internal sealed partial record PriceList
{
    /// <summary>What keeps a content from becoming the next version, by field path: <c>content.items[3].unitPrice</c>. Empty when nothing does.</summary>
    public static IReadOnlyDictionary<string, string[]> Check(JsonElement content)
    {
        var problems = new Problems();
        var list = new Fields(content, "content", problems);
        if (content.ValueKind != JsonValueKind.Object)
        {
            list.Problem("", "This has to be a price list.");
            return problems.ToDictionary();
        }

        list.Text("name", "The name of the list", 80);
        if (list.Currency("currency") is null && !list.Has("currency"))
        {
            list.Problem("currency", "The currency is missing.");
        }

        Demand(list, "house", "services");
        var house = list.Group("house");
        foreach (var word in (string[])["legalName", "street", "city", "region", "postalCode", "country", "phone", "website", "signatoryName", "signatoryTitle", "jurisdiction"])
        {
            house.OptionalText(word, 120);
        }

        house.OptionalEmail("email");

        var complexities = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        CheckCodes(list.List("complexities", 1, 12, "complexity"), complexity =>
        {
            // The workbook's formula looks the multiplier up by the name, and Excel takes some names for comparisons or patterns.
            var name = complexity.OptionalText("name", 80);
            if (name is not null && !complexities.Add(name))
            {
                complexity.Problem("name", $"'{name}' is there twice.");
            }
            else if (name is not null && (!char.IsLetter(name[0]) || name.AsSpan().ContainsAny('*', '?', '~')))
            {
                complexity.Problem("name", "A complexity's name begins with a letter and has no *, ? or ~.");
            }

            complexity.OptionalText("description", 120);
            complexity.Number("multiplier", 0.1m, 10, 3, "A multiplier is from 0.1 to 10, with three decimals.", "The multiplier");
        });

        var items = CheckCodes(list.List("items", 1, 400, "item"), item =>
        {
            item.Text("group", "The group", 40);
            item.Text("unit", "The unit", 24);
            item.OptionalText("description", 200);
            item.Money("unitPrice", "The unit price");
            var from = 0m;
            foreach (var tier in item.List("tiers", 0, 12, "tier"))
            {
                tier.Money("unitPrice", "The unit price");
                var next = tier.Number("from", 0.01m, 100_000, 2, "A tier begins at a quantity of more than 0 and at most 100,000.", "The quantity it begins at");
                if (next > 0 && next <= from)
                {
                    tier.Problem("from", "Tiers begin at rising quantities.");
                }

                from = Math.Max(from, next);
            }
        });

        CheckCodes(list.List("packages", 1, 12, "package"), package =>
        {
            Demand(package, "includes");
            package.OptionalText("summary", 200);
            package.Money("pricePerStyle", "The price per style");
            foreach (var included in package.List("includes", 0, 40, "item"))
            {
                included.Quantity("quantity");
                var code = included.Text("item", "The item", 60);
                if (code.Length > 0 && !items.Contains(code))
                {
                    included.Problem("item", $"The list has no item '{code}'.");
                }
            }
        });

        CheckCodes(list.List("services", 0, 12, "service"), service =>
        {
            Demand(service, "points");
            // A column of a slide holds no more.
            service.OptionalText("name", 40);
            service.OptionalText("text", 90);
            foreach (var (point, path) in service.Texts("points", 0, 6, "point").Where(point => point.Text.Length > 90))
            {
                problems.Add(path, $"This has {point.Length} characters; at most 90 fit.");
            }
        });

        return problems.ToDictionary();
    }

    private static void Demand(Fields group, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!group.Has(name))
            {
                group.Problem(name, "This is missing; it may be empty.");
            }
        }
    }

    private static HashSet<string> CheckCodes(IReadOnlyList<Fields> entries, Action<Fields> check)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            entry.Text("name", "The name", 80);
            var code = entry.Text("code", "The code", 60);
            if (code.Length > 0 && !code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            {
                entry.Problem("code", "A code is lower-case letters, digits and hyphens.");
            }
            else if (code.Length > 0 && !known.Add(code))
            {
                entry.Problem("code", $"'{code}' is there twice.");
            }

            check(entry);
        }

        return known;
    }
}
