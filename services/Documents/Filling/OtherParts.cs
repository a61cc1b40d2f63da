using System.Text;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>What lies beside the text: the document's properties are filled, and a placeholder where nothing is filled is a problem and not left behind.</summary>
internal static class OtherParts
{
    // What the three languages look through themselves. Texts shared by cells are looked at in their cells; building blocks are for a person who writes on.
    private static readonly string[] LookedThrough =
    [
        "document.main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml", "wordprocessingml.comments+xml", "document.glossary+xml",
        "slide+xml", "notesSlide+xml", "slideLayout+xml", "slideMaster+xml", "drawingml.chart+xml", "worksheet+xml", "officedocument.drawing+xml", "sharedStrings+xml",
        "relationships+xml", "core-properties+xml",
    ];

    public static void Fill(Job job, Scope data)
    {
        var package = job.Package;
        foreach (var part in package.PartNames.ToList())
        {
            var type = package.ContentTypeOf(part) ?? "";
            if (type.EndsWith("core-properties+xml", StringComparison.Ordinal))
            {
                FillProperties(job, part, data);
            }
            else if (type.EndsWith("xml", StringComparison.Ordinal)
                     && !part.StartsWith("customXml/", StringComparison.OrdinalIgnoreCase)
                     && !Array.Exists(LookedThrough, known => type.EndsWith(known, StringComparison.Ordinal))
                     && package.Bytes(part).Span.IndexOf("{{"u8) is >= 0 and var place)
            {
                var text = Encoding.UTF8.GetString(package.Bytes(part).Span[place..]);
                var end = text.IndexOf("}}", StringComparison.Ordinal);
                job.Report(end < 0 ? "{{" : text[..Math.Min(end + 2, 60)], part, "nothing is filled in this part of the file");
            }
        }
    }

    /// <summary>Title, subject, author and their like: what a file's list of properties and a PDF's title bar show.</summary>
    private static void FillProperties(Job job, string part, Scope data)
    {
        foreach (var property in job.Package.Xml(part).Root!.Elements().Where(element => element.Value.Contains("{{", StringComparison.Ordinal)).ToList())
        {
            var text = property.Value;
            var place = $"document property '{property.Name.LocalName}'";
            foreach (var range in Isolation.Find(text, open => job.Report(open, place, "the placeholder is not closed by }}")).Reverse().ToList())
            {
                if (job.TryText(job.Add(text[range], place), data, out var value))
                {
                    text = string.Concat(text.AsSpan(0, range.Start.Value), value, text.AsSpan(range.End.Value));
                }
            }

            property.Value = text;
            job.Package.Changed(part);
        }
    }
}
