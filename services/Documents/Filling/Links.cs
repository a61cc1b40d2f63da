using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>Addresses of links: <c>https://example.org/{{slug}}</c>, which Word writes as <c>%7b%7bslug%7d%7d</c>. Values are escaped, so they stay inside their place.</summary>
internal static class Links
{
    public static void Fill(Job job, Scope data)
    {
        foreach (var part in job.Package.PartNames.Where(name => !name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            var relationships = job.Package.RelationshipsOf(part);
            foreach (var link in relationships.All.Where(relationship => relationship.IsExternal))
            {
                var address = link.Target.Replace("%7B", "{", StringComparison.OrdinalIgnoreCase).Replace("%7D", "}", StringComparison.OrdinalIgnoreCase);
                if (!address.Contains("{{", StringComparison.Ordinal))
                {
                    continue;
                }

                const string Place = "the address of a link";
                foreach (var range in Isolation.Find(address, open => job.Report(open, Place, "the placeholder is not closed by }}")).Reverse().ToList())
                {
                    var placeholder = job.Add(Uri.UnescapeDataString(address[range]), Place);
                    if (job.TryText(placeholder, data, out var text))
                    {
                        address = string.Concat(address.AsSpan(0, range.Start.Value), Uri.EscapeDataString(text), address.AsSpan(range.End.Value));
                    }
                }

                relationships.Retarget(link.Id, address);
            }
        }
    }
}
